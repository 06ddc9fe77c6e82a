"""The desk's page of one topic of the year: what was done and heard, and what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from contacts.models import PlanLine, PlanTopic
from contacts.views.stepping import took
from contacts.year import figures, plans
from contacts.year.access import lines_visible_to
from contacts.year.forms.plan import AttachForm
from contacts.year.views.plans import listed
from deputies.models import posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def _find(request: HttpRequest, pk: int) -> tuple[PlanLine, PlanTopic]:
    """The topic, in the words of the edition in force, else of the latest one."""
    line = get_object_or_404(lines_visible_to(request.user), pk=pk)
    words = line.topics.for_lists()
    topic = (
        words.filter(plan__status__in=["published", "reviewed"]).first()
        or words.order_by("-plan__edition").first()
    )
    if topic is None:  # left out of every edition: what people wrote to it stays
        raise PermissionDenied(_("This topic stands in no edition of the plan."))
    return line, topic


@login_required
def plan_line(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done and heard: each figure opens its list, here or on a page of its own."""
    line, topic = _find(request, pk)
    context = {
        "line": line,
        "topic": topic,
        "progress": figures.progress_of(line),
        "days": line.occasions.exclude(status="cancelled").for_lists(),
        "inquiries": line.inquiries.exclude(status="discarded"),
        "may_attach": line.congress_id in posts_of(request.user).officer,
    }
    return render(request, "contacts/year/line.html", context)


@login_required
def plan_line_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which days and forms belong to the topic."""
    line, topic = _find(request, pk)
    if line.congress_id not in posts_of(request.user).officer:
        raise PermissionDenied(_("Only the liaison office writes here."))
    form = AttachForm(request.POST or None, line=line)

    def run() -> None:
        data = form.cleaned_data
        given = {"occasions": list(data["occasions"]), "inquiries": list(data["inquiries"])}
        plans.attach(line, actor=Actor.of(request.user), **given)

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("Saved."))
        return redirect("plan_line", line.pk)
    context = {
        "form": form,
        "title": _("What belongs to this topic"),
        "about": topic.title,
        "back_url": reverse("plan_line", args=[line.pk]),
    }
    return render(request, "contacts/year/form.html", context, status=400 if form.errors else 200)


@login_required
def plan_line_cases(request: HttpRequest, pk: int) -> HttpResponse:
    """The opinions behind the figures of a topic; with ``show=answered`` the closed ones."""
    line, topic = _find(request, pk)
    cases = figures.opinions_of(line)
    if request.GET.get("show") == "answered":
        cases = cases.filter(status="closed")
    return listed(request, cases, topic.title, reverse("plan_line", args=[line.pk]))
