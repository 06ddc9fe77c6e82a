"""A summary as a page shows it: groups of figures with their addresses, the year before, and breakdowns with charts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import formats
from reports.summary import catalogue, periods
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
    (gettext_lazy("What people said of the result"), ("rated", "result_3", "result_2", "result_1", "unrated")),
    (gettext_lazy("What people said of the attitude"), ("attitude_rated", "attitude_3", "attitude_2", "attitude_1")),
)  # fmt: skip
COLUMNS = ("received", "answered", "on_time", "late", "result_3", "result_2", "result_1", "unrated")
_CHARTS = {"month": "line", "organ": "rows", "topic": "rows", "place": "rows"}
_MOST_ROWS = 100


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
class Lists:
    """The addresses of the lists behind the figures of one summary, live or frozen."""

    congress: str
    period: str
    edition: int | None = None

    def url(self, code: str, **more: str) -> str:
        query = {name: value for name, value in more.items() if value or name == "key"}
        if "by" not in query:
            query.pop("key", None)
        if self.edition:
            query["edition"] = str(self.edition)
        address = reverse("summary_list", args=[self.congress, self.period, code])
        return f"{address}?{urlencode(query)}" if query else address

    @property
    def tail(self) -> str:
        """What an address of the same summary ends with."""
        return f"?edition={self.edition}" if self.edition else ""


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
        found = [(str(title), [self.figure(f"opinions.{name}") for name in names]) for title, names in GROUPS]
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
        """Each breakdown: its label, the kind of its chart, its heads and rows with an address behind each number."""
        order = ["month", *catalogue.DIMENSIONS]
        return [self._table(name) for name in order if self.content["breakdowns"].get(name)]

    def _table(self, name: str) -> dict[str, Any]:
        known = catalogue.DIMENSIONS.get(name)
        every = self.content["breakdowns"][name]
        rows = [
            {
                "name": (row["name"] or row["key"]) if row["key"] else _no_class(name),
                "url": reverse("summary_organ", args=[self.lists.congress, self.lists.period, row["key"]])
                if name == "organ" and row["key"] and not self.lists.edition
                else "",
                "cells": [
                    (row["counts"].get(one, 0), self.lists.url(f"opinions.{one}", by=name, key=row["key"]))
                    for one in COLUMNS
                ],
            }
            for row in every[:_MOST_ROWS]
        ]
        label = str(known.label) if known else _("Month")
        return {"name": name, "label": label, "kind": _CHARTS.get(name, "bar"), "rows": rows, "all": len(every),
                "heads": [self.words[f"opinions.{one}"]["name"] for one in COLUMNS]}  # fmt: skip

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
        wanted = ("opinions.received", "opinions.answered", "opinions.late", "suggestions.received",
                  "contacts.recorded")  # fmt: skip
        return [code for code in wanted if code in self.content["figures"]]

    @property
    def lower_heads(self) -> list[str]:
        return [self.words[code]["name"] for code in self.lower_codes]

    @property
    def lower_totals(self) -> list[tuple[int, str]]:
        return [(self.content["figures"][code]["total"], self.lists.url(code)) for code in self.lower_codes]

    @property
    def satisfaction(self) -> float | None:
        """Satisfied and basically satisfied with the result, of those who rated it."""
        return self._good("result", "rated")

    @property
    def attitude(self) -> float | None:
        return self._good("attitude", "attitude_rated")

    def _good(self, what: str, of: str) -> float | None:
        figures = self.content["figures"]
        whole = figures[f"opinions.{of}"]["total"]
        good = sum(figures[f"opinions.{what}_{grade}"]["total"] or 0 for grade in (2, 3))
        return good / whole if whole else None


def _no_class(name: str) -> str:
    """What a row without a class is called; of other breakdowns nothing was given."""
    return _("without a class (answered by a deputy, or not yet)") if name == "class" else ""


def live_page(content: dict[str, Any], code: str, period: Period) -> Page:
    """A summary as it stands now, in the reader's language."""
    words = {
        figure.code: {
            "name": str(figure.name),
            "definition": str(figure.definition),
            "source": _(figure.source),
            "share_of": figure.of,
        }
        for figure in catalogue.FIGURES.values()
    }
    earlier = Lists(code, periods.before(period).key) if period.is_year else None
    return Page(content, Lists(code, period.key), words, earlier)


def frozen_page(snapshot: Snapshot) -> Page:
    """A frozen summary, with the definitions it was frozen with."""
    language = "zh" if formats.in_chinese() else "en"
    words = {
        one["code"]: {"share_of": one["share_of"]}
        | {name: one[name][language] for name in ("name", "definition", "source")}
        for one in snapshot.definitions
    }
    return Page(snapshot.content, Lists(snapshot.congress.code, snapshot.period, snapshot.edition), words)
