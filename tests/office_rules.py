"""An office's own rules, for a test: the demo profile with other limits and switches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from casework.rules import files, loading, store

Set = Callable[..., None]


@pytest.fixture
def office_rules() -> Iterator[Set]:
    """``office_rules(limit={"reworks": 0})``: from now on the cases of a test county begin under these."""
    (demo,) = [document for document in files.shipped() if document.name == "demo"]

    def load(**tables: dict[str, Any]) -> None:
        said = {"article": "《演示县办法》第一条", "basis": "practice"}
        own = {
            table: {name: {"value": value, **said} for name, value in values.items()}
            for table, values in tables.items()
        }
        loading.load_profiles([files.Document("demo.toml", {**demo.data, **own})], reason="for a test")

    yield load
    store.forget()
