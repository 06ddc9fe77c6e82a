"""How large a demonstration is. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """The most cases that wait in one way today; the timeline keeps close below."""

    to_screen: int
    to_review: int
    due_today: int
    late: int


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes of one demonstration. Deputies are those of all congresses together."""

    name: str
    counties: int
    townships: int  # in each county
    villages: int  # in each township, communities with them
    county_deputies: int  # of each county's congress
    township_deputies: int  # of each county's township congresses together
    city_deputies: int  # of the city's congress; 0: there is none
    stations: int  # of each county
    organs: int  # of each county; township governments with them
    city_organs: int
    opinions: int
    suggestions: int  # of the congress that is shown
    years: int
    officers: int  # of each office
    waiting: Waiting


SCALES = {
    scale.name: scale
    for scale in (
        Scale("village", 1, 1, 6, 16, 48, 0, 4, 29, 0, 240, 90, 2, 2, Waiting(8, 3, 7, 2)),
        Scale("county", 1, 12, 15, 240, 960, 0, 40, 80, 0, 20_000, 300, 5, 6, Waiting(31, 5, 7, 2)),
        Scale("city", 6, 12, 15, 240, 1_027, 398, 25, 28, 32, 100_000, 300, 5, 5, Waiting(150, 25, 33, 10)),
    )
}
