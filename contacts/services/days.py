"""Planning, announcing, moving and holding: what the desk does with a reception day or a symposium."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import formats
from casework.errors import Incomplete, StepRefused
from casework.numbers import new_number
from casework.rules import current_calendar
from contacts import rules
from contacts.channels import channel
from contacts.models import ContactRecord, Duty, Occasion, OccasionKind, VisitorState
from contacts.people import KEPT_FOR
from contacts.rota import Planned, moved
from contacts.services.advance import advance, begin
from feedback.text import clean

if TYPE_CHECKING:
    from accounts.actors import Actor
    from casework.models import Topic
    from contacts.models import ContactEvent
    from deputies.models import Deputy, LiaisonStation, PeoplesCongress


@dataclass(frozen=True)
class Plan:
    """What is planned. ``when`` is a day as the calendar left it; ``key`` makes a form sent twice one row."""

    congress: PeoplesCongress
    when: Planned
    starts: time
    ends: time
    kind: str = OccasionKind.RECEPTION
    station: LiaisonStation | None = None
    title: str = ""
    topic: Topic | None = None
    agenda: str = ""
    place: str = ""
    slot_minutes: int = 20
    per_slot: int = 1
    deputies: Sequence[Deputy] = ()
    key: UUID = field(default_factory=uuid4)


def on_day(day: date, *, by_hand: bool = True) -> Planned:
    """The day as it is planned: a public holiday moves to the next working day; a weekend chosen by hand stays."""
    return moved(day, current_calendar(), keeps_weekends=by_hand)


@transaction.atomic
def plan(planned: Plan, *, actor: Actor) -> Occasion:
    """A new day, or the one that was planned with this key before. StepRefused where the station has one then."""
    known = Occasion.objects.filter(key=planned.key).first()
    if known is not None:
        return known
    _check_free(planned.station, planned.when.day, planned.starts, planned.kind)
    occasion = Occasion(
        kind=planned.kind,
        congress=planned.congress,
        station=planned.station,
        title=clean(planned.title),
        topic=planned.topic,
        agenda=clean(planned.agenda),
        place=clean(planned.place),
        day=planned.when.day,
        planned_for=planned.when.planned_for,
        moved_why=planned.when.why,
        starts=planned.starts,
        ends=planned.ends,
        slot_minutes=planned.slot_minutes,
        per_slot=planned.per_slot,
        code=new_number() if planned.kind == OccasionKind.SYMPOSIUM else None,
        key=planned.key,
        profile=rules.key_for(planned.congress, timezone.localdate()),
        **{"status": "planned"},
    )
    begin(occasion, "plan", actor=actor)
    _put_on_duty(occasion, planned.deputies)
    return occasion


def _check_free(
    station: LiaisonStation | None, day: date, starts: time, kind: str, but: int | None = None
) -> None:
    if kind != OccasionKind.RECEPTION or station is None:
        return
    taken = Occasion.objects.receptions().filter(station=station, day=day, starts=starts)
    if taken.exclude(status="cancelled").exclude(pk=but or 0).exists():
        raise StepRefused(
            _("%(station)s has a reception day on %(day)s at that time already. Choose another day or time.")
            % {"station": station, "day": formats.day(day)}
        )


@transaction.atomic
def plan_year(plans: Sequence[Plan], *, actor: Actor) -> tuple[list[Occasion], list[Plan]]:
    """A whole rota; returns what was planned, and what was left out because the station has a day then."""
    made, left_out = [], []
    for one in plans:
        try:
            made.append(plan(one, actor=actor))
        except StepRefused:
            left_out.append(one)
    return made, left_out


@transaction.atomic
def change(
    occasion: Occasion, *, actor: Actor, expected_version: int | None = None, **columns: Any
) -> ContactEvent:
    """Change a planned day by hand; ``day`` passes through the calendar."""
    if "day" in columns:
        columns |= _day_columns(on_day(columns["day"]))
    day, starts = columns.get("day", occasion.day), columns.get("starts", occasion.starts)
    _check_free(occasion.station, day, starts, occasion.kind, occasion.pk)
    return advance(occasion, "change", actor=actor, expected_version=expected_version, **columns)


def _day_columns(when: Planned) -> dict[str, Any]:
    return {"day": when.day, "planned_for": when.planned_for, "moved_why": when.why}


# --- Announcing and moving --------------------------------------------------------------------------------
def why_not_announced(occasion: Occasion, today: date | None = None) -> str:
    """Why the day cannot be announced now; empty where it can."""
    today = today or timezone.localdate()
    if not occasion.duties.filter(withdrew_at=None).exists():
        return _("Nobody is on duty yet. Name at least one deputy first.")
    if occasion.is_reception:
        return rules.why_not_announced(occasion.profile, occasion.day, today)
    return "" if occasion.day >= today else _("This day has passed. Choose another one.")


def announce(occasion: Occasion, *, actor: Actor, expected_version: int | None = None) -> ContactEvent:
    """Make the day public, at least the rule's days ahead; a symposium's guests and deputies are told."""
    why_not = why_not_announced(occasion)
    if occasion.status == "planned" and why_not:
        raise StepRefused(why_not)
    return advance(
        occasion, "announce", actor=actor, expected_version=expected_version, announced_at=timezone.now()
    )


@transaction.atomic
def postpone(
    occasion: Occasion, *, actor: Actor, day: date, note: str, expected_version: int | None = None
) -> ContactEvent:
    """Move an announced day. Whoever booked keeps the time on the new day, and is told."""
    when = on_day(day)
    why_not = rules.why_not_announced(occasion.profile, when.day, timezone.localdate())
    if why_not:
        raise Incomplete("day", why_not)
    if when.day == occasion.day:
        raise Incomplete("day", _("This is the present day. Choose another one."))
    _check_free(occasion.station, when.day, occasion.starts, occasion.kind, occasion.pk)
    event = advance(
        occasion,
        "postpone",
        actor=actor,
        note=clean(note),
        expected_version=expected_version,
        day=when.day,
        moved_why=clean(note)[:200],
        was_postponed=True,
    )
    occasion.visitors.update(expires_on=when.day + KEPT_FOR)
    return event


def cancel(
    occasion: Occasion, *, actor: Actor, note: str, expected_version: int | None = None
) -> ContactEvent:
    """Call the day off, with the reason; whoever booked is told."""
    if occasion.status == "held" and occasion.contact_records.exists():
        raise StepRefused(_("Matters are entered for this day already: it took place. Write the minutes."))
    return advance(occasion, "cancel", actor=actor, note=clean(note), expected_version=expected_version)


# --- Holding and minutes ----------------------------------------------------------------------------------
def hold(occasion: Occasion, *, actor: Actor, expected_version: int | None = None) -> ContactEvent:
    """The day takes place: the register is open and the time for the minutes begins to run."""
    if timezone.localdate() < occasion.day:
        raise StepRefused(
            _("The register opens on the day itself, %(day)s.") % {"day": formats.day(occasion.day)}
        )
    return advance(
        occasion,
        "hold",
        actor=actor,
        expected_version=expected_version,
        held_on=occasion.day,
        due_on=rules.minutes_due(occasion.profile, occasion.day),
    )


@transaction.atomic
def record(
    occasion: Occasion, *, actor: Actor, minutes: str, expected_version: int | None = None
) -> ContactEvent:
    """Write the minutes and close the day. Late ones are taken too, and count as late.

    A deputy who was there and heard nothing has a contact all the same; who did not come is marked so.
    """
    event = advance(
        occasion,
        "record",
        actor=actor,
        expected_version=expected_version,
        minutes=clean(minutes),
        recorded_at=timezone.now(),
    )
    occasion.visitors.expected().update(state=VisitorState.ABSENT, settled_at=timezone.now())
    _count_those_present(occasion, actor)
    return event


def _count_those_present(occasion: Occasion, actor: Actor) -> None:
    assert actor.user is not None  # the table lets nobody else write minutes
    have = set(occasion.contact_records.values_list("deputy", flat=True))
    for duty in occasion.duties.filter(withdrew_at=None).exclude(deputy__in=have):
        ContactRecord.objects.create(
            congress=occasion.congress,
            deputy_id=duty.deputy_id,
            channel=channel(occasion.kind),
            heard_on=occasion.held_on or occasion.day,
            is_organised=True,
            occasion=occasion,
            station=occasion.station,
            people=0,
            key=uuid4(),
            entered_by=actor.user,
        )


# --- Who is on duty ---------------------------------------------------------------------------------------
def _put_on_duty(occasion: Occasion, deputies: Sequence[Deputy]) -> None:
    Duty.objects.bulk_create([Duty(occasion=occasion, deputy=deputy) for deputy in dict.fromkeys(deputies)])


@transaction.atomic
def set_duty(
    occasion: Occasion, *, actor: Actor, deputies: Sequence[Deputy], expected_version: int | None = None
) -> ContactEvent:
    """Put ``deputies`` on duty instead of whoever was; one who withdrew does not come back this way."""
    withdrawn = set(occasion.duties.exclude(withdrew_at=None).values_list("deputy", flat=True))
    chosen = [deputy for deputy in deputies if deputy.pk not in withdrawn]
    if occasion.status == "announced" and not chosen:
        raise Incomplete("deputies", _("An announced day needs at least one deputy on duty."))
    event = advance(occasion, "change_duty", actor=actor, expected_version=expected_version)
    standing = occasion.duties.filter(withdrew_at=None)
    standing.exclude(deputy__in=chosen).delete()
    known = set(standing.values_list("deputy", flat=True))
    _put_on_duty(occasion, [deputy for deputy in chosen if deputy.pk not in known])
    return event
