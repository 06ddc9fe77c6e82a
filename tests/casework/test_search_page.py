"""The staff's search: everything the reader may see, and nothing else; hits marked, numbers, names, filters, pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import outbox, search_page
from casework.models import Case
from deputies.loading.spelling import of_name
from deputies.models import Deputy
from feedback import frequencies, search
from feedback.models import SearchDoc
from tests import loops
from tests.factories import County, OrganFactory
from tests.signing_in import signed_in
from tests.suggestions import ways

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequencies, "_known", {})


@pytest.fixture
def county() -> County:
    return County()


def said(county: County, body: str, **changes: object) -> Case:
    case = loops.submitted(county, body=body, **changes)
    search.index_events(list(case.events.all()))
    return case


def ask(client: Client, q: str = "", **more: object) -> str:
    answer = client.get(reverse("search"), {"q": q, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def hits(html: str) -> list[str]:
    """The numbers of the cases found, in order."""
    return re.findall(r'<li><a href="/cases/([^/]+)/"', html)


def test_an_officer_finds_words_and_sees_where_they_stand(county: County) -> None:
    case = said(county, "村口的路灯坏了三个月,老人夜里出门摔跤,请尽快修好。")
    said(county, "小学门口早晚高峰堵车")
    html = ask(signed_in(county.officer), "路灯 摔跤")
    assert hits(html) == [case.number]
    assert "<mark>路灯</mark>" in html and "<mark>摔跤</mark>" in html


def test_what_was_written_is_never_markup(county: County) -> None:
    said(county, "路灯<script>alert(1)</script>&坏了")
    html = ask(signed_in(county.officer), "路灯<b>")
    assert "<script>alert" not in html and "路灯<b>" not in html


def test_personal_data_is_masked_in_what_is_shown(county: County) -> None:
    case = said(county, "村口路灯坏了,电话13812345678")
    html = ask(signed_in(county.officer), "路灯")
    assert hits(html) == [case.number] and "13812345678" not in html


def test_an_organ_reads_a_confidential_hit_without_what_tells_who_wrote_it(county: County) -> None:
    case = loops.handling(county, body="我是王秀兰,村口路灯坏了", confidential=True)
    search.index_events(list(case.events.all()))
    html = ask(signed_in(county.handler), "路灯")
    assert hits(html) == [case.number] and "王秀兰" not in html
    assert hits(ask(signed_in(county.handler), "王秀兰")) == []


def test_each_finds_only_what_they_may_see(county: County) -> None:
    case = loops.handling(county, body="村口路灯坏了")
    other = said(county, "村口路灯又坏了")
    far = County()
    said(far, "村口路灯也坏了")
    search.index_events(list(case.events.all()))
    found = {
        role: set(hits(ask(signed_in(user), "路灯")))
        for role, user in (
            ("officer", county.officer),
            ("handler", county.handler),
            ("another organ", county.person("handler", organ=OrganFactory(congress=county.congress))),
            ("officer elsewhere", far.officer),
        )
    }
    assert found["officer"] == {case.number, other.number}
    assert found["handler"] == {case.number}
    assert found["another organ"] == set()
    assert not found["officer elsewhere"] & {case.number, other.number}


def test_a_complaint_is_found_by_nobody(county: County) -> None:
    case = said(county, "村口路灯坏了")
    Case.objects.filter(pk=case.pk).update(
        kind="complaint", confidential=True, deputy=None, station=None, status="received"
    )
    for user in (county.officer, county.committee):
        assert hits(ask(signed_in(user), "路灯")) == []
        assert hits(ask(signed_in(user), case.number)) == []


def test_a_suggestion_and_its_answer_are_found_by_those_who_see_it(county: County) -> None:
    case = ways.delivered(county)
    while outbox.drain("suggestions.index"):
        pass
    for user in (county.officer, county.handler):
        assert hits(ask(signed_in(user), "核定夜间作业")) == [case.number]
        assert hits(ask(signed_in(user), "隔音屏障")) == [case.number]
    assert hits(ask(signed_in(county.officer), "隔音屏障", kind="opinion")) == []
    assert SearchDoc.objects.get(pk=case.pk).grams.startswith("^ | ")  # nothing of it is public yet
    assert hits(ask(signed_in(County().officer), "隔音屏障")) == []


def test_a_draft_is_found_by_its_deputy_alone(county: County) -> None:
    ways.draft(county)
    mine = ask(signed_in(county.deputy_user), "搅拌站")
    assert "<mark>搅拌站</mark>" in mine and "/deputy/suggestions/" in mine
    for user in (county.officer, county.committee, county.handler):
        assert "/deputy/suggestions/" not in ask(signed_in(user), "搅拌站")


def test_numbers_lead_to_their_case(county: County) -> None:
    opinion = said(county, "村口路灯坏了")
    suggestion = ways.delivered(county)
    client = signed_in(county.officer)
    assert hits(ask(client, opinion.number.lower().replace("-", " "))) == [opinion.number]
    assert hits(ask(client, f"第{suggestion.serial}号")) == [suggestion.number]
    letter = suggestion.replies.get(letter__isnull=False).letter
    assert hits(ask(client, letter.number)) == [suggestion.number]
    assert hits(ask(signed_in(County().officer), opinion.number)) == []


def test_deputies_organs_and_stations_are_found_by_name_pinyin_and_initials(county: County) -> None:
    Deputy.objects.filter(pk=county.deputy.pk).update(name="欧阳海", pinyin=of_name("欧阳海"))
    county.organ.name = "县生态环境局"
    county.organ.save()
    client = signed_in(county.officer)
    for words in ("欧阳", "ouyang", "oyh"):
        assert reverse("deputy_page", args=[county.deputy.pk]) in ask(client, words), words
    for words in ("生态", "stenghuan", "xsthjj", "shengtai"):
        assert (f"?organ={county.organ.pk}" in ask(client, words)) is (words != "stenghuan"), words
    assert reverse("station", args=[county.station.pk]) in ask(client, county.station.name[:3])
    assert reverse("deputy_page", args=[county.deputy.pk]) not in ask(signed_in(County().officer), "欧阳")


def test_a_citizens_name_finds_nothing(county: County) -> None:
    said(county, "村口路灯坏了")
    client = signed_in(county.officer)
    for words in (loops.PERSON.name, of_name(loops.PERSON.name).split()[0], loops.PERSON.phone):
        assert hits(ask(client, words)) == []


def test_filters_narrow_and_stand_alone(county: County) -> None:
    old = said(county, "村口路灯坏了")
    new = said(county, "村口路灯又坏了")
    Case.objects.filter(pk=old.pk).update(opened_at=timezone.now() - timedelta(days=40))
    client = signed_in(county.officer)
    day = (timezone.localdate() - timedelta(days=10)).isoformat()
    assert hits(ask(client, "路灯", since=day)) == [new.number]
    assert hits(ask(client, "路灯", to=day)) == [old.number]
    assert hits(ask(client, "", state="open")) == [new.number, old.number]
    assert hits(ask(client, "路灯", state="closed")) == []
    assert hits(ask(client, "路灯", organ=county.organ.pk)) == []


def test_pages_of_hits_have_no_gap(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_page, "SIZE", 2)
    every = {said(county, "村口路灯坏了").number for _ in range(5)}
    client = signed_in(county.officer)
    html, seen = ask(client, "路灯"), []
    for _ in range(4):
        seen += hits(html)
        older = re.search(r'rel="next" href="([^"]+)"', html)
        if not older:
            break
        html = client.get(older[1].replace("&amp;", "&")).content.decode()
    assert sorted(seen) == sorted(every)


@pytest.mark.parametrize("q", ["", "😀😀", "!?", "-路灯", "“", '"', "路" * 100, "' OR 1=1 --", "%_\\"])
def test_odd_queries_are_answered(county: County, q: str) -> None:
    said(county, "村口路灯坏了")
    assert hits(ask(signed_in(county.officer), q)) == []


def test_a_page_of_hits_costs_the_same_for_many_rows(
    county: County, django_assert_max_num_queries, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    for _ in range(6):
        said(county, "村口路灯坏了")
    client = signed_in(county.officer)
    ask(client, "路灯")
    with django_assert_max_num_queries(16):
        assert len(hits(ask(client, "路灯"))) == 6
