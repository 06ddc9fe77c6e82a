"""Names in pinyin: for searching, and for codes that a list does not give."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pypinyin import Style, lazy_pinyin

# Family names that are read otherwise than the same character elsewhere.
_FAMILY = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "任": "ren", "区": "ou", "朴": "piao", "查": "zha",
    "盖": "ge", "秘": "bi", "冼": "xian", "重": "chong", "种": "chong", "缪": "miao", "华": "hua", "尉": "wei",
    "乐": "yue", "员": "yun", "召": "shao", "黑": "he", "折": "she", "翟": "zhai", "覃": "qin", "万俟": "mo qi",
    "尉迟": "yu chi", "长孙": "zhang sun", "令狐": "ling hu", "澹台": "tan tai", "宁": "ning", "牟": "mu",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def of_name(name: str) -> str:
    """“张三” → “zhangsan zs”: the full pinyin, then the initials."""
    syllables = _syllables(name)
    return f"{''.join(syllables)} {''.join(each[0] for each in syllables)}"[:120] if syllables else ""


def initials(text: str) -> str:
    """Letters and digits to make a code of: “县生态环境局” → “xsthjj”."""
    parts = lazy_pinyin(text, style=Style.FIRST_LETTER, errors=_letters)
    return re.sub(r"[^0-9a-z]", "", "".join(parts).lower())[:32]


def _syllables(name: str) -> list[str]:
    family = next((name[:length] for length in (2, 1) if name[:length] in _FAMILY), "")
    spelled = _FAMILY[family].split() if family else []
    given = lazy_pinyin(name[len(family) :], errors=_latin)
    return spelled + [syllable.lower() for syllable in given]


def _letters(rest: str) -> Any:
    return re.findall(r"[0-9a-zA-Z]", rest)


def _latin(rest: str) -> Any:
    return re.findall(r"[0-9a-zA-Z]+", rest)
