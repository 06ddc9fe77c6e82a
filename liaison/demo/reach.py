"""How people of the invented county are reached, where its stations stand, and what its bodies have to do. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from liaison.demo.places import ESTATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liaison.demo.elected import Deputy
    from liaison.demo.places import Place

#: What deputies decide on: most keep to the station, some open their telephone, few hide something.
_WISHES: tuple[dict[str, str], ...] = (
    {},
    {"phone_visibility": "public"},
    {},
    {"address_kind": "work", "address_visibility": "public"},
    {"phone_visibility": "voters"},
    {},
    {"work_unit_visibility": "voters"},
    {"phone_visibility": "public", "email_visibility": "public"},
    {"phone_visibility": "hidden"},
)
DUTIES = "受理和登记群众意见，交办、催办、审核答复，向群众反馈；联系和服务代表。"
CHARTER = (
    "一、权利：交办、退回、催办群众意见，公布办理情况。\n"
    "二、义务：每件意见都登记、有人负责、按期答复；保守来信人身份；每年向人民代表大会报告。\n"
    "三、专人负责：设负责人一名、替岗一名，离岗前办妥交接。\n"
    "（演示文本，由主任会议通过，自本届起施行。）"
)
_CENTRE = (111.30, 31.50)  # where no such county lies
_TURN = 2.399963  # the golden angle: townships spread evenly around the county's seat


def of_deputy(deputy: Deputy) -> dict[str, str]:
    """Numbers that cannot ring and mail that reaches nobody, with the deputy's own wishes."""
    number = int(deputy.number[-4:])
    wishes = _WISHES[number % len(_WISHES)]
    return {
        "phone": f"0999-556{number:04d}",
        "email": f"deputy{number}@example.org",
        "address": f"{deputy.work_unit}收发室"
        if "address_kind" in wishes
        else f"{deputy.delegation[:-3]}某号",
        **wishes,
    }


def position(place: Place, number: int) -> tuple[float, float]:
    """Longitude and latitude of a station in ``place``: townships around the seat, villages around their township."""
    county = int(place.code[4:6])
    longitude, latitude = _CENTRE[0] + 0.6 * (county % 5), _CENTRE[1] + 0.5 * (county % 3)
    town = int(place.code[6:9] or 0)
    away = 0.05 * math.sqrt(town % 100 + town // 100 * 3) if town > 1 else 0.0
    longitude, latitude = _moved(longitude, latitude, away, town * _TURN)
    village = int(place.code[9:12] or 0)
    return _moved(longitude, latitude, 0.025 if village else 0.0, (village + number) * _TURN)


def _moved(longitude: float, latitude: float, away: float, angle: float) -> tuple[float, float]:
    return round(longitude + away * math.cos(angle), 5), round(latitude + away * math.sin(angle), 5)


def other_names(places: Iterable[Place]) -> Iterator[tuple[str, str]]:
    """Code of a community and an estate in it: what people call the place where they live."""
    towns = [place for place in places if place.level == 5 and place.town]
    for number, estate in enumerate(ESTATES):
        if towns:
            yield towns[number % len(towns)].code, estate


def left_out(places: Iterable[Place]) -> frozenset[str]:
    """The last village of each county, which no constituency names: every county has one that was forgotten."""
    last = {place.code[:6]: place.code for place in places if place.level == 5 and not place.town}
    return frozenset(last.values())
