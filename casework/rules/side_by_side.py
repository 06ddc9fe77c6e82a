"""Everything that profiles say, side by side: one line for each rule, one cell for each profile."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from casework.rules import schema, words
from casework.rules.explain import period_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casework.rules.profile import Clock, Labels, Limit, Profile, Switch


_LIST = 3  # lines


@dataclass(frozen=True, slots=True)
class Cell:
    """``standing`` is own, inherited or practice; ``lines`` say the rule, ``article`` where it stands.

    What stands in the cell to the left already is not repeated: only the first of its lines is.
    """

    lines: tuple[str, ...]
    article: str
    standing: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """``remark``: how far the rule reaches."""

    label: str
    cells: tuple[Cell, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    lines: tuple[Line, ...]
    remark: str = ""


def groups(profiles: Sequence[Profile]) -> list[Group]:
    """All rules of the profiles, in the order in which an office meets them."""
    clocks = [
        Group(
            _(title),
            (*_lines(profiles, _of_kind(kind), lambda one: one.clocks, _clock), *_optional(profiles, kind)),
        )
        for kind, title in words.KINDS.items()
    ]
    return [
        *clocks,
        Group(_("Urging"), _urging(profiles)),
        Group(
            _("Results of a reply"),
            (_line(_("Classes"), [_classes(one) for one in profiles], _remark("result_classes")),),
        ),
        Group(
            _("Not accepted as a suggestion"),
            (_line(_("Reasons"), [_reasons(one) for one in profiles]),),
        ),
        Group(_("Switches"), _lines(profiles, words.SWITCHES, lambda one: one.switches, _switch)),
        Group(_("Limits"), _lines(profiles, words.LIMITS, lambda one: one.limits, _limit)),
    ]


def _of_kind(kind: str) -> dict[str, str]:
    return {name: label for name, label in words.CLOCKS.items() if name.startswith(f"{kind}.")}


def _optional(profiles: Sequence[Profile], kind: str) -> tuple[Line, ...]:
    """Clocks that not every profile has: a line where one does, with what stands in for it in the others."""
    return tuple(
        _line(_(label), [_cell(one, clock := one.clock_or_stand_in(name), _clock(clock)) for one in profiles])
        for name, label in words.OPTIONAL_CLOCKS.items()
        if name.startswith(f"{kind}.") and any(name in one.clocks for one in profiles)
    )


def _lines(
    profiles: Sequence[Profile],
    labels: Mapping[str, str],
    rules: Callable[[Profile], Mapping[str, Any]],
    say: Callable[[Any], tuple[str, ...]],
) -> tuple[Line, ...]:
    return tuple(
        _line(
            _(label), [_cell(one, rules(one)[name], say(rules(one)[name])) for one in profiles], _remark(name)
        )
        for name, label in labels.items()
    )


def _line(label: str, cells: Sequence[Cell], remark: str = "") -> Line:
    after = (_short(cell) if _same(left, cell) else cell for left, cell in pairwise(cells))
    return Line(label, (*cells[:1], *after), remark)


def _remark(name: str) -> str:
    """A rule that is not enforced says so; so does one that opinions take over from the rules on suggestions."""
    if name in schema.FOR_MOTIONS:
        return _(words.FOR_MOTIONS)
    return _(words.BY_ANALOGY) if name in schema.BY_ANALOGY else ""


def _same(one: Cell, other: Cell) -> bool:
    return (one.lines, one.article, one.note) == (other.lines, other.article, other.note)


def _short(cell: Cell) -> Cell:
    """A period is said again, a list is not."""
    lines = cell.lines[:1] if len(cell.lines) < _LIST else (_("as to the left"),)
    return Cell(lines, "", cell.standing)


def _cell(profile: Profile, rule: Any, lines: tuple[str, ...]) -> Cell:
    return Cell(lines, rule.article, profile.standing(rule), str(getattr(rule, "note", "")))


def _clock(clock: Clock) -> tuple[str, ...]:
    return (period_words(clock.period), _("after %(event)s") % {"event": clock.starts_from})


def _switch(switch: Switch) -> tuple[str, ...]:
    return (_(words.VALUES[switch.value]),)


def _limit(limit: Limit) -> tuple[str, ...]:
    if limit.value is not None:
        return (str(limit.value),)
    return tuple(f"{_(words.LEVELS[level])} {number}" for level, number in limit.by_level.items())


def _classes(profile: Profile) -> Cell:
    labels: Labels = profile.result_classes
    lines = tuple(f"{item.code} {item.label}{_promises(item.promise)}" for item in labels.items)
    return _cell(profile, labels, lines)


def _reasons(profile: Profile) -> Cell:
    labels = profile.inadmissible
    return _cell(profile, labels, tuple(str(item.label) for item in labels.items))


def _promises(promise: bool) -> str:
    return _(" (a promise with a date)") if promise else ""


def _urging(profiles: Sequence[Profile]) -> tuple[Line, ...]:
    return tuple(
        _line(_(label), [_cell(one, one.urging, (str(getattr(one.urging, name)),)) for one in profiles])
        for name, label in words.URGING.items()
    )
