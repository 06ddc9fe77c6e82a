"""Who sees duty reports, questions and appraisals, and as what. The only place of this part that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.roles import Role
from deputies.models import Deputy, posts_of
from reports.duty.models import Appraisal, Audience, DutyReport, DutyRound, ReportLine, VoterQuestion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from reports.duty.models import Moving
    from reports.duty.models.question import VoterQuestionQuerySet
    from reports.duty.models.report import DutyReportQuerySet, ReportLineQuerySet
    from reports.duty.models.round import DutyRoundQuerySet

    Reader = User | AnonymousUser


def reports_visible_to(user: Reader) -> DutyReportQuerySet:
    """At work: a deputy's own; the liaison office and the standing committee those of their congress."""
    posts = posts_of(user)
    return DutyReport.objects.filter(
        Q(deputy__in=posts.deputy) | Q(congress__in=posts.officer | posts.committee)
    )


def lines_visible_to(user: Reader) -> ReportLineQuerySet:
    """Lines of the record with what the deputy contests: the deputy's own, and the office's."""
    return ReportLine.objects.filter(report__in=reports_visible_to(user).values("pk"))


def rounds_visible_to(user: Reader) -> DutyRoundQuerySet:
    """The office's and the committee's of their congress; a deputy those in which they report."""
    posts = posts_of(user)
    mine = DutyReport.objects.filter(deputy__in=posts.deputy).exclude(round=None)
    return DutyRound.objects.filter(
        Q(pk__in=mine.values("round")) | Q(congress__in=posts.officer | posts.committee)
    )


def questions_visible_to(user: Reader) -> VoterQuestionQuerySet:
    """The office and the committee all of their congress; a deputy what was passed on."""
    posts = posts_of(user)
    passed = Q(deputy__in=posts.deputy) & ~Q(status__in=["asked", "refused"])
    return VoterQuestion.objects.filter(passed | Q(congress__in=posts.officer | posts.committee))


def appraisals_visible_to(user: Reader) -> QuerySet[Appraisal]:
    return Appraisal.objects.filter(report__in=reports_visible_to(user).values("pk"))


def published_for(user: Reader, constituencies: Iterable[int | None] = ()) -> DutyReportQuerySet:
    """Published reports that a visitor of the public pages reads: by their audience.

    ``constituencies``: those of which the browser has entered a code. Colleagues read what they see at work.
    """
    posts = posts_of(user)
    deputies = Deputy.objects.filter(pk__in=posts.deputy)
    in_unit = Q(mandate__elected_by__in=deputies.values("congress"))
    in_unit |= Q(mandate__elected_by__in=posts.officer | posts.committee)
    seen = Q(audience=Audience.PUBLIC)
    known = [key for key in constituencies if key is not None]
    if known:
        seen |= Q(audience=Audience.VOTERS, mandate__constituency__in=known)
    if posts.has("deputy", "officer", "committee"):
        seen |= Q(audience=Audience.UNIT) & in_unit
        seen |= Q(pk__in=reports_visible_to(user).values("pk"))
    return DutyReport.objects.filter(seen, status="published")


def roles_on(user: Reader, thing: Moving) -> frozenset[str]:
    """What ``user`` is in relation to a report, a question or an appraisal."""
    posts = posts_of(user)
    about = thing.report if isinstance(thing, Appraisal) else thing
    held = {
        Role.OFFICER.value: about.congress_id in posts.officer,
        Role.COMMITTEE.value: about.congress_id in posts.committee,
        Role.DEPUTY.value: about.deputy_id in posts.deputy,
    }
    if held[Role.DEPUTY.value]:  # nobody checks their own report, or opens the appraisal of it
        held[Role.OFFICER.value] = False
    return frozenset(role for role, holds in held.items() if holds)
