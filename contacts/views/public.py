"""What citizens see of reception days: the list, one day with its free times, the place they booked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import slowdown
from accounts.addresses import client_address
from accounts.slowdown import Bucket, MustWaitError
from casework.errors import Incomplete, Refused
from casework.numbers import tidy
from contacts import services, tickets
from contacts.forms.visits import BookForm, TakenForm
from contacts.models import Occasion, Visitor
from deputies import finding
from deputies.models import Division
from feedback import proof, throttling
from feedback.views.public_guard import bounded, is_genuine, too_many, too_often, too_old

if TYPE_CHECKING:
    from django.http import HttpRequest

    from contacts.forms.visits import _Signed
    from contacts.models.occasion import OccasionQuerySet

_AHEAD = timedelta(days=92)
_MOST = 100
_FREE = 20  # wrong codes before somebody has to wait


# --- Days -------------------------------------------------------------------------------------------------
@require_safe
def reception(request: HttpRequest) -> HttpResponse:
    """The reception days of the next three months, of the whole portal, a place or a station."""
    today = timezone.localdate()
    rows = Occasion.objects.public().filter(day__gte=today, day__lte=today + _AHEAD)
    place = _place(request)
    rows = _near(rows, place, request.GET.get("station", ""))
    context = {
        "rows": rows.exclude(status="recorded").for_lists()[:_MOST],
        "places": finding.townships(),
        "place": place,
    }
    return render(request, "contacts/public_days.html", context)


def _place(request: HttpRequest) -> Division | None:
    key = request.GET.get("place", "")
    known = finding.current_served()
    return known.filter(pk=key).order_by().first() if key.isdecimal() and len(key) < 18 else None


def _near(rows: OccasionQuerySet, place: Division | None, station: str) -> OccasionQuerySet:
    if station.isdecimal() and len(station) < 18:
        rows = rows.filter(station=int(station))
    return rows.filter(station__division__code__startswith=place.code) if place else rows


@bounded
def reception_day(request: HttpRequest, pk: int) -> HttpResponse:
    """One day: who is there, which times are free, and the form that books one."""
    days = Occasion.objects.public().for_lists().select_related("station__division")
    day = get_object_or_404(days, pk=pk)
    if request.method == "POST":
        return _book(request, day)
    return _day(request, day, BookForm(occasion=day))


def _day(
    request: HttpRequest, day: Occasion, form: BookForm, *, says: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "day": day,
        "form": form,
        "says": says,
        "duties": day.duties.filter(withdrew_at=None).select_related("deputy"),
        "why_not": services.why_not_booked(day),
        "last": day.events.filter(action__in=["postpone", "cancel"]).last(),
        "free": sum(slot.free for slot in form.slots),
    }
    response = render(request, "contacts/public_day.html", context, status=status)
    if status == 429:
        response["Retry-After"] = "600"
    return response


def _book(request: HttpRequest, day: Occasion) -> HttpResponse:
    form = BookForm(request.POST, occasion=day)
    if not is_genuine(request):
        return _day(
            request,
            day,
            BookForm(initial=request.POST.dict(), occasion=day),
            says=too_old(request),
            status=403,
        )
    if not form.is_valid():
        return _day(request, day, form, status=400)
    if not within_limits(request, form):
        return _day(request, day, form, says=too_often(), status=429)
    data = form.cleaned_data
    given = {
        "slot": data["slot"],
        "deputy": data["deputy"],
        "about": data["about"],
        "language": form.language,
    }
    try:
        visitor, code = services.book(day, person=form.person, key=form.token, **given)
    except Refused as refused:
        form.add_error("slot" if isinstance(refused, Incomplete) else None, str(refused))
        return _day(request, day, form, status=409)
    response = redirect("place_taken", visitor.number)
    tickets.remember(request, response, visitor, code)
    return response


def within_limits(request: HttpRequest, form: _Signed) -> bool:
    if proof.holds(form.cleaned_data["altcha"]):
        return throttling.allowed("book", request)
    return throttling.allowed("submit_doubtful" if form.was_quick() else "book_unproved", request)


# --- The place somebody has -------------------------------------------------------------------------------
@bounded
def place_find(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. A wrong number and a wrong code get the same answer."""
    if request.method != "POST":
        return render(request, "contacts/public_find.html", {"form": TakenForm()})
    form = TakenForm(request.POST)
    if not is_genuine(request):
        context = {"form": TakenForm(initial=request.POST.dict()), "says": too_old(request)}
        return render(request, "contacts/public_find.html", context, status=403)
    visitor = None
    if form.is_valid():
        try:
            visitor = _look_up(request, form.cleaned_data)
        except MustWaitError as early:
            return too_many(request, early.seconds)
        if visitor is None:
            form.add_error(
                "number", _("Number and code do not fit together. Compare both with what you noted.")
            )
    if visitor is None:
        return render(request, "contacts/public_find.html", {"form": form}, status=400)
    response = redirect("place_taken", visitor.number)
    tickets.remember(request, response, visitor)
    return response


def _look_up(request: HttpRequest, typed: dict[str, Any]) -> Visitor | None:
    number = tidy(typed["number"])
    buckets = [Bucket(f"place:{client_address(request)}", _FREE), Bucket(f"place:{number}", _FREE // 2)]
    slowdown.pay(buckets)
    visitor = tickets.find(number, typed["code"])
    if visitor is not None:
        slowdown.pay_back(buckets)
    return visitor


@bounded
def place_taken(request: HttpRequest, number: str) -> HttpResponse:
    """The place this browser booked or has opened: when and where, and the button that gives it back."""
    known = tickets.opened(request)
    mine = Visitor.objects.select_related("occasion__station__congress", "deputy")
    visitor = mine.filter(pk__in=list(known), number=tidy(number)).first()
    if visitor is None:
        return redirect("place_find")
    if request.method == "POST":
        return _give_back(request, visitor)
    context = {"visitor": visitor, "day": visitor.occasion, "code": known[visitor.pk]}
    return render(request, "contacts/public_place.html", context)


def _give_back(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    if not is_genuine(request):
        messages.warning(request, too_old(request))
        return redirect("place_taken", visitor.number)
    try:
        services.give_back(visitor)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Your place is given back, and your name and contact are deleted."))
    return redirect("place_taken", visitor.number)
