"""Planning: one day by hand, the rota of a year, a symposium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actors import Actor
from casework.errors import NotAllowed, Refused
from contacts import services
from contacts.access import stations_of
from contacts.forms.plan import DayForm, RotaForm, SymposiumForm
from contacts.models import Occasion
from deputies.models import PeoplesCongress, posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from deputies.models import LiaisonStation
from contacts.views.desk import chosen_station
from contacts.views.doors import for_the_desk


# --- Planning ---------------------------------------------------------------------------------------------
@login_required
def plan_day(request: HttpRequest) -> HttpResponse:
    """One day by hand."""
    for_the_desk(request)
    stations = stations_of(request.user)
    station = chosen_station(request, stations)
    if station is None:
        return _choose_station(request, stations, _("Plan a reception day"))
    form = DayForm(request.POST or None, station=station)
    if request.method == "POST" and form.is_valid():
        made = _planned(request, form)
        if made:
            return redirect("occasion", made.pk)
    context = {"form": form, "station": station, "title": _("Plan a reception day")}
    return render(request, "contacts/plan.html", context, status=400 if form.errors else 200)


def _planned(request: HttpRequest, form: DayForm | SymposiumForm) -> Occasion | None:
    """What was planned; None with the reason in the form."""
    try:
        made = services.plan(form.plan(), actor=Actor.of(request.user))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, _("Planned. It is announced by a step of its own."))
    return made


@login_required
def plan_year(request: HttpRequest) -> HttpResponse:
    """The rota of a year: the pattern, then every day with what moved it, then it is planned."""
    for_the_desk(request)
    stations = stations_of(request.user)
    station = chosen_station(request, stations)
    if station is None:
        return _choose_station(request, stations, _("Make the rota of a year"))
    form = RotaForm(request.POST or None, station=station)
    context: dict[str, Any] = {"form": form, "station": station, "title": _("Make the rota of a year")}
    if request.method == "POST" and form.is_valid():
        plans = form.plans()
        if request.POST.get("step") == "plan" and plans:
            return _plan_all(request, form, station)
        context |= {"plans": plans, "kept": _kept(request)}
    return render(request, "contacts/plan_year.html", context, status=400 if form.errors else 200)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was typed, for the button that plans what is shown."""
    skipped = {"csrfmiddlewaretoken", "step"}
    return [(name, value) for name, values in request.POST.lists() if name not in skipped for value in values]  # type: ignore[misc]


def _plan_all(request: HttpRequest, form: RotaForm, station: LiaisonStation) -> HttpResponse:
    made, left_out = services.plan_year(form.plans(), actor=Actor.of(request.user))
    words = ngettext("%(n)d day planned.", "%(n)d days planned.", len(made)) % {"n": len(made)}
    messages.success(request, words)
    if left_out:
        words = ngettext(
            "%(n)d day was left out: the station has a reception day then.",
            "%(n)d days were left out: the station has reception days then.",
            len(left_out),
        )
        messages.warning(request, words % {"n": len(left_out)})
    return redirect(f"{reverse('reception_days')}?station={station.pk}")


def _choose_station(request: HttpRequest, stations: list[LiaisonStation], title: str) -> HttpResponse:
    return render(request, "contacts/choose_station.html", {"stations": stations, "title": title})


@login_required
def plan_symposium(request: HttpRequest) -> HttpResponse:
    for_the_desk(request)
    posts, stations = posts_of(request.user), stations_of(request.user)
    if not stations:
        return _choose_station(request, stations, _("Plan a symposium"))
    congress = PeoplesCongress.objects.get(pk=stations[0].congress_id)
    form = SymposiumForm(
        request.POST or None, congress=congress, stations=stations, is_officer=bool(posts.officer)
    )
    if request.method == "POST" and form.is_valid():
        made = _planned(request, form)
        if made:
            return redirect("occasion", made.pk)
    context = {"form": form, "title": _("Plan a symposium")}
    return render(request, "contacts/plan.html", context, status=400 if form.errors else 200)
