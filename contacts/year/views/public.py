"""What citizens see of the year: the plan, its topics with the ways to speak to each, and campaigns."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contacts.models import Campaign, ContactPlan, Inquiry, Occasion, PlanLine, PlanTopic
from contacts.year import figures, plans
from contacts.year.views.common import basis
from feedback.views.public_guard import bounded
from feedback.views.public_write import About, write_about

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Case
    from feedback.services import Submission

_MOST = 60


# --- The plan ---------------------------------------------------------------------------------------------
@require_safe
def public_plans(request: HttpRequest) -> HttpResponse:
    """The topics of this year of every congress that has a plan, and the plans of other years."""
    year = timezone.localdate().year
    current = ContactPlan.objects.current().select_related("congress")
    now = list(current.filter(year=year).order_by("congress__code")[:_MOST])
    context = {
        "plans": now,
        "topics": {plan.pk: list(plan.topics.for_lists()) for plan in now},
        "others": current.exclude(year=year)[:_MOST],
        "running": Campaign.objects.running().select_related("congress")[:_MOST],
        **basis("plan"),
    }
    return render(request, "contacts/year/public_plans.html", context)


@require_safe
def public_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition, the present one or an earlier one, with what there is to read about how it came about."""
    plan = get_object_or_404(ContactPlan.objects.public().select_related("congress"), pk=pk)
    editions = ContactPlan.objects.public().filter(congress=plan.congress, year=plan.year)
    context = {
        "plan": plan,
        "topics": plan.topics.for_lists(),
        "editions": editions.order_by("edition"),
        "in_force": editions.current().first(),
        **basis("plan"),
    }
    return render(request, "contacts/year/public_plan.html", context)


def _topic(pk: int) -> PlanTopic:
    """The topic of a line as the edition in force words it; 404 where none does."""
    words = PlanTopic.objects.for_lists().filter(line=pk, plan__status__in=["published", "reviewed"])
    topic = words.first()
    if topic is None:
        raise Http404
    return topic


@require_safe
def public_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic: why, who answers for it, until when, what was done, and every way to speak to it now."""
    if not PlanTopic.objects.filter(line=pk, plan__published_at__isnull=False).exists():
        raise Http404
    try:
        topic = _topic(pk)
    except Http404:  # an address that was printed: the plan as it is now
        return redirect("public_plans")
    line = topic.line
    context = {
        "topic": topic,
        "progress": figures.progress_of(line),
        "inquiries": Inquiry.objects.running().filter(plan_lines=line),
        "results": line.inquiries.filter(status="published"),
        "days": Occasion.objects.public().coming().filter(plan_lines=line).for_lists(),
        **basis("contact"),
    }
    return render(request, "contacts/year/public_topic.html", context)


@bounded
def write_to_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an opinion to a topic of the year: it is one like any other, and counts for the topic."""
    topic = _topic(pk)
    if not topic.takes_opinions:
        return redirect("public_topic", pk)
    line: PlanLine = topic.line

    def send(sent: Submission) -> tuple[Case, str]:
        about = dataclasses.replace(sent, topic=sent.topic or topic.topic, congress=line.congress)
        if about.station is not None and about.station.congress_id != line.congress_id:
            about = dataclasses.replace(about, station=None)
        return plans.write_to(line, about)

    return write_about(request, About(topic.title, reverse("public_topic", args=[pk]), send))


# --- Campaigns --------------------------------------------------------------------------------------------
@require_safe
def public_campaigns(request: HttpRequest) -> HttpResponse:
    """Those that run, those to come, and what came of the others."""
    today = timezone.localdate()
    rows = Campaign.objects.public().select_related("congress")
    context = {
        "running": rows.filter(starts_on__lte=today, ends_on__gte=today, status="announced")[:_MOST],
        "coming": rows.filter(starts_on__gt=today)[:_MOST],
        "over": rows.filter(ends_on__lt=today)[:_MOST],
    }
    return render(request, "contacts/year/public_campaigns.html", context)


@require_safe
def public_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    found = Campaign.objects.public().select_related("congress")
    campaign = get_object_or_404(found, pk=pk)
    topics = PlanTopic.objects.for_lists().filter(line__campaigns=campaign)
    context = {
        "campaign": campaign,
        "topics": topics.filter(plan__status__in=["published", "reviewed"]),
        "inquiries": Inquiry.objects.running().filter(campaigns=campaign),
        "days": Occasion.objects.public().coming().filter(campaigns=campaign).for_lists(),
        "heard": figures.opinions_of_campaign(campaign).count(),
    }
    return render(request, "contacts/year/public_campaign.html", context)
