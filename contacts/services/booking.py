"""Places on a reception day: booked by citizens, entered at the desk, given back with number and code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, StepRefused
from casework.numbers import new_number
from contacts.models import Visitor, VisitorState, Way
from contacts.people import columns_of, forget
from contacts.rota import slots
from feedback import receipts
from feedback.text import clean

if TYPE_CHECKING:
    from contacts.models import Occasion
    from deputies.models import Deputy
    from feedback.identity import Person


@dataclass(frozen=True, slots=True)
class Slot:
    """One time of the day and how many can still book it."""

    at: time
    free: int


def slots_of(occasion: Occasion) -> list[Slot]:
    taken = Counter(occasion.visitors.live().exclude(slot=None).values_list("slot", flat=True))
    times = slots(occasion.starts, occasion.ends, occasion.slot_minutes)
    return [Slot(at, max(0, occasion.per_slot - taken[at])) for at in times]


def why_not_booked(occasion: Occasion) -> str:
    """Why nobody can book now; empty where they can."""
    if occasion.status != "announced":
        return _("This day cannot be booked any more.")
    if timezone.now() >= occasion.begins_at:
        return _("The day has begun: please come without booking.")
    return ""


def book(
    occasion: Occasion,
    *,
    slot: time,
    person: Person,
    about: str,
    key: UUID,
    deputy: Deputy | None = None,
    language: str = "zh-hans",
) -> tuple[Visitor, str]:
    """Take a place; returns it with the code that gives it back. The same form sent twice is one place.

    Raises StepRefused where the day is over or this telephone has a place, Incomplete("slot") where it is full.
    """
    known = Visitor.objects.filter(key=key).first()
    if known is not None:
        return known, receipts.code_for(key)
    why_not = why_not_booked(occasion)
    if why_not:
        raise StepRefused(why_not)
    if slot not in slots(occasion.starts, occasion.ends, occasion.slot_minutes):
        raise Incomplete("slot", _("Choose one of the times of this day."))
    visitor = _new(occasion, Way.BOOKED, person, about, key, language)
    visitor.slot, visitor.deputy = slot, deputy
    _seat(visitor)
    return visitor, receipts.code_for(key)


def _new(
    occasion: Occasion, way: Way, person: Person, about: str, key: UUID, language: str = "zh-hans"
) -> Visitor:
    number = new_number()
    return Visitor(
        occasion=occasion,
        number=number,
        code_digest=receipts.digest_of(number, receipts.code_for(key)),
        key=key,
        way=way,
        about=clean(about)[:200],
        language=language,
        **columns_of(person, occasion.day),
    )


def _seat(visitor: Visitor) -> None:
    """The lowest free seat of the slot. Two at once: the database refuses the second, who tries the next one."""
    for seat in range(1, visitor.occasion.per_slot + 1):
        visitor.seat = seat
        try:
            with transaction.atomic():
                visitor.save(force_insert=True)
        except IntegrityError:
            _why_refused(visitor)
        else:
            return
    raise Incomplete("slot", _("This time has just been taken. Choose another one."))


def _why_refused(visitor: Visitor) -> None:
    """The seat is taken: go on. The telephone has a place already, or the form was sent twice: say so."""
    same = visitor.occasion.visitors.live().filter(phone_mark=visitor.phone_mark).exclude(phone_mark="")
    if same.exists():
        raise StepRefused(
            _(
                "With this telephone number a place is booked for this day already. To change it, give the first "
                "one back with its number and code."
            )
        )


@transaction.atomic
def give_back(visitor: Visitor) -> None:
    """The visitor does not come; the place is free and who it was is forgotten."""
    freed = Visitor.objects.filter(pk=visitor.pk, state=VisitorState.EXPECTED).update(
        state=VisitorState.CANCELLED, settled_at=timezone.now(), about=""
    )
    if not freed:
        raise StepRefused(_("This place was given back or used already."))
    visitor.state = VisitorState.CANCELLED
    forget(visitor)


@transaction.atomic
def walk_in(
    occasion: Occasion,
    *,
    person: Person,
    about: str,
    key: UUID,
    way: Way = Way.WALKED_IN,
    deputy: Deputy | None = None,
) -> Visitor:
    """Somebody at the desk, or invited, without a time of their own. The same form sent twice is one line."""
    known = Visitor.objects.filter(key=key).first()
    if known is not None:
        return known
    visitor = _new(occasion, way, person, about, key)
    visitor.deputy = deputy
    if way == Way.WALKED_IN:
        visitor.state, visitor.settled_at = VisitorState.CAME, timezone.now()
    try:
        with transaction.atomic():
            visitor.save(force_insert=True)
    except IntegrityError:
        raise StepRefused(_("Somebody with this telephone number stands in the register already.")) from None
    return visitor


def mark(visitor: Visitor, state: VisitorState) -> None:
    """At the desk: the visitor came, or did not."""
    if state not in (VisitorState.CAME, VisitorState.ABSENT):
        raise ValueError(state)
    changed = Visitor.objects.filter(pk=visitor.pk).exclude(state=VisitorState.CANCELLED)
    if not changed.update(state=state, settled_at=timezone.now()):
        raise StepRefused(_("This place was given back."))
    visitor.state = state


@transaction.atomic
def sign_in(occasion: Occasion, *, person: Person, device_mark: str, key: UUID) -> Visitor:
    """Attendance with the event code: the invited guest is found by the telephone, anybody else is a new line.

    StepRefused for an event that is not today.
    """
    if not is_today(occasion):
        raise StepRefused(_("Signing in is possible on the day of the event only."))
    known = occasion.visitors.filter(device_mark=device_mark).exclude(device_mark="").first()
    if known is not None:
        return known
    visitor = _new(occasion, Way.BY_CODE, person, "", key)
    guest = occasion.visitors.live().filter(phone_mark=visitor.phone_mark).exclude(phone_mark="").first()
    visitor = guest or visitor
    visitor.state, visitor.settled_at, visitor.device_mark = VisitorState.CAME, timezone.now(), device_mark
    visitor.save()
    return visitor


def is_today(occasion: Occasion) -> bool:
    """Whether the event is today and was not called off."""
    return occasion.day == timezone.localdate() and occasion.status in ("announced", "held")
