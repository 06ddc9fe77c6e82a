"""What a matter of the digest begins with: the words of chosen opinions, or of an issue that many people raised."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from casework.access import visible_to
from contacts.year import hot
from deputies.models import Division
from feedback.text import mask_personal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from casework.models import Case
    from contacts.year.hot import Hot
    from reports.column.models import DigestIssue

_MOST_WORDS = 12  # opinions whose words are fetched: a person sums them up
_MOST_NAMED = 50
_MOST_HOT = 10


def days_of(issue: DigestIssue) -> tuple[date, date]:
    """The first and the last day of the month."""
    following = (issue.month + timedelta(days=31)).replace(day=1)
    return issue.month, following - timedelta(days=1)


def hot_of(issue: DigestIssue) -> list[Hot]:
    """What was raised most often in the month, counted as for the plan of the year."""
    return hot.issues(issue.congress, *days_of(issue))[:_MOST_HOT]


def words_of(cases: Sequence[Case]) -> str:
    """What the opinions say, personal data starred out and one below the other; nothing of a confidential one."""
    said = [mask_personal(case.opinion.body)[0] for case in cases if not case.confidential]
    return "\n\n".join(said[:_MOST_WORDS])


def of_numbers(user: User | AnonymousUser, issue: DigestIssue, numbers: list[str]) -> dict[str, Any]:
    """Initial values of the form for opinions chosen by their numbers."""
    if not numbers:
        return {}
    mine = visible_to(user).opinions().filter(congress=issue.congress, confidential=False, number__in=numbers)
    cases = list(mine.select_related("opinion"))
    if not cases:
        return {}
    return _begun(cases, len(cases), cases[0].topic_id, cases[0].division_id)


def of_issue(user: User | AnonymousUser, issue: DigestIssue, topic: int, place: str) -> dict[str, Any]:
    """The same for a topic and a township (its code, or empty) in the month of the issue."""
    of_month = hot.opinions_in(issue.congress, *days_of(issue))
    raised = hot.of_issue(of_month, topic, place if place.isdecimal() else "")
    mine = visible_to(user).filter(pk__in=raised.values("pk"), confidential=False)
    cases = list(mine.select_related("opinion").order_by("opened_at")[:_MOST_NAMED])
    division = Division.objects.current().filter(code=place).values_list("pk", flat=True).first()
    return _begun(cases, raised.count(), topic, division) if cases else {}


def _begun(cases: list[Case], people: int, topic: int | None, place: int | None) -> dict[str, Any]:
    return {
        "numbers": " ".join(case.number for case in cases),
        "body": words_of(cases),
        "people": people,
        "topic": topic,
        "place": place,
    }
