"""Where a piece of a title begins and ends as people say it, and which part of it is the place. Pure.

No dictionary takes part. A piece that nearly always goes on with the same character is a part of something longer; a
place is told by the names of the congress's own places, or by what such names end with.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Said = tuple[str, int]  # a stretch of a title without signs in it, and who wrote it

LONGEST = 22  # characters of a piece
_FREE = 0.25  # of the people begin or end here: so it is a place to begin or end
_GOES_ON = 0.35  # of the people go on with the same character: so it is none
_SMALL = frozenset("的了在对就为被将是和与及我您请都有很太又也不没要把让给从到向这那还能可会吗呢吧啊")
_EDGE = ""

_BUILT = "公寓|大厦|广场|公园|市场|学校|中学|小学|幼儿园|医院|卫生院|车站|大桥"  # also a matter by itself
_VILLAGE = "村(?![民委里医干口部级])"
_ROAD = "路(?![灯口面况段边基障牌人费程])"
_STREET = "街(?![上头坊边])"
_LIVED_IN = (
    f"小区|社区|花园|家园|新城|新村|大道|街道|{_VILLAGE}|镇(?![上政中村])|乡(?![亲镇政])|(?<![0-9铁公道马出网线]){_ROAD}|(?<!临){_STREET}"
    "|巷(?![子口])|苑"
)
_COUNTY = "(?<![社小学校辖老新])[省市州盟旗县区](?![场民政委里别容道城医中一二级])"
#: What people ask for: no place begins so, and by itself it is no matter.
_ASKED = (
    "增加|增设|改造|改善|恢复|整治|解决|修复|修建|更换|建设|开通|延长|公布|公开|明确|安装|清理|补划|补发|保留|开办|开放|落实|加强"
    "|规范|指导|支持|收容|调整|疏通|加快|治理|优化|促进|缓解|核查|申请|尽快|纳入|提高|完善|查处|取缔|规划|设置|解决"
)
_SIGN = r"[0-9A-Za-z\u4e00-\u9fff]"
_PLACE = re.compile(
    rf"(?:(?!{_ASKED}){_SIGN}{{1,5}}?{_COUNTY})*(?:(?!{_ASKED}){_SIGN}{{1,7}}?(?:{_LIVED_IN}|{_BUILT})+)+"
    rf"|(?:(?!{_ASKED}){_SIGN}{{1,4}}?{_COUNTY})+"
)
_NEAR = re.compile("^(?:附近|周边|旁边?|边上|内|里|上|[的一]|到)+")
#: The end of a name that stands before the piece, where every title has another one.
_REST = re.compile(
    f"^(?:社区|小区|街道|村(?![民委里医干口部级边东西南北前后头上])|镇(?![上政])|{_ROAD}|{_STREET}|院(?![内子里落])|店(?![面铺])|口(?!岸)|楼(?![道上下顶梯栋])"
    "|道(?![路])|学(?![校生费位])|校(?![车园门])|站(?![台点]))(?=..)"
)
_NO_MATTER = re.compile(f"^(?:(?:{_ASKED})+|(?:{_LIVED_IN})+)$")


def whole(piece: str, said: Sequence[Said], least: int) -> str:
    """``piece`` with what at least ``least`` people say before and after it, where it ends in the middle of that."""
    for is_before in (True, False):
        reach = 0.0
        while piece and len(piece) < LONGEST:
            around = _around(piece, said, is_before)
            people = len(set[int]().union(*around.values()))
            reach = reach or _GOES_ON * people
            sign, who = max(
                around.items(), key=lambda one: (len(one[1]), one[0]), default=(_EDGE, set[int]())
            )
            if sign == _EDGE or len(around.get(_EDGE, ())) >= _FREE * people or len(who) < max(least, reach):
                break
            piece = sign + piece if is_before else piece + sign
    return piece


def _around(piece: str, said: Sequence[Said], is_before: bool) -> dict[str, set[int]]:
    """Who says which character beside ``piece``; small words and the end of a stretch are the edge."""
    found: dict[str, set[int]] = defaultdict(set)
    for stretch, person in said:
        at = stretch.find(piece)
        if at >= 0:
            sign = stretch[at - 1 : at] if is_before else stretch[at + len(piece) :][:1]
            found[_EDGE if sign in _SMALL else sign].add(person)
    return found


def whole_places(piece: str, places: Sequence[str], said: Sequence[Said], least: int) -> str:
    """``piece`` without half a name of ``places`` at its ends: the whole one, if ``least`` people wrote it, or none."""
    for name in sorted({one for one in places if len(one) > 1}, key=len, reverse=True):
        wrote = {person for stretch, person in said if name in stretch}
        if not wrote or name in piece:
            continue
        for cut in range(len(name) - 1, 0, -1):
            if piece.startswith(name[-cut:]) and _is_cut(name + piece[cut : cut + 2], said):
                piece = name + piece[cut:] if len(wrote) >= least else piece[cut:]
            elif piece.endswith(name[:cut]) and _is_cut(piece[-cut - 2 : -cut] + name, said):
                piece = piece[:-cut] + name if len(wrote) >= least else piece[:-cut]
            else:
                continue
            break
    return piece


def _is_cut(longer: str, said: Sequence[Said]) -> bool:
    return any(longer in stretch for stretch, _person in said)


def parted(piece: str) -> tuple[str, str]:
    """The place with which ``piece`` begins, and the matter; "" for what it has not."""
    match = _PLACE.match(piece)
    return ("", piece) if match is None else (match[0], _NEAR.sub("", piece[match.end() :]))


def matter_of(piece: str) -> str:
    """``piece`` without what is left of a name before it; "" for what tells no matter: a bare 增设, a place."""
    words = _REST.sub("", piece)
    place, rest = parted(words)
    is_a_place = place and not rest and not re.search(f"(?:{_BUILT})$", place)
    return "" if is_a_place or _NO_MATTER.match(words) else words


def cuts_a_number(stretch: str, start: int, end: int) -> bool:
    """Whether the piece begins behind a digit, as 路公交 of 12路公交, or ends within a number."""
    behind = start > 0 and _is_digit(stretch[start - 1])
    within = end < len(stretch) and _is_digit(stretch[end - 1]) and _is_digit(stretch[end])
    return behind or within


def _is_digit(sign: str) -> bool:
    return "0" <= sign <= "9"
