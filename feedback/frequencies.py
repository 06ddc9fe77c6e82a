"""How common a gram is, by a sample of the latest texts."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from django.db import connection

from feedback.models import SearchDoc

_SAMPLE_SIZE = 1500
_SAMPLE_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Of the latest ``size`` texts: in how many each gram stands, and in how many one begins with a character.

    ``texts_read``: their grams as they are stored.
    """

    counts: Counter[str]
    beginning: Counter[str]
    size: int
    read_at: float
    texts_read: tuple[str, ...] = ()

    def texts(self, latest: int) -> int:
        """At most how many texts there are up to the key ``latest``: a whole sample knows, and keys have gaps."""
        return latest if self.size >= _SAMPLE_SIZE else self.size


_known: dict[str, Frequencies] = {}


def forget() -> None:
    """Take the sample anew when it is next asked for."""
    _known.clear()


def frequencies() -> Frequencies:
    """In how many of the latest texts each gram stands; may be old: only the order of work hangs on it."""
    known = _known.get(connection.alias)
    if known is None or time.monotonic() - known.read_at > _SAMPLE_SECONDS:
        latest = tuple(SearchDoc.objects.order_by("-pk").values_list("grams", flat=True)[:_SAMPLE_SIZE])
        texts = [{gram for gram in grams.split(" ") if len(gram) <= 2} for grams in latest]
        counts = Counter(gram for text in texts for gram in text)
        beginning = Counter(first for text in texts for first in {gram[:1] for gram in text})
        known = _known[connection.alias] = Frequencies(
            counts, beginning, len(texts), time.monotonic(), latest
        )
    return known
