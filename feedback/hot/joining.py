"""In the day: a new opinion joins the issue that it is about, and one that was made anonymous leaves. numpy alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction
from django.utils import timezone

from feedback.hot import opinions, spacefile
from feedback.hot.clusters import ELSEWHERE, REST
from feedback.hot.counting import recount, weights_of
from feedback.hot.vectors import said
from feedback.models import HotIssue, IssueMember, IssueSpace, IssueState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deputies.models import PeoplesCongress
    from feedback.hot.finding import Message
    from feedback.hot.spacefile import Middles

JOINS = 0.18  # how alike an opinion is, on average, to those of the issue that it joins
_known: dict[int, tuple[str, Middles]] = {}


def keep_middles(congress: PeoplesCongress, middles: Middles, number: int, days: int) -> None:
    data = spacefile.to_bytes(middles)
    values = {
        "data": data,
        "digest": hashlib.sha256(data).hexdigest(),
        "opinions": number,
        "days": days,
        "made_at": timezone.now(),
    }
    IssueSpace.objects.update_or_create(congress=congress, defaults=values)


def join(cases: Iterable[int]) -> int:
    """Put each opinion that is in no issue yet into the one it is about; returns how many. May run twice."""
    spaces = IssueSpace.objects.values_list("congress", "digest")
    found = dict(spaces)
    if not found:
        return 0
    keys = list(cases)
    done = 0
    for congress, digest in found.items():
        mine = (
            opinions.of_congress(congress)
            .filter(pk__in=keys, issue_members=None)
            .values_list("pk", flat=True)
        )
        messages = opinions.read(mine)
        if messages:
            done += _joined(congress, _middles(congress, digest), messages)
    return done


def _middles(congress: int, digest: str) -> Middles:
    known = _known.get(congress)
    if known is None or known[0] != digest:
        row = IssueSpace.objects.get(congress=congress)
        known = _known[congress] = (row.digest, spacefile.from_bytes(bytes(row.data)))
    return known[1]


@transaction.atomic
def _joined(congress: int, middles: Middles, messages: dict[int, Message]) -> int:
    near = {key: _near(message, middles) for key, message in messages.items()}
    rows = HotIssue.objects.filter(pk__in={issue for found in near.values() for issue in found})
    standing = {one.pk: one for one in rows.select_related("division", "merged_into")}
    touched: set[int] = set()
    joined = 0
    for key, message in messages.items():
        issue = _issue_of(message, near[key], standing)
        if issue is not None:
            _member, is_new = IssueMember.objects.get_or_create(
                case_id=key, is_out=False, defaults={"issue": issue}
            )
            joined += is_new
            touched |= {issue.pk} if is_new else set()
    for issue in HotIssue.objects.select_for_update().filter(pk__in=touched).order_by("pk"):
        recount(issue, weights_of(issue.congress), in_words=False)
    return joined


def _near(message: Message, middles: Middles) -> dict[int, float]:
    """The issues that are alike enough, with how alike they are."""
    alike = middles.alike(*middles.space.place(said(message.title, message.body)))
    return {int(middles.issues[place]): float(alike[place]) for place in np.flatnonzero(alike >= JOINS)}


def _issue_of(message: Message, near: dict[int, float], standing: dict[int, HotIssue]) -> HotIssue | None:
    """The issue that is most alike of those of the same place that have not rested too long."""
    worth = {key: alike * _worth(message, standing[key]) for key, alike in near.items() if key in standing}
    best = max(worth, key=lambda key: (worth[key], -key), default=None)
    if best is None or worth[best] < JOINS:
        return None
    found = standing[best]
    return found.merged_into if found.state == IssueState.MERGED else found


def _worth(message: Message, issue: HotIssue) -> float:
    if message.day and issue.last_day and (message.day - issue.last_day).days > REST:
        return 0.0
    elsewhere = message.place and issue.division and not issue.division.code.startswith(message.place)
    return ELSEWHERE if elsewhere else 1.0


@transaction.atomic
def leave(cases: Iterable[int]) -> None:
    """Take opinions out of their issues without a trace; what is left is counted anew, and an empty issue goes."""
    rows = IssueMember.objects.filter(case__in=list(cases))
    issues = list(HotIssue.objects.select_for_update().filter(pk__in=rows.values("issue")).order_by("pk"))
    rows.delete()
    for issue in issues:
        if issue.members.inside().exists() or issue.settled:
            recount(issue, weights_of(issue.congress))
        else:
            issue.delete()
