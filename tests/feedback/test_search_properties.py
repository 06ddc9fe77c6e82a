"""What the index answers is what reading every text would: for random texts, on whatever database the suite runs."""

from __future__ import annotations

import random
import time
import unicodedata

import opencc
import pytest

from casework.grams import bigrams, places, wanted
from casework.models import Case
from feedback import frequencies, ranking, search
from feedback.ranking import ranked
from tests import loops
from tests.factories import County

_T2S = opencc.OpenCC("t2s")
_PIECES = "路灯坏了井盖没有噪声擾民石桥村燈壞垃圾停车难电动车"
_SIGNS = ",。 !?、\n()——…"
_LATIN = ["Wifi", "GB12348", "A区", "3号楼", "5G", "ＡＴＭ", "e", "x1"]


def plain(text: str) -> str:
    """What a person would call the same words: made without the code under test."""
    folded = _T2S.convert(unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(one if one.isalnum() else " " for one in folded).split())


def text_of(source: random.Random) -> str:
    parts = []
    for _ in range(source.randrange(4, 14)):
        parts.append(
            source.choice(_LATIN)
            if source.random() < 0.2
            else "".join(source.choices(_PIECES, k=source.randrange(1, 7)))
        )
        if source.random() < 0.5:
            parts.append(source.choice(_SIGNS))
    return "".join(parts)


@pytest.fixture
def texts(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[int, str]:
    monkeypatch.setattr(frequencies, "_known", {})
    source = random.Random(20240701)
    case = loops.submitted(County())
    made = {}
    for n in range(40):
        case.pk, case.number = None, f"TEST-{n:04d}-0000"
        case.save(force_insert=True)
        made[case.pk] = text_of(source)
    search.index_said([(key, search.Said(text=text)) for key, text in made.items()])
    return made


def ask(query: str, **more: object) -> set[int]:
    return {key for _s, _a, key in ranked(Case.objects.all(), query, size=100, **more).rows}  # type: ignore[arg-type]


def test_every_piece_of_two_characters_or_more_finds_its_text_and_only_those_that_have_it(
    texts: dict[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = random.Random(11)
    for turn in range(120):
        key = source.choice(list(texts))
        text = texts[key]
        start = source.randrange(len(text) - 2)
        piece = text[start : start + source.randrange(2, 9)]
        if len(plain(piece).replace(" ", "")) < 2:
            continue
        wanted_keys = {one for one, other in texts.items() if plain(piece) in plain(other)}
        phrase = f"“{piece}”"
        assert key in wanted_keys
        assert ask(phrase) == wanted_keys, phrase
        assert {one.pk for one in search.matching(Case.objects.all(), phrase)} == wanted_keys, phrase
        words = plain(piece).split()
        every = {one for one, other in texts.items() if all(word in plain(other) for word in words)}
        assert ask(piece) == every, piece
        if turn % 4 == 0:
            assert ask(f"{source.choice('路灯坏井')} -{phrase}") <= texts.keys() - wanted_keys


def test_reading_every_text_of_a_common_word_finds_what_the_index_does(
    texts: dict[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = ["路", "灯", "坏了", "路灯", "“村 路”", "路 -灯", "停车 垃圾"]
    by_index = [ask(query) for query in queries]
    monkeypatch.setattr(ranking, "_NO_USE_OF_THE_INDEX", 0.0)
    monkeypatch.setattr(ranking, "_low", lambda share, until: 1)
    assert [ask(query) for query in queries] == by_index
    assert [ask(query, is_narrow=True) for query in queries] == by_index


def test_what_is_marked_in_a_text_is_what_was_asked_for(texts: dict[int, str]) -> None:
    source = random.Random(5)
    for text in texts.values():
        start = source.randrange(len(text) - 2)
        piece = text[start : start + 6]
        cut = wanted(f"“{piece}”")
        if not cut:
            continue
        found = places(text, cut.words)
        assert found, (text, piece)
        assert all(plain(text[a:b]) == plain(piece) for a, b in found)


_ODD = {
    "a wall of key words": "路灯噪声垃圾停车" * 1250,
    "one character": "路" * 10_000,
    "no punctuation": "".join(random.Random(2).choices(_PIECES, k=10_000)),
    "what cannot be seen": "路\u200b灯\u2060坏\u00ad了\ufe0f" * 2000,
    "emoji alone": "😀🚧👨‍👩‍👧" * 2000,
    "letters": "x" * 10_000,
    "marks": "| ^ ' \" % _ \\ * " * 800,
    "combining": "e\u0301" * 5000,
}


@pytest.mark.parametrize("name", _ODD)
@pytest.mark.django_db
def test_odd_texts_are_indexed_searched_and_compared_in_bounded_time(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frequencies, "_known", {})
    text = _ODD[name]
    case = loops.submitted(County())
    began = time.perf_counter()
    search.index_case(case.pk, text)
    ask(text[:100])
    ask(text)
    near = search.similar(text, Case.objects.all())
    places(text, wanted(text[:100]).words)
    assert time.perf_counter() - began < 2
    assert [key for key, _score in near] == ([case.pk] if bigrams(text) else [])
    if name == "what cannot be seen":
        assert ask("路灯坏了") == {case.pk}
    if name == "marks":
        assert ask("|") == ask("^") == set()
