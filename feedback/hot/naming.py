"""An issue's name in its own words, and what is said most in it. Pure.

Nothing of it is one person's alone: every pair of characters of a name, and every phrase, stands in the titles of at
least three people (two where there are no more). So no name and no number of a citizen comes into it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from feedback.hot.wholes import LONGEST, cuts_a_number, matter_of, parted, whole, whole_places
from feedback.text import mask_personal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.hot.wholes import Said

_LEAST = 3  # people
_LOOKED_AT = 200  # titles
_LONGEST_TITLE = 60
_SHORTEST = 4
_DEAR = 0.22  # a pair of characters fewer people share costs more than it brings
_LONGEST_PHRASE = 8
_MOST_PHRASES = 6
_OFTEN = 1 / 3  # of the people
_SHARE = 0.15  # of the people use a phrase that is shown
_CONTAINED = 0.75
_SEPARATORS = re.compile(r"[^0-9A-Za-z\u3007\u3400-\u4dbf\u4e00-\u9fff]+")
_SAYING = (
    "再次|强烈|请求?|恳请|希望|关于|投诉|举报|反[映应]|咨询|建议|要求|求助|我要|实名|问题|请问|政府|领导|尊敬的"
    "|[的了在对就为被将是和与及]"
)
_BEFORE = re.compile(f"^(?:{_SAYING}|[一二三四五六七八九十]+期的?)+")
_AFTER = re.compile(
    r"(?:的(?:一些)?(?:问题|情况|投诉|建议|反映|咨询)|问题|情况|严重|[的了吗呢吧是在和与及])+$"
)
_ONLY_SAYING = re.compile(f"^(?:{_SAYING})")
_SHORTEST_MATTER = 2


def name(titles: Sequence[str], people: Sequence[int], places: Sequence[str] = ()) -> str:
    """Place and matter, as “柳湾小区 · 石料厂夜间噪声”: the stretch of a title that most people share, and what a third
    of them say besides it. ``places``: names that are never cut in two, the congress's own.

    "" where they share nothing; without a place the matter alone.
    """
    said = _said(titles, people)
    number = len({person for _stretch, person in said}) or 1
    least = min(_LEAST, max(2, number - 1))
    piece = _stretch(said, number, least)
    if piece:
        piece = _trimmed(whole_places(whole(piece, said, least), places, said, least))
        piece = _without_rare_place(piece, said, places, number)
    often = [phrase for phrase, who in phrases(titles, people) if who >= _OFTEN * number]
    besides = [one for one in often if not set(one) & set(piece) and _trimmed(one) == one]
    named, shared = _worded(piece, besides, _shared_place(said, places, number), places), set(places)
    place = named.partition(" · ")[0]
    if place not in shared and any(one.endswith(place) for one in shared):
        return named.removeprefix(f"{place} · ")  # the end of several names
    return named


def _worded(piece: str, besides: Sequence[str], shared: str, places: Sequence[str]) -> str:
    """Place first; what is said besides is the place where there is none yet, else a part of the matter. "" where no
    matter is told.
    """
    place, rest = parted(piece)
    if place and len(rest) < _SHORTEST_MATTER and not any(map(_matter_beside, besides)):
        place, rest = "", piece  # a matter that ends as places do: 普惠性幼儿园
    place = place or shared or next((one for one in besides if parted(one)[0]), "")
    further = [_matter_beside(one) for one in besides if not set(one) & set(place)]
    matters = [_without((*places, place), one) for one in (matter_of(rest), *further)]
    told = [one for one in matters if len(one) >= _SHORTEST_MATTER][:2]
    return " · ".join(filter(None, (place, "、".join(told)))) if told else ""


def _without(places: Sequence[str], matter: str) -> str:
    """What is said after the place, where the matter names one once more."""
    for place in filter(None, places):
        matter = matter.rpartition(place)[2]
    return matter


def _matter_beside(phrase: str) -> str:
    return "" if parted(phrase)[0] else matter_of(phrase)


def _without_rare_place(piece: str, said: Sequence[Said], places: Sequence[str], number: int) -> str:
    """``piece`` without its place where fewer than a third of the people name that: the others write of elsewhere."""
    place, matter = parted(piece)
    inside = max((one for one in places if one in place), key=len, default="")
    wrote = {person for stretch, person in said if inside in stretch}
    return matter if inside and matter and len(wrote) < _OFTEN * number else piece


def _shared_place(said: Sequence[Said], places: Sequence[str], number: int) -> str:
    """The place that half of the people name; of several the longest."""
    for one in sorted(set(places), key=lambda one: (-len(one), one)):
        if 2 * len({person for stretch, person in said if one in stretch}) >= max(number, 2 * _LEAST):
            return one
    return ""


def _said(titles: Sequence[str], people: Sequence[int]) -> list[Said]:
    return [
        (stretch, person)
        for title, person in zip(titles[:_LOOKED_AT], people, strict=False)
        for stretch in _SEPARATORS.split(mask_personal(title[:_LONGEST_TITLE])[0])
    ]


def _stretch(said: Sequence[Said], number: int, least: int) -> str:
    by: dict[str, set[int]] = defaultdict(set)
    for stretch, person in said:
        for place in range(len(stretch) - 1):
            by[stretch[place : place + 2]].add(person)
    share = {pair: len(who) / number for pair, who in by.items()}
    best, piece = 0.0, ""
    for stretch in {stretch for stretch, _person in said}:
        worth, start, end = _best_of(stretch, share, least / number)
        words = stretch[start:end]
        if len(_trimmed(words)) >= _SHORTEST and (worth, len(words), words) > (best, len(piece), piece):
            best, piece = worth, words
    return piece


def _best_of(stretch: str, share: dict[str, float], least: float) -> tuple[float, int, int]:
    """The run of characters whose pairs bring most; a pair counts once, and one that few share ends the run."""
    best, found = 0.0, (0, 0)
    for start in range(len(stretch) - 1):
        worth, seen = 0.0, set[str]()
        for place in range(start, min(len(stretch) - 1, start + LONGEST - 1)):
            pair = stretch[place : place + 2]
            if share[pair] < least:
                break
            worth += (0.0 if pair in seen else share[pair]) - _DEAR
            seen.add(pair)
            if worth > best and not cuts_a_number(stretch, start, place + 2):
                best, found = worth, (start, place + 2)
    return best, *found


def _trimmed(words: str) -> str:
    return _AFTER.sub("", _BEFORE.sub("", words))


def phrases(titles: Sequence[str], people: Sequence[int]) -> list[tuple[str, int]]:
    """What is said most: phrases of two to eight characters, with how many people use each; none within another."""
    by: dict[str, set[int]] = defaultdict(set)
    beside: dict[str, list[Counter[str]]] = defaultdict(lambda: [Counter(), Counter()])
    for title, person in zip(titles[:_LOOKED_AT], people, strict=False):
        for part in _SEPARATORS.split(mask_personal(title[:_LONGEST_TITLE])[0]):
            for phrase, left, right in _pieces(part):
                by[phrase].add(person)
                beside[phrase][0][left] += 1
                beside[phrase][1][right] += 1
    number = len(set(people[:_LOOKED_AT]))
    least = max(_SHARE * number, min(_LEAST, max(2, number - 1)))
    telling = {
        phrase: len(who)
        for phrase, who in by.items()
        if len(who) >= least
        and _is_whole(beside[phrase])
        and not (_ONLY_SAYING.match(phrase) or _AFTER.search(phrase))
    }
    return _apart(telling)


def _pieces(part: str) -> list[tuple[str, str, str]]:
    """Each piece of a stretch with its neighbours; the end of the stretch is one of its own."""
    return [
        (part[start:end], part[start - 1] if start else f"<{start}", part[end] if end < len(part) else ">")
        for start in range(len(part))
        for end in range(start + 2, min(len(part), start + _LONGEST_PHRASE) + 1)
        if not cuts_a_number(part, start, end) and not part[start:end].isdecimal()
    ]


def _is_whole(beside: list[Counter[str]]) -> bool:
    """A phrase that nearly always goes on with the same character is a part of a longer one."""
    for neighbours in beside:
        (most, often), *_others = neighbours.most_common(1)
        if most not in "<0>" and often > _CONTAINED * neighbours.total():
            return False
    return True


def _apart(telling: dict[str, int]) -> list[tuple[str, int]]:
    ranked = sorted(telling, key=lambda one: (-telling[one] * (len(one) - 1), one))
    kept: list[str] = []
    for phrase in ranked:
        pairs = {phrase[place : place + 2] for place in range(len(phrase) - 1)}
        if all(not pairs & {one[place : place + 2] for place in range(len(one) - 1)} for one in kept):
            kept.append(phrase)
    return [(one, telling[one]) for one in kept[:_MOST_PHRASES]]
