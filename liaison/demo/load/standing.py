"""Writes what stands before the first opinion: places, congresses, deputies, organs, stations."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from deputies.models import (
    Constituency,
    Deputy,
    DeputyGroup,
    Division,
    DivisionAlias,
    LiaisonBody,
    LiaisonStation,
    Mandate,
    Organ,
    OrganAlias,
    PeoplesCongress,
    Session,
    StationMembership,
    Term,
)
from liaison.demo import arrivals, reach
from liaison.demo.load.rows import Rows

if TYPE_CHECKING:
    from liaison.demo.elected import Seat
    from liaison.demo.stations import Station
    from liaison.demo.world import World

_TERM = 18
_BATCH = 500
_GENDERS = {"男": "male", "女": "female"}


def write(world: World, now: datetime, until: date | None = None) -> Rows:
    """Every row of the standing world, parents first. ``until``: the sessions of later years, too, as far as that."""
    rows = Rows(now)
    first = arrivals.first_day(now.date(), world.scale.years)
    _places(world, rows)
    _congresses(world, rows)
    terms = _terms(world, rows, first, until or now.date())
    _elected(world, rows, terms)
    _organs(world, rows)
    _stations(world, rows)
    _groups(world, rows)
    return rows


def _places(world: World, rows: Rows) -> None:
    for level in range(1, 6):
        made = Division.objects.bulk_create(
            Division(
                code=place.code,
                name=place.name,
                level=level,
                parent=rows.divisions.get(place.parent),
                full_name=place.full_name,
            )
            for place in world.places
            if place.level == level
        )
        rows.divisions |= {row.code: row for row in made}
    DivisionAlias.objects.bulk_create(
        DivisionAlias(division=rows.divisions[code], spelling=word)
        for code, word in reach.other_names(world.places)
    )


def _congresses(world: World, rows: Rows) -> None:
    for congress in world.congresses:
        rows.congresses[congress.code] = PeoplesCongress.objects.create(
            code=congress.code,
            name=congress.name,
            level=congress.level,
            division=rows.divisions[congress.home],
            parent=rows.congresses.get(congress.parent),
            rule_profile="demo",
            phone=congress.phone,
            address=congress.address,
        )
        name, kind = congress.body
        LiaisonBody.objects.create(
            congress=rows.congresses[congress.code],
            kind=kind,
            name=name,
            duties=reach.DUTIES,
            charter=reach.CHARTER,
        )


def _terms(world: World, rows: Rows, first: date, today: date) -> dict[str, Term]:
    """The term in force, its yearly sessions, and the term before it."""
    terms = {}
    sessions = []
    for code, congress in rows.congresses.items():
        start = arrivals.session_of(first.year)[0]
        Term.objects.create(
            congress=congress,
            number=_TERM - 1,
            starts_on=arrivals.session_of(first.year - 5)[0],
            ends_on=start,
        )
        terms[code] = term = Term.objects.create(congress=congress, number=_TERM, starts_on=start)
        for number, year in enumerate(range(first.year, today.year + 1), start=1):
            opens, ends = arrivals.session_of(year)
            sessions.append(Session(term=term, number=number, starts_on=opens, ends_on=ends))
    Session.objects.bulk_create(sessions)
    return terms


def _elected(world: World, rows: Rows, terms: dict[str, Term]) -> None:
    seats = _constituencies(world, rows)
    made = Deputy.objects.bulk_create(
        (
            Deputy(
                congress=rows.congresses[one.congress],
                number=one.number,
                name=one.name,
                pinyin=one.pinyin,
                gender=_GENDERS[one.gender],
                occupation=one.occupation,
                work_unit=one.work_unit,
                introduction=one.introduction,
                **reach.of_deputy(one),
            )
            for one in world.deputies
        ),
        batch_size=_BATCH,
    )
    rows.deputies = {row.number: row for row in made}
    Mandate.objects.bulk_create(
        (
            Mandate(
                deputy=rows.deputies[one.number],
                term=terms[one.congress],
                constituency=seats.get((one.congress, one.seat)),
                delegation=one.delegation,
                status=one.status,
                starts_on=terms[one.congress].starts_on,
                ends_on=terms[one.congress].starts_on.replace(day=28) if one.status == "ended" else None,
            )
            for one in world.deputies
        ),
        batch_size=_BATCH,
    )


def _constituencies(world: World, rows: Rows) -> dict[tuple[str, str], Constituency]:
    made = Constituency.objects.bulk_create(
        (
            Constituency(
                congress=rows.congresses[seat.congress], code=seat.code, name=seat.name, seats=seat.seats
            )
            for seat in world.seats
        ),
        batch_size=_BATCH,
    )
    left_out = reach.left_out(world.places)
    links = [
        Constituency.divisions.through(constituency_id=row.pk, division_id=rows.divisions[code].pk)
        for row, seat in zip(made, world.seats, strict=True)
        for code in seat.places
        if code not in left_out
    ]
    Constituency.divisions.through.objects.bulk_create(links, batch_size=_BATCH)
    return {_key(seat): row for row, seat in zip(made, world.seats, strict=True)}


def _key(seat: Seat) -> tuple[str, str]:
    return seat.congress, seat.code


def _organs(world: World, rows: Rows) -> None:
    for organ in world.organs:
        rows.organs[organ.congress, organ.code] = Organ.objects.create(
            congress=rows.congresses[organ.congress],
            code=organ.code,
            name=organ.name,
            short_name=organ.short_name,
            kind=organ.kind,
            parent=rows.organs.get((organ.congress, organ.parent)),
        )
    OrganAlias.objects.bulk_create(
        (
            OrganAlias(organ=rows.organs[organ.congress, organ.code], spelling=spelling)
            for organ in world.organs
            for spelling in organ.aliases
        ),
        batch_size=_BATCH,
    )


def _stations(world: World, rows: Rows) -> None:
    for code, stations in world.stations.items():
        body = LiaisonBody.objects.get(congress=rows.congresses[code])
        made = LiaisonStation.objects.bulk_create(
            LiaisonStation(
                congress=rows.congresses[code],
                body=body,
                code=station.code,
                kind=station.kind,
                name=station.name,
                division=rows.divisions[station.place],
                address=station.address,
                hours=station.hours,
                phone=station.phone,
                head=station.head,
                **_position(world, station, number),
            )
            for number, station in enumerate(stations)
        )
        rows.stations |= {(code, row.code): row for row in made}
    StationMembership.objects.bulk_create(
        (
            StationMembership(station=rows.stations[key], deputy=rows.deputies[number])
            for key, numbers in world.members.items()
            for number in numbers
        ),
        batch_size=_BATCH,
    )


def _position(world: World, station: Station, number: int) -> dict[str, float]:
    """The online station stands nowhere."""
    if station.kind == "online":
        return {}
    longitude, latitude = reach.position(world.place_of[station.place], number)
    return {"longitude": longitude, "latitude": latitude}


def _groups(world: World, rows: Rows) -> None:
    """The deputies of each delegation work together between the sessions; the first of them leads."""
    members: dict[tuple[str, str], list[Deputy]] = defaultdict(list)
    for one in world.deputies:
        if one.status == "in_force":
            members[one.congress, one.delegation].append(rows.deputies[one.number])
    made = DeputyGroup.objects.bulk_create(
        DeputyGroup(
            congress=rows.congresses[congress],
            name=f"{delegation.removesuffix('代表团')}代表小组",
            leader=people[0],
        )
        for (congress, delegation), people in members.items()
    )
    through = DeputyGroup.members.through
    links = zip(made, members.values(), strict=True)
    through.objects.bulk_create(
        (
            through(deputygroup_id=group.pk, deputy_id=person.pk)
            for group, people in links
            for person in people
        ),
        batch_size=_BATCH,
    )
