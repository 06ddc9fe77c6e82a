"""A summary as a page shows it: groups of figures with their addresses, the year before, and breakdowns with charts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import formats
from reports.summary import catalogue, periods, tabled
from reports.summary.addresses import Lists
from reports.summary.content import SMALL

if TYPE_CHECKING:
    from reports.models import Snapshot
    from reports.summary.periods import Period

#: The figures on top, and the groups below in the order of the report.
TOP = ("opinions.received", "opinions.answered", "opinions.on_time", "opinions.late", "opinions.open",
       "opinions.unrated")  # fmt: skip
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("What came in"), ("received", "accepted", "not_accepted", "withdrawn", "lapsed", "open")),
    (gettext_lazy("How it was handled"), ("answered", "by_deputy", "by_organ", "on_time", "late", "provisional",
                                     "urged", "supervised", "reworked")),
    (gettext_lazy("What people said of the result"), ("rated", "satisfied", "result_3", "result_2", "result_1",
                                                      "unrated")),
    (gettext_lazy("What people said of the attitude"), ("attitude_rated", "attitude_satisfied", "attitude_3",
                                                        "attitude_2", "attitude_1")),
)  # fmt: skip
LOWER = ("opinions.received", "opinions.answered", "opinions.on_time", "opinions.late", "opinions.unrated",
         "promises.due", "promises.kept", "suggestions.received", "motions.received", "contacts.recorded",
         "reports.due", "reports.done")  # fmt: skip
#: What stands “in short”: its words, the figures that are summed, and the one they are a share of.
_SHARES: tuple[tuple[Any, tuple[str, ...], str], ...] = (
    (gettext_lazy("Answered, of those received"), ("opinions.answered",), "opinions.received"),
    (gettext_lazy("Answered on time, of those answered"), ("opinions.on_time",), "opinions.answered"),
    (gettext_lazy("Satisfied or basically satisfied with the result, of those who rated"),
     ("opinions.result_3", "opinions.result_2"), "opinions.rated"),
    (gettext_lazy("The same with the attitude"), ("opinions.attitude_3", "opinions.attitude_2"),
     "opinions.attitude_rated"),
    (gettext_lazy("Answered and not rated, of those answered"), ("opinions.unrated",), "opinions.answered"),
)  # fmt: skip
_TIMES = (
    ("median_workdays", gettext_lazy("Median time to the answer, working days")),
    ("median_days", gettext_lazy("Median time to the answer, calendar days")),
    ("mean_days", gettext_lazy("Mean time to the answer, calendar days")),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure on a page. ``share`` is of the figure that ``of`` names, ``note`` why a difference says little."""

    code: str
    name: str
    definition: str
    source: str
    value: int | None
    before: int | None
    url: str
    before_url: str = ""
    share: float | None = None
    of: str = ""
    note: str = ""

    @property
    def difference(self) -> int | None:
        return None if self.value is None or self.before is None else self.value - self.before

    @property
    def difference_words(self) -> str:
        """“+12”, “−3”, “±0”; nothing where there is nothing to compare."""
        gap = self.difference
        if gap is None:
            return ""
        return f"{'+' if gap > 0 else '−' if gap < 0 else '±'}{formats.number(abs(gap))}"


@dataclass(frozen=True)
class Page:
    """All that the page shows of figures."""

    content: dict[str, Any]
    lists: Lists
    words: dict[str, dict[str, Any]] = field(default_factory=dict)
    earlier: Lists | None = None

    def figure(self, code: str) -> Shown:
        said = self.words[code]
        figures, earlier = self.content["figures"], self.content["before"]
        value, then = figures[code]["total"], earlier["figures"].get(code)
        whole = figures[said["share_of"]]["total"] if said["share_of"] in figures else None
        return Shown(
            code=code,
            name=said["name"],
            definition=said["definition"],
            source=said["source"],
            value=value,
            before=then,
            url=self.lists.url(code),
            before_url=self.earlier.url(code) if self.earlier else "",
            share=value / whole if whole and value is not None else None,
            of=self.words[said["share_of"]]["name"] if said["share_of"] else "",
            note=self._note(value, then),
        )

    def _note(self, value: int | None, then: int | None) -> str:
        if self.content["before"]["definitions_version"] != self.content["definitions_version"]:
            return _("The definition has changed since the year before.")
        if then is not None and value is not None and 0 < max(then, value) < SMALL:
            return _("Too few to compare.")
        return ""

    @property
    def top(self) -> list[Shown]:
        return [self.figure(code) for code in TOP]

    @property
    def groups(self) -> list[tuple[str, list[Shown]]]:
        """The figures of opinions in their groups, then each other population; whatever was added stands there too."""
        found = [
            (str(title), [self.figure(f"opinions.{one}") for one in names if f"opinions.{one}" in self.words])
            for title, names in GROUPS
        ]
        rest: dict[str, list[Shown]] = {}
        for code in self.words:
            population = code.partition(".")[0]
            if population != "opinions":
                rest.setdefault(population, []).append(self.figure(code))
        for population, figures in rest.items():
            known = catalogue.POPULATIONS.get(population)
            found.append((str(known.label) if known else population, figures))
        return found

    @staticmethod
    def is_empty(figures: list[Shown]) -> bool:
        """Whether there was nothing of it, neither in the period nor before."""
        return not any(one.value or one.before for one in figures)

    @property
    def shown_groups(self) -> list[tuple[str, list[Shown]]]:
        """The groups with anything in them; the others are named in a line: ``empty_groups``."""
        return [(title, figures) for title, figures in self.groups if not self.is_empty(figures)]

    @property
    def empty_groups(self) -> list[str]:
        return [title for title, figures in self.groups if self.is_empty(figures)]

    @property
    def tables(self) -> list[dict[str, Any]]:
        """Each breakdown, of opinions and of what else is broken down."""
        return tabled.tables(self)

    def hot(self, found: list[dict[str, Any]], may_open: set[int]) -> list[dict[str, Any]]:
        """What many people raised, as it is shown to somebody who may open the issues ``may_open``."""
        return tabled.hot(self, found, may_open)

    @property
    def lower(self) -> list[dict[str, Any]]:
        """A row for each column of congresses; empty where there is none below."""
        columns = self.content["columns"]
        if len(columns) < 2:
            return []
        codes = self.lower_codes
        return [
            {
                "name": column["name"],
                "cells": [
                    (
                        self.content["figures"][code]["columns"].get(column["key"], 0),
                        self.lists.url(code, column=column["key"]),
                    )
                    for code in codes
                ],
            }
            for column in columns
        ]

    @property
    def lower_codes(self) -> list[str]:
        return [code for code in LOWER if code in self.content["figures"]]

    @property
    def lower_heads(self) -> list[str]:
        return [self.words[code]["name"] for code in self.lower_codes]

    @property
    def lower_totals(self) -> list[tuple[int, str]]:
        return [(self.content["figures"][code]["total"], self.lists.url(code)) for code in self.lower_codes]

    @property
    def shares(self) -> list[tuple[str, float | None, float | None]]:
        """The main shares in words, of the period and of the year before."""
        now = {code: one["total"] for code, one in self.content["figures"].items()}
        then = self.content["before"]["figures"]
        return [(str(words), _good(now, parts, of), _good(then, parts, of)) for words, parts, of in _SHARES]

    @property
    def times(self) -> list[tuple[str, float | None, float | None]]:
        now, then = self.content["times"], self.content["before"]["times"]
        return [(str(words), now.get(name), then.get(name)) for name, words in _TIMES if name in now]


def _good(counts: dict[str, int | None], parts: tuple[str, ...], of: str) -> float | None:
    """The share of the parts; None where one of them is not known or nothing is there to be shared."""
    known = [counts.get(one) for one in (*parts, of)]
    if None in known or not known[-1]:
        return None
    return sum(n or 0 for n in known[:-1]) / known[-1]


def live_page(content: dict[str, Any], code: str, period: Period, column: str = "") -> Page:
    """A summary as it stands now, in the reader's language; ``column``: of this congress alone."""
    words = {
        figure.code: {
            "name": str(figure.name),
            "definition": str(figure.definition),
            "source": _(figure.source),
            "share_of": figure.of,
        }
        for figure in catalogue.FIGURES.values()
    }
    earlier = Lists(code, periods.before(period).key, column=column)
    return Page(content, Lists(code, period.key, column=column), words, earlier)


def frozen_page(snapshot: Snapshot) -> Page:
    """A frozen summary, with the definitions it was frozen with."""
    language = "zh" if formats.in_chinese() else "en"
    words = {
        one["code"]: {"share_of": one["share_of"]}
        | {name: one[name][language] for name in ("name", "definition", "source")}
        for one in snapshot.definitions
    }
    code, before = snapshot.congress.code, snapshot.content["before"]
    earlier = Lists(code, before["period"], before["edition"]) if "edition" in before else None
    return Page(snapshot.content, Lists(code, snapshot.period, snapshot.edition), words, earlier)
