"""Whose name stands on the papers of a congress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deputies.models.bodies import BodyKind

if TYPE_CHECKING:
    from deputies.models import PeoplesCongress

_NUMBERS = "一二三四五六七八九十"
_ORDER = [BodyKind.DEPUTIES_COMMISSION, BodyKind.DEPUTIES_OFFICE, BodyKind.PRESIDIUM, BodyKind.SUBDISTRICT]


def standing_body(name: str, level: str) -> str:
    """The standing committee; in a township, which has none, the presidium (Organic Law, articles 18 and 46)."""
    return f"{name}{'主席团' if level == 'township' else '常务委员会'}"


def liaison_body(congress: PeoplesCongress) -> str:
    """The commission or office that does the liaison work; where none is entered, the body above it."""
    bodies = sorted(congress.liaison_bodies.all(), key=lambda one: (_ORDER.index(BodyKind(one.kind)), one.pk))
    return bodies[0].name if bodies else standing_body(congress.name, congress.level)


def numeral(place: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十; up to 99."""
    tens, ones = divmod(place, 10)
    head = "" if not tens else ("" if tens == 1 else _NUMBERS[tens - 1]) + "十"
    return head + (_NUMBERS[ones - 1] if ones else "")
