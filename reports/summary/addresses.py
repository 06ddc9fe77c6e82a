"""The addresses of the lists behind the figures of one summary."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse


@dataclass(frozen=True)
class Lists:
    """Live or frozen; ``column``: of one congress alone."""

    congress: str
    period: str
    edition: int | None = None
    column: str = ""

    def url(self, code: str, **more: str) -> str:
        more.setdefault("column", self.column)
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
        if self.column:
            return f"?level={self.column}"
        return f"?edition={self.edition}" if self.edition else ""
