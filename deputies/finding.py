"""Find my deputy: from a place, or from what somebody types, to people and station. Never a dead end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Length
from pypinyin import lazy_pinyin

from deputies import places
from deputies.models import Constituency, Deputy, Division, LiaisonStation, Mandate, PeoplesCongress
from deputies.models.deputy import DeputyQuerySet, MandateStatus
from deputies.models.division import DivisionLevel
from deputies.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deputies.models.division import DivisionQuerySet

MOST = 60  # rows of one list on a page
_PREFIXES = (2, 4, 6, 9, 12)
_NEARBY = 12
_KEPT = 300  # seconds


# --- Divisions --------------------------------------------------------------------------------------------
def codes_above(code: str) -> list[str]:
    """The code itself and those of everything it lies in, the largest first."""
    return [code[:length] for length in _PREFIXES if length < len(code)] + [code]


def served_codes() -> list[str]:
    """Codes of the places whose congresses work here; the lists of divisions lead nowhere else."""
    codes = PeoplesCongress.objects.values_list("division__code", flat=True)
    return remembered("deputies.served", _KEPT, lambda: sorted(set(codes)))


def _served(divisions: Iterable[Division]) -> list[Division]:
    codes = served_codes()
    return [one for one in divisions if any(one.code.startswith(c) or c.startswith(one.code) for c in codes)]


def current_served() -> DivisionQuerySet:
    return Division.objects.current().under(served_codes())


def parts_of(division: Division | None) -> list[Division]:
    """The next level below ``division``, or the uppermost one."""
    return _served(Division.objects.current().filter(parent=division).order_by("code"))


def start() -> Division | None:
    """Where choosing begins: a portal of one county does not ask for the province first."""
    place = None
    parts = parts_of(None)
    while len(parts) == 1 and parts[0].level < DivisionLevel.TOWNSHIP:
        place = parts[0]
        parts = parts_of(place)
    return place


def townships() -> list[tuple[int, str]]:
    """Key and name of every township served: the choices of a form."""
    rows = current_served().filter(level=DivisionLevel.TOWNSHIP).order_by("code")
    return remembered("deputies.townships", _KEPT, lambda: list(rows.values_list("pk", "name")))


# --- A place ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Place:
    """What a person who lives at ``division`` needs; not ``is_own`` where the stations are only nearby."""

    division: Division
    above: Sequence[Division]
    parts: Sequence[Division]
    deputies: Sequence[Deputy]
    stations: Sequence[LiaisonStation]
    is_own: bool
    offices: Sequence[PeoplesCongress]


def at(division: Division) -> Place:
    codes = codes_above(division.code)
    own = _sorted_near(stations_at(division), division)
    return Place(
        division=division,
        above=list(Division.objects.filter(code__in=codes[:-1]).order_by("code")),
        parts=parts_of(division),
        deputies=list(deputies_at(division)[:MOST]),
        stations=own or nearby(division),
        is_own=bool(own),
        offices=list(PeoplesCongress.objects.filter(division__code__in=codes).order_by("-division__code")),
    )


def with_office(deputies: DeputyQuerySet) -> DeputyQuerySet:
    """Deputies in office, each with ``current``: the mandates in force with constituency and term."""
    mandates = Mandate.objects.filter(status=MandateStatus.IN_FORCE).select_related(
        "constituency", "elected_by", "term__congress"
    )
    return deputies.in_office().prefetch_related(Prefetch("mandates", mandates, to_attr="current"))


def deputies_at(division: Division) -> DeputyQuerySet:
    """In office, elected where ``division`` lies; for a township those of its villages as well."""
    where = Q(divisions__code__in=codes_above(division.code))
    if division.level >= DivisionLevel.TOWNSHIP:
        where |= Q(divisions__code__startswith=division.code)
    mandates = Mandate.objects.filter(
        deputy=OuterRef("pk"),
        status=MandateStatus.IN_FORCE,
        constituency__in=Constituency.objects.filter(where).values("pk"),
    )
    return with_office(Deputy.objects.filter(Exists(mandates)))


def stations_at(division: Division) -> list[LiaisonStation]:
    """Open stations of the place, of what it lies in, and of its parts."""
    where = Q(division__code__in=codes_above(division.code)) | Q(division__code__startswith=division.code)
    return list(open_stations().filter(where)[:MOST])


def _sorted_near(stations: list[LiaisonStation], division: Division) -> list[LiaisonStation]:
    """The place's own first, then those of the place above it, the nearest before the farther."""
    return sorted(
        stations, key=lambda one: (one.division_id != division.pk, -len(one.division.code), one.code)
    )


def nearby(division: Division) -> list[LiaisonStation]:
    """Stations in the smallest place around ``division`` that has any."""
    for code in reversed(codes_above(division.code)[:-1]):
        found = list(open_stations().filter(division__code__startswith=code)[:_NEARBY])
        if found:
            return found
    return list(open_stations()[:_NEARBY])


def open_stations():  # type: ignore[no-untyped-def]
    return (
        LiaisonStation.objects.filter(is_open=True)
        .select_related("division", "congress")
        .order_by(Length("division__code"), "code")
    )


def station_choices() -> list[tuple[int, str]]:
    """Key and name of every open station: the choices of a form."""
    rows = (
        LiaisonStation.objects.filter(is_open=True)
        .order_by("division__code", "code")
        .values_list("pk", "name")
    )
    return remembered("deputies.stations", _KEPT, lambda: list(rows))


def congress_for(code: str = "") -> PeoplesCongress | None:
    """The congress in charge of the place ``code``: the county's before the township's, else the first."""
    return remembered(f"deputies.congress.{code}", _KEPT, lambda: _congress_for(code))


def _congress_for(code: str) -> PeoplesCongress | None:
    order = {"county": 0, "township": 1, "city": 2, "province": 3, "national": 4}
    congresses = list(PeoplesCongress.objects.select_related("division"))
    fits = [one for one in congresses if code.startswith(one.division.code)] if code else []
    return min(fits or congresses, key=lambda one: (order.get(one.level, 9), one.division.code), default=None)


# --- What somebody types ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Found:
    """``exact`` is false where no place is called so and ``places`` are only near to it."""

    places: Sequence[Division]
    deputies: Sequence[Deputy]
    stations: Sequence[LiaisonStation]
    exact: bool = True

    def __bool__(self) -> bool:
        return bool(self.places or self.deputies or self.stations)

    @property
    def only_place(self) -> Division | None:
        """The place that alone can be meant."""
        alone = self.exact and len(self.places) == 1 and not (self.deputies or self.stations)
        return self.places[0] if alone else None


def search(text: str) -> Found:
    """Places, deputies in office and open stations by ``text``: a name, part of one, an address, pinyin.

    Places that are only near to it are looked for when nothing is called so.
    """
    words = " ".join(text.replace("\x00", "").split())[:60]
    if not words:
        return Found([], [], [])
    deputies, stations = _deputies(words), _stations(words)
    found, exact = _places(words)
    if not exact and (deputies or stations):
        found = []
    return Found(found, deputies, stations, exact)


def _stations(words: str) -> list[LiaisonStation]:
    if not words.isascii():
        return list(open_stations().filter(name__icontains=words)[:MOST])
    typed = words.replace(" ", "").lower()
    keys = [pk for pk, name in station_choices() if "".join(lazy_pinyin(name)).lower().startswith(typed)]
    return list(open_stations().filter(Q(pk__in=keys[:MOST]) | Q(name__icontains=words))[:MOST])


def _deputies(words: str) -> list[Deputy]:
    return list(with_office(named(Deputy.objects.all(), words))[:MOST])


def named(deputies: DeputyQuerySet, words: str) -> DeputyQuerySet:
    """Those whose name, pinyin or initials have ``words`` in them; all of them without words."""
    fits = Q(name__icontains=words)
    if words.isascii():
        fits |= Q(pinyin__icontains=words) | Q(pinyin__icontains=words.replace(" ", ""))
    return deputies.filter(fits)


def _places(words: str) -> tuple[list[Division], bool]:
    """The places that are meant, the smallest first, and whether they are called so."""
    names = remembered("deputies.place_names", _KEPT, lambda: places.names_of(current_served()))
    if names is None:
        keys = list(current_served().filter(name__icontains=words).values_list("pk", flat=True)[:MOST])
        exact = True
    else:
        keys, exact = places.meant(words, names)
    found = Division.objects.filter(pk__in=keys[:MOST]).select_related("parent")
    return list(found.order_by("-level", "code")), exact
