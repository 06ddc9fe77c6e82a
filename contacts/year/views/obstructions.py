"""A deputy's guarantees and reports; the standing committee's pages of them; what was put to an organ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.actors import Actor
from contacts.models import ObstructionReport
from contacts.services.advance import acting_as
from contacts.views.stepping import took
from contacts.year import obstructions as services
from contacts.year.access import disclosures_visible_to, obstructions_visible_to
from contacts.year.forms.more import ReportForm
from contacts.year.guarantees import GUARANTEES, of_kind
from contacts.year.views.common import actions, basis, history, take_step
from deputies.models import Deputy, posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_MOST = 200


def _me(request: HttpRequest) -> Deputy:
    """The deputy as whom the reader acts; of several the first."""
    mine = posts_of(request.user).deputy
    if not mine:
        raise PermissionDenied(_("This page is for deputies."))
    return Deputy.objects.select_related("congress").filter(pk__in=mine).order_by("pk")[0]


@login_required
def my_guarantees(request: HttpRequest) -> HttpResponse:
    """What the law guarantees, and what became of my reports."""
    me = _me(request)
    context = {
        "me": me,
        "guarantees": GUARANTEES,
        "reports": obstructions_visible_to(request.user).filter(deputy=me)[:_MOST],
    }
    return render(request, "contacts/year/guarantees.html", context)


@login_required
@sensitive_post_parameters()
def my_report(request: HttpRequest) -> HttpResponse:
    """Report that a guarantee was denied: to the standing committee alone."""
    me = _me(request)
    form = ReportForm(request.POST or None, deputy=me)
    made: list[ObstructionReport] = []

    def run() -> None:
        made.append(services.submit(form.report(), actor=Actor.of(request.user)))

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("Sent to the standing committee. You follow it here."))
        return redirect("obstruction", made[0].pk)
    context = {
        "form": form,
        "guarantees": GUARANTEES,
        "nobody": not services.may_own(me),
        "congress": me.congress,
        **basis("obstruction"),
    }
    return render(request, "contacts/year/report.html", context, status=400 if form.errors else 200)


@login_required
def obstructions(request: HttpRequest) -> HttpResponse:
    """The standing committee's list: what nobody has in hand first."""
    if not posts_of(request.user).has("committee"):
        raise PermissionDenied(_("Only the standing committee reads reports of obstruction."))
    mine = obstructions_visible_to(request.user).filter(congress__in=posts_of(request.user).committee)
    rows = mine.select_related("deputy", "owner", "congress")
    context = {
        "waiting": rows.filter(status="submitted")[:_MOST],
        "taken": rows.filter(status="taken")[:_MOST],
        "closed": rows.exclude(closed_at=None)[:_MOST],
        **basis("obstruction"),
    }
    return render(request, "contacts/year/obstructions.html", context)


def _find(request: HttpRequest, pk: int) -> ObstructionReport:
    found = obstructions_visible_to(request.user).select_related("deputy__congress", "owner", "congress")
    return get_object_or_404(found, pk=pk)


@login_required
def obstruction(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, as the committee and as the deputy has it: both read the same."""
    report = _find(request, pk)
    roles = acting_as(Actor.of(request.user), report)
    context = {
        "report": report,
        "is_committee": "committee" in roles,
        "base": "base_desk.html" if "committee" in roles else "base_deputy.html",
        "back_url": reverse("obstructions" if "committee" in roles else "my_guarantees"),
        "guarantees": of_kind(report.kind),
        "disclosures": report.disclosures.select_related("organ"),
        "actions": actions(
            request,
            report,
            lambda action: reverse("obstruction_step", args=[report.pk, action]),
            primary=("take", "close"),
        ),
        "events": history(report.events.all(), quiet=("remind",)),
        **basis("obstruction"),
    }
    return render(request, "contacts/year/obstruction.html", context)


@login_required
@sensitive_post_parameters()
def obstruction_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    report = _find(request, pk)
    is_committee = "committee" in acting_as(Actor.of(request.user), report)
    base = "base_desk.html" if is_committee else "base_deputy.html"
    return take_step(request, report, action, reverse("obstruction", args=[report.pk]), base)


@login_required
def put_to_us(request: HttpRequest) -> HttpResponse:
    """What the standing committee has put to the reader's organ about a deputy's guarantees."""
    if not posts_of(request.user).has("handler", "head"):
        raise PermissionDenied(_("This page is for organs."))
    rows = disclosures_visible_to(request.user).select_related("organ", "report__congress")[:_MOST]
    return render(request, "contacts/year/put_to_us.html", {"rows": rows, **basis("obstruction")})
