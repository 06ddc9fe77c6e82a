"""What a rule profile is once it is read: clocks, limits, switches, labels, each with its article.  Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casework.rules import schema
from casework.rules.days import Period, Unit


class RulesError(ValueError):
    """A question the rules cannot answer; its text is a sentence for the reader."""


class UnknownProfile(RulesError):
    """No profile of this name, or no version of it for this day."""


class UnknownClock(RulesError):
    """The profile has no clock, limit or switch of this name."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words in both languages; prints itself in the reader's."""

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        return (self.en or self.zh) if (get_language() or "").startswith("en") else (self.zh or self.en)

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The longest a clock may run, by a rule that stands above the profile."""

    period: Period
    article: str


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline.  `basis` is law, regulation or practice; `origin` the profile version that sets it."""

    name: str
    period: Period
    starts_from: Text
    article: str
    basis: str
    origin: str
    note: Text = Text()
    ceiling: Ceiling | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A number, or numbers by level of congress."""

    name: str
    value: int | None
    by_level: Mapping[str, int]
    article: str
    basis: str
    origin: str

    def at(self, level: str = "") -> int:
        """The number for a level of congress; the level is ignored where one number serves all."""
        found = self.by_level.get(level) if self.by_level else self.value
        if found is None:
            words = _("The limit “%(name)s” has no number for level “%(level)s”.")
            raise UnknownClock(words % {"name": self.name, "level": level})
        return found


@dataclass(frozen=True, slots=True)
class Switch:
    name: str
    value: bool | str
    article: str
    basis: str
    origin: str
    note: Text = Text()


@dataclass(frozen=True, slots=True)
class ResultClass:
    """How a reply says the matter ended; `promise`: it names a date and is followed until kept."""

    code: str
    label: Text
    promise: bool


@dataclass(frozen=True, slots=True)
class Labels:
    """The result classes, or the reasons for which no suggestion is accepted.

    `promise_article` is what the rules say of the classes that promise.
    """

    items: tuple[ResultClass, ...]
    article: str
    basis: str
    origin: str
    promise_article: str

    def promises(self, code: str) -> bool:
        """Is a reply of this class a promise?  A class that is not in the list promises nothing."""
        return any(item.promise for item in self.items if item.code == code)

    def label(self, code: str) -> str:
        """The words of a code, in the reader's language; a code that is not in the list stands for itself."""
        return next((str(item.label) for item in self.items if item.code == code), code)


@dataclass(frozen=True, slots=True)
class Urging:
    """Working days before and after the due date: reminded, urged, urged again, supervised."""

    remind_before: int
    urge_after: int
    second_urge_after: int
    supervise_after: int
    article: str
    basis: str
    origin: str


@dataclass(frozen=True, eq=False)
class Profile:
    """One version of a jurisdiction's rules with everything it inherits; compared by identity.

    `key` names the versions it was put together from, nearest first ("shandong@2017-05-19+national@..."):
    kept with a case, it brings the same rules back whatever is loaded later.
    """

    name: str
    version: str
    level: str
    title: Text
    in_force_from: date
    in_force_to: date | None
    key: str
    texts: tuple[Text, ...]
    clocks: Mapping[str, Clock]
    limits: Mapping[str, Limit]
    switches: Mapping[str, Switch]
    result_classes: Labels
    urging: Urging
    inadmissible: Labels

    def standing(self, rule: Clock | Limit | Switch | Labels | Urging) -> str:
        """ "practice" for a default that no text orders, "own" for what this profile sets, else "inherited"."""
        if rule.basis == "practice":
            return "practice"
        return "own" if rule.origin == f"{self.name}@{self.version}" else "inherited"

    def clock(self, name: str) -> Clock:
        try:
            return self.clocks[name]
        except KeyError:
            words = _("The rule profile “%(profile)s” has no clock “%(name)s”.")
            raise UnknownClock(words % {"profile": self.name, "name": name}) from None

    def clock_or_stand_in(self, name: str) -> Clock:
        """The clock ``name``, or the one that stands in for it where this profile has none of its own."""
        return self.clocks.get(name) or self.clock(schema.OPTIONAL_CLOCKS.get(name, name))

    def limit(self, name: str, level: str = "") -> int:
        if name not in self.limits:
            words = _("The rule profile “%(profile)s” has no limit “%(name)s”.")
            raise UnknownClock(words % {"profile": self.name, "name": name})
        found = self.limits[name].at(level or self.level)
        # A version stored before the range was known is held to it
        least, most = schema.RANGES.get(name, (found, found))
        return min(max(found, least), most)

    def switch(self, name: str) -> bool | str:
        if name not in self.switches:
            words = _("The rule profile “%(profile)s” has no switch “%(name)s”.")
            raise UnknownClock(words % {"profile": self.name, "name": name})
        return self.switches[name].value


Data = Mapping[str, Any]


def resolve(chain: Sequence[Data], beneath: Sequence[Data] = ()) -> Profile:
    """The profile of a chain of checked data, nearest first: what is nearer wins, key by key.

    ``beneath`` answers for a clock, a limit or a switch that none of the chain has: what was loaded into an earlier
    version of the portal knows nothing of those that came later.
    """
    own = chain[0]
    clocks: dict[str, Clock] = {}
    limits: dict[str, Limit] = {}
    switches: dict[str, Switch] = {}
    for data in reversed([*chain, *beneath]):
        origin = tag(data)
        clocks.update({clock.name: clock for clock in _clocks(data, origin)})
        limits.update({name: _limit(name, body, origin) for name, body in data.get("limit", {}).items()})
        switches.update({name: _switch(name, body, origin) for name, body in data.get("switch", {}).items()})
    return Profile(
        name=own["name"],
        version=own["version"],
        level=own["level"],
        title=text(own["title"]),
        in_force_from=as_date(own["in_force_from"]),
        in_force_to=as_date(own["in_force_to"]) if own.get("in_force_to") else None,
        key="+".join(tag(data) for data in chain),
        texts=tuple(text(entry) for data in chain for entry in data.get("texts", [])),
        clocks=MappingProxyType(clocks),
        limits=MappingProxyType(limits),
        switches=MappingProxyType(switches),
        result_classes=_labels(_nearest(chain, "result_classes")),
        urging=_urging(_nearest(chain, "urging")),
        inadmissible=_reasons([*chain, *beneath]),
    )


def tag(data: Data) -> str:
    return f"{data['name']}@{data['version']}"


def text(value: Mapping[str, str] | None) -> Text:
    return Text(**value) if value else Text()


def as_date(value: date | str) -> date:
    """TOML gives dates, the table gives their ISO text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def period(body: Data) -> Period:
    return Period(body["n"], Unit(body["unit"]))


def _nearest(chain: Sequence[Data], key: str) -> tuple[Data, str]:
    for data in chain:
        if key in data:
            return data[key], tag(data)
    words = _("The rule profile “%(profile)s” and its parents have no [%(name)s].")
    raise UnknownProfile(words % {"profile": chain[0]["name"], "name": key})


def _clocks(data: Data, origin: str) -> list[Clock]:
    return [
        _clock(f"{kind}.{name}", body, origin)
        for kind, bodies in data.get("clock", {}).items()
        for name, body in bodies.items()
    ]


def _clock(name: str, body: Data, origin: str) -> Clock:
    ceiling = body.get("ceiling")
    return Clock(
        name=name,
        period=period(body["period"]),
        starts_from=text(body["starts_from"]),
        article=body["article"],
        basis=body["basis"],
        origin=origin,
        note=text(body.get("note")),
        ceiling=Ceiling(period(ceiling), ceiling["article"]) if ceiling else None,
    )


def _limit(name: str, body: Data, origin: str) -> Limit:
    by_level = MappingProxyType(dict(body.get("by_level", {})))
    return Limit(name, body.get("value"), by_level, body["article"], body["basis"], origin)


def _switch(name: str, body: Data, origin: str) -> Switch:
    return Switch(name, body["value"], body["article"], body["basis"], origin, text(body.get("note")))


def _labels(found: tuple[Data, str]) -> Labels:
    body, origin = found
    items = tuple(
        ResultClass(item["code"], text(item["label"]), item.get("promise", False)) for item in body["items"]
    )
    promise_article = body.get("promise_article") or body["article"]
    return Labels(items, body["article"], body["basis"], origin, promise_article)


def _reasons(chain: Sequence[Data]) -> Labels:
    """What is not accepted as a suggestion; none where neither the chain nor what is beneath it names any."""
    if not any("inadmissible" in data for data in chain):
        return Labels((), "", "practice", "", "")
    return _labels(_nearest(chain, "inadmissible"))


def _urging(found: tuple[Data, str]) -> Urging:
    body, origin = found
    return Urging(
        body["remind_before"], body["urge_after"], body["second_urge_after"], body["supervise_after"],
        body["article"], body["basis"], origin,
    )  # fmt: skip
