"""The search page finds legal texts and what was published in the column, for everybody who searches there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from reports.column import laws
from tests.factories import County
from tests.reports.column import pieces
from tests.signing_in import signed_in

if TYPE_CHECKING:
    from reports.column.models import Law

pytestmark = pytest.mark.django_db
OTHER = pieces.LAW.replace("演示县人大代表联系群众办法", "演示县接待日规则").replace(
    "简称：联系办法", "简称：接待规则"
)


@pytest.fixture(autouse=True)
def fresh() -> None:
    laws.forget()


@pytest.fixture
def county() -> County:
    return County()


def found(county: County, q: str, role: str = "officer", **more: str) -> str:
    answer = signed_in(county.staff[role], headers={"accept-language": "en"}).get(
        reverse("search"), {"q": q, **more}
    )
    assert answer.status_code == 200
    return str(answer.content.decode())


def led_to(html: str, law: Law) -> list[str]:
    """The articles of ``law`` that are linked, in their order."""
    return re.findall(rf'href="{re.escape(law.get_absolute_url())}#art-([\d-]+)"', html)


@pytest.mark.parametrize("role", ["officer", "committee", "station", "deputy", "handler", "head"])
def test_everybody_who_searches_finds_an_article_by_two_characters(county: County, role: str) -> None:
    law = pieces.loaded()
    html = found(county, "评价", role)
    assert led_to(html, law) == ["12"]
    assert re.search("<mark>(<span[^>]*>)?评价", html)


@pytest.mark.parametrize(
    ("q", "labels"),
    [
        ("“情况复杂”", ["10-1"]),
        ("“答复 情况”", []),
        ("評價", ["12"]),
        ("交办 答复", ["10"]),
        ("代表 -接待日", ["1"]),
        ("《联系办法》第十条之一", ["10-1"]),
        ("联系办法第12条", ["12"]),
        ("演示县人大代表联系群众办法 第二条", ["2"]),
        ("联系办法第九十条", []),
        ("😀😀", []),
        ("评", ["12"]),
    ],
)
def test_phrases_signs_and_citations_lead_to_their_article(county: County, q: str, labels: list[str]) -> None:
    law = pieces.loaded()
    assert led_to(found(county, q, kind="laws"), law) == labels


def test_texts_in_force_and_titles_that_say_the_words_come_first(county: County) -> None:
    plain = pieces.loaded()
    titled = pieces.loaded(OTHER)
    old = pieces.loaded(
        OTHER.replace("接待日规则", "旧接待日规则").replace(
            "施行日期：2023-01-01", "施行日期：2024-01-01\n失效日期：2024-12-31"
        )
    )
    html = found(county, "接待日", kind="laws")
    places = [html.index(f'href="{one.get_absolute_url()}') for one in (titled, plain, old)]
    assert places == sorted(places)
    assert "no longer in force" in html[places[2] :]


def test_of_the_column_only_what_was_released_is_found(county: County) -> None:
    draft = pieces.written(county, title="还没写完的路灯故事")
    article = pieces.published(county)
    html = found(county, "路灯", kind="column")
    assert reverse("column_article", args=[article.pk]) in html
    assert reverse("column_article", args=[draft.pk]) not in html and "还没写完" not in html


def test_both_take_few_statements(county: County, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    pieces.loaded()
    pieces.published(county)
    client = signed_in(county.officer)
    client.get(reverse("search"), {"q": "代表"})
    with django_assert_max_num_queries(16):
        client.get(reverse("search"), {"q": "代表"})
