"""Words in the queue that nearly every case says: the list is looked through in its order, and up to a bound."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import sifting
from casework.models import Case
from casework.queues import Queue
from feedback import frequencies, search
from feedback import sifting as common
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture(autouse=True)
def common_from_one_text_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """As among a million cases: every word that stands in the sample is too common for the index."""
    monkeypatch.setattr(frequencies, "_known", {})
    monkeypatch.setattr(common, "MOST_FROM_THE_INDEX", 0)


def said(county: County, text: str, make=loops.submitted, due_on: str = "2026-12-01", **changes) -> Case:
    case = make(county, title=text, **changes)
    search.index_said([(case.pk, search.Said(title=text))])
    Case.objects.filter(pk=case.pk, closed_at=None).update(due_on=due_on)
    return case


def page(county: County, role: str = "officer", **given: str):
    return signed_in(county.staff[role]).get(reverse("queue"), given)


def keys(response) -> list[int]:
    return [row.pk for row, _url in response.context["rows"]]


def walked(county: County, **given: str) -> list[int]:
    """Every case on every page, forwards."""
    found: list[int] = []
    while True:
        response = page(county, **given)
        found += keys(response)
        if not response.context["page"].older:
            return found
        given = QueryDict(response.context["page"].older[1:]).dict()


@pytest.mark.parametrize("role", ["officer", "station", "committee"])
def test_they_are_found_in_the_order_of_the_list_and_by_nobody_else(county, role):
    late = said(county, "路口噪声", due_on="2026-12-03")
    early = said(county, "工地噪声", due_on="2026-12-02")
    said(county, "路口太黑")
    theirs = said(County(), "路口噪声")
    assert keys(page(county, role, q="噪声")) == [early.pk, late.pk]
    assert theirs.pk not in keys(page(county, role, q="噪声"))


@pytest.mark.parametrize(
    ("q", "hits"),
    [
        ("路口 噪声", "ab"),
        ("“路口噪声”", "a"),
        ("噪声 -工地", "a"),
        ("路口噪声", "a"),
        ("噪", "abc"),
        ("噪聲", "abc"),
    ],
)
def test_words_phrases_and_what_is_ruled_out_are_told_apart_as_by_the_index(county, q, hits, monkeypatch):
    cases = {
        "a": said(county, "路口噪声", due_on="2026-12-01"),
        "b": said(county, "路口旁工地噪声", due_on="2026-12-02"),
        "c": said(county, "工地噪声", due_on="2026-12-03"),
        "d": said(county, "太黑", due_on="2026-12-04"),
    }
    expected = [cases[one].pk for one in hits]
    assert keys(page(county, q=q)) == expected
    monkeypatch.setattr(common, "MOST_FROM_THE_INDEX", 6_500)
    assert keys(page(county, q=q)) == expected


def test_filters_go_together_with_them(county):
    wanted = said(county, "路口噪声", make=loops.with_deputy)
    said(county, "路口噪声")
    assert keys(page(county, q="噪声", group="deputy")) == [wanted.pk]
    closed = said(county, "工地噪声", make=loops.withdrawn)
    assert keys(page(county, q="噪声", group="closed")) == [closed.pk]


def test_pages_forwards_and_backwards_show_each_of_them_once(county):
    cases = [said(county, "路口噪声" if n % 3 else "太黑") for n in range(60)]
    every = [one.pk for n, one in enumerate(cases) if n % 3]
    assert walked(county, q="噪声") == every
    first = page(county, q="噪声")
    second = page(county, **QueryDict(first.context["page"].older[1:]).dict())
    back = page(county, **QueryDict(second.context["page"].newer[1:]).dict())
    assert keys(back) == keys(first) == every[:25]


def test_a_page_ends_at_the_bound_and_says_where_it_goes_on(county, monkeypatch):
    """Words that are common everywhere but among what the filters leave."""
    monkeypatch.setattr(sifting, "MOST", 10)
    for _ in range(25):
        said(county, "太黑", due_on="2026-12-01")
    last = said(county, "噪声", due_on="2026-12-02")
    for _ in range(3):
        said(county, "太黑", due_on="2026-12-03")
    first = page(county, q="噪声")
    assert keys(first) == [] and first.context["page"].looked_at == 10
    assert "本页已按列表顺序查看 10 件" in first.content.decode()
    assert "没有符合筛选条件的事项" not in first.content.decode()
    assert walked(county, q="噪声") == [last.pk]
    end = first
    while end.context["page"].older:
        end = page(county, **QueryDict(end.context["page"].older[1:]).dict())
    assert keys(end) == [last.pk] and not end.context["page"].looked_at
    back = page(county, **QueryDict(end.context["page"].newer[1:]).dict())
    assert keys(back) == [] and back.context["page"].further == back.context["page"].newer != ""


def test_the_case_that_follows_says_them_too(county):
    first, between, second = said(county, "噪声"), said(county, "太黑"), said(county, "路口噪声")
    queue = Queue(county.officer, QueryDict("q=噪声"))
    assert queue.next_after(first.due_on, first.pk) is not None
    Case.objects.filter(pk__in=[first.pk, between.pk, second.pk]).update(due_on="2026-12-01")
    following = queue.next_after(Case.objects.get(pk=first.pk).due_on, first.pk)
    assert following == second
    assert queue.next_after(following.due_on, second.pk) == first


@pytest.mark.parametrize("role", ["officer", "station", "committee"])
@pytest.mark.parametrize("rows", [5, 60])
def test_a_page_costs_few_statements_and_reads_no_more_texts_than_it_may(county, role, rows, monkeypatch):
    monkeypatch.setattr(sifting, "MOST", 40)
    asked: list[int] = []
    looks = common.Common.__call__
    monkeypatch.setattr(
        common.Common, "__call__", lambda self, keys: asked.append(len(keys)) or looks(self, keys)
    )
    for n in range(rows):
        said(county, "噪声" if n == rows - 1 else "太黑")
    client = signed_in(county.staff[role])
    client.get(reverse("queue"), {"q": "噪声"})
    asked.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("queue"), {"q": "噪声"})
    assert len(queries) <= MOST_QUERIES
    assert sum(asked) <= 40
    assert not any(search.INDEX.function in one["sql"] or " MATCH " in one["sql"] for one in queries)


def test_rare_words_are_taken_from_the_index(county, monkeypatch):
    monkeypatch.setattr(common, "MOST_FROM_THE_INDEX", 6_500)
    said(county, "噪声")
    with CaptureQueriesContext(connection) as queries:
        page(county, q="噪声")
    assert any(search.INDEX.function in one["sql"] or " MATCH " in one["sql"] for one in queries)
