"""Organs as files spell them: recognised, or proposed for a person to confirm; never invented."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from casework.models import Case
from deputies.models import Organ, OrganAlias, OrganSpelling
from feedback.importing.renamed import canonical, place_in, successor
from feedback.routing.names import organ_names, without_home

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deputies.models import PeoplesCongress

PROPOSED_FROM = 0.55
_WRITTEN_OTHERWISE = 0.95
_SUCCEEDED = 0.9
_MOST_REFORMS = 3  # that a body may have gone through
_SHORT = 5  # 水务局 and 商务局 share half of their pairs and nothing else
LONGEST_SPELLING = 200
_NOISE = re.compile(r"[\s·・,,、。.;;::()()\[\]【】\"“”'-]+")
_SEVERAL = re.compile(r"[\s,,、;;/]+")


@dataclass(frozen=True, slots=True)
class Match:
    """What a spelling means: an organ for certain (``score`` 1), a proposal (below 1), or nothing known."""

    organ_id: int | None = None
    score: float = 0.0

    @property
    def certain(self) -> bool:
        return self.organ_id is not None and self.score >= 1

    @property
    def outcome(self) -> str:
        return "matched" if self.certain else "proposed" if self.organ_id else "unmatched"


def tidy(spelling: str) -> str:
    """A spelling without blanks, brackets and signs, full width as half."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", spelling)).casefold()


class Spellings:
    """The organs of one congress by all their spellings. ``find`` remembers its answers."""

    def __init__(self, organs: Iterable[tuple[int, tuple[str, ...]]], home: str = "") -> None:
        self._known: dict[str, set[int]] = defaultdict(set)
        self._alike: dict[str, set[int]] = defaultdict(set)
        self._names: list[tuple[int, str]] = []
        self._found: dict[str, Match] = {}
        for organ_id, spellings in organs:
            for spelling in spellings:
                for name, _whole in organ_names(spelling, home):
                    self._known[tidy(name)].add(organ_id)
                    self._alike[canonical(tidy(name))].add(organ_id)
                self._names.append((organ_id, without_home(tidy(spelling), tidy(home))))
        self._home = home

    @classmethod
    def of(cls, congress: PeoplesCongress) -> Spellings:
        """The organs in use, with their confirmed spellings and those that an operator has decided on."""
        spellings: dict[int, list[str]] = defaultdict(list)
        rows = Organ.objects.filter(congress=congress, is_active=True).order_by("pk")
        for pk, name, short in rows.values_list("pk", "name", "short_name"):
            spellings[pk] += [name, *filter(None, [short])]
        known = OrganAlias.objects.filter(organ__in=spellings).values_list("organ", "spelling")
        decided = OrganSpelling.objects.filter(congress=congress, decided=True, proposed__in=spellings)
        for organ_id, spelling in [*known, *decided.values_list("proposed", "spelling")]:
            spellings[organ_id].append(spelling)
        return cls(((pk, tuple(names)) for pk, names in spellings.items()), congress.division.name)

    def find(self, spelling: str) -> Match:
        if spelling not in self._found:
            self._found[spelling] = self._look(spelling)
        return self._found[spelling]

    def _look(self, spelling: str) -> Match:
        exact = self._exact(spelling)
        if exact:
            return exact
        parts = [part for part in _SEVERAL.split(spelling.strip()) if part]
        if len(parts) > 1:
            first = next((match for part in parts if (match := self._exact(part))), None)
            return Match(first.organ_id, 0.7) if first else Match()
        stem = without_home(tidy(spelling), tidy(self._home))
        return self._written_otherwise(stem) or self._renamed(stem) or self._nearest(stem)

    def _written_otherwise(self, stem: str) -> Match | None:
        organs = self._alike.get(canonical(stem), set())
        return Match(next(iter(organs)), _WRITTEN_OTHERWISE) if len(organs) == 1 else None

    def _renamed(self, stem: str) -> Match | None:
        """What the body is called since a reform: proposed, since not every place followed it."""
        later: str | None = stem
        for _reform in range(_MOST_REFORMS):
            later = successor(later) if later else None
            found = (self._exact(later) or self._written_otherwise(later)) if later else None
            if found and found.organ_id:
                return Match(found.organ_id, _SUCCEEDED)
        return None

    def _exact(self, spelling: str) -> Match | None:
        """Certain where the spelling, its county left out or not, is one organ's alone."""
        for name in dict.fromkeys((tidy(spelling), without_home(tidy(spelling), tidy(self._home)))):
            organs = self._known.get(name, set())
            if len(organs) == 1:
                return Match(next(iter(organs)), 1.0)
        return None

    def _nearest(self, stem: str) -> Match:
        place = place_in(stem)
        # 青山镇人民政府 is not the county's: a body of a smaller place is only ever itself.
        own = [(organ_id, name) for organ_id, name in self._names if place == place_in(name)]
        scored = [(round(alike(stem, name), 2), -organ_id) for organ_id, name in own]
        score, organ_id = max(scored, default=(0.0, 0))
        rivals = {other for points, other in scored if points == score}
        if score < PROPOSED_FROM or len(rivals) > 1:
            return Match()
        return Match(-organ_id, min(score, 0.99))


def alike(one: str, other: str) -> float:
    """How like two organ names are, 0 to 1: shared pairs of characters, or one short for the other."""
    shortest = min(len(one), len(other))
    if shortest < 2 or (shortest < _SHORT and one[0] != other[0]):
        return 0.0
    pairs, others = _pairs(one), _pairs(other)
    shared = 2 * sum((pairs & others).values()) / (sum(pairs.values()) + sum(others.values()))
    return max(shared, _abbreviated(*sorted((one, other), key=len)))


def _pairs(name: str) -> Counter[str]:
    return Counter(name[place : place + 2] for place in range(len(name) - 1))


def _abbreviated(short: str, long: str) -> float:
    """人社局 for 人力资源和社会保障局: its characters in their order, the first and the last the same."""
    if len(short) < 3 or short[0] != long[0] or short[-1] != long[-1]:
        return 0.0
    rest: Iterator[str] = iter(long)
    return 0.75 if all(character in rest for character in short) else 0.0


@transaction.atomic
def keep_unknown(congress: PeoplesCongress, seen: Counter[str], spellings: Spellings) -> None:
    """Store what was not recognised, with the proposal, for an operator to decide."""
    known = dict(OrganSpelling.objects.filter(congress=congress).values_list("spelling", "pk"))
    for spelling, count in seen.items():
        match = spellings.find(spelling)
        if spelling in known:
            OrganSpelling.objects.filter(pk=known[spelling]).update(seen=F("seen") + count)
        else:
            OrganSpelling.objects.create(
                congress=congress,
                spelling=spelling,
                proposed_id=match.organ_id,
                score=match.score,
                seen=count,
            )


@transaction.atomic
def confirm(spelling: OrganSpelling, organ: Organ | None) -> int:
    """An operator has decided whose the spelling is (None: no organ's). Returns how many cases follow."""
    spelling.proposed, spelling.decided = organ, True
    spelling.save(update_fields=["proposed", "decided"])
    if organ is None:
        return 0
    OrganAlias.objects.get_or_create(organ=organ, spelling=spelling.spelling[:100])
    loaded = Case.objects.filter(
        congress=spelling.congress_id,
        organ=None,
        opinion__organ_spelling=spelling.spelling,
        closed_at__isnull=False,
    )
    return Case.objects.filter(pk__in=loaded.values("pk")).update(organ=organ)
