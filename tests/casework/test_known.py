"""Rows kept in the process: read together, read once, never older than half a minute."""

from types import SimpleNamespace

import pytest

from casework import known
from casework.models import Case
from deputies.models import LiaisonStation, Organ
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases():
    county = County()
    made = [loops.handling(county) for _ in range(3)]
    known.forget()
    return Case.objects.filter(pk__in=[case.pk for case in made]).order_by("pk")


def test_all_rows_get_theirs_for_one_query_a_table_and_then_for_none(cases, django_assert_num_queries):
    first, second = list(cases), list(cases)
    with django_assert_num_queries(2):
        known.fill_in(first, "organ", "station")
    with django_assert_num_queries(0):
        known.fill_in(second, "organ", "station")
        assert [case.organ for case in second] == [case.organ for case in first]
        assert [case.organ.pk for case in second] == [case.organ_id for case in second]


def test_what_is_not_there_stays_empty(cases, django_assert_num_queries):
    case = cases[0]
    case.station = None
    with django_assert_num_queries(0):
        known.fill_in([case, None], "station")
    assert case.station is None
    assert known.one(LiaisonStation, 0) is None


def test_a_change_is_seen_after_half_a_minute(cases, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(known.time, "monotonic", lambda: clock[0])
    case = cases[0]
    assert known.one(Organ, case.organ_id).name != "新名称"
    Organ.objects.filter(pk=case.organ_id).update(name="新名称")
    clock[0] += known.FRESH_SECONDS + 1
    known.fill_in([case], "organ")
    assert case.organ.name == "新名称"


def test_memory_has_a_bound(cases, monkeypatch):
    monkeypatch.setattr(known, "MOST", 1)
    for name in ("organ", "station", "channel"):
        known.fill_in(list(cases), name)
    assert len(known._kept) == 1


def test_a_row_is_known_by_its_code_unless_two_bear_it(cases, django_assert_num_queries):
    station = cases[0].station
    with django_assert_num_queries(1):
        assert known.named(LiaisonStation, code=station.code) == station
        assert known.named(LiaisonStation, code=station.code) == station
    known.forget()
    LiaisonStation.objects.exclude(pk=station.pk).delete()
    assert known.named(LiaisonStation, code="no such code") is None
    assert known.named(LiaisonStation, code=station.code) == station
    known.forget()
    County()
    LiaisonStation.objects.update(code=station.code)
    assert known.named(LiaisonStation, code=station.code) is None


def test_a_count_is_asked_for_once_in_half_a_minute_for_each_reader(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("casework.known.time", SimpleNamespace(monotonic=lambda: now[0]))
    asked = iter(range(1, 9))
    assert known.counted("guidance_desk", 1, lambda: next(asked)) == 1
    now[0] = 20.0
    assert known.counted("guidance_desk", 1, lambda: next(asked)) == 1
    assert known.counted("guidance_desk", 2, lambda: next(asked)) == 2
    now[0] = 31.0
    assert known.counted("guidance_desk", 1, lambda: next(asked)) == 3
    assert known.counted("guidance_desk", 2, lambda: next(asked)) == 2
