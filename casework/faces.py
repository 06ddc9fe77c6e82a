"""How a kind of case looks on the pages that every kind shares; each room above registers its own.

The steps, dates, organs and history of a case are shown alike for all kinds; its words are its room's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.actors import Actor
    from casework.models import Case


def _nothing(case: Case, roles: Collection[str], actor: Actor) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Said:
    """One part of what a case says, for programs: a word that stays, what it is called, and the text."""

    name: str
    label: Any
    text: str


def _of_opinion(case: Case, roles: Collection[str], actor: Actor) -> list[Said]:
    opinion = case.opinion
    parts = (
        Said("body", _("what it is about"), opinion.body),
        Said("place", _("Where"), opinion.place),
        Said("happened", _("When"), opinion.happened),
    )
    return [part for part in parts if part.text]


@dataclass(frozen=True, slots=True)
class Face:
    """Templates of one kind: its words, further parts of the page, rows of the facts, what a reply has more.

    ``context`` gives what they need for a reader with these roles; ``said`` the same words for programs.
    """

    title: Any
    words: str = "cases/_words.html"
    parts: str = ""
    facts: str = ""
    reply: str = ""
    context: Callable[[Case, Collection[str], Actor], dict[str, Any]] = _nothing
    said: Callable[[Case, Collection[str], Actor], list[Said]] = _of_opinion


_OPINION = Face(_("What the citizen wrote"))
_faces: dict[str, Face] = {}


def show_as(kind: str, face: Face) -> None:
    """From now on cases of ``kind`` are shown so."""
    _faces[kind] = face


def face_of(case: Case) -> Face:
    return _faces.get(case.kind, _OPINION)
