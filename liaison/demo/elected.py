"""Constituencies and the deputies elected in them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from liaison.demo import names

if TYPE_CHECKING:
    from random import Random

    from liaison.demo.places import Place

# occupation, work unit ({p}: the place), share in percent, earliest and latest age
_CALLINGS = (
    ("农民", "{p}", 22, 32, 64),
    ("村（社区）党组织书记", "{p}", 14, 34, 62),
    ("种养大户", "{p}种植专业合作社", 8, 30, 60),
    ("个体工商户", "{p}", 8, 28, 60),
    ("企业负责人", "{t}工业集中区", 9, 35, 62),
    ("工人", "{t}工业集中区", 8, 26, 56),
    ("教师", "{t}中心学校", 8, 27, 58),
    ("医生", "{t}卫生院", 6, 28, 58),
    ("护士", "县人民医院", 3, 25, 50),
    ("乡镇干部", "{t}", 6, 28, 58),
    ("律师", "县法律援助中心", 2, 29, 60),
    ("快递员", "{t}快递站", 2, 23, 45),
    ("返乡创业青年", "{p}", 4, 24, 38),
)
_LINES = (
    "关心农村道路和饮水，每月到联络站接待一次。",
    "关心教育和未成年人保护，愿意听听家长怎么说。",
    "常年在村里，有事上门说、打电话都行。",
    "关注老旧小区改造和物业，周末在社区。",
    "关心种粮补贴、农田水利和农产品销路。",
    "关注道路、停车和出行安全。",
    "关注营商环境和就业，企业有难处可以直说。",
    "关心养老助餐和残疾人出行。",
)
_OWN_LINES = {
    "医生": "常年看门诊，关心看病、买药和医保报销。",
    "护士": "关心老人照护和就医流程。",
    "教师": "教了多年书，关心上学路上的安全和课后服务。",
    "律师": "愿意帮大家弄清该找哪个部门、走什么程序。",
    "快递员": "天天走街串巷，路上看到的问题都记着。",
    "种养大户": "关心灌溉、农机补贴和粪污处理。",
}


_BORDER = re.compile("[县区]")


@dataclass(frozen=True, slots=True)
class Seat:
    """A constituency: ``seats`` one to three (Electoral Law art. 26), ``places`` codes of its divisions."""

    congress: str
    code: str
    name: str
    seats: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deputy:
    """Somebody elected; ``seat`` is the code of the constituency, ``status`` that of the mandate."""

    congress: str
    number: str
    name: str
    pinyin: str
    gender: str
    occupation: str
    work_unit: str
    introduction: str
    seat: str
    delegation: str
    status: str = "in_force"

    def named(self, other: Deputy) -> Deputy:
        """The same person under the name of another."""
        return replace(self, name=other.name, pinyin=other.pinyin)


def elect(
    congress: str, level: str, groups: list[list[Place]], size: int, rng: Random
) -> tuple[list[Seat], list[Deputy]]:
    """Constituencies with ``size`` seats in all, spread over the groups of places, and who was elected."""
    if level == "city":
        return [], [
            _deputy(congress, number, groups[number % len(groups)][0], "", rng)
            for number in range(1, size + 1)
        ]
    seats: list[Seat] = []
    deputies: list[Deputy] = []
    for place, group in enumerate(groups):
        share = size // len(groups) + (place < size % len(groups))
        for seat in _constituencies(congress, level, group, share, len(seats)):
            seats.append(seat)
            home = next(one for one in group if one.code == seat.places[0])
            for _ in range(seat.seats):
                deputies.append(_deputy(congress, len(deputies) + 1, home, seat.code, rng))
    return seats, deputies


def _constituencies(congress: str, level: str, group: list[Place], share: int, before: int) -> list[Seat]:
    """Two seats each, the last ones three or one, until the share is spent; places go round in turn."""
    count = max(1, round(share / (2.4 if level == "township" else 2)))
    sizes = [share // count + (place < share % count) for place in range(count)]
    made = []
    for place, seats in enumerate(sizes):
        covered = group[place::count] or [group[place % len(group)]]
        name = "、".join(one.name.removesuffix("村").removesuffix("社区") for one in covered[:2])
        number = before + place + 1
        made.append(
            Seat(
                congress,
                f"{number:03d}",
                f"第{number}选区（{name}）",
                min(3, max(1, seats)),
                tuple(one.code for one in covered),
            )
        )
    return made


def _deputy(congress: str, number: int, home: Place, seat: str, rng: Random) -> Deputy:
    calling = rng.choices(_CALLINGS, [one[2] for one in _CALLINGS])[0]
    person = names.person(rng, age=rng.randint(calling[3], calling[4]), women=0.33)
    township = _BORDER.split(home.full_name.removesuffix(home.name))[-1] if home.level == 5 else home.name
    return Deputy(
        congress=congress,
        number=f"{congress[1:]}-18-{number:04d}",
        name=person.name,
        pinyin=names.romanised(person.name),
        gender=person.gender,
        occupation=calling[0],
        work_unit=calling[1].format(p=home.name, t=township),
        introduction=_OWN_LINES.get(calling[0]) or rng.choice(_LINES),
        seat=seat,
        delegation=f"{township}代表团",
        # Moving away or an investigation ends or suspends a mandate (Law on Deputies arts 61-63).
        status="ended" if number % 97 == 0 else "suspended" if number % 211 == 0 else "in_force",
    )
