"""Who is who among people of one name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deputies.models import Deputy, Mandate

OF_DEPUTY = (
    "number", "name", "gender", "ethnicity", "birth", "party", "occupation", "position", "work_unit", "phone",
    "email", "address",
)  # fmt: skip
OF_MANDATE = ("delegation", "constituency")
_CONTRADICT = ("gender", "birth", "constituency", "delegation")
_AGREE = ("birth", "constituency", "delegation", "phone", "email", "work_unit")
TELLING = ("number", "gender", *_AGREE)


@dataclass(eq=False)
class Person:
    """A deputy as the load knows them: the rows, found or new, and which fields were changed."""

    deputy: Deputy
    mandate: Mandate | None
    known: dict[str, str] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    dirty: set[str] = field(default_factory=set)

    @property
    def is_new(self) -> bool:
        return self.deputy.pk is None


def same(name: str, one: str, other: str) -> bool:
    """Equal; a birth also where one is only less exact."""
    if name == "birth":
        return one.startswith(other) or other.startswith(one)
    return one == other


def _pairs(names: tuple[str, ...], known: dict[str, str], told: dict[str, str]) -> list[tuple[str, str, str]]:
    """Fields that both sides say something about."""
    return [(name, known[name], told[name]) for name in names if known[name] and told.get(name)]


def may_be(known: dict[str, str], told: dict[str, str]) -> bool:
    """Whether nothing certain speaks against it: another number, gender, birth, constituency or delegation."""
    return all(same(*pair) for pair in _pairs(("number", *_CONTRADICT), known, told))


def speaking_for(known: dict[str, str], told: dict[str, str]) -> int:
    return sum(same(*pair) for pair in _pairs(_AGREE, known, told))


def speaks_against(known: dict[str, str], told: dict[str, str]) -> bool:
    return not all(same(*pair) for pair in _pairs(_AGREE, known, told))
