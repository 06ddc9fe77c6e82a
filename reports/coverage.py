"""Who is covered and who is not: places and constituencies against stations, deputies and contacts.

A place is served by a station when an open one stands in it or in its township; the online station of the whole
county serves nobody in particular. It has deputies when a constituency takes in the place, or all of its township.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils import timezone

from deputies import contact, mandates, ownership
from deputies.finding import codes_above
from deputies.models import Constituency, Deputy, Division, LiaisonStation, Mandate, PeoplesCongress
from deputies.models.deputy import MandateStatus
from deputies.models.division import DivisionLevel
from reports.contacts import contacts_of, heard_at

if TYPE_CHECKING:
    from deputies.mandates import Phase, Seats
    from deputies.models import LiaisonBody
    from reports.contacts import Contacts


@dataclass(frozen=True, slots=True)
class Place:
    """A village or community: the station that serves it, how many deputies are elected there, what was heard."""

    division: Division
    township: str
    station: LiaisonStation | None
    deputies: int
    heard: int = 0

    @property
    def has_gap(self) -> bool:
        return self.station is None or not self.deputies


@dataclass(frozen=True, slots=True)
class District:
    """A constituency: its seats, how many of its deputies are in a station, their contacts in the period.

    ``heard``: matters that came from its places, whoever heard them.
    """

    seats: Seats
    in_station: int
    contacts: int
    places: int
    heard: int = 0

    @property
    def never_heard(self) -> bool:
        return not self.contacts and not self.heard

    @property
    def has_gap(self) -> bool:
        return bool(self.seats.vacant or self.seats.too_many or not self.in_station or not self.contacts)


@dataclass(frozen=True, slots=True)
class Township:
    """A line of the chart."""

    name: str
    places: int
    with_station: int
    with_deputy: int
    heard: int


@dataclass(frozen=True)
class Coverage:
    """The whole page, as of ``today``; contacts since ``since``."""

    congress: PeoplesCongress
    since: date
    phase: Phase
    places: list[Place]
    districts: list[District]
    deputies: list[Deputy]
    contacts: Contacts
    stations: list[LiaisonStation]
    bodies: list[LiaisonBody] = field(default_factory=list)
    bare: list[PeoplesCongress] = field(default_factory=list)

    @property
    def with_station(self) -> int:
        return sum(one.station is not None for one in self.places)

    @property
    def with_deputy(self) -> int:
        return sum(bool(one.deputies) for one in self.places)

    @property
    def vacant(self) -> int:
        return sum(one.seats.vacant for one in self.districts)

    @cached_property
    def gaps(self) -> list[Place]:
        return [one for one in self.places if one.has_gap]

    @cached_property
    def gap_districts(self) -> list[District]:
        return [one for one in self.districts if one.has_gap]

    @cached_property
    def stationless(self) -> list[Deputy]:
        """Deputies in office who are in no open station."""
        return [one for one in self.deputies if not one.open_stations]  # type: ignore[attr-defined]

    @cached_property
    def silent(self) -> list[Deputy]:
        """Deputies in office without any contact in the period."""
        return [one for one in self.deputies if not self.contacts.of(one.pk)]

    @cached_property
    def met(self) -> list[tuple[Deputy, list[int], int]]:
        """Each deputy in office, the contacts by channel and in sum; those with the fewest first."""
        rows = [(one, self.contacts.row(one.pk), self.contacts.of(one.pk)) for one in self.deputies]
        return sorted(rows, key=lambda row: row[2])

    @property
    def of_former(self) -> int:
        """Contacts in the period of deputies who are in office no more."""
        return self.contacts.beside({one.pk for one in self.deputies})

    @cached_property
    def unheard(self) -> list[Place]:
        """Places from which nothing was heard in the period."""
        return [one for one in self.places if not one.heard]

    @cached_property
    def unheard_districts(self) -> list[District]:
        return [one for one in self.districts if one.never_heard]

    @cached_property
    def unreachable(self) -> list[Deputy]:
        return contact.unreachable(self.deputies)

    @cached_property
    def headless(self) -> list[LiaisonStation]:
        """Open stations that name no head and belong to no body: nobody answers for them."""
        return [one for one in self.stations if not one.head and one.body_id is None]

    @cached_property
    def townships(self) -> list[Township]:
        rows: dict[str, list[Place]] = defaultdict(list)
        for one in self.places:
            rows[one.township].append(one)
        return [
            Township(
                name,
                len(places),
                sum(one.station is not None for one in places),
                sum(bool(one.deputies) for one in places),
                sum(bool(one.heard) for one in places),
            )
            for name, places in rows.items()
        ]


def coverage_of(congress: PeoplesCongress, days: int) -> Coverage:
    """A fixed number of queries, however large the county is."""
    since = timezone.localdate() - timedelta(days=days)
    contacts, heard = contacts_of(congress, since), heard_at(congress, since)
    deputies = _deputies(congress)
    stations = _stations(congress)
    below, codes = ownership.at_and_below(congress), _codes(congress)
    return Coverage(
        congress=congress,
        since=since,
        phase=mandates.phase_of(congress),
        places=_places(congress, stations, _elected(codes, deputies), heard),
        districts=_districts(congress, deputies, contacts, codes, heard),
        deputies=deputies,
        contacts=contacts,
        stations=stations,
        bodies=ownership.bodies_without_owner(below),
        bare=ownership.congresses_without_body(below),
    )


def _deputies(congress: PeoplesCongress) -> list[Deputy]:
    """In office, each with ``current`` mandates and ``open_stations``."""
    held = Mandate.objects.filter(status=MandateStatus.IN_FORCE).select_related("constituency")
    open_ = LiaisonStation.objects.filter(is_open=True)
    found = Deputy.objects.in_office().filter(congress=congress).select_related("congress")
    return list(
        found.prefetch_related(
            Prefetch("mandates", held, to_attr="current"),
            Prefetch("stations", open_, to_attr="open_stations"),
        ).order_by("number", "pk")
    )


def _stations(congress: PeoplesCongress) -> list[LiaisonStation]:
    """Open ones in the congress's place, whichever congress keeps them."""
    inside = LiaisonStation.objects.filter(is_open=True, division__code__startswith=congress.division.code)
    return list(inside.select_related("division").order_by("division__code", "code"))


def _places(
    congress: PeoplesCongress, stations: list[LiaisonStation], elected: Counter[str], heard: Counter[str]
) -> list[Place]:
    inside = list(Division.objects.current().under([congress.division.code]).order_by("code"))
    names = {one.code: one.name for one in inside}
    smallest = [one for one in inside if one.level == DivisionLevel.VILLAGE] or [
        one for one in inside if one.level == DivisionLevel.TOWNSHIP
    ]
    at: dict[str, LiaisonStation] = {}
    for station in reversed(stations):
        if station.division.level >= DivisionLevel.TOWNSHIP:
            at[station.division.code] = station
    return [
        Place(
            division=one,
            township=names.get(one.code[:9], one.name),
            station=next((at[code] for code in reversed(codes_above(one.code)) if code in at), None),
            deputies=sum(elected[code] for code in codes_above(one.code)),
            heard=heard[one.code],
        )
        for one in smallest
    ]


def _elected(codes: dict[int, set[str]], deputies: list[Deputy]) -> Counter[str]:
    """How many deputies in office each place elects, by the code that their constituency names.

    A constituency that names both a village and its township counts at the township alone: nobody twice.
    """
    held = Counter(one.constituency_id for deputy in deputies for one in deputy.current)  # type: ignore[attr-defined]
    found: Counter[str] = Counter()
    for key, every in codes.items():
        for code in _outermost(every):
            found[code] += held[key]
    return found


def _outermost(codes: set[str]) -> list[str]:
    """Of a village and its township, the township alone."""
    return [code for code in codes if not codes & set(codes_above(code)[:-1])]


def _rolled_up(heard: Counter[str]) -> Counter[str]:
    """The same for every place with all that lies in it."""
    found: Counter[str] = Counter()
    for code, n in heard.items():
        for above in codes_above(code):
            found[above] += n
    return found


def _districts(
    congress: PeoplesCongress,
    deputies: list[Deputy],
    contacts: Contacts,
    codes: dict[int, set[str]],
    heard: Counter[str],
) -> list[District]:
    members: dict[int, list[Deputy]] = defaultdict(list)
    for deputy in deputies:
        for mandate in deputy.current:  # type: ignore[attr-defined]
            members[mandate.constituency_id].append(deputy)
    inside = _rolled_up(heard)
    return [
        District(
            seats=one,
            in_station=sum(bool(d.open_stations) for d in members[one.constituency.pk]),  # type: ignore[attr-defined]
            contacts=sum(contacts.of(d.pk) for d in members[one.constituency.pk]),
            places=len(codes[one.constituency.pk]),
            heard=sum(inside[code] for code in _outermost(codes[one.constituency.pk])),
        )
        for one in mandates.seats_of(congress)
    ]


def _codes(congress: PeoplesCongress) -> dict[int, set[str]]:
    """The places of each constituency, by key."""
    found: dict[int, set[str]] = defaultdict(set)
    links = Constituency.divisions.through.objects.filter(constituency__congress=congress)
    for key, code in links.values_list("constituency", "division__code"):
        found[key].add(code)
    return found
