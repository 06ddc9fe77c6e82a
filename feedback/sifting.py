"""Words that stand in so many texts that a list is looked through for them, in place of asking the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, Q

from casework.grams import wanted
from feedback.frequencies import frequencies
from feedback.models import SearchDoc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.grams import Wanted

MOST_FROM_THE_INDEX = 6_500  # cases that are joined and sorted in some 50 ms


@dataclass(frozen=True, slots=True)
class Common:
    """A ``casework.searching.Sieve``: each text is read by its key."""

    cut: Wanted
    share: float

    def __call__(self, keys: Sequence[int]) -> set[int]:
        fits = Q(*(Q(grams__contains=chain) for chain in self.cut.chains))
        unfit = (Q(grams__contains=chain) for chain in self.cut.unwanted)
        rows = SearchDoc.objects.filter(fits, *(~one for one in unfit), pk__in=keys)
        return set(rows.values_list("pk", flat=True))


def sieve_for(query: str) -> Common | None:
    """None where the words are rare enough to be taken from the index, by a sample of the latest texts.

    What counts is in how many texts all grams stand, be it apart: the index leads to each of them.
    """
    cut = wanted(query)
    if not cut:
        return None
    sample = frequencies()
    together = sum(all(one in text for one in (*cut.grams, *cut.first)) for text in sample.texts_read)
    latest = SearchDoc.objects.aggregate(last=Max("pk"))["last"] or 0
    if together * sample.texts(latest) <= MOST_FROM_THE_INDEX * max(sample.size, 1):
        return None
    saying = sum(cut.fits_grams(text) for text in sample.texts_read)
    return Common(cut, max(saying, 1) / sample.size)
