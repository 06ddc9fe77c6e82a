"""How people shorten the names of places and organs. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOWNSHIP = re.compile(r"(?:(?:[\u4e00-\u9fff]{1,6}族)+乡|民族乡|街道办事处|街道|镇|乡|苏木|地区)$")
_VILLAGE = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|社区居委会|社区|村|嘎查|居)$")
# Stems that are everyday words: without their ending they name no place.
_EVERYDAY = frozenset(
    """
    和平 团结 光明 幸福 建设 解放 新建 发展 文化 人民 中心 生态 安全 环保 胜利 友谊
    前进 平安 健康 交通 教育 开发 工业 民主 自由 文明 新城 新区 东风 红旗 中山 城市
    农业 科技 富强 公园 车站 学校 河东 河西 河南 河北 山东 山西 江南 江北 城东 城西
    城南 城北 城中 东城 西城 南城 北城 老城 大桥 市场 高新 经济 朝阳 向阳 长安 永安
    太平 清水 石头 新村 新华 大同 长江 黄河 明天 青年 先锋 先进 兴旺 繁荣 和谐 美丽
    阳光 希望 花园 东方 南方 北方 西部
    """.split()
)
_TOWNSHIP_LEVEL, _VILLAGE_LEVEL = 4, 5


def place_names(name: str, level: int) -> Iterator[tuple[str, bool]]:
    """Every way to write a place, each with whether it is the full name: 城关镇, and 城关 for short."""
    yield name, True
    if level == _VILLAGE_LEVEL:
        yield from ((short, True) for short in _village_names(name))
    elif level == _TOWNSHIP_LEVEL:
        stem = _TOWNSHIP.sub("", name)
        if name.endswith("街道办事处"):
            yield name.removesuffix("办事处"), True
        if name.endswith("街道"):
            yield f"{stem}街办", False
        if _stands_alone(stem, name):
            yield stem, False


def _village_names(name: str) -> Iterator[str]:
    """石桥村民委员会, 石桥村委会 and 石桥村 are one; a bare 石桥 may be any bridge and is left alone."""
    stem = name
    for ending in ("村民委员会", "村委会"):
        if name.endswith(ending):
            stem = name.removesuffix(ending)
            yield f"{stem}村"
    for ending in ("居民委员会", "居委会"):
        if name.endswith(ending):
            stem = name.removesuffix(ending)
            yield stem if stem.endswith("社区") else f"{stem}社区"
    if name.endswith("社区"):
        yield f"{name.removesuffix('社区')}居委会"


def _stands_alone(stem: str, name: str) -> bool:
    return stem != name and len(stem) >= 2 and stem not in _EVERYDAY


_SHORTEST_ORGAN = 3
_LEVELS = "省市县区旗州盟"


def own_level(home: str) -> str:
    """The character that names the level: 县 for 青石县."""
    return next((character for character in reversed(home) if character in _LEVELS), "")


def without_home(name: str, home: str) -> str:
    """An organ's name without the place it belongs to: 青石县水务局, 县水务局 and 水务局 are one."""
    for prefix in filter(None, (home, own_level(home))):
        if name.startswith(prefix) and len(name) >= len(prefix) + 2:
            return name.removeprefix(prefix)
    return name


def organ_names(name: str, home: str) -> Iterator[tuple[str, bool]]:
    """青石县水务局 as 县水务局 and 水务局 too; True for the first two, which mean no other level's organ."""
    yield name, True
    stem = without_home(name, home)
    if stem != name:
        yield own_level(home) + stem, True
        if len(stem) >= _SHORTEST_ORGAN:
            yield stem, False
