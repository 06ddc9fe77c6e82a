"""The organ's list and its steps, as a handler and the head of the organ meet them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from casework import services
from casework.models import Case, Communication, Reply
from casework.services import Part
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def handler(county: County) -> Client:
    return signed_in(county.handler)


@pytest.fixture
def head(county: County) -> Client:
    return signed_in(county.head)


def take(client: Client, case: Case, action: str, county: County, **fields: Any) -> Any:
    share = loops.share_of(case, county.organ)
    url = reverse("share_step", args=[share.pk, action])
    return client.post(url, {"version": share.version, **fields})


def standing(case: Case) -> str:
    return Case.objects.get(pk=case.pk).status


def test_the_list_holds_the_organs_own_cases_by_the_date_the_answer_is_due(
    county: County, handler: Client
) -> None:
    loops.assigned(county, parts=[Part(county.second_organ)])
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        late = loops.handling(county)
    soon = loops.handling(county)
    page = handler.get(reverse("organ_list"), {"tab": "work"}).context
    assert [share.case_id for share in page["page"].rows] == [late.pk, soon.pk]
    assert page["late"] == 1


def test_a_handler_signs_drafts_and_the_head_releases(county: County, handler: Client, head: Client) -> None:
    case = loops.assigned(county)
    assert take(handler, case, "sign", county).status_code == 302
    assert standing(case) == "handling"
    assert take(handler, case, "submit_reply", county, body=loops.REPLY, category="A").status_code == 302
    assert standing(case) == "handling"
    assert head.get(reverse("organ_list")).context["page"].rows
    assert take(head, case, "release_reply", county).status_code == 302
    assert standing(case) == "replied"


def test_the_next_step_of_the_organ_stands_out(county: County, handler: Client, head: Client) -> None:
    for bring, client, action in (
        (loops.assigned, handler, "sign"),
        (loops.handling, handler, "submit_reply"),
        (loops.drafted, head, "release_reply"),
    ):
        page = client.get(reverse("case", args=[bring(county).number])).content.decode()
        assert re.findall(r'btn-primary" href="/shares/\d+/(\w+)/', page) == [action]


def test_a_draft_is_kept_without_being_handed_on(county: County, handler: Client) -> None:
    case = loops.handling(county)
    take(handler, case, "submit_reply", county, body="写到一半", keep="1")
    assert Reply.objects.get(case=case).state == "draft"
    form = handler.get(reverse("share_step", args=[loops.share_of(case, county.organ).pk, "submit_reply"]))
    assert "写到一半" in form.content.decode()


def test_a_handler_does_not_release_what_the_head_has_not_read(county: County, handler: Client) -> None:
    case = loops.drafted(county)
    assert take(handler, case, "release_reply", county).status_code == 403
    assert standing(case) == "handling"


def test_the_head_sends_a_draft_back_with_what_is_missing(
    county: County, handler: Client, head: Client
) -> None:
    case = loops.drafted(county)
    assert take(head, case, "send_back", county, note="").status_code == 400
    assert take(head, case, "send_back", county, note="请写明完成日期。").status_code == 302
    page = handler.get(reverse("case", args=[case.number])).content.decode()
    assert "请写明完成日期。" in page


def test_an_objection_names_the_organ_and_stops_at_the_office(county: County, handler: Client) -> None:
    case = loops.assigned(county)
    answer = take(
        handler, case, "object", county, reason="属于住建部门。", proposed_organ=county.second_organ.pk
    )
    assert answer.status_code == 302
    assert standing(case) == "objected"
    assert not case.assignments.filter(organ=county.second_organ).exists()


def test_an_objection_after_its_window_is_refused_with_the_day_it_ended(
    county: County, handler: Client
) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=20)):
        case = loops.assigned(county)
    answer = take(handler, case, "object", county, reason="属于住建部门。")
    assert answer.status_code == 409
    assert "属于住建部门。" in answer.content.decode(), "what was written is still on the page"
    assert standing(case) == "assigned"


def test_more_time_is_asked_for_once(county: County, handler: Client) -> None:
    case = loops.handling(county)
    url = reverse("step", args=[case.number, "ask_extension"])
    assert handler.post(url, {"version": case.version, "note": "等待设备到货。"}).status_code == 302
    assert handler.post(url, {"version": case.version + 1, "note": "再等等。"}).status_code == 409
    assert case.assignments.get().extensions.count() == 1


def test_a_contact_with_the_citizen_is_recorded_but_not_before_it_took_place(
    county: County, handler: Client
) -> None:
    case = loops.handling(county)
    tomorrow = timezone.localdate() + timedelta(days=1)
    given = {"manner": "phone", "summary": "已电话说明情况。"}
    assert take(handler, case, "record_contact", county, happened_on=tomorrow, **given).status_code == 400
    assert (
        take(handler, case, "record_contact", county, happened_on=timezone.localdate(), **given).status_code
        == 302
    )
    assert Communication.objects.get().summary == "已电话说明情况。"


def test_with_a_lead_and_an_assisting_organ_the_leads_reply_is_enough(county: County) -> None:
    case = loops.assigned(county, parts=[Part(county.organ), Part(county.second_organ, "assist")])
    share = loops.share_of(case, county.organ)
    services.sign(share, actor=Actor.of(county.handler))
    services.submit_reply(share, actor=Actor.of(county.handler), body=loops.REPLY, category="A")
    services.release_reply(share, actor=Actor.of(county.head))
    assert standing(case) == "replied"


def test_separate_organs_each_reply_before_the_office_reviews(county: County) -> None:
    parts = [Part(county.organ, "separate"), Part(county.second_organ, "separate")]
    case = loops.assigned(county, parts=parts)
    for organ, handler, head in (
        (county.organ, county.handler, county.head),
        (county.second_organ, county.second_handler, county.second_head),
    ):
        assert standing(case) != "replied"
        share = loops.share_of(case, organ)
        services.sign(share, actor=Actor.of(handler))
        services.submit_reply(share, actor=Actor.of(handler), body=loops.REPLY, category="A")
        services.release_reply(share, actor=Actor.of(head))
    assert standing(case) == "replied"


def test_an_organ_meets_no_identity(county: County, handler: Client, head: Client) -> None:
    for confidential in (True, False):
        case = loops.handling(county, confidential=confidential)
        for client in (handler, head):
            page = client.get(reverse("case", args=[case.number])).content.decode()
            assert loops.PERSON.phone not in page
            assert loops.PERSON.name not in page


@pytest.mark.parametrize("many", [3, 30])
def test_the_list_asks_the_same_few_questions_for_few_and_many_rows(
    county: County, handler: Client, many: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(many):
        loops.handling(county)
    with django_assert_max_num_queries(12):
        handler.get(reverse("organ_list"), {"tab": "work"})


def test_the_leading_organ_reads_the_assisting_opinions_and_the_others_do_not(county: County) -> None:
    organs = (county.organ, county.second_organ, county.third_organ)
    roles = ("lead", "assist", "assist")
    case = loops.assigned(county, parts=[Part(*part) for part in zip(organs, roles, strict=True)])
    opinion = "我局夜间监测,噪声超标6分贝,监测报告已送贵局。"
    assisting = loops.share_of(case, county.second_organ)
    services.sign(assisting, actor=Actor.of(county.second_handler))
    services.submit_reply(assisting, actor=Actor.of(county.second_handler), body=opinion)

    def page(person: User) -> str:
        return signed_in(person).get(reverse("case", args=[case.number])).content.decode()

    assert opinion not in page(county.handler), "it has not left its organ yet"
    services.release_reply(assisting, actor=Actor.of(county.second_head))
    assert opinion in page(county.handler)
    assert opinion in page(county.officer)
    assert opinion not in page(county.third_handler)
    lead = loops.share_of(case, county.organ)
    services.sign(lead, actor=Actor.of(county.handler))
    form = signed_in(county.handler).get(reverse("share_step", args=[lead.pk, "submit_reply"]))
    assert opinion in form.content.decode()


def test_a_reply_says_by_a_class_how_the_matter_ended_so_that_no_promise_is_left_unsaid(
    county: County, handler: Client, head: Client
) -> None:
    case = loops.handling(county)
    for wrong in ("", "Z"):
        answer = take(handler, case, "submit_reply", county, body=loops.REPLY, category=wrong)
        assert answer.status_code == 400
        assert "category" in answer.context["form"].errors
    take(handler, case, "submit_reply", county, body=loops.REPLY, category="A")
    Reply.objects.update(category="")  # handed on before a class was asked for
    assert take(head, case, "release_reply", county).status_code == 409
    assert take(head, case, "send_back", county, note="请选办理结果。").status_code == 302


def test_an_assisting_opinion_ends_nothing_and_needs_no_class(county: County) -> None:
    case = loops.assigned(county, parts=[Part(county.organ), Part(county.second_organ, "assist")])
    share = loops.share_of(case, county.second_organ)
    services.sign(share, actor=Actor.of(county.second_handler))
    services.submit_reply(share, actor=Actor.of(county.second_handler), body=loops.REPLY)
    services.release_reply(share, actor=Actor.of(county.second_head))
    assert loops.share_of(case, county.second_organ).status == "released"
