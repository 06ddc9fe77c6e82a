"""Search finds what was said, for those who may see it, and forgets when told to."""

from __future__ import annotations

import pytest
from django.db import connection

from casework.access import visible_to
from casework.models import Case
from feedback import frequencies, search, services
from feedback.models import SearchDoc
from feedback.search_schema import FULL_TEXT
from tests import loops
from tests.factories import County

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


def found(query: str) -> set[int]:
    return set(search.matching(Case.objects.all(), query).values_list("pk", flat=True))


def test_a_word_of_two_characters_is_found(county: County) -> None:
    lamp = said(county, "村口路灯坏了三个月")
    said(county, "小学门口早晚高峰堵车")
    assert found("路灯") == {lamp.pk}


@pytest.mark.parametrize("query", ["石桥村 噪声", "噪声 石桥村", "搅拌站", "站", "WiFi", "wifi 搅拌站"])
def test_every_word_must_occur_in_any_order(county: County, query: str) -> None:
    case = said(county, "石桥村的搅拌站噪声大,WIFI也断")
    assert found(query) == {case.pk}
    assert found(query + " 没有的词") == set()


def test_a_longer_word_must_occur_as_a_whole(county: County) -> None:
    said(county, "电动的门坏了,动车站不停")
    assert found("电动") != set()
    assert found("电动车") == set()


@pytest.mark.parametrize(
    "query", ["'", '"', "100%", "a' | 'b", "路灯' | '堵", "* OR", "NEAR(", "\\", "路灯\x00"]
)
def test_signs_in_a_query_do_no_harm(county: County, query: str) -> None:
    said(county, "小学门口堵车")
    assert found(query) == set()


def test_an_empty_query_changes_nothing_and_signs_alone_find_nothing(county: County) -> None:
    case = said(county, "村口路灯坏了")
    assert found("  ") == {case.pk}
    assert found("!?") == set()


def test_only_what_the_reader_may_see_is_found(county: County) -> None:
    other = County()
    said(other, "村口路灯坏了")
    mine = said(county, "村口路灯也坏了")
    seen = search.matching(visible_to(county.officer), "路灯")
    assert [case.pk for case in seen] == [mine.pk]
    assert search.similar("村口路灯坏了", visible_to(county.officer))[0][0] == mine.pk


def test_a_remark_of_the_citizen_can_be_found(county: County) -> None:
    case = said(county, "村口路灯坏了")
    event = services.add_remark(case, words="现在连井盖也没有了")
    search.index_events([event])
    assert found("井盖") == {case.pk}
    assert found("路灯") == {case.pk}


def test_the_public_finds_only_what_is_published(county: County) -> None:
    case = loops.fed_back(county, body="村口路灯坏了三个月", place="张家老宅门口")
    event = services.add_remark(case, words="邻居李四偷走了井盖")
    search.index_events([event])

    def public(query: str) -> set[int]:
        return set(
            search.matching(Case.objects.published(), query, published_only=True).values_list("pk", flat=True)
        )

    for word in ("路灯", "隔音设施", "村口 路灯", "灯"):
        assert public(word) == found(word) == {case.pk}, word
    for word in ("井盖", "邻居李四", "老宅", "路灯 井盖", "偷", "月张家"):
        assert public(word) == set(), word
    assert found("井盖") == found("老宅") == {case.pk}
    remark = "邻居李四偷走了井盖"
    assert search.similar(remark, Case.objects.published())
    assert not search.similar(remark, Case.objects.published(), published_only=True)


def test_what_is_not_marked_as_public_is_not_public(county: County) -> None:
    """A row as it was kept before there was a mark may hold anything: nobody but the staff finds it."""
    case = loops.fed_back(county, body="村口路灯坏了三个月")
    search.index_events(list(case.events.all()))

    def public(query: str) -> set[int]:
        qs = search.matching(Case.objects.published(), query, published_only=True)
        return set(qs.values_list("pk", flat=True))

    assert public("路灯") == public("灯") == {case.pk}
    assert search.similar("村口路灯坏了三个月", Case.objects.published(), published_only=True)
    marked = SearchDoc.objects.get(pk=case.pk).grams
    SearchDoc.objects.update(grams=" ".join(gram for gram in marked.split(" ") if gram != "|"))
    assert public("路灯") == public("灯") == public("路灯 三个月") == set()
    assert not search.similar("村口路灯坏了三个月", Case.objects.published(), published_only=True)
    assert found("路灯") == {case.pk}
    search.index_events(list(case.events.all()))
    assert public("路灯") == {case.pk}


@pytest.mark.parametrize(
    ("text", "unpublished"), [("村口路灯", ""), ("", "张家老宅"), ("", ""), ("路灯", "老宅")]
)
def test_the_mark_is_always_there_and_no_gram_is_empty(county: County, text: str, unpublished: str) -> None:
    case = loops.fed_back(county)
    search.index_case(case.pk, text, unpublished)
    grams = SearchDoc.objects.get(pk=case.pk).grams.split(" ")
    assert grams.count("|") == 1 and "" not in grams
    published = search.matching(Case.objects.published(), "路灯", published_only=True)
    assert published.exists() is ("路灯" in text)
    assert not search.matching(Case.objects.published(), "老宅", published_only=True).exists()


def test_the_name_in_a_confidential_text_cannot_be_found(county: County) -> None:
    said(county, "我是王秀兰,村口路灯坏了", confidential=True)
    assert found("路灯") and not found("王秀兰") and not found("秀兰")


def test_the_index_holds_neither_identity_nor_telephone(county: County) -> None:
    case = said(county, "村口路灯坏了,请打13812345678")
    grams = SearchDoc.objects.get(pk=case.pk).grams
    for secret in ("13812345678", loops.PERSON.phone, loops.PERSON.email, "秀兰"):
        assert secret not in grams
    assert found("13812345678") == set()


def test_what_is_forgotten_or_indexed_anew_is_gone_from_the_index(county: County) -> None:
    case = said(county, "村口路灯坏了")
    search.index_case(case.pk, "已按要求处理")
    assert found("路灯") == set()
    assert found("要求") == {case.pk}
    search.forget(case.pk)
    assert found("要求") == set()
    assert search.similar("已按要求处理", Case.objects.all()) == []


def test_indexing_twice_is_indexing_once(county: County) -> None:
    case = said(county, "村口路灯坏了")
    search.index_events(list(case.events.all()))
    assert found("路灯") == {case.pk}
    assert SearchDoc.objects.count() == 1


def test_a_removed_row_leaves_nothing_behind(county: County) -> None:
    said(county, "村口路灯坏了")
    SearchDoc.objects.all().delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {FULL_TEXT}({FULL_TEXT}) VALUES ('integrity-check')")
    assert found("路灯") == set()


def keys_go_on_at(number: int) -> None:
    """Cases to come have keys from there on, as where most of a table has gone."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence('casework_case', 'id'), %s)", [number])
        else:
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = 'casework_case'", [number])


def test_few_texts_with_keys_far_apart_are_found_to_be_alike(county: County) -> None:
    near = said(county, "石桥村搅拌站夜里还在施工,噪声太大")
    keys_go_on_at(900_000)
    latest = said(county, "小学门口早晚高峰堵车")
    assert latest.pk > 900_000
    result = search.similar("石桥村北头搅拌站夜里开工,噪声很大,老人孩子睡不好", Case.objects.all())
    assert [case_id for case_id, _score in result] == [near.pk]


def test_alike_cases_come_most_alike_first(county: County) -> None:
    for body in ("小学门口早晚高峰堵车", "自来水浑浊发黄", "公交车半小时一班太少", "村里垃圾没人清运"):
        said(county, body)
    near = said(county, "石桥村搅拌站夜里还在施工,噪声太大")
    same = said(county, "城关镇石桥村北头的搅拌站夜里十一点以后还在开工,噪声很大,老人睡不好")
    result = search.similar("石桥村北头搅拌站夜里开工,噪声很大,老人孩子睡不好", Case.objects.all())
    assert [case_id for case_id, _score in result] == [same.pk, near.pk]
    assert result[0][1] > 0.5
    without = search.similar("石桥村北头搅拌站夜里开工", Case.objects.all(), exclude=same.pk)
    assert same.pk not in dict(without)


def test_searching_costs_one_query_and_composes(county: County, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    case = said(county, "村口路灯坏了")
    said(county, "村口路灯又坏了", topic=None)
    with django_assert_num_queries(1):
        page = list(search.matching(Case.objects.filter(topic=county.topic), "路灯").order_by("-pk")[:25])
    assert page == [case]
