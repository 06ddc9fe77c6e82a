"""An invented county: places on division codes of the real form, under a prefix that is not in use. Pure.

云岚省, 岚川市 and its six counties do not exist. Codes nest: 99 province, 9901 city, 990121 county,
990121101 township, 990121101201 village.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

PROVINCE, CITY = ("99", "云岚省"), ("9901", "岚川市")
COUNTIES = (
    ("990121", "青澜县"), ("990122", "桐丘县"), ("990123", "墨川县"),
    ("990124", "栖云县"), ("990125", "雁岭县"), ("990102", "鹭洲区"),
)  # fmt: skip
# The first is the seat of the county; subdistricts have no congress of their own (Organic Law art. 85).
TOWNSHIPS = (
    "云桥街道",
    "石磨镇",
    "柳湾镇",
    "松坪镇",
    "落雁镇",
    "古渡镇",
    "枫林镇",
    "梅溪镇",
    "白塔镇",
    "高坎乡",
    "双泉乡",
    "竹坝乡",
)
_HEADS = (
    "柳松梅竹桃杏枫槐桂兰石白青黄乌金银上下大小龙凤马鹤燕云月井茶沙泥荷苇樟楠梨枣麦禾岩清寒深长平高古双三五七"
)
_TAILS = "湾坪坝岭坳冲塘溪泉桥渡洲坡沟庄铺屯垭圩墩湖滩寨堰"
_COMMUNITIES = "迎春 学府 滨河 古槐 南苑 文庙 府前 桂苑 梧桐 站前 望岭 锦水 东门 书院 莲池 月台".split()
ESTATES = (
    "锦澜苑 和顺家园 青澜花园 桂花苑 翠屏小区 学府雅居 滨河小区 供销小区 粮站家属院 丽景苑 水岸人家 农机厂宿舍"
    " 怡和小区 柳岸新村 福康家园 银杏苑 东湖名邸 安居苑 玉兰小区 书香苑 星河湾小区 紫藤花园 春晖小区 明月苑"
).split()
ROADS = (
    "青石路 环城东路 文昌街 桥南路 府前街 滨河路 学府路 站前路 古槐巷 建新路 云桥路 南门大街 岚川大道 石磨街 柳堤路"
).split()
NAMESAKE = "石桥村"  # lies in two townships: whoever names it alone has not said where


@dataclass(frozen=True, slots=True)
class Place:
    """A division: ``level`` 1 province … 5 village or community; ``town`` is true for a community."""

    code: str
    name: str
    level: int
    parent: str
    full_name: str
    town: bool = False


def counties(count: int, townships: int, villages: int, rng: Random) -> list[Place]:
    """The province, the city and ``count`` counties with all that lies in them, parents first."""
    found = [
        Place(PROVINCE[0], PROVINCE[1], 1, "", PROVINCE[1]),
        Place(CITY[0], CITY[1], 2, PROVINCE[0], PROVINCE[1] + CITY[1]),
    ]
    for code, name in COUNTIES[:count]:
        county = Place(code, name, 3, CITY[0], found[1].full_name + name)
        found += [county, *_inside(county, townships, villages, rng)]
    return found


def _inside(county: Place, townships: int, villages: int, rng: Random) -> list[Place]:
    stems = [head + tail for head in _HEADS for tail in _TAILS if head != tail]
    rng.shuffle(stems)
    taken = {name[:2] for name in TOWNSHIPS} | {name for _code, name in COUNTIES}
    free = iter([stem for stem in stems if stem not in taken and stem + "村" != NAMESAKE])
    names = TOWNSHIPS[1:2] if townships == 1 else TOWNSHIPS[:townships]
    found: list[Place] = []
    for place, name in enumerate(names):
        code = f"{county.code}{_series(name) + place:03d}"
        township = Place(code, name, 4, county.code, county.full_name + name, town=name.endswith("街道"))
        found += [township, *_villages(township, villages, free, namesake=place in (3, 6))]
    return found


def _series(name: str) -> int:
    """Third block of a real code: subdistricts from 001, towns from 100, townships from 200."""
    return {"道": 1, "镇": 100, "乡": 200}[name[-1]]


def _villages(township: Place, count: int, free: object, *, namesake: bool) -> list[Place]:
    names = _communities(township.name, count)
    names += [NAMESAKE] if namesake and len(names) < count else []
    names += [f"{next(free)}村" for _ in range(count - len(names))]  # type: ignore[call-overload]
    return [
        Place(
            f"{township.code}{(1 if name.endswith('社区') else 200) + place:03d}",
            name, 5, township.code, township.full_name + name, town=name.endswith("社区"),
        )
        for place, name in enumerate(names)
    ]  # fmt: skip


def _communities(township: str, count: int) -> list[str]:
    """A subdistrict has communities alone, a town two or three, a township one."""
    stem = township[:2]
    if township.endswith("街道"):
        return [f"{name}社区" for name in _COMMUNITIES[:count]]
    if township.endswith("镇"):
        return [f"{stem}{ending}社区" for ending in ("街", "老街", "新区")][: max(1, count // 5)]
    return [f"{stem}街社区"]
