"""Reads rule profiles from TOML files; casework/profiles/ holds the ones that are shipped."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from casework.rules.checker import Problem, check_text

SHIPPED = Path(__file__).resolve().parent.parent / "profiles"
LARGEST = 1_000_000


class UnreadableProfile(Exception):
    """Files that may not be used; `problems` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Document:
    """One profile as written: `data` holds only what JSON can (dates as ISO text), `digest` is of that."""

    source: str
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.data["name"])

    @property
    def version(self) -> str:
        return str(self.data["version"])

    @property
    def parent(self) -> str:
        return str(self.data.get("parent", ""))

    @property
    def first_day(self) -> date:
        return date.fromisoformat(self.data["in_force_from"])

    @property
    def last_day(self) -> date:
        last = self.data.get("in_force_to")
        return date.fromisoformat(last) if last else date.max

    @property
    def digest(self) -> str:
        return digest(self.data)

    def columns(self) -> dict[str, Any]:
        """The row of the table that says the same as the data."""
        return {
            "name": self.name,
            "version": self.version,
            "parent_name": self.parent,
            "title": self.data["title"]["zh"],
            "in_force_from": self.first_day,
            "in_force_to": None if self.last_day == date.max else self.last_day,
            "data": self.data,
            "digest": self.digest,
        }


def digest(data: Mapping[str, Any]) -> str:
    """SHA-256 of the data, whatever the order of its keys."""
    written = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def read(path: Path) -> Document:
    """One file, checked on its own.  Raises UnreadableProfile with every problem found."""
    try:
        data = parse(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValueError) as error:
        raise UnreadableProfile(
            [Problem(str(path), "(file)", _("cannot be read: %(why)s") % {"why": error})]
        ) from error
    if problems := check_text(str(path), data):
        raise UnreadableProfile(problems)
    return Document(str(path), _plain(data))


def parse(path: Path) -> dict[str, Any]:
    if path.stat().st_size > LARGEST:
        raise ValueError(_("larger than %(n)d bytes, which no profile is") % {"n": LARGEST})
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def shipped() -> tuple[Document, ...]:
    """The profiles that come with the portal, by file name."""
    return tuple(read(path) for path in sorted(SHIPPED.glob("*.toml")))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
