"""One opinion with several matters: one receipt, several answers, and no day more for any of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework import services as casework
from casework.errors import Incomplete, StepRefused
from casework.models import Case
from casework.services import Part, assign
from feedback import expiry, identity, notices, receipts, services
from feedback.models import Identity
from feedback.services import PartOf
from tests import loops
from tests.factories import County
from tests.feedback.test_receipt_page import act, at, code_of, opened, page_of
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIGHTS = "路灯三盏已更换,十一月二十日亮灯。"


@pytest.fixture
def county() -> County:
    return County()


def answered(part: Case, county: County) -> Case:
    """Given to the second organ, and fed back."""
    part = Case.objects.get(pk=part.pk)
    assign(part, [Part(county.second_organ)], actor=Actor.of(county.officer))
    share = loops.share_of(part, county.second_organ)
    casework.sign(share, actor=Actor.of(county.second_handler))
    casework.submit_reply(share, actor=Actor.of(county.second_handler), body=LIGHTS, category="A")
    casework.release_reply(share, actor=Actor.of(county.second_head))
    casework.approve_replies(part, actor=Actor.of(county.officer))
    services.feed_back(part, actor=Actor.of(county.officer), body=LIGHTS)
    return part


# --- Splitting --------------------------------------------------------------------------------------------
def test_a_part_is_received_and_due_on_the_day_of_the_whole(county: County) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        case = loops.registered(county, body=f"{loops.BODY}\n{loops.SECOND_MATTER}")
    (part,) = services.split(case, [PartOf("路灯", loops.SECOND_MATTER)], actor=Actor.of(county.officer))
    part.refresh_from_db()
    assert (part.opened_at, part.due_on, part.due_from) == (case.opened_at, case.due_on, case.due_from)
    assert (part.status, part.title, part.split_from) == ("registered", "路灯", case)
    assert part.owner_id and part.number != case.number
    assert part.opinion.body == loops.SECOND_MATTER
    assert case.opinion.body == f"{loops.BODY}\n{loops.SECOND_MATTER}"


def test_a_part_repeats_the_citizens_own_words(county: County) -> None:
    case = loops.registered(county)
    for wrong in (PartOf("路灯", "路灯都坏了"), PartOf("路灯", ""), PartOf("", "老人孩子睡不好")):
        with pytest.raises(Incomplete):
            services.split(case, [wrong], actor=Actor.of(county.officer))
    assert not Case.objects.filter(split_from=case).exists()


def test_two_to_five_parts_and_only_once(county: County) -> None:
    case = loops.registered(county)
    part = PartOf("睡眠", "老人孩子睡不好")
    for wrong in ([], [part] * 5):
        with pytest.raises(Incomplete):
            services.split(case, wrong, actor=Actor.of(county.officer))
    parts = services.split(case, [part] * 4, actor=Actor.of(county.officer))
    for again in (case, parts[0]):
        with pytest.raises(StepRefused):
            services.split(again, [part], actor=Actor.of(county.officer))


def test_in_a_confidential_part_the_organ_reads_what_it_would_read_of_the_whole(county: County) -> None:
    said = "我是王秀兰,住在村东头。"
    case = loops.registered(county, body=f"{loops.BODY}\n{said}", confidential=True)
    (part,) = services.split(case, [PartOf("住处", said)], actor=Actor.of(county.officer))
    assert part.confidential and part.opinion.for_organs().body == "我是***,住在村东头。"


# --- The citizen ------------------------------------------------------------------------------------------
def test_one_code_opens_the_whole_and_each_part(county: County) -> None:
    case, (part,) = loops.split(county)
    code = receipts.code_for(case.opinion.submission_key)
    assert receipts.find(case.number, code) == case
    assert receipts.find(part.number, code) == part
    assert receipts.find(part.number, "0000-0000") is None


def test_the_receipt_follows_each_part_and_each_is_rated_by_itself(county: County) -> None:
    case, (part,) = loops.split(county)
    browser = opened(case)
    assert part.title in page_of(browser.get(at(case))) and at(part) in page_of(browser.get(at(case)))
    part = answered(part, county)
    page = page_of(browser.get(at(part)))
    assert LIGHTS in page and case.number in page
    assert act(browser, part, "rate", attitude=3, result=3).status_code == 302
    part.refresh_from_db()
    case.refresh_from_db()
    assert (part.status, part.result, case.status) == ("closed", 3, "registered")
    assert "Your opinion names several matters" in page_of(browser.get(at(case)))


def test_a_program_follows_the_parts_with_the_same_code(county: County, client: Client) -> None:
    case, (part,) = loops.split(county)
    for number in (case.number, part.number):
        sent = {"number": number, "code": code_of(case)}
        told = client.post(reverse("api-follow"), sent, content_type="application/json").json()
        assert (told["number"], told["status"]) == (number, "registered")
        assert told["parts"] == ([part.number] if number == case.number else [])


def test_a_part_is_opened_by_nobody_elses_receipt(county: County) -> None:
    _case, (part,) = loops.split(county)
    assert opened(loops.submitted(county)).get(at(part)).status_code == 302


def test_the_notice_of_a_part_names_the_number_that_the_citizen_has(county: County) -> None:
    case, (part,) = loops.split(county)
    event = answered(part, county).events.get(action="feed_back")
    notices.tell_citizen(event)
    for text in notices.texts(event, part.opinion):
        assert case.number in text and part.number not in text
    assert identity.looks(case.pk).exists() and not identity.looks(part.pk).exists()


def test_the_identity_is_kept_until_the_last_part_is_closed_and_then_masked_everywhere(
    county: County,
) -> None:
    said = "请联系王秀兰。"
    case = loops.registered(county, body=f"{loops.BODY}\n{said}")
    (part,) = services.split(case, [PartOf("联系", said)], actor=Actor.of(county.officer))
    services.withdraw(case)
    Identity.objects.update(expires_on="2020-01-01")
    assert expiry.end_expired() == 0
    services.withdraw(part)
    assert expiry.end_expired() == 1
    part.opinion.refresh_from_db()
    assert part.opinion.body == "请联系***。"


def test_the_desk_opens_the_identity_of_the_whole_from_a_part(county: County) -> None:
    _case, (part,) = loops.split(county)
    client = signed_in(county.officer)
    page = client.post(
        reverse("case_identity", args=[part.number]), {"purpose": "call_back"}
    ).content.decode()
    assert loops.PERSON.name in page


# --- Taking it back ---------------------------------------------------------------------------------------
def test_within_the_hour_the_parts_end_and_the_whole_goes_on(county: County) -> None:
    case, (part,) = loops.split(county)
    before = case.due_on
    casework.unsplit(case, actor=Actor.of(county.colleague))
    part.refresh_from_db()
    case.refresh_from_db()
    assert (part.status, part.is_open) == ("taken_back", False)
    assert (case.status, case.due_on, case.parts_count) == ("registered", before, 0)
    services.split(case, [PartOf("再分", loops.SECOND_MATTER)], actor=Actor.of(county.officer))


def test_once_somebody_has_acted_on_a_part_the_split_stays(county: County) -> None:
    case, (part,) = loops.split(county)
    services.write_note(part, actor=Actor.of(county.colleague), note="我来办。")
    with pytest.raises(StepRefused):
        casework.unsplit(case, actor=Actor.of(county.officer))
    other, _parts = loops.split(county)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)), pytest.raises(StepRefused):
        casework.unsplit(other, actor=Actor.of(county.officer))
