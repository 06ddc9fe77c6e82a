"""Invented people: names as they are borne in China, in the proportions of their surnames. Pure.

The parts are common; a name of somebody real is met only by chance, as in any novel.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from pypinyin import lazy_pinyin

# Shares in thousands of all people, rounded; the rest of the surnames together make the tail.
_SURNAMES = (
    "王72 李71 张67 刘53 陈45 杨31 赵23 黄22 周20 吴20 徐16 孙15 胡13 朱13 高12 林12 何11 郭11 马11 罗10"
    " 梁9 宋8 郑8 谢8 韩8 唐7 冯7 于7 董7 萧6 程6 曹6 袁6 邓6 许6 傅5 沈5 曾5 彭5 吕5 苏5 卢5 蒋5 蔡5 贾4 丁4"
    " 魏4 薛4 叶4 阎4 余4 潘4 杜4 戴3 夏3 钟3 汪3 田3 任3 姜3 范3 方3 石3 姚3 谭3 廖3 邹3 熊3 金3 陆3 郝2 孔2"
    " 白2 崔2 康2 毛2 邱2 秦2 江2 史2 顾2 侯2 邵2 孟2 龙2 万2 段2 雷2 钱2 汤2 尹2 黎2 易2 常2 武2 乔2 贺2 赖2"
    " 龚2 文2 欧阳1 上官1 司徒1"
)
_FIRST = {
    ("男", "old"): "建国德长志永明金玉宝福大庆春广文世兴正学立家新保",
    ("男", "mid"): "志建国海卫军小永晓立向少俊文新伟洪爱宏光学红",
    ("男", "young"): "子浩宇俊嘉天一晨博思家明泽文逸昊睿梓铭凯",
    ("女", "old"): "秀桂玉淑凤兰春美金素月翠玲菊爱惠荣巧银",
    ("女", "mid"): "丽红晓小海春秋艳雪文玉冬慧亚美建爱金静",
    ("女", "young"): "雨梦诗思欣佳子晓若怡婷雅梓语可心嘉安书",
}
_SECOND = {
    ("男", "old"): "国华明生林贵福山才根发祥义和元清荣成良田",
    ("男", "mid"): "军强平勇刚华明伟峰东斌辉波涛民海林杰超兵",
    ("男", "young"): "轩然宇涵阳辰杰凡泽航霖毅川远哲锐畅舟",
    ("女", "old"): "英兰珍芳莲香梅华云琴花娥芝珠琼仙菊霞",
    ("女", "mid"): "梅霞燕红芳丽敏娟玲萍琴英云华莉芬艳静",
    ("女", "young"): "涵萱琪雯妍怡彤琳瑶婷洁悦莹月宁彬溪然",
}
_SINGLE = {
    ("男", "old"): "毅刚忠勤俭义",
    ("男", "mid"): "伟强勇军斌涛磊杰鹏辉波超",
    ("男", "young"): "博晨浩睿轩帆翔昊",
    ("女", "old"): "英芳玲琴娥莲",
    ("女", "mid"): "敏静丽燕娟艳霞芳洁玲",
    ("女", "young"): "婷雯悦莹璐瑶倩萌",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented. ``gender`` is 男 or 女, ``age`` in years."""

    name: str
    gender: str
    age: int

    @property
    def surname(self) -> str:
        return self.name[:2] if self.name[:2] in ("欧阳", "上官", "司徒") else self.name[0]


def generation(age: int) -> str:
    """The fashion of given names that a person of this age was born into."""
    if age >= 58:
        return "old"
    return "mid" if age >= 34 else "young"


@cache
def _surnames() -> tuple[list[str], list[int]]:
    names, weights = [], []
    for one in _SURNAMES.split():
        digits = one.lstrip("".join(char for char in one if not char.isdigit()))
        names.append(one.removesuffix(digits))
        weights.append(int(digits))
    totals = [sum(weights[: place + 1]) for place in range(len(weights))]
    return names, totals


def surname(rng: Random) -> str:
    names, totals = _surnames()
    return rng.choices(names, cum_weights=totals)[0]


def person(rng: Random, *, age: int, gender: str = "", women: float = 0.5) -> Person:
    """Somebody of this age; ``women`` is the share of women where no gender is asked for."""
    gender = gender or ("女" if rng.random() < women else "男")
    key = (gender, generation(age))
    if rng.random() < (0.12 if key[1] == "old" else 0.2):
        given = rng.choice(_SINGLE[key])
    else:
        given = rng.choice(_FIRST[key]) + rng.choice(_SECOND[key])
    return Person(surname(rng) + given, gender, age)


def romanised(name: str) -> str:
    """Full pinyin and initials, as a list is searched: “wangxiulan wxl”."""
    syllables = lazy_pinyin(name)
    return f"{''.join(syllables)} {''.join(syllable[0] for syllable in syllables)}"
