"""Daily counts are equal to the slow query: after any history, whenever they were refreshed, and when dates pass."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.actors import Actor
from casework.models import Case
from feedback import services
from reports.models import CountMark, DayCount
from reports.summary import catalogue, content, counting, periods, rollups, sums
from reports.summary.counting import family_of
from reports.summary.terms import Scope
from tests import loops
from tests.factories import County
from tests.test_whole_cases import TRIES, People, World, _try

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def people(module_transaction: None) -> People:
    return People(County())


def differences(county: County, *, years: tuple[int, ...] = (0, 1)) -> list[str]:
    """Where the daily counts say anything else than the cases."""
    family = family_of(county.congress)
    found = []
    for back in years:
        scope = Scope.of(family.keys, periods.year(timezone.localdate().year - back))
        fast, slow = counting._fast(family, scope), counting.slowly(family, scope)
        for part, one, other in zip(("figures", "breakdowns", "workdays", "days"), fast, slow, strict=True):
            if _plain(one) != _plain(other):
                found += [f"{scope.first.year} {part} {line}" for line in _apart(_plain(one), _plain(other))]
    return found


def _apart(one: Any, other: Any) -> list[str]:
    """What is not the same in two mappings, and nothing of what is."""
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return [f"{one} is not {other}"]
    keys = sorted({key for key in (*one, *other) if one.get(key) != other.get(key)}, key=str)
    return [f"{key}: {line}" for key in keys for line in _apart(one.get(key), other.get(key))]


def _plain(value: Any) -> Any:
    """Without noughts, so that a group nobody is in equals one that is not there."""
    if isinstance(value, Counter):
        return {key: n for key, n in value.items() if n}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [(row.key, row.name, {name: n for name, n in row.counts.items() if n}) for row in value]
    return value


# No shrinking: a history of twenty steps takes minutes to shorten, and the difference names the figure by itself.
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    tries=TRIES,
    waits=st.lists(st.integers(0, 40), max_size=22),
    refreshed=st.lists(st.booleans(), max_size=22),
)
def test_counts_equal_the_slow_query_after_any_history(
    people: People, tries: list[Any], waits: list[int], refreshed: list[bool]
) -> None:
    """Any steps by anybody, days passing in between, refreshed now and then: in the end both say the same."""
    with transaction.atomic(), time_machine.travel(timezone.now(), tick=True) as clock:
        CountMark.objects.all().delete()
        world = World(people.county, people)
        rollups.refresh()
        for n, ((kind, action), name, is_entitled, one, draw) in enumerate(tries):
            _try(world, kind, action, name, is_entitled, one, draw)
            clock.shift(timedelta(days=waits[n] if n < len(waits) else 0))
            if n < len(refreshed) and refreshed[n]:
                rollups.refresh()
        rollups.refresh()
        assert not differences(people.county)
        transaction.set_rollback(True)


def test_a_case_that_falls_due_is_late_without_any_event(people: People) -> None:
    county = people.county
    case = loops.registered(county)
    rollups.rebuild()
    CountMark.objects.update(seen_id=10**9, event_id=10**9)  # no event leads there any more
    before = content.live(county.congress, this_year())["figures"]["opinions.late"]["total"]
    with time_machine.travel(timezone.now() + timedelta(days=100)):
        assert Case.objects.get(pk=case.pk).due_on < timezone.localdate()  # type: ignore[operator]
        rollups.refresh()
        assert not differences(county)
        assert (
            content.live(county.congress, periods.year(case.opened_at.year))["figures"]["opinions.late"][
                "total"
            ]
            > before
        )


def test_a_calendar_that_is_published_makes_provisional_dates_firm(people: People) -> None:
    county = people.county
    loops.registered(county)
    Case.objects.filter(closed_at=None).update(due_provisional=True)
    rollups.rebuild()
    Case.objects.filter(closed_at=None).update(due_provisional=False, answer_provisional=False)
    rollups.refresh()
    assert not differences(county)


def test_an_event_that_was_committed_late_is_counted(people: People) -> None:
    """Of two transactions the one with the smaller number may be stored last."""
    county = people.county
    loops.submitted(county)
    rollups.rebuild()
    case = loops.submitted(county)
    rollups.refresh()
    services.register(case, actor=Actor.of(county.officer))
    rollups.refresh()
    assert not differences(county)


def test_an_opinion_that_becomes_a_complaint_is_counted_no_more(people: People) -> None:
    county = people.county
    case = loops.registered(county)
    rollups.rebuild()
    before = content.live(county.congress, this_year())["figures"]["opinions.received"]["total"]
    services.hand_over(case, actor=Actor.of(county.officer), note="涉及代表行为。")
    rollups.refresh()
    assert content.live(county.congress, this_year())["figures"]["opinions.received"]["total"] == before - 1
    assert not differences(county)


def test_a_second_refresh_changes_nothing(people: People) -> None:
    rollups.rebuild()
    then = list(
        DayCount.objects.order_by("congress", "day", "by", "key").values("day", "by", "key", "received")
    )
    rollups.refresh()
    rollups.recount(timezone.localdate())
    now = list(
        DayCount.objects.order_by("congress", "day", "by", "key").values("day", "by", "key", "received")
    )
    assert now == then


def test_counting_a_day_again_writes_only_the_rows_that_differ(people: People) -> None:
    """A whole year is counted each night: rows that are right stay as they are, and leave nothing to clean up."""
    loops.registered(people.county)
    rollups.rebuild()
    then = set(DayCount.objects.values_list("pk", flat=True))
    wrong = DayCount.objects.order_by("pk").first()
    assert wrong is not None
    DayCount.objects.filter(pk=wrong.pk).update(received=wrong.received + 7)
    rollups.recount(wrong.day)
    now = set(DayCount.objects.values_list("pk", flat=True))
    assert then - now == {wrong.pk}
    assert len(now) == len(then)
    assert not differences(people.county)


def test_every_measure_is_a_figure_of_opinions() -> None:
    assert {f"opinions.{name}" for name in sums.COUNTED} == set(catalogue.OPINION_CODES)


def this_year() -> periods.Period:
    return periods.year(timezone.localdate().year)


def test_the_first_count_goes_on_where_it_was_left(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """A million opinions take longer than a worker may work at once."""
    county = people.county
    for days in (100, 60, 1):
        with time_machine.travel(timezone.now() - timedelta(days=days)):
            loops.submitted(county)
    CountMark.objects.all().delete()
    DayCount.objects.all().delete()
    monkeypatch.setattr(rollups, "_AT_ONCE", 0.0)
    monkeypatch.setattr(rollups, "_SPAN", 30)
    monkeypatch.setattr(rollups, "monotonic", iter(range(0, 2000)).__next__)
    turns = 0
    while not sums.is_complete():
        rollups.refresh()
        turns += 1
        if turns == 2:
            case = loops.submitted(county)  # meanwhile
            services.register(case, actor=Actor.of(county.officer))
        monkeypatch.setattr(rollups, "_AT_ONCE", 1.0)
        assert turns < 50
    rollups.refresh()
    assert turns > 2
    assert not differences(county)
