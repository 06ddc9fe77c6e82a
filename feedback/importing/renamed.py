"""How one body is written in several ways, and what departments were called before they were renamed. Pure.

The successions are those of the reforms of 2008, 2013 and 2018 at county and city level; where a place did otherwise,
its operator decides: a succession is only ever proposed.
"""

from __future__ import annotations

import re
from functools import lru_cache

_GOVERNMENT = re.compile(r"(?:人民)?政府(?:局|办公室|办|办公厅)?$")
_WRITTEN = (
    ("办公厅", "办"), ("办公室", "办"), ("委员会", "委"), ("交通警察", "交警"), ("有限责任公司", "公司"),
    ("股份有限公司", "公司"), ("有限公司", "公司"), ("街道办事处", "街道"), ("街道办", "街道"),
    ("与", "和"), ("国网", ""), ("供电局", "供电公司"), ("政务信息化", "信息化"), ("政府信息化", "信息化"),
    ("政务信息", "信息"), ("政府信息", "信息"), ("信息化", "信息"),
)  # fmt: skip
# Of a body that was renamed or taken into another: stem before, stem after, the year in which most places followed.
_SUCCESSIONS = """
环境保护局 生态环境局 2019
环保局 生态环境局 2019
国土资源局 自然资源局 2019
国土局 自然资源局 2019
规划局 自然资源局 2019
卫生局 卫生健康委员会 2014
计生局 卫生健康委员会 2014
计划生育局 卫生健康委员会 2014
卫生和计划生育局 卫生健康委员会 2019
卫计局 卫生健康委员会 2019
卫生健康局 卫生健康委员会 2019
工商局 市场监督管理局 2019
工商行政管理局 市场监督管理局 2019
食品药品监督管理局 市场监督管理局 2019
质量技术监督局 市场监督管理局 2019
市场监管局 市场监督管理局 2019
建设局 住房和城乡建设局 2010
城建局 住房和城乡建设局 2010
交通局 交通运输局 2010
人事局 人力资源和社会保障局 2010
劳动和社会保障局 人力资源和社会保障局 2010
社保局 社会保障事业管理局 2010
农业局 农业农村局 2019
扶贫局 扶贫开发局 2010
扶贫开发局 乡村振兴局 2021
文化局 文化和旅游局 2019
旅游局 文化和旅游局 2019
文旅局 文化和旅游局 2019
文化广电新闻出版局 文化和旅游局 2019
安全生产监督管理局 应急管理局 2019
安监局 应急管理局 2019
物价局 发展和改革委员会 2019
粮食局 发展和改革委员会 2019
发改委 发展和改革委员会 2004
法制办公室 司法局 2019
残联 残疾人联合会 1990
房管局 房产管理局 2000
城管局 城市管理局 2017
""".split("\n")
_AFTER = {line.split()[0]: line.split()[1] for line in _SUCCESSIONS if line.strip()}
_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,5}?(?:县|区|旗|镇|乡|街道)(?=[\u4e00-\u9fff])")
# 社区, 园区 and the like name a kind of place, not one.
_NO_PLACE = re.compile(r"(?:社区|园区|片区|小区|景区|林区|库区|新区|城区|城乡)$")
_LEVEL = re.compile(r"^市(?!场|政|容)")


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """A tidy name without what is written in several ways: 政府办 and 人民政府办公室 are the 人民政府."""
    if _GOVERNMENT.search(name) and len(name) > 2:
        return _GOVERNMENT.sub("人民政府", name)
    found = _LEVEL.sub("", name)
    for written, short in _WRITTEN:
        found = found.replace(written, short)
    return found


def successor(name: str) -> str | None:
    """The name with its last stem as it is called since it was renamed; None where no succession is known."""
    for length in range(len(name), 1, -1):
        after = _AFTER.get(name[-length:])
        if after is not None and not name.endswith(after):
            return name[:-length] + after
    return None


def place_in(name: str) -> str:
    """The smaller place whose body it is, or "": 青石县城关镇 of 青石县城关镇人民政府."""
    found = ""
    while (match := _PLACE.match(name[len(found) :])) and not _NO_PLACE.search(match[0]):
        found += match[0]
    return found
