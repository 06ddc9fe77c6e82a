"""Reception days, brought to a status by the services alone."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import time_machine
from django.utils import timezone

from accounts.actors import Actor
from contacts import services
from contacts.models import Occasion, Visitor
from contacts.rota import Planned
from contacts.services import Heard, Plan
from feedback.identity import Person
from tests.factories import DeputyFactory
from tests.loops import BODY

if TYPE_CHECKING:
    from deputies.models import Deputy
    from tests.factories import County

GUEST = Person(name="王秀兰", phone="13900000000", email="xiulan@example.org")
MINUTES = "接待群众一人，反映搅拌站夜间噪声，已转交。"
WORKDAY = date(2026, 12, 15)  # a Tuesday


def another_deputy(county: County) -> Deputy:
    """A second deputy in office, from the same constituency."""
    deputy = DeputyFactory(congress=county.congress)
    mandate = county.deputy.mandates.get()
    deputy.mandates.create(term=mandate.term, constituency=mandate.constituency, starts_on=mandate.starts_on)
    return deputy


def planned(county: County, day: date | None = None, **changes: Any) -> Occasion:
    day = day or timezone.localdate() + timedelta(days=7)
    given: dict[str, Any] = {
        "congress": county.congress,
        "station": county.station,
        "when": Planned(day, day),
        "starts": time(9),
        "ends": time(11),
        "slot_minutes": 30,
        "deputies": [county.deputy],
    }
    return services.plan(Plan(**{**given, **changes}), actor=Actor.of(county.officer))


def announced(county: County, day: date | None = None, **changes: Any) -> Occasion:
    occasion = planned(county, day, **changes)
    services.announce(occasion, actor=Actor.of(county.officer))
    return occasion


def booked(occasion: Occasion, at: time = time(9), person: Person = GUEST, **changes: Any) -> Visitor:
    given = {"slot": at, "person": person, "about": "夜间噪声", "key": uuid4()}
    return services.book(occasion, **{**given, **changes})[0]


def held(county: County, **changes: Any) -> Occasion:
    """A day of last week or so, announced in time, whose register is open."""
    day = timezone.localdate()
    with time_machine.travel(timezone.now() - timedelta(days=10)):
        occasion = announced(county, day, **changes)
    services.hold(occasion, actor=Actor.of(county.officer))
    return occasion


def heard(county: County, **changes: Any) -> Heard:
    given: dict[str, Any] = {
        "congress": county.congress,
        "deputy": county.deputy,
        "channel": county.visit,
        "heard_on": timezone.localdate(),
        "said": BODY,
        "station": county.station,
        "division": county.village,
        "topic": county.topic,
        "person": GUEST,
    }
    return Heard(**{**given, **changes})


def recorded(county: County, **changes: Any) -> Occasion:
    occasion = held(county, **changes)
    services.record(occasion, actor=Actor.of(county.officer), minutes=MINUTES)
    return occasion
