"""A frozen summary recomputes to the same, whatever happens afterwards; a correction keeps the old one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.append_only import AppendOnlyError
from casework.errors import Incomplete, NotAllowed
from reports.models import FrozenSet, Snapshot
from reports.summary import catalogue, content, freezing, frozen, periods, rollups
from reports.summary.counting import family_of
from reports.summary.terms import Scope
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def county(module_transaction: None) -> County:
    county = County()
    for status in sorted(loops.TO_STATUS):
        loops.TO_STATUS[status](county)
    return county


def this_year() -> periods.Period:
    return periods.year(timezone.localdate().year)


@pytest.fixture
def snapshot(county: County) -> Snapshot:
    return freezing.freeze(county.congress, this_year(), actor=Actor.of(county.officer))


def test_a_frozen_summary_says_what_the_live_one_said(county: County, snapshot: Snapshot) -> None:
    live = content.live(county.congress, this_year())
    for part in ("figures", "times", "columns"):
        assert snapshot.content[part] == live[part], part
    for name, rows in live["breakdowns"].items():
        assert [one["counts"] for one in snapshot.content["breakdowns"][name]] == [
            r["counts"] for r in rows
        ], name


def test_it_recomputes_to_the_same_after_everything_has_moved_on(county: County, snapshot: Snapshot) -> None:
    before = content.live(county.congress, this_year())["figures"]["opinions.received"]["total"]
    loops.fed_back(county)
    assert content.live(county.congress, this_year())["figures"]["opinions.received"]["total"] == before + 1
    assert freezing.verify(snapshot) == []
    assert Snapshot.objects.get(pk=snapshot.pk).content["figures"]["opinions.received"]["total"] == before


def test_a_number_that_was_changed_is_found(snapshot: Snapshot) -> None:
    snapshot.content["figures"]["opinions.answered"]["total"] += 1
    assert len(freezing.verify(snapshot)) == 2  # the checksum, and the count


def test_rows_that_were_changed_are_found(snapshot: Snapshot) -> None:
    one = snapshot.sets.get(population="opinions")
    columns = frozen.unpack(bytes(one.packed))
    columns["bits"][0] ^= 2
    FrozenSet._base_manager.model.objects.none()
    super(type(FrozenSet.objects.all()), FrozenSet.objects.filter(pk=one.pk)).update(
        packed=frozen.pack(columns)
    )
    assert freezing.verify(Snapshot.objects.get(pk=snapshot.pk))


def test_it_is_neither_changed_nor_removed(snapshot: Snapshot) -> None:
    with pytest.raises(AppendOnlyError):
        snapshot.save()
    with pytest.raises(AppendOnlyError):
        Snapshot.objects.update(checksum="")
    with pytest.raises(AppendOnlyError):
        snapshot.sets.all().delete()


def test_a_correction_is_a_new_edition_with_a_reason(county: County, snapshot: Snapshot) -> None:
    with pytest.raises(Incomplete):
        freezing.freeze(county.congress, this_year(), actor=Actor.of(county.officer))
    second = freezing.freeze(
        county.congress, this_year(), actor=Actor.of(county.officer), reason="一处渠道录错。"
    )
    assert (second.edition, snapshot.edition) == (2, 1)
    assert freezing.latest(county.congress, this_year().key) == second
    assert Snapshot.objects.filter(pk=snapshot.pk).exists()


@pytest.mark.parametrize("role", ["deputy", "handler", "head", "operator", "station"])
def test_nobody_else_freezes(county: County, role: str) -> None:
    with pytest.raises(NotAllowed):
        freezing.freeze(county.congress, this_year(), actor=Actor.of(county.staff[role]))


def test_the_frozen_set_holds_keys_and_marks_alone(county: County, snapshot: Snapshot) -> None:
    for name, columns in freezing.sets_of(snapshot).items():
        assert set(columns) <= {
            "id",
            "column",
            "bits",
            "month",
            "workdays",
            "tenths",
            "hot",
            *catalogue.DIMENSIONS,
        }, name
    said = frozen.canonical(snapshot.content).decode()
    assert loops.PERSON.name not in said
    assert county.deputy.name not in said


def test_the_figures_of_each_set_are_those_of_the_slow_query(county: County, snapshot: Snapshot) -> None:
    family = family_of(county.congress)
    scope = Scope.of(family.keys, this_year())
    for code, figure in catalogue.FIGURES.items():
        assert snapshot.content["figures"][code]["total"] == figure.rows(scope).count(), code


def test_dates_that_pass_move_live_figures_and_no_frozen_one(
    county: County, snapshot: Snapshot, time_machine: object
) -> None:
    time_machine.move_to(timezone.now() + timedelta(days=200))  # type: ignore[attr-defined]
    assert freezing.verify(snapshot) == []
    rollups.refresh()
