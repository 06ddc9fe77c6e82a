"""The picture of a congress, drawn from the tables and kept in the process for half a minute."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q

from casework.models import Topic, TopicOrgan
from deputies.models import (
    Deputy,
    Division,
    DivisionAlias,
    LiaisonStation,
    Mandate,
    Organ,
    OrganAlias,
    PeoplesCongress,
    StationMembership,
)
from deputies.models.deputy import MandateStatus
from feedback.models import TopicRule
from feedback.routing.rules import Rule
from feedback.routing.thresholds import thresholds_of
from feedback.routing.world import DeputySeat, NamedOrgan, Place, Station, UsualOrgan, World

if TYPE_CHECKING:
    from collections.abc import Iterable

FRESH_SECONDS = 30.0
_drawn: dict[int, tuple[float, World]] = {}
_lock = threading.Lock()


def world_of(congress: PeoplesCongress) -> World:
    """The congress as of half a minute ago at most: ten small queries, then nothing until it is old."""
    known = _drawn.get(congress.pk)
    if known is None or time.monotonic() - known[0] > FRESH_SECONDS:
        with _lock:
            known = _drawn[congress.pk] = (time.monotonic(), draw(congress))
    return known[1]


def forget() -> None:
    """Draw anew at the next question: after a load, and between tests."""
    _drawn.clear()


def draw(congress: PeoplesCongress) -> World:
    """The congress as the tables have it now."""
    division, set_by_office = congress.division, thresholds_of(congress)
    return World(
        places=tuple(_places(division)),
        stations=tuple(_stations(congress)),
        deputies=tuple(_deputies(congress)),
        organs=tuple(_organs(congress)),
        topics=dict(Topic.objects.filter(is_active=True).values_list("pk", "name")),
        usual={
            topic_id: UsualOrgan(organ_id, sends)
            for topic_id, organ_id, sends in TopicOrgan.objects.filter(
                congress=congress, organ__is_active=True
            ).values_list("topic", "organ", "sends_without_office")
        },
        rules=tuple(_rules(congress)),
        home=division.name,
        threshold=set_by_office.of_profile / 100,
        topic_threshold=set_by_office.propose_from / 100,
    )


def topic_codes() -> dict[int, str]:
    """The code of each topic by its key."""
    return dict(Topic.objects.values_list("pk", "code"))


def _places(division: Division) -> Iterable[Place]:
    inside = Division.objects.current().under([division.code])
    others: dict[int, list[str]] = defaultdict(list)
    aliases = DivisionAlias.objects.filter(division__in=inside.order_by().values("pk")).order_by("pk")
    for division_id, spelling in aliases.values_list("division", "spelling"):
        others[division_id].append(spelling)
    for pk, code, name, level in inside.order_by("code").values_list("pk", "code", "name", "level"):
        yield Place(pk, code, name, level, tuple(others[pk]))


def _stations(congress: PeoplesCongress) -> Iterable[Station]:
    rows = LiaisonStation.objects.filter(congress=congress, is_open=True).order_by("code")
    return (Station(*row) for row in rows.values_list("pk", "name", "division__code"))


def _deputies(congress: PeoplesCongress) -> Iterable[DeputySeat]:
    codes: dict[int, set[str]] = defaultdict(set)
    seats = Mandate.objects.filter(
        deputy__congress=congress, status=MandateStatus.IN_FORCE, constituency__isnull=False
    )
    for deputy_id, code in seats.values_list("deputy", "constituency__divisions__code"):
        codes[deputy_id] |= {code} if code else set()
    stations: dict[int, set[int]] = defaultdict(set)
    open_ones = StationMembership.objects.filter(deputy__congress=congress, station__is_open=True)
    for deputy_id, station_id in open_ones.values_list("deputy", "station"):
        stations[deputy_id].add(station_id)
    for pk, name in (
        Deputy.objects.in_office().filter(congress=congress).order_by("pk").values_list("pk", "name")
    ):
        yield DeputySeat(pk, name, frozenset(codes[pk]), frozenset(stations[pk]))


def _organs(congress: PeoplesCongress) -> Iterable[NamedOrgan]:
    aliases: dict[int, list[str]] = defaultdict(list)
    for organ_id, spelling in OrganAlias.objects.filter(organ__congress=congress).values_list(
        "organ", "spelling"
    ):
        aliases[organ_id].append(spelling)
    rows = Organ.objects.filter(congress=congress, is_active=True).order_by("pk")
    for pk, name, short in rows.values_list("pk", "name", "short_name"):
        yield NamedOrgan(pk, tuple(filter(None, (name, short, *aliases[pk]))))


def _rules(congress: PeoplesCongress) -> Iterable[Rule]:
    known = TopicRule.objects.filter(
        Q(congress=congress) | Q(congress=None), is_active=True, topic__is_active=True
    )
    rows = known.order_by("pk").values_list("pk", "topic", "words", "excluded", "organ", "organ__congress")
    for pk, topic_id, words, excluded, organ_id, organ_congress in rows:
        # A rule of all congresses may name an organ of one: it counts there alone.
        own = organ_id if organ_congress == congress.pk else None
        yield Rule(pk, topic_id, words, excluded, own)
