"""What is handled together with a case, and what a case is a part of, as far as its reader may know."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from casework.access import visible_to
from casework.confidential import is_shielded
from casework.models import Case, Event
from casework.models.case import Kind
from casework.views.papers import as_listed

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

SPOKEN = ("supply_more", "add_remark")  # steps whose note is the citizen's own words


@dataclass(frozen=True, slots=True)
class Joined:
    """One opinion or suggestion handled with the case. ``number`` is empty for those who may not open it."""

    title: str
    body: str
    opened_at: datetime
    number: str
    remarks: list[str]
    files: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The cases around one case; empty for most."""

    joined: list[Joined] = field(default_factory=list)
    leading: Case | None = None
    whole: Case | None = None
    parts: list[Case] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.joined or self.leading or self.whole or self.parts)


def gathered(case: Case, user: User | AnonymousUser, roles: Collection[str]) -> Gathered:
    """Costs nothing for a case that stands alone."""
    if not (case.joined_count or case.leading_id or case.split_from_id or case.parts_count):
        return Gathered()
    seen = visible_to(user)
    return Gathered(
        joined=_joined(case, user, roles) if case.joined_count else [],
        leading=seen.filter(pk=case.leading_id).first() if case.leading_id else None,
        whole=seen.filter(pk=case.split_from_id).first() if case.split_from_id else None,
        parts=list(seen.filter(split_from=case.pk).order_by("pk")) if case.parts_count else [],
    )


def _joined(case: Case, user: User | AnonymousUser, roles: Collection[str]) -> list[Joined]:
    """Whoever handles the leading case reads what the others said, masked as in a confidential case.

    It is the one place where words are read of a case that is not visible itself; its number is not told.
    """
    rows = list(Case.objects.following(case).select_related("opinion", "suggestion"))
    prefetch_related_objects(
        [case, *rows], "attachments"
    )  # those of the leading case too: one question for all
    opened = set(visible_to(user).filter(leading=case.pk).values_list("pk", flat=True))
    remarks: dict[int, list[str]] = defaultdict(list)
    said = Event.objects.filter(case__in=[one.pk for one in rows], action__in=SPOKEN).order_by("pk")
    for key, note in said.values_list("case", "note"):
        remarks[key].append(note)
    return [
        _shown(one, remarks[one.pk], one.pk not in opened or is_shielded(one, roles), one.pk in opened)
        for one in rows
    ]


def _shown(one: Case, remarks: list[str], is_masked: bool, is_open: bool) -> Joined:
    """A suggestion is a deputy's own paper: whoever answers the leading one reads it as it stands."""
    if one.kind == Kind.SUGGESTION:
        paper = one.suggestion
        body = f"{paper.facts}\n\n{paper.proposal}"
        return Joined(one.title, body, one.opened_at, one.number if is_open else "", remarks, [])
    opinion = one.opinion.for_organs() if is_masked else one.opinion
    hide = one.opinion.masked if is_masked else str
    files = [file for file in one.attachments.all() if is_open or file.from_citizen]
    return Joined(
        title=hide(one.title),
        body=opinion.body,
        opened_at=one.opened_at,
        number=one.number if is_open else "",
        remarks=[hide(note) for note in remarks],
        files=[as_listed(file, is_masked) for file in files],
    )
