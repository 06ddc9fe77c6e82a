"""How many people stand behind messages: who signs twice is one, and copies without a sender are one. Pure.

Who sends the same fifty times is one person; fifty who sign the same letter are fifty, if they say who they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.hot.vectors import pairs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.hot.vectors import Said

COPY = 0.7  # of the pairs of both texts
_MOST = 400  # different texts without a sender that are compared; each more is another person


def numbered(marks: Sequence[Sequence[str]], texts: Sequence[Said]) -> list[int]:
    """A number for each message, from 0 on in their order, the same for the same person.

    ``marks``: what tells the sender of each, none where nothing does. Messages that share one are one person's.
    """
    parent = list(range(len(marks)))
    first: dict[str, int] = {}
    for place, own in enumerate(marks):
        for mark in own:
            _join(parent, place, first.setdefault(mark, place))
    for place, original in _copies([place for place, own in enumerate(marks) if not own], texts):
        _join(parent, place, original)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(_root(parent, place), len(numbers)) for place in range(len(marks))]


def _copies(unknown: Sequence[int], texts: Sequence[Said]) -> list[tuple[int, int]]:
    """Each message that says what an earlier one says, with that one."""
    same: dict[Said, int] = {}
    originals: list[tuple[int, frozenset[int]]] = []
    found = []
    for place in unknown:
        if texts[place] in same:
            found.append((place, same[texts[place]]))
            continue
        own = pairs_of(texts[place])
        original = next((other for other, pairs in originals if _is_copy(own, pairs)), None)
        if original is not None:
            found.append((place, original))
        elif len(originals) < _MOST:
            originals.append((place, own))
        same[texts[place]] = place if original is None else original
    return found


def _is_copy(own: frozenset[int], pairs: frozenset[int]) -> bool:
    if min(len(own), len(pairs)) < COPY * max(len(own), len(pairs)):
        return False
    shared = len(own & pairs)
    return shared >= COPY * (len(own) + len(pairs) - shared)


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place


def _join(parent: list[int], one: int, other: int) -> None:
    parent[_root(parent, one)] = _root(parent, other)
