"""An issue's name in its own words, and what is said most in it. Pure.

Nothing of it is one person's alone: every pair of characters of a name, and every phrase, stands in the titles of at
least three people (two where there are no more). So no name and no number of a citizen comes into it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from feedback.text import mask_personal

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST = 3  # people
_LOOKED_AT = 200  # titles
_LONGEST_TITLE = 60
_LONGEST = 22  # characters of a name
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
_REMAINS = (
    "[一二三四五六七八九十]+期的?|街?社区|街道|[映年月日区市县镇乡村街边里上]"  # of a word that was cut off
)
_BEFORE = re.compile(f"^(?:{_SAYING}|{_REMAINS})+")
_AFTER = re.compile(
    r"(?:的(?:一些)?(?:问题|情况|投诉|建议|反映|咨询)|问题|情况|严重|[的了吗呢吧是在和与及一二三四五六七八九十])+$"
)
_ONLY_SAYING = re.compile(f"^(?:{_SAYING})")


def name(titles: Sequence[str], people: Sequence[int]) -> str:
    """Place and matter: the stretch of a title that most people share, and what a third of them say besides it.

    "" where they share nothing.
    """
    said = _stretch(titles, people)
    number = len(set(people[:_LOOKED_AT]))
    often = [phrase for phrase, who in phrases(titles, people) if who >= _OFTEN * number]
    if not said:
        return "、".join(often[:2])
    besides = next((one for one in often if not set(one) & set(said) and _trimmed(one) == one), "")
    return f"{said}：{besides}" if besides else said


def _stretch(titles: Sequence[str], people: Sequence[int]) -> str:
    shown = [_SEPARATORS.split(mask_personal(one[:_LONGEST_TITLE])[0]) for one in titles[:_LOOKED_AT]]
    number = len(set(people[: len(shown)])) or 1
    share, least = _shares(shown, people, number)
    best, said = 0.0, ""
    for stretch in {stretch for parts in shown for stretch in parts}:
        worth, start, end = _best_of(stretch, share, least)
        words = _trimmed(stretch[start:end])
        if len(words) >= _SHORTEST and (worth, len(words), words) > (best, len(said), said):
            best, said = worth, words
    return said


def _shares(shown: list[list[str]], people: Sequence[int], number: int) -> tuple[dict[str, float], float]:
    """Of the people, the share whose titles hold each pair; and what share is enough to be nobody's own."""
    by: dict[str, set[int]] = defaultdict(set)
    for parts, person in zip(shown, people, strict=False):
        for part in parts:
            for place in range(len(part) - 1):
                by[part[place : place + 2]].add(person)
    return {pair: len(who) / number for pair, who in by.items()}, min(_LEAST, max(2, number - 1)) / number


def _best_of(stretch: str, share: dict[str, float], least: float) -> tuple[float, int, int]:
    """The run of characters whose pairs bring most; a pair counts once, and one that few share ends the run."""
    best, found = 0.0, (0, 0)
    for start in range(len(stretch) - 1):
        worth, seen = 0.0, set[str]()
        for place in range(start, min(len(stretch) - 1, start + _LONGEST - 1)):
            pair = stretch[place : place + 2]
            if share[pair] < least:
                break
            worth += (0.0 if pair in seen else share[pair]) - _DEAR
            seen.add(pair)
            if worth > best:
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
