"""What anyone reads of suggestions and motions: found by words and by all they are known by, never unpublished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from casework import services as casework
from casework.errors import NotAllowed
from casework.models import Case
from casework.services import Part
from suggestions import services
from suggestions.public import find, published
from tests import loops
from tests.factories import County, TopicFactory
from tests.motions import ways as motions
from tests.suggestions import ways

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
LIST = "public_suggestions"


@pytest.fixture
def county() -> County:
    cache.clear()
    return County()


def make_public(county: County, case: Case, **changes: Any) -> Case:
    given = {"decision": "whole", "copy": services.first_copy(case), **changes}
    services.propose(case, actor=ways.office(county), **given)
    services.confirm(case, actor=Actor.of(county.colleague))
    return case


def shown(**asked: Any) -> str:
    answer = Client(headers={"accept-language": "zh-hans"}).get(reverse(LIST), asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_word_of_two_characters_finds_the_public_copy_and_nothing_that_is_not_public(
    county: County,
) -> None:
    case = make_public(county, ways.concluded(county))
    other = ways.concluded(county, title="关于夜间停车的建议", facts="夜里没有停车的地方。")
    assert [one.pk for one in find("夜间")] == [case.pk]
    assert ways.TITLE in shown(q="夜间") and ways.TITLE not in shown(q="桥梁")
    page = Client().get(reverse("public_suggestion", args=[other.number]))
    assert page.status_code == 404, "answered and concluded is not public"
    services.take_down(case, actor=ways.office(county), note="另行公开。")
    assert not find("夜间").exists() and ways.TITLE not in shown()
    assert Client().get(reverse("public_suggestion", args=[case.number])).status_code == 404


def test_words_that_were_left_out_of_the_copy_find_nothing(county: County) -> None:
    case = ways.concluded(county)
    copy = services.Copy(ways.TITLE, "（部分内容未公开）", ways.WORDS["proposal"], ways.ANSWER)
    make_public(county, case, decision="part", exception="private", note="涉及住户。", copy=copy)
    assert not find("一百二十户").exists(), "facts were kept back"
    page = Client(headers={"accept-language": "zh-hans"}).get(
        reverse("public_suggestion", args=[case.number])
    )
    assert "个人隐私" in page.content.decode() and "一百二十户" not in page.content.decode()


def test_it_is_found_by_organ_deputy_topic_session_year_class_and_key_supervision(county: County) -> None:
    topic = TopicFactory()
    opinion = loops.to_convert(county)
    Case.objects.filter(pk=opinion.pk).update(topic=topic)
    case = make_public(county, ways.concluded(county, opinions=(opinion,)))
    key = ways.assigned(county, title="关于重点事项的建议")
    services.make_key(
        key, actor=ways.office(county), leader="王副主任", committee="社会委", decided_on=key.opened_at.date()
    )
    ways.answered(county, key)
    services.rate(key, actor=ways.lead(county), attitude=3, result=3)
    make_public(county, key)
    assert case.topic_id == topic.pk, "what most of the opinions behind it are about"
    asked: dict[str, Any] = {
        "organ": county.organ.pk,
        "deputy": county.deputy.pk,
        "topic": topic.pk,
        "session": case.session_id,
        "year": case.opened_at.year,
        "result": "A",
        "kind": "suggestion",
    }
    for name, value in asked.items():
        assert ways.TITLE in shown(**{name: value}), name
    assert ways.TITLE in shown(**asked), "all at once"
    assert ways.TITLE not in shown(result="C") and ways.TITLE not in shown(kind="motion")
    only_key = shown(key="on")
    assert "关于重点事项的建议" in only_key and ways.TITLE not in only_key


@pytest.mark.parametrize("asked", [{"organ": "x"}, {"year": "1%"}, {"kind": "complaint"}, {"q": "。"}])
def test_what_cannot_be_finds_nothing_and_says_so(county: County, asked: dict[str, str]) -> None:
    make_public(county, ways.concluded(county))
    page = shown(**asked)
    assert ways.TITLE not in page and "没有符合" in page


def test_the_page_shows_the_chain_and_no_contact_data(county: County) -> None:
    county.deputy.phone = "13900001111"
    county.deputy.save()
    opinion = loops.to_convert(county)
    words = {"facts": ways.WORDS["facts"] + "联系电话13900001111。"}
    case = make_public(county, ways.concluded(county, opinions=(opinion,), **words))
    page = Client(headers={"accept-language": "zh-hans"}).get(
        reverse("public_suggestion", args=[case.number])
    )
    text = page.content.decode()
    chain = ("群众反映的内容", "代表提出的建议", "答复情况", "做了什么")
    for words_of in (*chain, ways.WORDS["proposal"], ways.ANSWER, county.deputy.name):
        assert words_of in text, words_of
    for private in ("13900001111", loops.PERSON.name, loops.PERSON.phone, county.village.name + " 1"):
        assert private not in text


def test_motions_are_in_the_same_list_and_their_copy_is_what_two_people_decided(county: County) -> None:
    case = motions.published(county, motions.settled(county))
    assert motions.TITLE in shown(q="水源") and motions.TITLE in shown(kind="motion")
    page = Client().get(reverse("public_motion", args=[case.number])).content.decode()
    assert motions.WORDS["proposal"] in page and "年底前完成划定" in page


def test_the_list_goes_on_page_by_page_and_keeps_what_was_asked(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("suggestions.views.public._SIZE", 2)
    for turn in range(3):
        make_public(county, ways.concluded(county, title=f"关于夜间照明第{turn:02d}处的建议"))
    first = shown(q="夜间")
    assert first.count("关于夜间照明第") == 2 and "q=%E5%A4%9C%E9%97%B4" in first


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_for_many_rows(
    county: County, count: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _turn in range(count):
        make_public(county, ways.concluded(county))
    shown()
    with django_assert_max_num_queries(5):
        shown(q="夜间")


def test_nothing_public_is_said_in_words(county: County) -> None:
    assert not published().exists() and "尚未公开" in shown()


# --- Answered again while it is public --------------------------------------------------------------------------
SECOND = "隔音屏障已于五月底建成,夜间噪声降到五十分贝以下。"


def answered_again(county: County, case: Case) -> Case:
    """The deputy is not satisfied with what is public; the organ answers again."""
    services.rate(case, actor=ways.lead(county), attitude=2, result=1, reason="没有时间表。")
    casework.assign(case, [Part(county.organ)], actor=ways.office(county))
    ways.answered(county, case, body=SECOND)
    ways.news()
    return case


def page_of(case: Case) -> str:
    answer = Client(headers={"accept-language": "zh-hans"}).get(
        reverse("public_suggestion", args=[case.number])
    )
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_second_answer_is_proposed_while_the_first_is_public_and_takes_its_place_by_two_people(
    county: County,
) -> None:
    case = answered_again(county, make_public(county, ways.delivered(county)))
    page = page_of(case)
    assert ways.ANSWER in page and SECOND not in page and "答复内容尚未公开" in page
    owed = services.unpublished().get()
    assert owed.due_on == services.publications_of(case).undecided().get().due_on is not None
    services.propose(case, actor=ways.office(county), decision="whole", copy=services.first_copy(case))
    assert SECOND not in page_of(case) and not find("五十分贝").exists(), "one person alone publishes nothing"
    with pytest.raises(NotAllowed):
        services.confirm(case, actor=ways.office(county))
    services.confirm(case, actor=Actor.of(county.colleague))
    page = page_of(case)
    assert ways.ANSWER in page and SECOND in page and "答复内容尚未公开" not in page
    assert find("五十分贝").exists() and not services.unpublished().exists()
    assert services.publications_of(case).public().count() == 1


def test_the_class_that_counts_is_that_of_the_last_answer(county: County) -> None:
    case = make_public(county, ways.delivered(county))
    services.rate(case, actor=ways.lead(county), attitude=2, result=1, reason="没有时间表。")
    casework.assign(case, [Part(county.organ)], actor=ways.office(county))
    ways.answered(county, case, body=SECOND, category="C")
    assert ways.TITLE in shown(result="C") and ways.TITLE not in shown(result="A")
    page = shown()
    assert "C类" in page and "AC" not in page


def test_what_two_people_left_out_of_the_first_copy_stays_out_of_the_next_proposal(county: County) -> None:
    case = ways.delivered(county)
    kept = services.Copy(ways.TITLE, "（部分内容未公开）", ways.WORDS["proposal"], "已停止夜间作业。")
    make_public(county, case, decision="part", exception="private", note="涉及住户。", copy=kept)
    copy = services.first_copy(answered_again(county, case))
    assert copy == services.Copy(ways.TITLE, kept.facts, kept.proposal, f"{kept.answer}\n\n{SECOND}")


def test_the_same_answer_told_twice_owes_no_second_decision(county: County) -> None:
    case = make_public(county, ways.delivered(county))
    services.tell_of(case.events.filter(action="release_reply"))
    assert not services.publications_of(case).undecided().exists()


def test_a_refused_second_proposal_leaves_the_first_copy_public(county: County) -> None:
    case = answered_again(county, make_public(county, ways.delivered(county)))
    services.propose(case, actor=ways.office(county), decision="whole", copy=services.first_copy(case))
    services.refuse(case, actor=Actor.of(county.colleague), note="地点写得过细。")
    assert ways.ANSWER in page_of(case) and SECOND not in page_of(case)
    assert services.unpublished().count() == 1, "a new proposal is owed"


def test_a_second_decision_not_to_publish_takes_the_first_copy_down(county: County) -> None:
    case = answered_again(county, make_public(county, ways.delivered(county)))
    services.propose(
        case, actor=ways.office(county), decision="none", exception="private", note="涉及具体家庭。"
    )
    services.confirm(case, actor=Actor.of(county.colleague))
    assert not published().exists() and not find("夜间").exists()
