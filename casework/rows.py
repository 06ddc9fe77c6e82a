"""The rows of the office's queue, read as plain values: a list of 25 costs little more than its HTML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts import formats
from accounts.templatetags.portal import due, why_link
from casework.rules.remaining import days_left
from casework.templatetags.cases import badge_of, joined_words
from casework.workflows import WORKFLOWS

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.utils.safestring import SafeString

#: The columns of ``Row``, in its order.
COLUMNS = (
    "pk", "number", "version", "title", "kind", "status", "due_on", "opened_at", "closed_at",
    "division__name", "topic__name", "topic__name_en", "organ__name", "organ__short_name",
    "proposal__organ__name", "proposal__organ__short_name",
    "joined_count",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One case as the list shows it."""

    pk: int
    number: str
    version: int
    title: str
    kind: str
    status: str
    due_on: date | None
    opened_at: datetime
    closed_at: datetime | None
    place: str | None
    topic_zh: str | None
    topic_en: str | None
    organ: str | None
    organ_short: str | None
    proposed: str | None
    proposed_short: str | None
    joined_count: int

    @property
    def below(self) -> str:
        """Place, topic, and the organ: with an arrow while it is only proposed."""
        english = (get_language() or "").startswith("en")
        topic = self.topic_en if english and self.topic_en else self.topic_zh
        organ = self.organ_short or self.organ
        proposed = self.proposed_short or self.proposed
        arrow = f"→ {proposed}" if proposed and not organ else ""
        more = joined_words(self.joined_count)
        return " · ".join(part for part in (self.place or "—", topic, organ, arrow, more) if part)

    @property
    def when(self) -> SafeString | str:
        """When it is due, in words; for a closed case the day it was closed."""
        if self.closed_at:
            return formats.short_day(self.closed_at, timezone.localdate())
        if self.due_on is None:
            return ""
        words = _due(self.due_on, days_left(self.due_on), timezone.localdate(), get_language())
        return why_link(reverse("case_why", args=[self.number]), words)

    @property
    def badge(self) -> SafeString:
        return _badge(self.kind, self.status, get_language())


@lru_cache(maxsize=1024)
def _due(on: date, left: int, today: date, language: str | None) -> SafeString | str:
    """Many rows are due on the same few days; all that the words hang on is in the key."""
    return due(SimpleNamespace(due_on=on), "brief")


@lru_cache(maxsize=256)
def _badge(kind: str, status: str, language: str | None) -> SafeString:
    return badge_of(WORKFLOWS[kind].by_status[status])
