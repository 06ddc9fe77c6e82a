"""What people of the county write about: ten fields, some forty kinds of matter, each with its own words. Pure.

The words stand in ``texts/`` and ``words/``, one saying a line; an empty line in a list means that nothing is
said there. ``{obj}`` is what one opinion is about (one street lamp, one bus line) and stays the same in its
text, its title and its reply. A line that begins with ``#tag`` is said of objects with that tag alone.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SPOKEN = ("open", "body", "ask", "title", "fact", "do", "say")
Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """A topic of the second level. ``organ`` and ``other`` are codes of organs: who handles it, who else might.

    ``objects`` are what such an opinion may be about, each with its tag behind ``#`` where it has one.
    ``setting`` says where it happens: village, town, estate or any. ``words`` is a rule of the router, one
    word and its weight a line. ``weight`` is how often people write about it; ``confidential`` the share
    of them who ask not to be named.
    """

    code: str
    field: str
    name: str
    name_en: str
    hint: str
    position: int
    organ: str
    other: str
    setting: str
    weight: int
    confidential: float
    words: str
    objects: Lines
    open: Lines
    body: Lines
    ask: Lines
    title: Lines
    fact: Lines
    do: Lines
    say: Lines

    def about(self, tag: str) -> Matter:
        """The same matter with the lines alone that can be said of an object with this tag."""
        key = (self.code, tag)
        if key not in _ABOUT:
            lines: dict[str, Any] = {name: _said_of(getattr(self, name), tag) for name in SPOKEN}
            _ABOUT[key] = replace(self, **lines)
        return _ABOUT[key]


_ABOUT: dict[tuple[str, str], Matter] = {}


def _said_of(lines: Lines, tag: str) -> Lines:
    found = [line for line in lines if not line.startswith("#") or line.startswith(f"#{tag} ")]
    return tuple(line.partition(" ")[2] if line.startswith("#") else line for line in found)


@dataclass(frozen=True, slots=True)
class Field:
    """A topic of the first level with its kinds of matter."""

    code: str
    name: str
    name_en: str
    hint: str
    position: int
    matters: tuple[Matter, ...]


@cache
def fields() -> tuple[Field, ...]:
    """The ten fields in the order in which a citizen is offered them."""
    found = [_field(_read(path)) for path in sorted((FOLDER / "texts").glob("*.toml"))]
    return tuple(sorted(found, key=lambda field: field.position))


@cache
def matters() -> dict[str, Matter]:
    """Every kind of matter by its code."""
    return {matter.code: matter for field in fields() for matter in field.matters}


@cache
def sayings(name: str) -> dict[str, Any]:
    """``words/NAME.toml``: lists of lines; a table stays a table of texts."""
    return {key: _lines(value) for key, value in _read(FOLDER / "words" / f"{name}.toml").items()}


def _field(data: dict[str, Any]) -> Field:
    given = {key: data[key] for key in ("code", "name", "name_en", "hint", "position")}
    made = tuple(_matter(topic, data["code"], place) for place, topic in enumerate(data["topics"], start=1))
    return Field(**given, matters=made)


def _matter(topic: dict[str, Any], field: str, position: int) -> Matter:
    lines = {key: _lines(topic.pop(key)) for key in SPOKEN}
    confidential = topic.pop("confidential", 0.12)
    objects = tuple(topic.pop("obj"))
    return Matter(
        **topic, **lines, objects=objects, field=field, position=position, confidential=confidential
    )


def _lines(value: Any) -> Any:
    return tuple(value.splitlines()) if isinstance(value, str) else value


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
