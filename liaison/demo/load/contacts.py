"""Writes contact with the people: reception days, a symposium, what was asked, and who heard what.

History is written in bulk, as the services would have left it; the days to come stand where a visitor finds work to do.
"""

from __future__ import annotations

import tomllib
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.utils import timezone

from casework.models import Case
from casework.numbers import new_number
from casework.rules import current_calendar
from contacts import rules
from contacts.models import (
    ContactEvent,
    ContactRecord,
    Duty,
    Occasion,
    ServiceRecord,
    Visitor,
)
from contacts.people import columns_of
from contacts.rota import Pattern, Planned, rota, slots
from feedback.identity import Person
from liaison.demo import names
from liaison.demo.dice import Dice
from liaison.demo.load import asked, column, duty, year
from liaison.demo.load.contact_parts import Desk, at_hour, event_of
from liaison.demo.matters import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deputies.models import Deputy, LiaisonStation
    from liaison.demo.load.rows import Rows
    from liaison.demo.offices import Office
    from liaison.demo.world import World

_SPACE = UUID("6f0f2c5e-5a53-4b0e-9a67-1f6f3b6a2c11")
_BATCH = 500
_MORNING, _NOON = time(9), time(11)
_AHEAD = timedelta(days=45)  # days up to here are announced, later ones planned
_RECORDED = ("visit", "reception", "phone", "letter", "symposium")
_FREE = (0, 2, 3)  # which times of a coming day are booked


def write(world: World, rows: Rows, shown: Office) -> None:
    """``shown`` is the office whose screens the demonstration opens on: its home has a day every week."""
    words = tomllib.loads((FOLDER / "words" / "contacts.toml").read_text(encoding="utf-8"))
    dice = Dice(world.seed + 77)
    for congress in world.receiving:
        if congress.code in world.stations:
            _receptions(Desk(world, rows, shown, congress.code, dice), words)
    desk = Desk(world, rows, shown, shown.congress.code, dice)
    _symposium(desk, words["symposium"])
    for one in words["inquiry"]:
        asked.write(desk, one)
    _records(rows)
    year.write(desk)
    _helps(desk, words["helped"])
    duty.write(desk, words)
    column.write(desk)


# --- Reception days ---------------------------------------------------------------------------------------
def _receptions(desk: Desk, words: dict[str, Any]) -> None:
    """Odd months' 15th everywhere, and every Tuesday at the home that is shown: this year's and next January's."""
    made: list[tuple[Occasion, list[Deputy]]] = []
    for station, deputies, is_shown in desk.stations():
        pattern = Pattern(weekday=1) if is_shown else Pattern(months=(1, 3, 5, 7, 9, 11), month_day=15)
        for turn, when in enumerate(_days(desk, pattern, is_shown)):
            on_duty = [deputies[turn % len(deputies)]]
            made.append((_occasion(desk, station, when, words, turn), on_duty))
    Occasion.objects.bulk_create([occasion for occasion, _people in made], batch_size=_BATCH)
    Duty.objects.bulk_create(
        (Duty(occasion=occasion, deputy=deputy) for occasion, people in made for deputy in people),
        batch_size=_BATCH,
    )
    ContactEvent.objects.bulk_create(
        (event for occasion, _people in made for event in _history(desk, occasion)), batch_size=_BATCH
    )
    _present(desk, made)
    _booked(desk, [one for one, _people in made if one.status == "announced"], words["about"])


def _days(desk: Desk, pattern: Pattern, is_shown: bool) -> list[Planned]:
    calendar, year = current_calendar(), desk.today.year
    found = [*rota(pattern, year, calendar), *rota(pattern, year + 1, calendar)]
    first = desk.today - timedelta(days=120 if is_shown else 330)
    return [one for one in found if first <= one.day <= desk.today + timedelta(days=75)]


def _occasion(
    desk: Desk, station: LiaisonStation, when: Planned, words: dict[str, Any], turn: int
) -> Occasion:
    occasion = Occasion(
        kind="reception",
        congress=desk.rows.congresses[desk.code],
        station=station,
        day=when.day,
        planned_for=when.planned_for,
        moved_why=when.why,
        starts=_MORNING,
        ends=_NOON,
        slot_minutes=20,
        key=uuid5(_SPACE, f"{station.pk}-{when.day}"),
        profile=desk.rules,
    )
    minutes = words["minutes"][turn % len(words["minutes"])]
    for name, value in _standing(desk, occasion, minutes).items():
        setattr(occasion, name, value)
    return occasion


def _standing(desk: Desk, occasion: Occasion, minutes: str) -> dict[str, Any]:
    """Where a day stands now: past ones recorded (the latest of them owes its minutes), near ones announced."""
    day, now = occasion.day, desk.rows.now
    if day > desk.today + _AHEAD:
        return {"status": "planned"}
    announced = {"announced_at": at_hour(day - timedelta(days=12), 10)}
    if day >= desk.today:
        return {**announced, "announced_at": min(announced["announced_at"], now), "status": "announced"}
    due = rules.minutes_due(occasion.profile, day)
    held = {**announced, "held_on": day, "due_on": due}
    if due >= desk.today or (desk.today - day).days < 8:
        return {**held, "status": "held"}
    written = at_hour(day + timedelta(days=1), 15)
    return {**held, "status": "recorded", "minutes": minutes, "recorded_at": written, "closed_at": written}


def _history(desk: Desk, occasion: Occasion) -> Iterator[ContactEvent]:
    """The steps that led to where it stands, each at its time."""
    planned = min(at_hour(occasion.day - timedelta(days=40), 9), desk.rows.now)
    yield event_of(desk, occasion, "plan", "", "planned", planned)
    if occasion.announced_at:
        yield event_of(desk, occasion, "announce", "planned", "announced", occasion.announced_at)
    if occasion.held_on:
        yield event_of(desk, occasion, "hold", "announced", "held", at_hour(occasion.day, 9))
    if occasion.recorded_at:
        yield event_of(desk, occasion, "record", "held", "recorded", occasion.recorded_at)


def _present(desk: Desk, made: list[tuple[Occasion, list[Deputy]]]) -> None:
    """Whoever was on duty on a recorded day has had a contact."""
    ContactRecord.objects.bulk_create(
        (
            ContactRecord(
                congress=occasion.congress,
                deputy=deputy,
                channel=desk.rows.channels["reception"],
                heard_on=occasion.day,
                is_organised=True,
                occasion=occasion,
                station=occasion.station,
                people=desk.dice.randint(0, 4),
                key=uuid5(_SPACE, f"present-{occasion.pk}-{deputy.pk}"),
                entered_by=desk.officer,
            )
            for occasion, people in made
            if occasion.status == "recorded"
            for deputy in people
        ),
        batch_size=_BATCH,
    )


def _booked(desk: Desk, coming: list[Occasion], about: list[str]) -> None:
    Visitor.objects.bulk_create(
        (
            _visitor(desk, occasion, at, about[(place + occasion.pk) % len(about)])
            for occasion in coming[:40]
            for place, at in enumerate(slots(occasion.starts, occasion.ends, occasion.slot_minutes))
            if place in _FREE
        ),
        batch_size=_BATCH,
    )


def _visitor(desk: Desk, occasion: Occasion, at: time | None, about: str) -> Visitor:
    person = Person(
        name=names.person(desk.dice, age=52).name, phone=f"1390000{desk.dice.randint(0, 9999):04d}"
    )
    return Visitor(
        occasion=occasion,
        number=new_number(),
        key=uuid5(_SPACE, f"{occasion.pk}-{at}-{about}"),
        way="booked" if at else "invited",
        slot=at,
        seat=1 if at else None,
        about=about,
        **columns_of(person, occasion.day) | {"phone_mark": ""},
    )


# --- A symposium ------------------------------------------------------------------------------------------
def _symposium(desk: Desk, words: dict[str, Any]) -> None:
    """Announced for next week, with invited guests and two deputies who listen."""
    day = desk.today + timedelta(days=6)
    occasion = Occasion.objects.create(
        kind="symposium",
        congress=desk.rows.congresses[desk.code],
        title=words["title"],
        agenda=words["agenda"],
        place=words["place"],
        topic=desk.rows.topics.get(words["topic"]),
        day=day,
        planned_for=day,
        starts=time(14, 30),
        ends=time(16, 30),
        code=new_number(),
        key=uuid5(_SPACE, "symposium"),
        profile=desk.rules,
        status="announced",
        announced_at=desk.rows.now - timedelta(days=3),
    )
    for deputy in desk.shown.demo_deputies[:2]:
        Duty.objects.create(occasion=occasion, deputy=desk.rows.deputies[deputy.number])
    Visitor.objects.bulk_create(_visitor(desk, occasion, None, guest) for guest in words["guests"])
    ContactEvent.objects.bulk_create(_history(desk, occasion))


# --- Who heard what ---------------------------------------------------------------------------------------
def _records(rows: Rows) -> None:
    """The opinions that deputies heard in person, as their records of contact."""
    officers = {
        rows.congresses[code].pk: user for (code, actor), user in rows.users.items() if actor == "officer:0"
    }
    heard = Case.objects.filter(
        channel__code__in=_RECORDED, with_deputy_at__isnull=False, deputy__isnull=False
    )
    wanted = heard.only(
        "pk", "congress_id", "deputy_id", "channel_id", "station_id", "division_id", "opened_at"
    )
    ContactRecord.objects.bulk_create(
        (
            ContactRecord(
                congress_id=case.congress_id,
                deputy_id=case.deputy_id or 0,
                channel_id=case.channel_id,
                station_id=case.station_id,
                division_id=case.division_id,
                heard_on=timezone.localdate(case.opened_at),
                conveyed_on=timezone.localdate(case.opened_at),
                case=case,
                key=uuid5(_SPACE, f"case-{case.pk}"),
                entered_by=officers[case.congress_id],
            )
            for case in wanted.order_by("pk").iterator(chunk_size=2000)
            if case.congress_id in officers
        ),
        batch_size=_BATCH,
    )


def _helps(desk: Desk, words: list[str]) -> None:
    """What the two deputies of the demonstration have done besides, and one matter that waits with the first."""
    for place, deputy in enumerate(desk.shown.demo_deputies[:2]):
        me = desk.rows.deputies[deputy.number]
        for turn, what in enumerate(words):
            ServiceRecord.objects.create(
                deputy=me,
                done_on=desk.today - timedelta(days=9 + 17 * turn + place),
                what=what,
                key=uuid5(_SPACE, f"help-{place}-{turn}"),
                entered_by=desk.officer,
            )
