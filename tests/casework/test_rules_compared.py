"""The page that shows the profiles side by side says what the profiles say."""

from datetime import date
from pathlib import Path

import pytest

from casework.rules import store
from casework.rules.compared import compared

PAGE = Path(__file__).resolve().parents[2] / "docs/rule-profiles-compared.md"


@pytest.mark.django_db
def test_the_page_is_what_the_command_prints_today() -> None:
    store.forget()
    assert PAGE.read_text(encoding="utf-8").endswith(compared(date(2026, 1, 5)) + "\n"), (
        "run manage.py rules compare and put its tables into docs/rule-profiles-compared.md"
    )
