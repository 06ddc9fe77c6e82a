"""What was done for a topic of the year, and what was heard. Each figure is the length of a list that can be opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from casework.models import Case
from contacts.models import ContactRecord, Response

if TYPE_CHECKING:
    from casework.models.case import CaseQuerySet
    from contacts.models import Campaign, PlanLine


def opinions_of(line: PlanLine) -> CaseQuerySet:
    """Opinions on a topic: written to it, left on its forms, or heard on its days. Each once; no complaints.

    Subqueries, never joins: an opinion that came by two ways is one.
    """
    return Case.objects.opinions().filter(
        Q(pk__in=line.opinions.values("case"))
        | Q(pk__in=Response.objects.filter(inquiry__plan_lines=line).values("cases"))
        | Q(pk__in=ContactRecord.objects.filter(occasion__plan_lines=line).values("case"))
    )


def opinions_of_campaign(campaign: Campaign) -> CaseQuerySet:
    """The same for a campaign: of its topics during its days, of its forms and of its days."""
    found = Case.objects.opinions().filter(
        Q(pk__in=Response.objects.filter(inquiry__campaigns=campaign).values("cases"))
        | Q(pk__in=ContactRecord.objects.filter(occasion__campaigns=campaign).values("case"))
    )
    within = {"opened_at__date__gte": campaign.starts_on, "opened_at__date__lte": campaign.ends_on}
    lines = campaign.lines.values("opinions__case")
    return found | Case.objects.opinions().filter(pk__in=lines, **within)


@dataclass(frozen=True)
class Progress:
    """Of one topic: ``planned`` days that are still to come or owe their minutes, ``held`` days with minutes."""

    opinions: int
    answered: int
    planned: int
    held: int
    contacts: int
    forms: int
    filled: int


def progress_of(line: PlanLine) -> Progress:
    days = list(line.occasions.exclude(status="cancelled").values_list("status", flat=True))
    opinions = opinions_of(line)
    return Progress(
        opinions=opinions.count(),
        answered=opinions.filter(status="closed").count(),
        planned=sum(status != "recorded" for status in days),
        held=sum(status == "recorded" for status in days),
        contacts=ContactRecord.objects.filter(occasion__plan_lines=line).count(),
        forms=line.inquiries.exclude(status="discarded").count(),
        filled=Response.objects.filter(inquiry__plan_lines=line).count(),
    )
