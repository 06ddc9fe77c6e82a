"""The blanks in the sayings, and what is written into them. Pure.

One opinion draws each blank once: whoever speaks of the third street lamp goes on speaking of it, and so
does the office that answers.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from liaison.demo import names
from liaison.demo.places import ESTATES, ROADS

if TYPE_CHECKING:
    from liaison.demo.matters import Matter
    from liaison.demo.places import Place

_HOME = ("家门口", "我们这一片", "我们这儿", "附近", "我们这边")
_VAGUE = {
    "village": ("我们村", "村里", "我们组", *_HOME),
    "town": ("我们街上", "我们社区", *_HOME),
    "estate": ("我们小区", "小区里", "我们这栋楼"),
}
_SPOTS = (
    "一组",
    "二组",
    "三组",
    "四组",
    "五组",
    "东头",
    "西头",
    "村口",
    "桥头",
    "老街上",
    "小学旁边",
    "村部前面",
    "晒谷坪那边",
    "渡口边",
)
_BY_CITIZEN = {
    "who": ("老人", "孩子", "我妈", "我爸", "老伴", "我婆婆", "家里老人", "我外婆", "街坊"),
    "elder": ("老人", "我妈", "我爸", "老伴", "我婆婆", "家里老人", "我外婆", "隔壁大爷"),
    "night": ("晚上十点以后", "半夜", "夜里十一二点", "深夜", "晚上十一点多", "后半夜"),
    "dur": ("两个多月", "三个月", "半年", "一个多月", "大半年", "好几个星期", "一年多", "二十来天"),
    "n": ("两", "三", "四", "五", "六", "好几"),
    "n2": ("三", "五", "六", "八", "十来", "十几"),
    "nn": ("十几", "二十多", "三十来", "四十几", "五六十", "百来"),
    "nn2": ("一百多", "两百来", "三百多", "五百来", "上千"),
    "km": ("两里路", "三里多路", "一公里多", "四五公里", "大半个钟头"),
    "money": ("八十", "两百多", "三百", "五百多", "一千八", "两千多"),
    "years": ("二十年", "三十多年", "大半辈子", "十来年"),
    "day": ("前天", "昨天", "上周三", "上个星期六", "星期一", "逢集那天", "上星期"),
    "m": ("几十", "一百来"),
    "m2": ("十来",),
}
_ENDINGS = (
    ((12, 1, 2), ("入冬以来", "天冷以后", "年前年后")),
    ((3, 4, 5), ("开春以来", "清明前后", "今年春上")),
    ((6, 7, 8), ("入夏以来", "天一热", "放暑假以来")),
    ((9, 10, 11), ("入秋以来", "开学以后", "国庆以后")),
)
_ANYTIME = ("最近", "这半年", "今年以来", "上个月开始", "前阵子", "近来", "这一两年", "这段时间")


class Slots(dict[str, str]):
    """What is written into the blanks of one opinion: looked up, or drawn once and kept.

    ``digits`` is for offices, who write 26 where people say 二十多; ``day`` is the date of writing.
    """

    def __init__(
        self,
        rng: Random,
        matter: Matter,
        place: Place,
        township: str,
        day: date,
        *,
        explicit: bool,
        thing: str = "",
    ) -> None:
        super().__init__()
        self.rng, self.day, self.digits = rng, day, False
        self.setting = _setting(matter, place)
        self.names = (place.name, township)
        self.explicit = explicit
        spot = self._spot(place)
        self["place0"] = f"{township}{place.name}" if place.name != township else township
        self["place"] = spot if explicit else rng.choice(_VAGUE[self.setting])
        thing, _, tag = (thing or rng.choice(matter.objects)).partition("#")
        self["obj"] = thing.format_map(self)
        self.matter = matter.about(tag)

    def _spot(self, place: Place) -> str:
        """A place as people write it: whole, short, or to the very corner."""
        rng, (own, township) = self.rng, self.names
        if place.level < 5:
            return rng.choice((township, f"{township}街上", f"{township}集镇"))
        if self.setting == "village":
            return rng.choice(
                (
                    own,
                    f"{township}{own}",
                    f"{own}{rng.choice(_SPOTS)}",
                    f"我们{own}",
                    f"{township}{own}{rng.choice(_SPOTS)}",
                )
            )
        if self.setting == "estate":
            return rng.choice(
                (
                    f"{own}{self['estate']}",
                    f"{self['estate']}",
                    f"{self['estate']}{rng.randint(1, 18)}号楼",
                    f"{own}{self['estate']}",
                )
            )
        return rng.choice(
            (
                own,
                f"{own}{self['road']}",
                f"{own}{self['estate']}",
                f"{township}{own}",
                f"{self['road']}靠{own}这头",
            )
        )

    def for_office(self, title: str, day: date) -> Slots:
        """The same opinion as an office writes of it: numbers in digits, dates counted from ``day``."""
        self["title"] = title
        self.day = day
        if not self.digits:
            self.digits = True
            for key in (*_NUMBERS, "date", "looked"):
                self.pop(key, None)
        else:
            self.pop("date", None)
            self.pop("looked", None)
        return self

    def __missing__(self, key: str) -> str:
        value = self[key] = self._draw(key)
        return value

    def _draw(self, key: str) -> str:
        rng = self.rng
        if self.digits and key in _NUMBERS:
            return str(rng.randint(*_NUMBERS[key])) if key != "km2" else f"{rng.uniform(0.4, 4):.1f}"
        if key in _BY_CITIZEN:
            return rng.choice(_BY_CITIZEN[key])
        own = getattr(self, f"_of_{key}", None)
        if own is None:
            raise KeyError(key)
        return str(own())

    def _of_since(self) -> str:
        seasonal = next(words for months, words in _ENDINGS if self.day.month in months)
        return self.rng.choice(seasonal if self.rng.random() < 0.4 else _ANYTIME)

    def _of_since0(self) -> str:
        return self._of_since().removesuffix("以来").removesuffix("开始")

    def _of_estate(self) -> str:
        return self.rng.choice(ESTATES)

    def _of_road(self) -> str:
        return self.rng.choice(ROADS)

    def _of_bus(self) -> str:
        return f"{self.rng.randint(1, 18)}路"

    def _of_school(self) -> str:
        return f"{self.names[1]}{self.rng.choice(('中心小学', '小学', '初级中学', '第二小学'))}"

    def _of_clinic(self) -> str:
        return f"{self.names[1]}卫生院"

    def _of_surname(self) -> str:
        return names.surname(self.rng)

    def _of_date(self) -> str:
        return _spoken(self.day + timedelta(days=self.rng.randint(6, 40)))

    def _of_looked(self) -> str:
        return _spoken(self.day - timedelta(days=self.rng.randint(1, 6)))

    def _of_who_call(self) -> str:
        return self.rng.choice(("", "老乡", "邻居", "大姐", "师傅"))


_NUMBERS = {
    "n": (2, 6), "n2": (3, 12), "nn": (12, 64), "nn2": (86, 640), "m": (18, 160), "m2": (4, 26),
    "mm": (18, 55), "cm": (12, 45), "db": (53, 66), "km2": (0, 0),
}  # fmt: skip


def _setting(matter: Matter, place: Place) -> str:
    if matter.setting == "estate" or matter.setting == "village":
        return matter.setting
    return "town" if place.town or place.level < 5 else "village"


def _spoken(day: date) -> str:
    return f"{day.month}月{day.day}日"
