"""The register of a day: who comes, who came, what each said. Names are shown on demand, and each look is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, Refused
from contacts import people, services
from contacts.access import occasions_visible_to, roles_on
from contacts.forms.visits import HearForm, LineForm
from contacts.models import ContactRecord, Occasion, Visitor, VisitorState, Way
from contacts.services.advance import check
from contacts.views.desk import find
from deputies.models import posts_of
from feedback import kept_files
from feedback.views.desk import show_receipt_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_EMPTY_LINES = 8


def _at_the_desk(request: HttpRequest, occasion: Occasion) -> None:
    if not roles_on(request.user, occasion) & {"officer", "station"}:
        raise PermissionDenied(_("Only the liaison office and the station keep the register."))


@login_required
@sensitive_post_parameters()
def add_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody walked in; or, before a symposium, somebody is invited."""
    occasion = find(request, pk)
    _at_the_desk(request, occasion)
    invites = occasion.status in ("planned", "announced") and not occasion.is_reception
    if occasion.status != "held" and not invites:
        messages.warning(request, _("The register is not open."))
        return redirect("occasion", occasion.pk)
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        way = Way.INVITED if invites else Way.WALKED_IN
        if visitor := _added(form, occasion, way):
            if invites or not occasion.is_reception:
                return redirect("occasion", occasion.pk)
            return redirect(f"{reverse('occasion_hear', args=[occasion.pk])}?visitor={visitor.pk}")
    context = {
        "thing": occasion,
        "form": form,
        "title": _("Invite a guest") if invites else _("Enter a visitor"),
        "lines": [],
    }
    return render(request, "contacts/step.html", context, status=400 if form.errors else 200)


def _added(form: LineForm, occasion: Occasion, way: Way) -> Visitor | None:
    data = form.cleaned_data
    try:
        return services.walk_in(occasion, person=form.person, about=data["about"], key=data["key"], way=way)
    except Refused as refused:
        form.add_error("phone", str(refused))
        return None


@login_required
@require_POST
def mark(request: HttpRequest, pk: int, state: str) -> HttpResponse:
    """A visitor came, or did not."""
    visitor = get_object_or_404(
        Visitor.objects.select_related("occasion"), pk=pk, occasion__in=occasions_visible_to(request.user)
    )
    _at_the_desk(request, visitor.occasion)
    if state not in (VisitorState.CAME, VisitorState.ABSENT):
        raise Http404
    try:
        services.mark(visitor, VisitorState(state))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("occasion", visitor.occasion_id)


@login_required
@sensitive_post_parameters()
def hear(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what one person said: an opinion, given to the deputy who heard it."""
    occasion = find(request, pk)
    try:
        check(occasion, "hear", Actor.of(request.user))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("occasion", occasion.pk)
    visitor = _visitor(request, occasion)
    form = HearForm(
        request.POST or None,
        request.FILES or None,
        occasion=occasion,
        visitor=visitor,
        posts=posts_of(request.user),
    )
    if request.method == "POST" and form.is_valid() and (record := _heard(request, form)):
        kept_files.forget(form.kept)
        return _done(request, record)
    if form.is_bound:
        form.keep_files()
    context = {"occasion": occasion, "form": form, "visitor": visitor}
    return render(request, "contacts/hear.html", context, status=400 if form.errors else 200)


def _visitor(request: HttpRequest, occasion: Occasion) -> Visitor | None:
    wanted = request.GET.get("visitor", "")
    return (
        occasion.visitors.live().filter(pk=wanted).first()
        if wanted.isdecimal() and len(wanted) < 18
        else None
    )


def _done(request: HttpRequest, record: ContactRecord) -> HttpResponse:
    """The desk hands over the receipt, which can be printed for ten minutes; a deputy goes back to the day."""
    messages.success(request, _("Entered as an opinion."))
    assert record.case is not None and record.occasion is not None
    if not roles_on(request.user, record.occasion) & {"officer", "station"}:
        return redirect("occasion", record.occasion.pk)
    show_receipt_of(request, record.case)
    return redirect("entered", record.case.number)


def _heard(request: HttpRequest, form: HearForm) -> ContactRecord | None:
    try:
        return services.hear(
            form.occasion,
            form.heard(get_language() or "zh-hans"),
            actor=Actor.of(request.user),
            visitor=form.visitor,
        )
    except Incomplete as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    except Refused as refused:
        form.add_error(None, str(refused))
    return None


@login_required
@never_cache
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The register to print: without names, or with them when that is asked for; then each look is logged."""
    occasion = find(request, pk)
    _at_the_desk(request, occasion)
    actor = Actor.of(request.user)
    with_names = request.method == "POST"
    visitors: list[dict[str, Any]] = [
        {
            "visitor": one,
            "person": people.open_visitor(one, actor=actor, purpose="reception") if with_names else None,
        }
        for one in occasion.visitors.live().select_related("deputy")
    ]
    context = {
        "occasion": occasion,
        "duties": occasion.duties.filter(withdrew_at=None).select_related("deputy"),
        "lines": visitors,
        "empty": range(_EMPTY_LINES),
        "with_names": with_names,
        "back_url": reverse("occasion", args=[occasion.pk]),
        "printed_on": timezone.localdate(),
    }
    return render(request, "contacts/register_sheet.html", context)
