"""What rooms above this one add to a citizen's receipt: a template, and what it shows of the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casework.models import Case

Part = Callable[["Case"], Any]
_parts: dict[str, Part] = {}


def add_part(template: str, of_case: Part) -> None:
    """From now on receipts show ``template`` with ``part``, wherever ``of_case`` has something to tell."""
    _parts[template] = of_case


def parts_of(case: Case) -> list[tuple[str, Any]]:
    """Each template with its ``part``; those with nothing to tell are left out."""
    found = ((template, of_case(case)) for template, of_case in _parts.items())
    return [(template, part) for template, part in found if part]
