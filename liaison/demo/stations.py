"""Where people meet deputies: homes, stations, contact points and one station on the net. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from liaison.demo.places import Place

_HOURS = (
    "每周三 9:00—11:30，逢集日照常",
    "每月15日 9:00—11:30，其余工作日可预约",
    "工作日 8:30—12:00、14:30—17:30",
    "每周二、周五 15:00—17:30",
    "每月第一、第三个星期六 9:00—11:00",
)
_POINTS = (
    "村部一楼",
    "农贸市场服务点",
    "文化礼堂",
    "敬老院旁",
    "产业园党群中心",
    "供销社二楼",
    "老年活动中心",
    "茶叶合作社",
)
_HEADS = {
    "home": "人大主席（站长）",
    "station": "县人大代表（站长）",
    "point": "村（社区）书记（联络员）",
    "online": "代表工作室（值班）",
}


@dataclass(frozen=True, slots=True)
class Station:
    """``kind`` is home, station, point or online; ``place`` the code of its division. Numbers are fictional."""

    code: str
    kind: str
    name: str
    place: str
    address: str
    hours: str
    phone: str
    head: str


def of_county(county: Place, inside: list[Place], count: int, rng: Random) -> list[Station]:
    """``count`` stations: a home in every township, then one online station, then villages in turn."""
    townships = [place for place in inside if place.level == 4]
    villages = _by_turns([[place for place in inside if place.parent == one.code] for one in townships])
    made = [_home(place, number, rng) for number, place in enumerate(townships[: count - 1], start=1)]
    made.append(_online(county, len(made) + 1))
    for place in villages[: count - len(made)]:
        made.append(_small(place, len(made) + 1, rng))
    return made


def _by_turns(rows: list[list[Place]]) -> list[Place]:
    longest = max((len(row) for row in rows), default=0)
    return [row[place] for place in range(longest) for row in rows if place < len(row)]


def phone(number: int) -> str:
    """A telephone number that cannot ring: neither the prefix nor the exchange is in use."""
    return f"0999-555{number:04d}"


def _home(place: Place, number: int, rng: Random) -> Station:
    return Station(
        f"s{number:03d}", "home", f"{place.name}人大代表之家", place.code,
        f"{place.name}便民服务中心二楼", rng.choice(_HOURS), phone(1000 + number), _HEADS["home"],
    )  # fmt: skip


def _online(county: Place, number: int) -> Station:
    return Station(
        f"s{number:03d}", "online", f"{county.name}网上人大代表联络站", county.code,
        "网上受理，全天开放", "全天；工作日 8:30—17:30 有人值守", phone(1000 + number), _HEADS["online"],
    )  # fmt: skip


def _small(place: Place, number: int, rng: Random) -> Station:
    """A station where a community is, a contact point in a village."""
    kind = "station" if place.town or rng.random() < 0.4 else "point"
    label = "人大代表联络站" if kind == "station" else "人大代表联系点"
    return Station(
        f"s{number:03d}", kind, f"{place.name}{label}", place.code,
        f"{place.name}{rng.choice(_POINTS)}", rng.choice(_HOURS), phone(1000 + number), _HEADS[kind],
    )  # fmt: skip
