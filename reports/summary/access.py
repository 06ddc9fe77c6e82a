"""Whose annual summaries somebody may open, and as what. Numbers are whole, the lists behind them the reader's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deputies.models import PeoplesCongress, posts_of
from reports.models import AgendaItem, Snapshot, SummaryReport

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from reports.models.report import SummaryReportQuerySet

    Reader = User | AnonymousUser | None


def congresses_of(reader: Reader) -> frozenset[int]:
    """Keys of the congresses for which the reader is an officer or a member of the standing committee."""
    if reader is None:
        return frozenset()
    posts = posts_of(reader)
    return posts.officer | posts.committee


def congresses_visible_to(reader: Reader) -> QuerySet[PeoplesCongress]:
    return PeoplesCongress.objects.filter(pk__in=congresses_of(reader))


def snapshots_visible_to(reader: Reader) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(congress__in=congresses_of(reader))


def reports_visible_to(reader: Reader) -> SummaryReportQuerySet:
    """At the desk: of one's congress. What is published anybody reads (``SummaryReport.objects.public()``)."""
    return SummaryReport.objects.filter(congress__in=congresses_of(reader))


def agenda_visible_to(reader: Reader) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(congress__in=congresses_of(reader))


def roles_on(reader: Reader, congress: int) -> frozenset[str]:
    """What the reader is in the congress (key): officer, committee, both or nothing."""
    if reader is None:
        return frozenset()
    posts = posts_of(reader)
    held = {"officer": congress in posts.officer, "committee": congress in posts.committee}
    return frozenset(role for role, holds in held.items() if holds)
