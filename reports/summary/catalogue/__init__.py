"""Every figure of the summary, as data: one line each of words, definition, source, and what it counts.

Another part of the reports adds its figures by one more entry of ``SOURCES``; everything else follows from it: page,
list, frozen set, exports and the sheet of definitions. Whoever changes what a figure means counts ``VERSION`` up.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils import translation

from reports.summary.catalogue import contact, deputies, duty, meetings, opinions, organs, promises
from reports.summary.catalogue.dimensions import DIMENSIONS, Dimension
from reports.summary.terms import Figure, Population

#: Counted up with every change of a definition; a comparison over such a change says so.
VERSION = "2"
SOURCES: tuple[tuple[Figure, ...], ...] = (
    opinions.FIGURES,
    organs.FIGURES,
    promises.FIGURES,
    deputies.FIGURES,
    contact.FIGURES,
    duty.FIGURES,
    meetings.FIGURES,
)
FIGURES: dict[str, Figure] = {figure.code: figure for source in SOURCES for figure in source}
POPULATIONS: dict[str, Population] = {
    figure.population.name: figure.population for figure in FIGURES.values()
}
OPINION_CODES = tuple(code for code in FIGURES if code.startswith("opinions."))


def of(population: str) -> list[Figure]:
    """The figures that count rows of this population."""
    return [figure for figure in FIGURES.values() if figure.population.name == population]


def definitions() -> list[dict[str, Any]]:
    """What each figure means, in both languages, as it is kept with a frozen summary and written into exports."""
    return [
        {
            "code": figure.code,
            "name": both(figure.name),
            "definition": both(figure.definition),
            "source": both(figure.source),
            "unit": both(figure.population.unit),
            "share_of": figure.of,
        }
        for figure in FIGURES.values()
    ]


def both(words: Any) -> dict[str, str]:
    """Words in Chinese and in English."""
    found = {}
    for name, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            found[name] = translation.gettext(words) if isinstance(words, str) else str(words)
    return found


def fingerprint() -> str:
    """A digest of all definitions, so that a changed sentence does not go unnoticed."""
    said = [[one["code"], one["definition"]["en"], one["source"]["en"]] for one in definitions()]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


__all__ = [
    "DIMENSIONS",
    "FIGURES",
    "OPINION_CODES",
    "POPULATIONS",
    "SOURCES",
    "VERSION",
    "Dimension",
    "both",
    "definitions",
    "fingerprint",
    "of",
]
