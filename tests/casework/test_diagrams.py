"""The pictures in docs/ are those of the tables."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from django.conf import settings

from casework.diagrams import diagram, page
from casework.workflows import OPINION


def test_the_page_in_docs_is_the_one_the_tables_make() -> None:
    kept = (Path(settings.BASE_DIR) / "docs" / "workflows.md").read_text(encoding="utf-8")
    assert kept == page(), "run: manage.py workflows --write"


def test_every_step_that_moves_a_case_is_an_arrow() -> None:
    drawn = diagram(OPINION)
    for step in OPINION.steps:
        for source, target in product(step.sources, step.targets):
            assert any(
                line.strip().startswith(f"{source} --> {target}:") and step.action in line
                for line in drawn.splitlines()
            ), step.action
