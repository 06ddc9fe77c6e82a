"""Definitions: complete in both languages, and never changed without a new version."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import Actor
from deputies.models import Session
from reports.summary import catalogue, content, counting, freezing, lists, periods
from reports.summary.showing import live_page
from tests import loops
from tests.factories import CongressFactory, County

#: Version -> digest of all definitions. A changed definition asks for a new version and a new line.
KNOWN = {"1": "33aa0ca690a98d0b", "2": "d29ee62b242a1d49"}
pytestmark = pytest.mark.django_db


def test_a_changed_definition_has_a_new_version() -> None:
    assert KNOWN[catalogue.VERSION] == catalogue.fingerprint()


@pytest.mark.parametrize("one", catalogue.definitions(), ids=lambda one: one["code"])
def test_every_definition_is_whole_in_both_languages(one: dict[str, object]) -> None:
    for name in ("name", "definition", "source", "unit"):
        said = one[name]
        assert isinstance(said, dict)
        assert said["zh"] and said["en"]
        assert any("一" <= sign <= "鿿" for sign in said["zh"]), (one["code"], name)
    assert not one["share_of"] or one["share_of"] in catalogue.FIGURES


def this_year() -> periods.Period:
    return periods.year(timezone.localdate().year)


def test_lower_congresses_are_columns_and_nothing_is_counted_twice() -> None:
    upper, lower = County(), County()
    lower.congress.parent = upper.congress
    lower.congress.save()
    below = CongressFactory(parent=lower.congress, level="township")
    loops.fed_back(upper)
    loops.submitted(lower)
    loops.submitted(lower, congress=below)
    figures = content.live(upper.congress, this_year())["figures"]["opinions.received"]
    assert figures == {"total": 3, "columns": {"own": 1, lower.congress.code: 2}}
    assert counting.family_of(upper.congress).keys == tuple(
        sorted([upper.congress.pk, lower.congress.pk, below.pk])
    )


@pytest.mark.parametrize("frozen", [False, True])
def test_a_list_says_how_many_of_how_many_the_reader_may_see(frozen: bool) -> None:
    upper, lower = County(), County()
    lower.congress.parent = upper.congress
    lower.congress.save()
    loops.fed_back(upper)
    loops.submitted(lower)
    snapshot = freezing.freeze(upper.congress, this_year(), actor=Actor.of(upper.officer)) if frozen else None
    behind = lists.behind(
        upper.congress, this_year(), lists.Wanted("opinions.received"), upper.officer, snapshot
    )
    assert behind is not None
    assert (behind.number, len(behind.keys), behind.hidden) == (2, 1, 1)


def test_every_figure_is_as_long_as_its_list_in_every_group() -> None:
    county = County()
    for make in (loops.closed, loops.fed_back, loops.submitted):
        make(county)
    found = content.live(county.congress, this_year())
    for code, one in found["figures"].items():
        behind = lists.behind(county.congress, this_year(), lists.Wanted(code), county.committee, None)
        assert behind is not None
        assert behind.number == one["total"], code
    for by, rows in found["breakdowns"].items():
        for row in rows:
            wanted = lists.Wanted("opinions.received", by, row["key"])
            behind = lists.behind(county.congress, this_year(), wanted, county.committee, None)
            assert behind is not None
            assert behind.number == row["counts"]["received"], (by, row)


def test_the_time_between_two_sessions_is_a_period() -> None:
    county, today = County(), timezone.localdate()
    first = Session.objects.create(
        term=county.term, number=1, starts_on=today - timedelta(days=400), ends_on=today - timedelta(days=396)
    )
    second = Session.objects.create(
        term=county.term, number=2, starts_on=today + timedelta(days=10), ends_on=today + timedelta(days=14)
    )
    loops.submitted(county)
    period = periods.read(county.congress, f"session-{second.pk}")
    assert period is not None
    assert (period.first, period.last) == (
        first.ends_on + timedelta(days=1),
        second.starts_on - timedelta(days=1),
    )
    assert content.live(county.congress, period)["figures"]["opinions.received"]["total"] == 1
    assert periods.read(CongressFactory(), f"session-{second.pk}") is None


def test_a_small_number_is_not_compared() -> None:
    county = County()
    loops.submitted(county)
    page = live_page(content.live(county.congress, this_year()), county.congress.code, this_year())
    assert page.figure("opinions.received").note
