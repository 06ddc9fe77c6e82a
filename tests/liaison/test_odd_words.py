"""Whatever is typed into a field that searches: an answer, in bounded time, and what was meant is found."""

from __future__ import annotations

import time

import pytest
from django.urls import reverse

from feedback import frequencies, search
from feedback import sifting as common
from tests import loops
from tests.factories import County
from tests.reports.column import pieces
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
PAGES = ("search", "queue", "published", "laws", "column", "public_suggestions")
WALL = "路灯 噪声 公交 低保 医保 停水 学位 斑马线 垃圾 养老 物业 电梯 " * 90
ODD = {
    "a wall of key words": WALL,
    "ten thousand characters": "路灯坏了" * 2_500,
    "ten thousand different ones": "".join(chr(0x4E00 + n) for n in range(10_000)),
    "emoji alone": "😀👨‍👩‍👧🇨🇳" * 20,
    "nothing to be seen": "\u200b\u202e\u2066\u3164\ufeff" * 20,
    "signs alone": "%_\\'\"“”「」-*:()[]{}|^&!" * 4,
    "half a quote and minus": "“路灯 -",
    "operators": "AND OR NOT NEAR(路 灯) 路灯* 路:灯 <-> &",
    "a zero byte": "路\x00灯",
    "half a character": "路\ud800灯",
}
MOST_SECONDS = 5.0  # on a busy machine; a tenth of it is usual


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture(params=["by the index", "by looking through"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of the queue."""
    monkeypatch.setattr(frequencies, "_known", {})
    monkeypatch.setattr(common, "MOST_FROM_THE_INDEX", 6_500 if request.param == "by the index" else 0)


@pytest.mark.parametrize("words", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("name", PAGES)
def test_odd_words_are_answered_in_bounded_time(county, name, words):
    case = loops.submitted(county, title="村口路灯坏了")
    search.index_said([(case.pk, search.Said(title="村口路灯坏了"))])
    pieces.loaded()
    client = signed_in(county.officer)
    address = f"{reverse(name)}?q="
    sent = words.encode("utf-8", "surrogatepass")
    began = time.perf_counter()
    answer = client.get(address + "".join(f"%{byte:02X}" for byte in sent))
    assert answer.status_code in (200, 400)
    assert time.perf_counter() - began < MOST_SECONDS


@pytest.mark.parametrize(
    "words", ["路燈", "路\u200b灯", "ＬＥＤ路灯", "led 路燈", "  路灯\u3000村口 ", "「村口路灯」"]
)
@pytest.mark.parametrize("name", ["search", "queue"])
def test_traditional_wide_and_unseen_characters_make_no_difference(county, name, words):
    case = loops.submitted(county, title="村口路灯坏了，换LED路灯")
    search.index_said([(case.pk, search.Said(title="村口路灯坏了，换LED路灯"))])
    page = signed_in(county.officer).get(reverse(name), {"q": words}).content.decode()
    assert case.number in page
