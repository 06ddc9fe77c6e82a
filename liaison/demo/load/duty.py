"""Writes what the deputies of the demonstration promised in passing, and the reminders of the year's contacts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from contacts import minimum, rules
from contacts.models import ContactRecord, MinimumReminder, MinimumRound, NextStepDone
from liaison.demo.load.contact_parts import at_hour

if TYPE_CHECKING:
    from deputies.models import Deputy
    from liaison.demo.load.contact_parts import Desk

_SPACE = UUID("0b7a54e1-3f5a-4d5c-8a51-92d8a2f1c7d4")


def write(desk: Desk, words: dict[str, Any]) -> None:
    for place, deputy in enumerate(desk.shown.demo_deputies[:2]):
        me = desk.rows.deputies[deputy.number]
        _next_steps(desk, me, place, words["steps"])
        _unconveyed(desk, me, place, words["unconveyed"])
    _reminded(desk)


def _next_steps(desk: Desk, me: Deputy, place: int, steps: list[dict[str, Any]]) -> None:
    """Visits with a next step; of some it is said what became of it."""
    for turn, one in enumerate(steps):
        day = desk.today - timedelta(days=12 + 19 * turn + place)
        record = ContactRecord.objects.create(
            congress_id=me.congress_id,
            deputy=me,
            channel=desk.rows.channels["visit"],
            heard_on=day,
            whom=one["whom"],
            people=3,
            next_step=one["next_step"],
            key=uuid5(_SPACE, f"step-{place}-{turn}"),
            entered_by=desk.officer,
        )
        if one["outcome"]:
            NextStepDone.objects.create(
                contact=record,
                done_on=day + timedelta(days=6),
                outcome=one["outcome"],
                entered_by=desk.officer,
            )


def _unconveyed(desk: Desk, me: Deputy, place: int, heard: list[dict[str, Any]]) -> None:
    """Heard and not passed on: one waits, the other says why not."""
    for turn, one in enumerate(heard):
        ContactRecord.objects.create(
            congress_id=me.congress_id,
            deputy=me,
            channel=desk.rows.channels["visit"],
            heard_on=desk.today - timedelta(days=4 + 7 * turn + place),
            said=one["said"],
            whom=one["whom"],
            people=2,
            kept_why=one["why"],
            key=uuid5(_SPACE, f"heard-{place}-{turn}"),
            entered_by=desk.officer,
        )


def _reminded(desk: Desk) -> None:
    """The reminders whose day has passed, as they would have been given: nobody is written to again."""
    congress = desk.rows.congresses[desk.code]
    least = rules.contacts_a_year(congress, desk.today)
    days = minimum.planned(rules.key_for(congress, desk.today), desk.today.year)
    for step, on in days.items() if least.is_in_force else ():
        if on > desk.today:
            continue
        behind = [one for one in minimum.standings(congress, on.year, on) if one.is_behind]
        held = MinimumRound.objects.create(
            congress=congress,
            year=on.year,
            step=step,
            planned_on=on,
            least=least.value,
            article=least.article,
            behind=len(behind),
            taken_at=at_hour(on, 8),
        )
        MinimumReminder.objects.bulk_create(
            MinimumReminder(round=held, deputy=one.deputy, had=one.had, due=one.due, owed=one.owed)
            for one in behind
        )
