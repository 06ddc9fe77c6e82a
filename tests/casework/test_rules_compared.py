"""The page that shows the profiles side by side says what the profiles say."""

from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.rules import schema, store, words
from casework.rules.analogy import by_analogy
from casework.rules.compared import compared
from tests.factories import County

PAGE = Path(__file__).resolve().parents[2] / "docs/rule-profiles-compared.md"


@pytest.mark.django_db
def test_the_page_is_what_the_command_prints_today() -> None:
    store.forget()
    assert PAGE.read_text(encoding="utf-8").endswith(compared(date(2026, 1, 5)) + "\n"), (
        "run manage.py rules compare and put its tables into docs/rule-profiles-compared.md"
    )


@pytest.mark.parametrize(
    ("keys", "labels"),
    [
        (schema.CLOCKS, words.CLOCKS),
        (schema.LIMITS, words.LIMITS),
        (schema.SWITCHES, words.SWITCHES),
        (schema.URGING, words.URGING),
        (schema.LEVELS, words.LEVELS),
        ({value for values in schema.SWITCHES.values() for value in values}, words.VALUES),
    ],
)
def test_every_rule_has_a_name_on_the_screens(keys: Any, labels: dict[Any, str]) -> None:
    assert set(keys) == set(labels)


@pytest.fixture
def page(client: Client, english: object) -> Callable[..., str]:
    def get(**chosen: Any) -> str:
        response = client.get(reverse("rules"), chosen, headers={"accept-language": "en"})
        assert response.status_code == 200
        return unescape(response.content.decode())

    return get


@pytest.mark.django_db
def test_each_profile_stands_in_a_column_with_every_article(page: Callable[..., str]) -> None:
    County()
    shown = page()
    for name in store.names():
        profile = store.profile_for(name, timezone.localdate())
        assert f'<th scope="col">{profile.title}</th>' in shown
        for rule in (*profile.clocks.values(), *profile.limits.values(), *profile.switches.values()):
            assert rule.article in shown, (name, rule.name)


@pytest.mark.django_db
def test_the_own_text_stands_bold_and_what_no_text_orders_in_brackets(page: Callable[..., str]) -> None:
    shown = page(**{"with": ["shandong"]})
    assert shown.count('<th scope="col">') == 2 * shown.count("<table")
    assert "<strong>5 days</strong>" in shown, "assignment, article 10"
    assert "(3 working days)" in shown, "screening of opinions: no text orders it"
    assert "<strong>3 working days</strong>" not in shown


@pytest.mark.django_db
def test_a_name_that_is_none_shows_all(page: Callable[..., str]) -> None:
    assert page(**{"with": "atlantis"}).count('<th scope="col">') > 2


@pytest.mark.django_db
def test_what_is_not_enforced_or_taken_over_from_suggestions_says_so(page: Callable[..., str]) -> None:
    shown = page(**{"with": ["henan"]})
    not_yet, analogy = str(words.FOR_MOTIONS), str(words.BY_ANALOGY)
    assert shown.count(not_yet) == len(schema.FOR_MOTIONS)
    assert shown.count(analogy) == len(schema.BY_ANALOGY)
    assert f'{words.LIMITS["inquiry_cosigners"]}<br><span class="muted small">{not_yet}' in shown
    assert f"{words.LIMITS['motion_cosigners']}<br><span" not in shown, "who signs a motion is counted"
    assert f"{words.SWITCHES['withdrawal']}<br><span" not in shown, "withdrawing a suggestion is enforced"
    assert f'{words.SWITCHES["second_dissatisfied"]}<br><span class="muted small">{analogy}' in shown


@pytest.mark.parametrize(
    ("article", "shown"),
    [
        ("《某省办法》第十八条", "参照《某省办法》第十八条"),
        ("参照《某省办法》第十八条", "参照《某省办法》第十八条"),
        ("《代表法》第五十一条（未规定，参照各地规定）", "《代表法》第五十一条（未规定，参照各地规定）"),
        ("本系统默认值", "本系统默认值"),
    ],
)
def test_an_article_on_suggestions_is_shown_with_an_opinion_as_an_analogy(article: str, shown: str) -> None:
    assert by_analogy(article) == shown
