"""What many people raised, as a summary tells it: each issue with its number, its list and the page that follows it.

Counted for the congress itself: an issue is watched by the office to which its opinions came.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.utils.translation import get_language

from casework.models import Topic
from contacts.year import hot
from deputies.models import Division
from feedback.hot.access import issues_visible_to
from feedback.models import HotIssue

if TYPE_CHECKING:
    from casework.models.case import CaseQuerySet
    from deputies.models import PeoplesCongress
    from reports.summary.periods import Period
    from reports.summary.terms import Reader

_MOST = 10
_KEPT = 45  # seconds: a page is never a minute behind
_FOUND = re.compile(r"i(\d{1,18})")
_COUNTED = re.compile(r"t(\d{1,9})-(\d{0,12})")


def of_period(congress: PeoplesCongress, period: Period) -> list[dict[str, Any]]:
    """The ten hottest, as plain data: ``key`` as in an address, ``issue`` the key of what was found, or None."""
    return [_told(one) for one in hot.issues(congress, period.first, period.last)[:_MOST]]


def _told(one: hot.Hot) -> dict[str, Any]:
    place = one.place.code if one.place else ""
    return {
        "key": f"i{one.issue.pk}" if one.issue else f"t{one.topic.pk}-{place}",
        "name": one.title,
        "topic": str(one.topic),
        "place": one.place.name if one.place else "",
        "number": one.number,
        "issue": one.issue.pk if one.issue else None,
    }


def lately(congress: PeoplesCongress, period: Period) -> list[dict[str, Any]]:
    """The same for a page: counting a million opinions takes longer than a page may, so it is kept for a moment."""
    key = f"summary-issues-{congress.pk}-{period.key}-{get_language()}"
    found: list[dict[str, Any]] | None = cache.get(key)
    if found is None:
        found = of_period(congress, period)
        cache.set(key, found, _KEPT)
    return found


def open_to(reader: Reader, issues: list[dict[str, Any]]) -> set[int]:
    """The keys of those found issues whose page the reader may open."""
    keys = [one["issue"] for one in issues if one.get("issue")]
    return set(issues_visible_to(reader).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()


def cases_of(congress: PeoplesCongress, period: Period, key: str) -> CaseQuerySet | None:
    """The opinions behind one number; None for a key that is none."""
    cases = hot.opinions_in(congress, period.first, period.last)
    found, counted = _FOUND.fullmatch(key), _COUNTED.fullmatch(key)
    if found:
        issue = HotIssue.objects.filter(congress=congress, pk=int(found[1])).first()
        return hot.of_found(cases, issue) if issue else None
    return hot.of_issue(cases, int(counted[1]), counted[2]) if counted else None


def name_of(key: str) -> str:
    """What an issue is called; empty for one that there is not."""
    found, counted = _FOUND.fullmatch(key), _COUNTED.fullmatch(key)
    if found:
        issue = HotIssue.objects.filter(pk=int(found[1])).first()
        return issue.name if issue else ""
    topic = Topic.objects.filter(pk=int(counted[1])).first() if counted else None
    if counted is None or topic is None:
        return ""
    place = Division.objects.filter(code=counted[2]).order_by("-valid_to").first() if counted[2] else None
    return hot.Hot(topic, place, 0).title


def column(
    congress: PeoplesCongress, period: Period, issues: list[dict[str, Any]], keys: list[int]
) -> list[str]:
    """For each opinion (by key) the issue it is counted in, or empty: what a frozen set keeps."""
    within: dict[int, str] = {}
    for one in issues:
        cases = cases_of(congress, period, one["key"])
        if cases is not None:
            within.update(dict.fromkeys(cases.values_list("pk", flat=True), one["key"]))
    return [within.get(key, "") for key in keys]
