"""What is found stands in a sensible order, in pages, and says how far back it reaches."""

from __future__ import annotations

import pytest

from casework.access import visible_to
from casework.models import Case
from feedback import frequencies, ranking, search
from feedback.ranking import Ranked, ranked
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequencies, "_known", {})


@pytest.fixture
def county() -> County:
    return County()


def said(county: County, title: str, text: str = "", **more: object) -> Case:
    case = loops.submitted(county, body=f"{title}。{text}", **more)
    search.index_said([(case.pk, search.Said(title=title, text=text))])
    return case


def keys(found: Ranked) -> list[int]:
    return [key for _score, _at, key in found.rows]


def ask(query: str, **more: object) -> list[int]:
    return keys(ranked(Case.objects.all(), query, size=50, **more))  # type: ignore[arg-type]


def test_a_word_in_the_title_comes_before_one_in_the_text_and_the_latest_first(county: County) -> None:
    early = said(county, "路灯坏了", "三个月")
    late = said(county, "路灯又坏了", "四个月")
    only_text = said(county, "夜里太黑", "村口路灯坏了")
    assert ask("路灯") == [late.pk, early.pk, only_text.pk]


def test_a_rare_word_in_the_title_weighs_more_than_a_common_one(county: County) -> None:
    common = said(county, "村口路灯", "旁边有萤火虫")
    rare = said(county, "河边萤火虫", "路灯太亮")
    for _ in range(6):
        said(county, "路灯坏了", "")
    assert ask("路灯 萤火虫") == [rare.pk, common.pk]


def test_pages_follow_one_another_without_gap_or_repetition(county: County) -> None:
    every = {said(county, "路灯坏了" if n % 2 else "太黑", "路灯").pk for n in range(7)}
    seen: list[int] = []
    after = None
    while True:
        page = ranked(Case.objects.all(), "路灯", size=3, after=after)
        if not page.rows:
            break
        assert page.total == 7
        seen += keys(page)
        after = page.rows[-1]
    assert sorted(seen) == sorted(every) and len(seen) == 7


@pytest.mark.parametrize("is_narrow", [False, True])
def test_of_a_very_common_word_the_latest_are_ranked_and_the_rest_can_be_asked_for(
    county: County, monkeypatch: pytest.MonkeyPatch, is_narrow: bool
) -> None:
    monkeypatch.setattr(ranking, "MOST_RANKED", 3)
    monkeypatch.setattr(ranking, "MOST_KEYS", 4)
    made = [said(county, "路灯坏了").pk for _ in range(10)]
    seen: list[int] = []
    until = 0
    for _ in range(10):
        page = ranked(Case.objects.all(), "路灯", size=50, until=until, is_narrow=is_narrow)
        seen += keys(page)
        until = page.until
        if not until:
            break
    assert sorted(seen) == made


def test_only_what_the_reader_may_see_is_ranked(county: County) -> None:
    said(County(), "路灯坏了")
    mine = said(county, "路灯坏了")
    for is_narrow in (False, True):
        page = ranked(visible_to(county.officer), "路灯", size=5, is_narrow=is_narrow)
        assert keys(page) == [mine.pk] and page.total == 1


def test_somebody_who_sees_nothing_finds_nothing(county: County) -> None:
    said(county, "路灯坏了")
    assert ranked(Case.objects.none(), "路灯", size=5) == Ranked([], 0)


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("“村口路灯”", True),
        ("“路灯村口”", False),
        ('"路灯 坏了"', True),
        ("「路灯坏了」", False),
        ("路灯 -坏了", False),
        ("路灯 -好了", True),
        ("路灯 -“坏了 三个月”", False),
        ("路燈", True),
        ("路灯", True),
        ("wifi", True),
        ("ＷＩＦＩ", True),
        ("12348", True),
        ("GB12", True),
        ("路\u200b灯", True),
        ("灯", True),
        ("-路灯", False),
        ("😀", False),
        ("", False),
    ],
)
def test_a_query_says_what_it_means(county: County, query: str, is_found: bool) -> None:
    case = said(county, "村口路灯,坏了 三个月", "Wifi也断,标准GB12348,站")
    assert ask(query) == ([case.pk] if is_found else [])


def test_the_public_finds_and_rules_out_by_what_is_published_alone(county: County) -> None:
    case = loops.fed_back(county, body="村口路灯坏了三个月")
    search.index_case(case.pk, "村口路灯坏了三个月", "邻居李四偷了井盖")
    public = {"published_only": True}
    assert ask("路灯", **public) == ask("路灯 -井盖", **public) == ask("井盖") == [case.pk]
    assert ask("井盖", **public) == ask("路灯 -三个月", **public) == ask("路灯 -井盖") == []
