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
