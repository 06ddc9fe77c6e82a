"""Who is who among people of one name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from deputies.loading.flow import RowRefused

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


class People:
    """Everybody the load knows, found or new, and which of them a row means."""

    def __init__(self) -> None:
        self.all: list[Person] = []
        self._by_number: dict[str, Person] = {}
        self._by_name: dict[str, list[Person]] = defaultdict(list)

    def add(self, person: Person) -> None:
        self.all.append(person)
        self._by_name[person.deputy.name].append(person)
        self.number(person)

    def number(self, person: Person) -> None:
        """Know somebody by their number too, as soon as they have one."""
        if person.deputy.number:
            self._by_number[person.deputy.number] = person

    def called(self, name: str) -> list[Person]:
        return self._by_name.get(name, [])

    def who(self, values: dict[str, Any], told: dict[str, str]) -> Person | None:
        """Whom a row means, None for somebody new. Raises RowRefused where it may mean several."""
        number = values.get("number", "")
        if number in self._by_number:
            return self._of_number(number, values["name"])
        fitting = [one for one in self.called(values["name"]) if may_be(one.known, told)]
        exact = [one for one in fitting if all(one.known[key] == told.get(key, "") for key in TELLING)]
        return _one_of(exact or _best(fitting, told))

    def _of_number(self, number: str, name: str) -> Person:
        person = self._by_number[number]
        if person.deputy.name != name:
            raise RowRefused(
                "number",
                _("number %(number)s belongs to %(name)s") % {"number": number, "name": person.deputy.name},
            )
        return person


def _best(fitting: list[Person], told: dict[str, str]) -> list[Person]:
    """Those for whom most speaks; where nothing can be compared, who is in no row of this file yet."""
    scores = {id(one): speaking_for(one.known, told) for one in fitting}
    most = max(scores.values(), default=0)
    if most:
        return [one for one in fitting if scores[id(one)] == most]
    return [one for one in fitting if not one.rows and not speaks_against(one.known, told)]


def _one_of(people: list[Person]) -> Person | None:
    if len(people) > 1:
        raise RowRefused(
            "name",
            _(
                "%(count)d deputies are named %(name)s and would fit: "
                "give the number, the birth or the constituency"
            )
            % {"count": len(people), "name": people[0].deputy.name},
        )
    return people[0] if people else None
