"""Ready-made answers: an office's texts with the case's own words filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts import formats
from casework.models import ReplyTemplate

if TYPE_CHECKING:
    from casework.models import Case

_PLACE = re.compile(r"\{(\w+)\}")


def words_of(case: Case) -> dict[str, str]:
    """What may be filled in."""
    return {
        "title": case.title,
        "number": case.number,
        "place": str(case.division or ""),
        "due": formats.day(case.due_on) if case.due_on else "",
        "deputy": str(case.deputy or ""),
        "station": str(case.station or ""),
        "organ": str(case.organ or ""),
    }


def fill(text: str, case: Case) -> str:
    """``text`` with ``{title}`` and the like filled in; what is not known stays as it stands."""
    words = words_of(case)
    return _PLACE.sub(lambda match: words.get(match[1]) or match[0], text)


def templates_for(case: Case, action: str) -> list[ReplyTemplate]:
    """The texts of the case's congress for a step: those of its topic first, then those for every topic."""
    mine = ReplyTemplate.objects.filter(congress_id=case.congress_id, action=action, is_active=True)
    found = mine.filter(Q(topic=None) | Q(topic=case.topic_id))
    return sorted(found, key=lambda one: (one.topic_id is None, one.title))
