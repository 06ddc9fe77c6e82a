"""All opinions of a congress compared anew: what was found before keeps its key, its name and what people decided.

Needs scipy: it runs in a process of its own. May run at any time and twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction

from feedback.hot import finding, opinions
from feedback.hot.counting import recount, weights_of
from feedback.hot.joining import keep_middles
from feedback.hot.spacefile import Middles
from feedback.models import HotIssue, IssueMember, IssueState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deputies.models import PeoplesCongress
    from feedback.hot.finding import Compared, Message
    from feedback.hot.heat import Weights

_MOST_COLUMNS = 300  # of the middle of an issue


@dataclass(frozen=True, slots=True)
class Renewed:
    """How many opinions were compared, how many issues there are now, and how many of them are new."""

    opinions: int
    issues: int
    new: int


@dataclass
class _Book:
    """Which opinion is in which issue: read once, changed here, written at the end."""

    issues: dict[int, HotIssue]
    of_case: dict[int, int]
    out: set[tuple[int, int]]
    before: dict[int, int] = field(init=False)
    merged: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before = dict(self.of_case)

    def put(self, case: int, issue: int) -> None:
        if (issue, case) not in self.out:
            self.of_case[case] = issue


def renew(congress: PeoplesCongress, *, rename: bool = False) -> Renewed:
    """Compare, keep what stands, add what is new, and count every issue; with ``rename`` give those of which nobody
    has decided anything a new name.

    Comparing takes long and is done before the transaction; counting is a short one for each issue.
    """
    weights, days = weights_of(congress), opinions.window(congress)
    known = opinions.read(opinions.within(congress, days).values_list("pk", flat=True))
    compared = finding.compare(list(known.values()))
    book, new = _settle(congress, compared, list(known), weights)
    _count(book, weights, known, rename)
    keep_middles(congress, _middles(book, compared, list(known)), len(known), days)
    return Renewed(len(known), HotIssue.objects.watched().filter(congress=congress).count(), new)


@transaction.atomic
def _settle(
    congress: PeoplesCongress, compared: Compared, keys: list[int], weights: Weights
) -> tuple[_Book, int]:
    """Say of each group which issue it is; returns the book as it is now, and how many issues are new."""
    type(congress).objects.select_for_update().get(pk=congress.pk)
    book = _book(congress)
    groups = [[keys[one] for one in group] for group in compared.groups]
    _let_go(book, groups)
    fresh = list(_settled_into(book, groups, compared, keys, weights))
    for group in fresh:
        _begin(book, congress, group)
    _write(book)
    return book, len(fresh)


def _book(congress: PeoplesCongress) -> _Book:
    issues = {one.pk: one for one in HotIssue.objects.standing().filter(congress=congress)}
    IssueMember.objects.filter(issue__in=issues, case__status__in=opinions.NOT_RAISED).delete()
    rows = IssueMember.objects.filter(issue__in=issues).values_list("case", "issue", "is_out")
    return _Book(
        issues,
        {case: issue for case, issue, is_out in rows if not is_out},
        {(issue, case) for case, issue, is_out in rows if is_out},
    )


def _let_go(book: _Book, groups: list[list[int]]) -> None:
    """Where the parts of an issue are in several groups now, the largest keeps it; not so where a person decided."""
    parts: dict[int, list[list[int]]] = defaultdict(list)
    for group in groups:
        inside: dict[int, list[int]] = defaultdict(list)
        for case in group:
            if case in book.of_case:
                inside[book.of_case[case]].append(case)
        for issue, cases in inside.items():
            parts[issue].append(cases)
    for issue, found in parts.items():
        if book.issues[issue].settled:
            continue
        for cases in sorted(found, key=lambda one: (-len(one), one[0]))[1:]:
            for case in cases:
                del book.of_case[case]


def _settled_into(
    book: _Book, groups: list[list[int]], compared: Compared, keys: list[int], weights: Weights
) -> Iterator[list[int]]:
    """Each group goes to the issue that stands in it; yields those in which none stands and enough people do."""
    places = {key: place for place, key in enumerate(keys)}
    for group in groups:
        standing = Counter(book.of_case[case] for case in group if case in book.of_case)
        loose = [case for case in group if case not in book.of_case]
        main = _main(book, standing)
        if len(main) == 1:
            for case in loose:
                book.put(case, main[0])
        elif main:
            for case in loose:
                book.put(case, _nearest(case, main, group, book, compared, places))
        elif len(set(finding.people_of(compared, [places[case] for case in loose]))) >= weights.least_people:
            yield loose


def _main(book: _Book, standing: Counter[int]) -> list[int]:
    """The issues a group belongs to: all that people decided of; of the others the largest takes the rest in."""
    settled = sorted(issue for issue in standing if book.issues[issue].settled)
    ranked = sorted(standing, key=lambda issue: (-standing[issue], issue))
    if settled or len(ranked) < 2:
        return settled or ranked
    whole = Counter(book.of_case.values())
    for other in ranked[1:]:
        if 2 * standing[other] > whole[other]:  # most of it is here: it is the same matter
            book.merged[other] = ranked[0]
            for case in [case for case, issue in book.of_case.items() if issue == other]:
                book.of_case[case] = ranked[0]
    return ranked[:1]


def _nearest(
    case: int, main: list[int], group: list[int], book: _Book, compared: Compared, places: dict[int, int]
) -> int:
    own = compared.rows[places[case]]

    def alike(issue: int) -> float:
        others = [places[one] for one in group if book.of_case.get(one) == issue]
        return float((compared.rows[others] @ own.T).mean())

    return max(main, key=lambda issue: (alike(issue), -issue))


def _begin(book: _Book, congress: PeoplesCongress, group: list[int]) -> None:
    """A new issue: without a name, and in no list, until it is counted."""
    issue = HotIssue.objects.create(congress=congress)
    book.issues[issue.pk] = issue
    for case in group:
        book.of_case[case] = issue.pk


def _write(book: _Book) -> None:
    gone = [case for case, issue in book.before.items() if book.of_case.get(case) != issue]
    IssueMember.objects.inside().filter(case__in=gone).delete()
    added = [
        IssueMember(issue_id=issue, case_id=case)
        for case, issue in sorted(book.of_case.items())
        if book.before.get(case) != issue
    ]
    IssueMember.objects.bulk_create(added, batch_size=500, ignore_conflicts=True)  # it joined meanwhile
    for other, into in book.merged.items():
        HotIssue.objects.filter(pk=other).update(state=IssueState.MERGED, merged_into=into)
        del book.issues[other]


def _count(book: _Book, weights: Weights, known: dict[int, Message], rename: bool) -> None:
    """What nobody decided of and too few people are left in goes; what people decided of stays, however small."""
    for key in list(book.issues):
        with transaction.atomic():
            issue = HotIssue.objects.select_for_update().standing().filter(pk=key).first()
            if issue is not None:
                if rename and not issue.settled:
                    issue.name = ""
                recount(issue, weights, known=known)
            if issue is None or (issue.people < weights.least_people and not issue.settled):
                del book.issues[key]
                HotIssue.objects.standing().filter(pk=key, settled=False).delete()


def _middles(book: _Book, compared: Compared, keys: list[int]) -> Middles:
    """The middle of each issue, by the columns that weigh most in it."""
    members: dict[int, list[int]] = defaultdict(list)
    for place, case in enumerate(keys):
        issue = book.of_case.get(case)
        if issue in book.issues:
            members[issue].append(place)
    issues = sorted(members)
    kept = [_middle(compared, members[issue]) for issue in issues]
    return Middles(
        compared.space,
        np.array(issues, dtype=np.int64),
        np.cumsum([0, *(len(columns) for columns, _values in kept)], dtype=np.int64),
        _joined((columns for columns, _values in kept), np.int64),
        _joined((values for _columns, values in kept), np.float32),
    )


def _middle(compared: Compared, places: list[int]) -> tuple[np.ndarray, np.ndarray]:
    mean = np.asarray(compared.rows[places].mean(axis=0)).ravel()
    columns = np.argsort(-mean, kind="stable")[:_MOST_COLUMNS]
    columns = np.sort(columns[mean[columns] > 0])
    return columns, mean[columns]


def _joined(parts: Iterable[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate([np.zeros(0, kind), *parts]).astype(kind)
