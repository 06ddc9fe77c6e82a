"""Rounds of duty reports: the office's list and pages, and what everybody reads of them beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from contacts.views.doors import for_officers, for_the_office
from contacts.views.stepping import took
from contacts.year.views.common import chosen_congress, my_congresses
from deputies.models import posts_of
from reports.duty import rounds
from reports.duty.access import rounds_visible_to
from reports.duty.forms.rounds import ChosenForm, ReasonForm, RoundForm
from reports.duty.models import DutyRound
from reports.duty.services import rounds as services
from reports.duty.views.desk import tabs

if TYPE_CHECKING:
    from django.http import HttpRequest

    from deputies.models import PeoplesCongress
    from reports.duty.rounds import Candidate

_MOST = 100
_SAYS = {  # in the order of the choice
    "none": gettext_noop("not reported in this term yet"),
    "due": gettext_noop("fewer reports than the term asks for"),
    "all": gettext_noop("everybody in office"),
}


# --- The office -------------------------------------------------------------------------------------------
@login_required
def duty_rounds(request: HttpRequest) -> HttpResponse:
    """Rounds that are coming, and those that are over, with how many of their reports are done."""
    for_the_office(request)
    rows = rounds_visible_to(request.user).select_related("congress", "station")
    done = Count("reports", filter=Q(reports__status__in=["submitted", "published"]))
    rows = rows.annotate(deputies=Count("reports"), done=done)
    today = timezone.localdate()
    context = {
        "coming": rows.coming(today)[:_MOST],
        "past": rows.filter(day__lt=today).order_by("-day", "-pk")[:_MOST],
        "may_plan": bool(posts_of(request.user).officer),
        "tabs": tabs(request, "duty_rounds"),
    }
    return render(request, "reports/duty/rounds.html", context)


@login_required
def duty_round_new(request: HttpRequest) -> HttpResponse:
    """Choose deputies, see who has not reported in the term, and set their day."""
    for_officers(request)
    congresses = my_congresses(request)
    congress = chosen_congress(request, congresses)
    people = _people(request, congress)
    form = RoundForm(request.POST or None, congress=congress)
    chosen = ChosenForm(request.POST or None, offered=people["offered"])

    def run() -> None:
        ticked = chosen.cleaned_data["deputies"]
        made.append(services.plan_round(congress, form.draft(), ticked, actor=Actor.of(request.user)))

    made: list[DutyRound] = []
    if request.method == "POST" and form.is_valid() and _ticked(form, chosen) and took(form, run):
        messages.success(request, _("Planned. The deputies are told."))
        return redirect("duty_round", made[0].pk)
    context = {
        **people,
        "form": form,
        "chosen": chosen,
        "congress": congress,
        "congresses": congresses,
        "title": _("Plan a round"),
        "back_url": reverse("duty_rounds"),
    }
    return render(request, "reports/duty/round_new.html", context, status=400 if form.errors else 200)


def _ticked(form: RoundForm, chosen: ChosenForm) -> bool:
    """Whether somebody was chosen; what is wrong stands in the one summary of the page."""
    if chosen.is_valid():
        return True
    for words in chosen.errors.get("deputies", []):
        form.add_error(None, words)
    return False


def _people(request: HttpRequest, congress: PeoplesCongress) -> dict[str, Any]:
    """The deputies that the address asks for, and the fields by which it asks."""
    asked = {name: request.GET.get(name, "")[:18] for name in ("constituency", "station", "show")}
    show = asked["show"] if asked["show"] in rounds.SHOWS else "due"
    near = {name: value if value.isascii() else "" for name, value in asked.items() if name != "show"}
    found: list[Candidate] = rounds.candidates(
        congress, constituency=near["constituency"], station=near["station"]
    )
    mine = posts_of(request.user).deputy
    ticked = set(request.POST.getlist("deputies"))
    offered = [one for one in found if one.is_shown(show) and one.deputy.pk not in mine]
    return {
        "offered": offered,
        "ticked": ticked,
        "counts": [(name, words, sum(one.is_shown(name) for one in found)) for name, words in _says()],
        "show": show,
        "constituency": near["constituency"],
        "station": near["station"],
        "constituencies": rounds.constituencies_of(congress),
        "stations": rounds.stations_of(congress),
        "query": urlencode({"congress": congress.pk, **near, "show": show}),
    }


def _says() -> list[tuple[str, str]]:
    return [(name, _(words)) for name, words in _SAYS.items()]


def _find(request: HttpRequest, pk: int) -> DutyRound:
    return get_object_or_404(rounds_visible_to(request.user).select_related("congress", "station"), pk=pk)


def _mine(request: HttpRequest, pk: int) -> DutyRound:
    found = _find(request, pk)
    if found.congress_id not in posts_of(request.user).officer:
        raise PermissionDenied(_("Only the liaison office plans rounds."))
    return found


@login_required
def duty_round(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: day and place, each report with where it stands, and what the office may do."""
    found = _find(request, pk)
    is_office = found.congress_id in posts_of(request.user).officer
    reports = found.reports.select_related(  # type: ignore[attr-defined]
        "deputy", "mandate__term", "mandate__constituency", "meeting", "round"
    ).order_by("deputy__name", "pk")
    context = {
        "round": found,
        "reports": reports,
        "is_office": is_office,
        "may_change": is_office and found.may_change,
        "may_record": is_office and found.is_oral and found.day <= timezone.localdate(),
        "is_announced": DutyRound.objects.announced().filter(pk=pk).exists(),
        "base": "base_desk.html"
        if posts_of(request.user).has("officer", "committee")
        else "base_deputy.html",
    }
    return render(request, "reports/duty/round.html", context)


@login_required
def duty_round_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Word it anew, or set another day, place or form."""
    found = _mine(request, pk)
    form = RoundForm(request.POST or None, congress=found.congress, known=found)
    told: list[int] = []

    def run() -> None:
        told.append(services.change(found, form.draft(), actor=Actor.of(request.user)))

    if request.method == "POST" and form.is_valid() and took(form, run):
        words = ngettext("Saved. %(n)d deputy is told.", "Saved. %(n)d deputies are told.", told[0])
        messages.success(request, words % {"n": told[0]})
        return redirect("duty_round", pk)
    return _form(request, found, form, _("Change the round"), _("Save"))


@login_required
def duty_round_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Add deputies."""
    found = _mine(request, pk)
    people = _people(request, found.congress)
    people["offered"] = [one for one in people["offered"] if one.open is None or one.open.round_id != pk]
    chosen = ChosenForm(request.POST or None, offered=people["offered"])

    def run() -> None:
        services.take_in(found, chosen.cleaned_data["deputies"], actor=Actor.of(request.user))

    if request.method == "POST" and chosen.is_valid() and took(chosen, run):
        messages.success(request, _("Added. The deputies are told."))
        return redirect("duty_round", pk)
    context = {
        **people,
        "chosen": chosen,
        "congress": found.congress,
        "congresses": [found.congress],
        "title": _("Add deputies"),
        "about": found,
        "back_url": reverse("duty_round", args=[pk]),
    }
    return render(request, "reports/duty/round_new.html", context, status=400 if chosen.errors else 200)


@login_required
def duty_round_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off, with a reason."""
    found = _mine(request, pk)
    form = ReasonForm(request.POST or None)

    def run() -> None:
        services.cancel(found, actor=Actor.of(request.user), note=form.cleaned_data["note"])

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("Cancelled. The deputies are told; their reports are still due."))
        return redirect("duty_round", pk)
    return _form(request, found, form, _("Cancel the round"), _("Cancel the round"))


def _form(
    request: HttpRequest, found: DutyRound, form: RoundForm | ReasonForm, title: str, button: str
) -> HttpResponse:
    context = {"round": found, "form": form, "title": title, "button": button}
    return render(request, "reports/duty/round_form.html", context, status=400 if form.errors else 200)


# --- Everybody --------------------------------------------------------------------------------------------
@require_safe
def duty_public_rounds(request: HttpRequest) -> HttpResponse:
    """Where deputies report next, and where they did."""
    rows = DutyRound.objects.announced().select_related("congress", "station")
    today = timezone.localdate()
    past = rows.filter(day__lt=today, cancelled_on=None).order_by("-day", "-pk")
    context = {"coming": rows.coming(today)[:_MOST], "past": past[:_MOST]}
    return render(request, "reports/duty/public_rounds.html", context)


@require_safe
def duty_public_round(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: when, where, who reports, and how to ask beforehand."""
    found = get_object_or_404(DutyRound.objects.announced().select_related("congress", "station"), pk=pk)
    reports = found.reports.exclude(audience="unit").exclude(status="excused")  # type: ignore[attr-defined]
    context = {
        "round": found,
        "reports": reports.select_related(
            "deputy", "mandate__constituency", "mandate__elected_by", "mandate__term"
        ).order_by("deputy__name", "pk"),
        "is_coming": found.may_change,
    }
    return render(request, "reports/duty/public_round.html", context)
