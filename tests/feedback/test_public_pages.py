"""Pages for everyone: the first page, what was published, and how light all of them are."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from casework.models import Case
from feedback import services
from feedback.search import index_case, index_events
from tests import loops
from tests.factories import County, DivisionFactory, TopicFactory
from tests.feedback.test_receipt_page import at, opened

pytestmark = pytest.mark.django_db
MOST_BYTES = 60_000
DIST = Path(settings.BASE_DIR, "static", "dist")


@pytest.fixture
def county() -> County:
    return County()


def page_of(response: Any) -> str:
    return str(response.content.decode())


def test_the_first_page_counts_the_month_and_shows_the_latest_answers(english, county):
    loops.submitted(county)
    answered = loops.fed_back(county)
    page = page_of(english.get(reverse("home")))
    assert reverse("published_case", args=[answered.pk]) in page and loops.REPLY[:20] in page
    assert "<strong>2</strong>" in page and "<strong>1</strong>" in page


def test_the_first_page_works_before_anything_is_there(client):
    assert client.get(reverse("home")).status_code == 200


def test_the_first_page_asks_the_database_nothing_for_some_minutes(client, county):
    client.get(reverse("home"))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("home"))
    assert len(captured) == 0


def test_each_language_has_its_own_first_page(client, county):
    loops.fed_back(county)
    pages = [
        page_of(client.get(reverse("home"), headers={"accept-language": one})) for one in ("en", "zh-hans")
    ]
    assert "environment" in pages[0] and "环境保护" in pages[1]


@pytest.mark.parametrize("changes", [{"publish": False}, {"confidential": True}])
def test_what_is_not_for_the_public_is_nowhere(client, county, changes):
    case = loops.fed_back(county, **changes)
    index_case(case.pk, case.opinion.body)
    assert client.get(reverse("published_case", args=[case.pk])).status_code == 404
    for url in (reverse("home"), reverse("published"), reverse("published") + "?q=搅拌站"):
        assert case.title not in page_of(client.get(url))


@pytest.mark.parametrize(
    "status",
    [name for name in loops.TO_STATUS if name not in ("fed_back", "rated", "closed", "closed_unsatisfied")],
)
def test_an_opinion_without_an_answer_is_not_public(client, county, status):
    case = loops.TO_STATUS[status](county)
    assert client.get(reverse("published_case", args=[case.pk])).status_code == 404


def test_a_public_page_names_nobody_and_stars_out_numbers(client, county):
    case = loops.fed_back(
        county, body="城关镇东街路灯不亮,请打13912345678找我,身份证11010119900307123X。", place="东街12号王家"
    )
    page = page_of(client.get(reverse("published_case", args=[case.pk])))
    assert "路灯不亮" in page and "139********" in page and loops.REPLY in page
    for private in (
        "13912345678",
        "11010119900307123X",
        "王秀兰",
        "xiulan@example.org",
        "东街12号王家",
        case.number,
    ):
        assert private not in page


def test_published_opinions_are_found_by_words_topic_and_place(client, county):
    noise = loops.fed_back(county)
    other_place = DivisionFactory(code=f"{county.place.code}102", name="青山乡", level=4, parent=county.place)
    light = loops.fed_back(
        county, body="青山乡路灯坏了三个星期。", division=other_place, topic=TopicFactory()
    )
    for case in (noise, light):
        index_case(case.pk, f"{case.title}\n{case.opinion.body}")

    def listed(**query: Any) -> list[int]:
        page = page_of(client.get(reverse("published"), query))
        return [case.pk for case in (noise, light) if reverse("published_case", args=[case.pk]) in page]

    assert listed() == [noise.pk, light.pk]
    assert listed(q="路灯") == [light.pk]
    assert listed(topic=noise.topic_id) == [noise.pk]
    assert listed(place=county.township.pk) == [noise.pk]
    assert listed(q="地铁") == []


def test_what_was_searched_for_is_marked_in_the_public_words_alone(client, county):
    case = loops.fed_back(county, body="青山乡路灯坏了三个星期,电话13812345678。")
    services.add_remark(case, words="邻居李四偷了井盖")
    index_events(list(case.events.all()))
    page = page_of(client.get(reverse("published"), {"q": "路灯 三个星期"}))
    assert "<mark>路灯</mark>" in page and "<mark>三个星期</mark>" in page and "13812345678" not in page
    for words in ("井盖", "路灯 井盖"):
        page = page_of(client.get(reverse("published"), {"q": words}))
        assert reverse("published_case", args=[case.pk]) not in page
    page = page_of(client.get(reverse("published"), {"q": "路灯 -井盖"}))
    assert reverse("published_case", args=[case.pk]) in page


@pytest.mark.parametrize(
    "query", ["?topic=abc", "?place=99999", "?after=zzz", "?q=%25'\"", "?before=&after="]
)
def test_strange_queries_are_answered(client, county, query):
    loops.fed_back(county)
    assert client.get(reverse("published") + query).status_code == 200


@pytest.mark.parametrize("name", ["published", "find"])
def test_a_character_that_no_page_sends_is_refused_and_never_a_fault(client, name):
    assert client.get(reverse(name) + "?q=%00").status_code == 400


def test_the_list_goes_on_page_by_page_at_the_same_cost(client, county):
    with CaptureQueriesContext(connection):
        cases = [loops.fed_back(county) for _ in range(23)]
    first = client.get(reverse("published"))
    older = first.context["page"].older
    with CaptureQueriesContext(connection) as captured:
        second = client.get(reverse("published") + older)
    shown = {row.pk for row in first.context["rows"]} | {row.pk for row in second.context["rows"]}
    assert shown == {case.pk for case in cases} and len(captured) <= 4


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", ["home", "write", "track", "find", "published", "privacy", "accessibility"])
def test_public_pages_are_there_without_script_or_style_of_their_own(client, county, name, language):
    with translation.override(language):
        answer = client.get(reverse(name), headers={"accept-language": language})
    page = page_of(answer)
    assert answer.status_code == 200 and page.count("<h1") == 1
    assert " style=" not in page and "<style" not in page and "onclick" not in page
    assert "<script>" not in page and "https://" not in page


def _weight(page: bytes) -> int:
    return len(page) + sum((DIST / name).stat().st_size for name in ("public.css", "public.js"))


@pytest.mark.skipif(not (DIST / "public.css").exists(), reason="static/dist is not built (npm run build)")
def test_home_write_and_receipt_weigh_less_than_sixty_kilobytes(client, county):
    case = loops.closed_unsatisfied(county)
    for _ in range(40):
        DivisionFactory(level=4, parent=county.place)
    browser = opened(case, Client())
    urls = (reverse("home"), reverse("write"), at(case), reverse("published"), reverse("find"))
    weights = {url: _weight(browser.get(url).content) for url in urls}
    assert max(weights.values()) < MOST_BYTES, weights


def test_published_answers_are_found_by_organ_and_year(county: County) -> None:
    case = loops.fed_back(county)
    Case.objects.filter(pk=case.pk).update(answered_at=timezone.now() - timedelta(hours=1))
    this = timezone.localtime(timezone.now() - timedelta(hours=1)).year
    for query, found in (
        ({"organ": county.organ.pk}, 1),
        ({"year": this}, 1),
        ({"year": this, "organ": county.organ.pk, "q": ""}, 1),
        ({"year": this - 1}, None),
    ):
        page = Client().get(reverse("published"), query)
        if found is None:
            assert page.context["form"].errors["year"]  # no such year is offered
        else:
            assert [one.pk for one in page.context["rows"]] == [case.pk]
