"""The pages of guidance to lower bodies: what we got, what we sent, and visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from contacts.models import Guidance, InspectionVisit
from contacts.services.advance import acting_as
from contacts.views.doors import for_the_office
from contacts.views.stepping import took
from contacts.year import guiding
from contacts.year.access import ABOVE, copies_visible_to, guidance_visible_to, visits_visible_to
from contacts.year.forms.more import GuidanceForm, VisitForm
from contacts.year.views.common import (
    actions,
    basis,
    chosen_congress,
    history,
    my_congresses,
    take_step,
)
from deputies.models import PeoplesCongress

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_MOST = 100


@login_required
def guidance_desk(request: HttpRequest) -> HttpResponse:
    """What waits with us first: to be acknowledged, to be answered, to be followed up; then what we sent."""
    for_the_office(request)
    mine = [one.pk for one in my_congresses(request, committee=True)]
    copies = copies_visible_to(request.user).for_lists().filter(congress__in=mine)
    visits = visits_visible_to(request.user).for_lists()
    context = {
        "waiting": copies.waiting()[:_MOST],
        "done": copies.exclude(closed_at=None)[:_MOST],
        "visits": visits.filter(lower__in=mine)[:_MOST],
        "sent": _sent(request),
        "made": visits.filter(congress__in=mine)[:_MOST],
        "may_guide": PeoplesCongress.objects.filter(parent__in=mine).exists(),
        **basis("guidance"),
    }
    return render(request, "contacts/year/guidance_desk.html", context)


def _sent(request: HttpRequest) -> list[dict[str, object]]:
    """What we sent, with how many have acknowledged it and how many replies are in."""
    rows = guidance_visible_to(request.user).prefetch_related("copies")[:_MOST]
    found = []
    for one in rows:
        copies = list(one.copies.all())
        found.append(
            {
                "guidance": one,
                "to": len(copies),
                "read": sum(copy.read_at is not None for copy in copies),
                "answered": sum(copy.status == "answered" for copy in copies),
            }
        )
    return found


@login_required
def guidance_new(request: HttpRequest) -> HttpResponse:
    for_the_office(request)
    congress = chosen_congress(request, _guiding(request))
    form = GuidanceForm(request.POST or None, congress=congress)
    made: list[Guidance] = []

    def run() -> None:
        made.append(guiding.send(form.paper(), actor=Actor.of(request.user)))

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("Sent. Each office is told."))
        return redirect("guidance", made[0].pk)
    context = {
        "form": form,
        "title": _("Send guidance"),
        "back_url": reverse("guidance_desk"),
        **basis("guidance"),
    }
    return render(request, "contacts/year/form.html", context, status=400 if form.errors else 200)


def _guiding(request: HttpRequest) -> list[PeoplesCongress]:
    """Those of the reader's congresses that have others below them."""
    mine = my_congresses(request, committee=True)
    above = set(PeoplesCongress.objects.filter(parent__in=mine).values_list("parent", flat=True))
    return [one for one in mine if one.pk in above] or mine


@login_required
def guidance(request: HttpRequest, pk: int) -> HttpResponse:
    """What was sent, and the receipt of each: who read it when, and the reply with its day."""
    found = get_object_or_404(guidance_visible_to(request.user).select_related("congress", "sent_by"), pk=pk)
    context = {
        "guidance": found,
        "copies": found.copies.for_lists().order_by("congress__code"),  # type: ignore[attr-defined]
        "visits": found.visits.select_related("congress", "lower"),
        **basis("guidance"),
    }
    return render(request, "contacts/year/guidance.html", context)


@login_required
def guidance_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper as one lower office has it."""
    copy = get_object_or_404(copies_visible_to(request.user).for_lists(), pk=pk)
    context = {
        "copy": copy,
        "guidance": copy.guidance,
        "is_above": ABOVE in acting_as(Actor.of(request.user), copy),
        "actions": actions(
            request,
            copy,
            lambda action: reverse("guidance_copy_step", args=[copy.pk, action]),
            primary=("take", "note", "answer"),
        ),
        "events": history(copy.events.all()),
        **basis("guidance"),
    }
    context["actions"] = [one for one in context["actions"] if _fits(one["url"], copy.guidance.asks_reply)]
    return render(request, "contacts/year/copy.html", context)


def _fits(url: str, asks_reply: bool) -> bool:
    """Of the two ways to acknowledge the one that fits what was asked."""
    return not url.endswith("/note/" if asks_reply else "/take/")


@login_required
def guidance_copy_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    copy = get_object_or_404(copies_visible_to(request.user).for_lists(), pk=pk)
    return take_step(request, copy, action, reverse("guidance_copy", args=[copy.pk]))


# --- Visits -----------------------------------------------------------------------------------------------
@login_required
def visit_new(request: HttpRequest) -> HttpResponse:
    for_the_office(request)
    congress = chosen_congress(request, _guiding(request))
    form = VisitForm(request.POST or None, congress=congress)
    made: list[InspectionVisit] = []

    def run() -> None:
        made.append(guiding.plan_visit(form.plan(), actor=Actor.of(request.user)))

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("Planned. The office to be visited is told."))
        return redirect("visit", made[0].pk)
    context = {"form": form, "title": _("Plan a visit"), "back_url": reverse("guidance_desk")}
    return render(request, "contacts/year/form.html", context, status=400 if form.errors else 200)


@login_required
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visits_visible_to(request.user).for_lists(), pk=pk)
    context = {
        "visit": found,
        "actions": actions(
            request,
            found,
            lambda action: reverse("visit_step", args=[found.pk, action]),
            primary=("find", "report", "accept"),
        ),
        "events": history(found.events.all(), quiet=("remind",)),
        **basis("guidance"),
    }
    return render(request, "contacts/year/visit.html", context)


@login_required
def visit_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    found = get_object_or_404(visits_visible_to(request.user).for_lists(), pk=pk)
    return take_step(request, found, action, reverse("visit", args=[found.pk]))
