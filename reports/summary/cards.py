"""An organ's card as a page shows it: an address behind each number, months beside those of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.summary import catalogue, organs, periods
from reports.summary.addresses import Lists
from reports.summary.tabled import class_words, year_before

if TYPE_CHECKING:
    from reports.summary.organs import Card, CardLine
    from reports.summary.periods import Period


class Page:
    """What the page of ``card`` shows; ``code`` is of the congress."""

    def __init__(self, card: Card, code: str, period: Period) -> None:
        self.card = card
        self.organ = card.organ
        self._now, self._then = Lists(code, period.key), Lists(code, periods.before(period).key)

    def _url(self, code: str, **more: str) -> str:
        return self._now.url(code, organ=str(self.organ.pk), **more)

    @property
    def parts(self) -> list[tuple[str, list[tuple[CardLine, str]]]]:
        """Each part with its lines and their addresses; those of which no organ had anything are left out."""
        found = [
            (words, [(line, self._url(line.code)) for line in lines]) for words, lines in self.card.parts
        ]
        return [
            (words, lines)
            for words, lines in found
            if any(line.value or line.median_value for line, _url in lines)
        ]

    @property
    def months(self) -> dict[str, Any]:
        heads = organs.TREND
        rows = []
        for key, counts in self.card.months:
            then = year_before("month", key)
            before = (
                self.card.before.get(then, 0),
                self._then.url("opinions.received", organ=str(self.organ.pk), by="month", key=then),
            )
            cells = [(counts[one], self._url(f"opinions.{one}", by="month", key=key)) for one in heads]
            rows.append((key, [*cells[:2], before, *cells[2:]]))
        return {"heads": [catalogue.FIGURES[f"opinions.{one}"].name for one in heads], "rows": rows}

    @property
    def classes(self) -> dict[str, Any]:
        heads = organs.CLASSES
        rows = [
            (
                class_words(key),
                [(counts[one], self._url(f"opinions.{one}", by="class", key=key)) for one in heads],
            )
            for key, counts in self.card.classes
        ]
        return {"heads": [catalogue.FIGURES[f"opinions.{one}"].name for one in heads], "rows": rows}
