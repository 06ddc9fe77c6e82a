"""Joining and splitting as the office, the organ and the citizen meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework import services as casework
from casework.files import Prepared
from casework.models import Case
from casework.services import join, separate
from feedback import services
from feedback.identity import Person
from feedback.search import index_case
from tests import loops
from tests.casework.test_joining import answer
from tests.casework.test_queue_bulk import bulk, by_title
from tests.factories import County, StationFactory
from tests.feedback.test_receipt_page import at, opened, page_of
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
OTHER_WORDS = "我叫李大山,手机13712345678,搅拌站夜里太吵。"


@pytest.fixture
def county(english) -> County:
    return County()


@pytest.fixture
def officer(county):
    return signed_in(county.officer, headers={"accept-language": "en"})


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def at_desk(case: Case, action: str = "") -> str:
    return reverse("step", args=[case.number, action]) if action else reverse("case", args=[case.number])


# --- The office -------------------------------------------------------------------------------------------
def test_selected_cases_are_joined_under_the_one_furthest_on_or_the_one_chosen(county, officer):
    one, two = loops.submitted(county, title="one"), loops.submitted(county, title="two")
    leads = loops.handling(county, title="leads")
    response = bulk(officer, "join", [one, two, leads])
    turns = by_title(response)
    assert turns["leads"].lines == ["leads the others"] and not turns["leads"].refused
    assert "leads" in turns["one"].lines[0] and again(one).status == "submitted"
    assert len(response.context["possible"]) == 2
    bulk(officer, "join", [one, two, leads], leading=leads.number, confirmed="1")
    assert [again(case).leading for case in (one, two)] == [leads, leads]
    assert again(leads).joined_count == 2


def test_another_one_can_be_chosen_to_lead(county, officer):
    one, two = loops.submitted(county, title="one"), loops.registered(county, title="two")
    bulk(officer, "join", [one, two], leading=one.number, confirmed="1")
    assert again(two).leading == one


def test_what_an_organ_has_already_is_refused_by_itself(county, officer):
    one, two, three = loops.handling(county, title="one"), loops.handling(county, title="two"), None
    three = loops.submitted(county, title="three")
    turns = by_title(bulk(officer, "join", [one, two, three], leading=one.number, confirmed="1"))
    assert turns["two"].refused and not turns["three"].refused
    assert (again(two).status, again(three).status) == ("handling", "joined")


def test_a_similar_case_is_joined_from_the_page_with_its_number_filled_in(county, officer):
    leading, case = loops.handling(county), loops.submitted(county)
    for one in (leading, case):
        index_case(one.pk, loops.BODY)
    link = f"{at_desk(case, 'join')}?leading={leading.number}"
    assert link in officer.get(reverse("case_similar", args=[case.number])).content.decode()
    assert f'value="{leading.number}"' in officer.get(link).content.decode()
    sent = {"leading": leading.number.lower().replace("-", " "), "version": case.version}
    assert officer.post(at_desk(case, "join"), sent).status_code == 302
    assert again(case).leading == leading


def test_a_number_that_this_officer_does_not_see_is_unknown(county, officer):
    case, foreign = loops.submitted(county), loops.registered(County())
    response = officer.post(at_desk(case, "join"), {"leading": foreign.number, "version": case.version})
    assert response.status_code == 400 and "You see no case with this number" in response.content.decode()


def test_the_queue_shows_one_line_for_all_and_finds_the_joined_ones(county, officer):
    leading = loops.registered(county, title="leads")
    case = loops.joined(county, leading, title="follows")
    page = officer.get(reverse("queue")).content.decode()
    assert "leads" in page and "with 1 other" in page and case.number not in page and "follows" not in page
    assert "follows" in officer.get(reverse("queue"), {"group": "joined"}).content.decode()


def test_the_preview_of_the_answer_says_how_many_get_it(county, officer):
    case = loops.reply_reviewed(county)
    for _ in range(2):
        loops.joined(county, again(case))
    case = again(case)
    page = officer.post(at_desk(case, "feed_back"), {"body": loops.REPLY, "version": case.version})
    assert "2 other citizens" in page.content.decode()


def test_before_the_answer_goes_out_it_says_whom_it_does_not_fit(county, officer):
    case = loops.reply_reviewed(county)
    loops.joined(county, again(case))
    assert "joined opinions asked" not in officer.get(at_desk(case, "feed_back")).content.decode()
    loops.joined(county, again(case), body="图书馆周末不开门,学生没有地方看书写作业。")
    page = officer.get(at_desk(case, "feed_back")).content.decode()
    assert "hardly a word with what 1 of the joined opinions asked" in page


def test_a_joined_case_is_not_answered_alone(county, officer):
    case = again(loops.joined(county))
    response = officer.get(at_desk(case, "feed_back"))
    assert response.status_code == 409
    assert again(case).status == "joined"


def test_the_page_offers_to_take_it_back_and_does(county, officer):
    case = again(loops.joined(county))
    actions = {item["action"] for item in officer.get(at_desk(case)).context["actions"]}
    assert {"unjoin", "separate"} <= actions
    assert officer.post(at_desk(case, "unjoin"), {"version": case.version}).status_code == 302
    assert again(case).status == "registered"


def test_an_opinion_is_split_on_the_page(county, officer):
    case = loops.registered(county, body=f"{loops.BODY}\n{loops.SECOND_MATTER}")
    wrong = {"title_2": "lights", "words_2": "not said", "version": case.version}
    response = officer.post(at_desk(case, "split"), wrong)
    assert response.status_code == 400 and "not said" in response.content.decode()
    assert officer.post(at_desk(case, "split"), wrong | {"words_2": loops.SECOND_MATTER}).status_code == 302
    part = Case.objects.get(split_from=case)
    assert part.title in officer.get(at_desk(case)).content.decode()
    assert case.title in officer.get(at_desk(part)).content.decode()


@pytest.mark.parametrize("role", ["officer", "station", "deputy", "handler", "head", "committee"])
def test_the_page_of_a_leading_case_stays_within_its_queries(county, role):
    leading = loops.handling(county)
    for _ in range(4):
        one = loops.joined(county, again(leading))
        services.add_remark(one, words="昨晚又吵到一点。")
    Case.objects.filter(pk=leading.pk).update(deputy=county.deputy, with_deputy_at=leading.opened_at)
    client = signed_in(county.staff[role])
    client.get(at_desk(leading))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(at_desk(leading)).status_code == 200
    assert len(queries) <= MOST_QUERIES


# --- Those who handle it ----------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["handler", "head"])
def test_the_organ_reads_what_the_others_said_masked_and_never_their_number(county, role):
    leading = loops.handling(county)
    case = loops.registered(county, body=OTHER_WORDS, person=Person(phone="13712345678"))
    join(case, leading, actor=Actor.of(county.officer))
    services.add_remark(again(case), words="再打13712345678找我。")
    client = signed_in(county.staff[role])
    page = client.get(at_desk(leading)).content.decode()
    assert "搅拌站夜里太吵" in page and "找我" in page
    assert "13712345678" not in page and case.number not in page
    assert client.get(at_desk(case)).status_code == 404


def test_a_confidential_one_hides_the_name_too(county):
    leading = loops.handling(county)
    person = Person(name="李大山", phone="13712345678")
    case = loops.registered(county, body=OTHER_WORDS, person=person, confidential=True)
    join(case, leading, actor=Actor.of(county.officer))
    page = signed_in(county.handler).get(at_desk(leading)).content.decode()
    assert "搅拌站夜里太吵" in page and "李大山" not in page
    assert "李大山" in signed_in(county.officer).get(at_desk(leading)).content.decode()


def test_a_station_reads_another_stations_words_masked(county):
    leading = loops.handling(county)
    elsewhere = StationFactory(congress=county.congress, division=county.township)
    case = loops.registered(county, body=OTHER_WORDS, station=elsewhere)
    join(case, leading, actor=Actor.of(county.officer))
    page = signed_in(county.station_staff).get(at_desk(leading)).content.decode()
    assert "搅拌站夜里太吵" in page and "13712345678" not in page and case.number not in page


def test_the_station_answers_all_also_those_of_another_station(county):
    leading = loops.reply_reviewed(county)
    elsewhere = StationFactory(congress=county.congress, division=county.township)
    case = loops.registered(county, station=elsewhere)
    join(case, leading, actor=Actor.of(county.officer))
    services.feed_back(again(leading), actor=Actor.of(county.station_staff), body=loops.REPLY)
    event = again(case).events.get(action="feed_back")
    assert (again(case).status, event.actor_kind) == ("fed_back", "system")


@pytest.mark.parametrize("confidential", [False, True])
@pytest.mark.parametrize("role", ["handler", "head"])
def test_the_organ_opens_what_the_others_sent_while_it_handles_them(county, role, confidential):
    leading = loops.handling(county)
    letter = Prepared("李大山.pdf", "application/pdf", b"%PDF-1.4")
    case = loops.registered(county, files=(letter,), confidential=confidential)
    file = case.attachments.get()
    paper = case.attachments.create(
        name="内部.pdf",
        content_type="application/pdf",
        size=1,
        digest="0",
        from_citizen=False,
        file=file.file,
    )
    client, url = signed_in(county.staff[role]), reverse("attachment", args=[file.pk])
    assert client.get(url).status_code == 404
    join(case, leading, actor=Actor.of(county.officer))
    page = client.get(at_desk(leading)).content.decode()
    assert url in page and "李大山" not in page
    answer = client.get(url)
    assert answer.status_code == 200 and "%E6%9D%8E" not in answer.headers["Content-Disposition"]
    assert client.get(reverse("attachment", args=[paper.pk])).status_code == 404
    assert signed_in(county.second_handler).get(url).status_code == 404
    separate(again(case), actor=Actor.of(county.officer), note="情况不同。")
    assert client.get(url).status_code == 404


# --- The citizens -----------------------------------------------------------------------------------------
def test_each_citizen_reads_that_there_are_others_and_nothing_about_them(county):
    leading = loops.registered(county, title="leads", person=Person(name="李大山", phone="13712345678"))
    cases = [loops.joined(county, again(leading), title=f"follows {number}") for number in range(3)]
    for case, others in ((leading, cases), (cases[0], [leading, *cases[1:]])):
        page = page_of(opened(case).get(at(case)))
        assert "together with others on the same subject" in page
        for other in others:
            assert other.number not in page and other.title not in page
        assert page.count("handled together with others on the same subject") <= 3


def test_the_citizen_follows_the_steps_of_the_matter(county):
    leading = loops.registered(county)
    case = loops.joined(county, leading)
    services.give_to_deputy(
        again(leading), actor=Actor.of(county.officer), deputy=county.deputy, note="王奶奶家在村东头。"
    )
    page = page_of(opened(again(case)).get(at(case)))
    assert "The opinion was given to the deputy" in page and "王奶奶" not in page


def test_every_citizen_reads_on_their_own_receipt_what_the_leading_reply_promised_and_became_of_it(county):
    leading = loops.handling(county)
    case = loops.joined(county, again(leading))
    stranger = loops.joined(county)
    share = loops.share_of(again(leading), county.organ)
    casework.submit_reply(
        share, actor=Actor.of(county.handler), body=loops.REPLY, category="B", promise=loops.PROMISE,
        promised_for=timezone.localdate() + timedelta(days=30),
    )  # fmt: skip
    casework.release_reply(share, actor=Actor.of(county.head))
    casework.approve_replies(again(leading), actor=Actor.of(county.officer))
    assert loops.PROMISE not in page_of(opened(case).get(at(case))), "nobody was told yet"
    services.feed_back(again(leading), actor=Actor.of(county.officer), body=loops.REPLY)
    for one in (leading, case):
        assert loops.PROMISE in page_of(opened(one).get(at(one)))
    assert loops.PROMISE not in page_of(opened(stranger).get(at(stranger)))
    promise = leading.commitments.get()
    promise.case = again(leading)
    loops.reported(county, promise, "confirm_kept")
    casework.pass_on(promise, "confirm_kept", actor=Actor.of(county.officer))
    assert "隔音墙已于本周建成" in page_of(opened(case).get(at(case)))


def test_a_promise_made_after_their_own_answer_is_not_theirs(county):
    leading = loops.handling(county)
    case = loops.joined(county, again(leading))
    answered = answer(leading, county)
    services.rate(again(answered), attitude=1, result=1, reason="没有解决。")
    services.ask_rework(again(answered), words="请再办理一次。")
    casework.assign(again(answered), [casework.Part(county.organ)], actor=Actor.of(county.officer))
    share = again(answered).assignments.live().get()
    share.case = again(answered)
    casework.sign(share, actor=Actor.of(county.handler))
    casework.submit_reply(
        share, actor=Actor.of(county.handler), body=loops.REPLY, category="B", promise=loops.PROMISE,
        promised_for=timezone.localdate() + timedelta(days=30),
    )  # fmt: skip
    casework.release_reply(share, actor=Actor.of(county.head))
    casework.approve_replies(again(answered), actor=Actor.of(county.officer))
    services.feed_back(again(answered), actor=Actor.of(county.officer), body=loops.REPLY)
    assert loops.PROMISE in page_of(opened(leading).get(at(leading)))
    assert loops.PROMISE not in page_of(opened(case).get(at(case)))
