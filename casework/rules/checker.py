"""Checks one rule profile on its own: every wrong key is named, with its reason in the reader's language."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from casework.rules import schema
from casework.rules.days import Period, Unit

SLUG = re.compile(r"[a-z][a-z0-9-]{0,59}")
VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,39}")
Found = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: in which file, at which key, and why."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.reason}"


def check_text(file: str, data: Any) -> list[Problem]:
    """Everything wrong in one profile's data, seen alone; an empty list when it may be read."""
    if not isinstance(data, Mapping):
        return [Problem(file, "(file)", _("must be a table of keys"))]
    return [Problem(file, key, reason) for key, reason in _document(data)]


def _document(data: Mapping[str, Any]) -> Found:
    yield from _unknown(data, schema.TOP, "")
    yield from _head(data)
    yield from _each(data, "texts", _text_item)
    yield from _clocks(data.get("clock", {}))
    yield from _named(data, "limit", schema.LIMITS, _limit)
    yield from _named(data, "switch", schema.SWITCHES, _switch)
    if "result_classes" in data:
        yield from _result_classes(data["result_classes"])
    if "inadmissible" in data:
        yield from _inadmissible(data["inadmissible"])
    if "urging" in data:
        yield from _urging(data["urging"])


def _head(data: Mapping[str, Any]) -> Found:
    for key, form in (("name", SLUG), ("version", VERSION)):
        if not isinstance(data.get(key), str) or not form.fullmatch(data[key]):
            yield key, _("must be a short word of the form %(form)s") % {"form": form.pattern}
    if data.get("level") not in schema.LEVELS:
        yield "level", _one_of(schema.LEVELS)
    if "parent" in data and not isinstance(data["parent"], str):
        yield "parent", _("must be the name of a profile")
    yield from _text("title", data.get("title"))
    yield from _dates(data)


def _dates(data: Mapping[str, Any]) -> Found:
    first, last = (_day(data.get(key)) for key in ("in_force_from", "in_force_to"))
    if first is None:
        yield "in_force_from", _("must be a date such as 2025-03-12")
    if "in_force_to" in data and data["in_force_to"] is not None and last is None:
        yield "in_force_to", _("must be a date such as 2025-03-12")
    if first and last and last < first:
        yield "in_force_to", _("is before in_force_from")


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return None
    try:
        value = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return value if isinstance(value, date) else None


def _clocks(kinds: Any) -> Found:
    if not isinstance(kinds, Mapping):
        yield "clock", _("must be a table")
        return
    for kind, bodies in kinds.items():
        if not isinstance(bodies, Mapping):
            yield f"clock.{kind}", _("must be a table of clocks")
            continue
        for name, body in bodies.items():
            yield from _clock(f"{kind}.{name}", body)


def _clock(name: str, body: Any) -> Found:
    key = f"clock.{name}"
    known = (*schema.CLOCKS, *schema.OPTIONAL_CLOCKS)
    if name not in known:
        yield key, _("unknown clock; the clocks are %(names)s") % {"names": ", ".join(known)}
    elif not isinstance(body, Mapping):
        yield key, _("must be a table")
    else:
        yield from _unknown(body, schema.CLOCK_KEYS, f"{key}.")
        yield from _period(f"{key}.period", body.get("period"), ("n", "unit"))
        yield from _text(f"{key}.starts_from", body.get("starts_from"))
        yield from _sourced(key, body)
        if "ceiling" in body:
            yield from _ceiling(key, body)


def _ceiling(key: str, body: Mapping[str, Any]) -> Found:
    ceiling = body["ceiling"]
    wrong = list(_period(f"{key}.ceiling", ceiling, schema.CEILING_KEYS))
    yield from wrong
    if not wrong:
        yield from _article(f"{key}.ceiling", ceiling)


def _period(key: str, body: Any, allowed: tuple[str, ...]) -> Found:
    if not isinstance(body, Mapping):
        yield key, _("must be a table such as %(example)s") % {"example": '{ n = 5, unit = "workday" }'}
        return
    yield from _unknown(body, allowed, f"{key}.")
    if body.get("unit") not in list(Unit):
        yield f"{key}.unit", _one_of(Unit)
        return
    try:
        Period(body.get("n"), Unit(body["unit"]))  # type: ignore[arg-type]  # the check is the point
    except ValueError as error:
        yield f"{key}.n", str(error)


def _named(
    data: Mapping[str, Any], table: str, known: Iterable[str], check: Callable[[str, str, Any], Found]
) -> Found:
    bodies = data.get(table, {})
    if not isinstance(bodies, Mapping):
        yield table, _("must be a table")
        return
    for name, body in bodies.items():
        key = f"{table}.{name}"
        if name not in known:
            yield key, _unknown_key(known)
        elif not isinstance(body, Mapping):
            yield key, _("must be a table")
        else:
            yield from check(key, name, body)
            yield from _sourced(key, body)


def _limit(key: str, name: str, body: Mapping[str, Any]) -> Found:
    number = "by_level" if schema.LIMITS[name] == "level" else "value"
    yield from _unknown(body, (number, "article", "basis", "note"), f"{key}.")
    if number == "value":
        yield from _within(f"{key}.value", body.get("value"), schema.RANGES[name])
        return
    levels = body.get("by_level")
    if not isinstance(levels, Mapping) or not levels:
        example = {"example": "{ county = 10, township = 5 }"}
        yield f"{key}.by_level", _("must be a table such as %(example)s") % example
        return
    yield from _unknown(levels, schema.LEVELS, f"{key}.by_level.")
    for level, value in levels.items():
        yield from _count(f"{key}.by_level.{level}", value)


def _switch(key: str, name: str, body: Mapping[str, Any]) -> Found:
    yield from _unknown(body, ("value", "article", "basis", "note"), f"{key}.")
    allowed = schema.SWITCHES[name]
    # 1 == True in Python, and is not a choice
    if not any(type(body.get("value")) is type(choice) and body["value"] == choice for choice in allowed):
        yield f"{key}.value", _one_of(str(choice).lower() for choice in allowed)


def _result_classes(body: Any) -> Found:
    if not isinstance(body, Mapping):
        yield "result_classes", _("must be a table")
        return
    yield from _unknown(body, ("items", "article", "basis", "note", "promise_article"), "result_classes.")
    yield from _sourced("result_classes", body)
    yield from _each(body, "items", _result_class, "result_classes.", least=1)
    yield from _promise_article(body)
    codes = [item.get("code") for item in _list(body.get("items")) if isinstance(item, Mapping)]
    if len(codes) != len({str(code) for code in codes}):
        yield "result_classes.items", _("two classes have the same code")


def _promise_article(body: Mapping[str, Any]) -> Found:
    """Classes that promise name the article that makes the organ follow them up; without one there is none."""
    key, named = "result_classes.promise_article", body.get("promise_article")
    items = [item for item in _list(body.get("items")) if isinstance(item, Mapping)]
    if any(item.get("promise") is True for item in items):
        if not isinstance(named, str) or not named.strip():
            yield (
                key,
                _("missing: a class that promises names the article by which the promise is followed up"),
            )
    elif named is not None:
        yield key, _("no class promises anything, so there is nothing to follow up")


def _result_class(key: str, item: Any) -> Found:
    if not isinstance(item, Mapping):
        yield key, _("must be a table")
        return
    yield from _unknown(item, ("code", "label", "promise"), f"{key}.")
    if not isinstance(item.get("code"), str) or not 1 <= len(item["code"]) <= 4:
        yield f"{key}.code", _("must be one to four characters")
    if not isinstance(item.get("promise", False), bool):
        yield f"{key}.promise", _one_of(("true", "false"))
    yield from _text(f"{key}.label", item.get("label"))


def _inadmissible(body: Any) -> Found:
    if not isinstance(body, Mapping):
        yield "inadmissible", _("must be a table")
        return
    yield from _unknown(body, ("items", "article", "basis", "note"), "inadmissible.")
    yield from _sourced("inadmissible", body)
    yield from _each(body, "items", _reason, "inadmissible.", least=1)
    codes = [item.get("code") for item in _list(body.get("items")) if isinstance(item, Mapping)]
    if len(codes) != len({str(code) for code in codes}):
        yield "inadmissible.items", _("two reasons have the same code")


def _reason(key: str, item: Any) -> Found:
    if not isinstance(item, Mapping):
        yield key, _("must be a table")
        return
    yield from _unknown(item, ("code", "label"), f"{key}.")
    if not isinstance(item.get("code"), str) or not re.fullmatch(r"[a-z_]{2,20}", item["code"]):
        yield f"{key}.code", _("must be a short word of the form %(form)s") % {"form": "[a-z_]{2,20}"}
    yield from _text(f"{key}.label", item.get("label"))


def _urging(body: Any) -> Found:
    if not isinstance(body, Mapping):
        yield "urging", _("must be a table")
        return
    yield from _unknown(body, (*schema.URGING, "article", "basis", "note"), "urging.")
    yield from _sourced("urging", body)
    for name in schema.URGING:
        yield from _count(f"urging.{name}", body.get(name))
    after = [body.get(name) for name in schema.URGING[1:]]
    if all(isinstance(value, int) for value in after) and not after[0] < after[1] < after[2]:  # type: ignore[operator]
        yield "urging", _("each step must come later than the one before it")


def _sourced(key: str, body: Mapping[str, Any]) -> Found:
    yield from _article(key, body)
    if body.get("basis") not in schema.BASES:
        yield f"{key}.basis", _one_of(schema.BASES)
    if "note" in body:
        yield from _text(f"{key}.note", body["note"])


def _article(key: str, body: Mapping[str, Any]) -> Found:
    article = body.get("article")
    if not isinstance(article, str) or not article.strip():
        yield f"{key}.article", _("missing: every rule names the article it comes from")


def _text_item(key: str, value: Any) -> Found:
    yield from _text(key, value)


def _text(key: str, value: Any) -> Found:
    if not isinstance(value, Mapping) or set(value) != {"zh", "en"}:
        yield key, _("must be a table such as %(example)s") % {"example": '{ zh = "…", en = "…" }'}
    elif not all(isinstance(words, str) and words.strip() for words in value.values()):
        yield key, _("needs words in both languages")


def _count(key: str, value: Any) -> Found:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000_000:
        yield key, _("must be a whole number from 0, not %(value)s") % {"value": value}


def _within(key: str, value: Any, allowed: tuple[int, int]) -> Found:
    """A number outside of what the portal can do is refused: it would be shown, and nothing would come of it."""
    wrong = list(_count(key, value))
    yield from wrong
    if not wrong and not allowed[0] <= value <= allowed[1]:
        words = _("must be from %(least)d to %(most)d: more or less the portal cannot do")
        yield key, words % {"least": allowed[0], "most": allowed[1]}


def _each(
    data: Mapping[str, Any], name: str, check: Callable[[str, Any], Found], prefix: str = "", least: int = 0
) -> Found:
    values = data.get(name, [])
    if not isinstance(values, list) or len(values) < least:
        yield (
            f"{prefix}{name}",
            _("must be a list of at least %(n)d") % {"n": least} if least else _("must be a list"),
        )
        return
    for number, value in enumerate(values, start=1):
        yield from check(f"{prefix}{name}.{number}", value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _unknown(body: Mapping[str, Any], allowed: Iterable[str], prefix: str) -> Found:
    for key in body:
        if key not in allowed:
            yield f"{prefix}{key}", _unknown_key(allowed)


def _unknown_key(known: Iterable[str]) -> str:
    return _("unknown key; known are %(names)s") % {"names": ", ".join(known)}


def _one_of(allowed: Iterable[str]) -> str:
    return _("must be one of %(names)s") % {"names": ", ".join(allowed)}
