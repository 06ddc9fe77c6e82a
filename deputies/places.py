"""Which places somebody may mean by what they type: a name, one inside an address, pinyin, or nearly so."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pypinyin import lazy_pinyin

from deputies.models.division import DivisionAlias, DivisionLevel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deputies.models.division import DivisionQuerySet

_MOST = 5000  # names of places that are kept in memory; where there are more, only exact parts are found
_SUFFIX = re.compile(r"(?:街道|社区|村委会|居委会|[省市县区镇乡村])$")
_NEAR = 0.6  # likeness from which a misspelt name is proposed
_NEAR_PINYIN = 0.8
_MOST_NEAR = 6


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a place; ``stem`` without its kind (石桥 of 石桥村), ``spelled`` in syllables."""

    pk: int
    code: str
    level: int
    name: str
    stem: str
    spelled: tuple[str, ...]


def names_of(divisions: DivisionQuerySet) -> list[Name] | None:
    """Every name of ``divisions``, other names too; None where there are too many to keep."""
    rows = list(divisions.values_list("pk", "code", "level", "name")[: _MOST + 1])
    if len(rows) > _MOST:
        return None
    known = {pk: (code, level) for pk, code, level, _name in rows}
    others = DivisionAlias.objects.filter(division__in=divisions.order_by().values("pk"))
    aliases = [
        (pk, *known[pk], word) for pk, word in others.values_list("division", "spelling") if pk in known
    ]
    return [
        Name(pk, code, level, name, _SUFFIX.sub("", name), tuple(lazy_pinyin(name)))
        for pk, code, level, name in (*rows, *aliases)
    ]


def meant(words: str, names: Sequence[Name]) -> tuple[list[int], bool]:
    """Keys of the places that are meant, and whether they are named so; if not, they are only near to it."""
    found = [one for one in names if _is_named(words, one)]
    if found:
        return _keys(_inside_what_is_named(words, found)), True
    return _keys(_sounding(words, names) or _looking(words, names)), False


def _keys(found: Iterable[Name]) -> list[int]:
    return list(dict.fromkeys(one.pk for one in found))


def _is_named(words: str, one: Name) -> bool:
    """Part of the name, the name inside an address, or the beginning of its pinyin or initials."""
    if words.isascii():
        typed = words.replace(" ", "").lower()
        initials = "".join(syllable[:1] for syllable in one.spelled).lower()
        return "".join(one.spelled).lower().startswith(typed) or (len(typed) > 1 and initials == typed)
    return words in one.name or (len(one.stem) > 1 and one.stem in words)


def _inside_what_is_named(words: str, found: list[Name]) -> list[Name]:
    """城关镇石桥村 means the 石桥村 of that township, not the one of the next, nor the township itself."""
    above = [one for one in found if one.level == DivisionLevel.TOWNSHIP]
    codes = tuple(one.code for one in above)
    inside = [one for one in found if one.level == DivisionLevel.VILLAGE and one.code.startswith(codes)]
    if not above or not inside:
        return found
    rest = words
    for one in above:
        rest = rest.replace(one.name, " ", 1)
    meant_alone = [one for one in inside if len(one.stem) > 1 and one.stem in rest]
    return meant_alone or [one for one in found if one.level != DivisionLevel.VILLAGE or one in inside]


def _sounding(words: str, names: Sequence[Name]) -> list[Name]:
    """Other characters of the same sound, as an input method writes them: 石乔 for 石桥."""
    if words.isascii():
        return []
    said = " ".join(lazy_pinyin(words))
    return [one for one in names if len(one.stem) > 1 and _sound_of(one) in f" {said} "][:_MOST_NEAR]


def _sound_of(one: Name) -> str:
    return f" {' '.join(one.spelled[: len(one.stem)])} "


def _looking(words: str, names: Sequence[Name]) -> list[Name]:
    """A slip of a finger: one letter or one character is wrong."""
    latin = words.isascii()
    typed = words.replace(" ", "").lower()
    written = [("".join(one.spelled).lower() if latin else one.name) for one in names]
    near = difflib.get_close_matches(
        typed, set(written), n=_MOST_NEAR, cutoff=_NEAR_PINYIN if latin else _NEAR
    )
    order = {word: place for place, word in enumerate(near)}
    hits = [(order[word], one) for word, one in zip(written, names, strict=True) if word in order]
    return [one for _place, one in sorted(hits, key=lambda hit: hit[0])]
