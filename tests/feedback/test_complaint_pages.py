"""The pages of complaints: the office hands one over and sees it no more; the committee handles it to the end."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Case
from tests import complaints, loops
from tests.factories import County, DeputyFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def committee(county: County) -> Client:
    return signed_in(county.committee)


def take(client: Client, case: Case, action: str, **fields: Any) -> Any:
    case.refresh_from_db()
    return client.post(reverse("step", args=[case.number, action]), {"version": case.version, **fields})


def test_the_office_hands_it_over_with_a_tick_and_lands_in_its_queue_without_a_word_of_it(
    county: County,
) -> None:
    case = loops.submitted(county, body=complaints.WORDS)
    client = signed_in(county.officer)
    assert (
        reverse("step", args=[case.number, "hand_over"])
        in client.get(f"/cases/{case.number}/").content.decode()
    )
    assert take(client, case, "hand_over", name=county.deputy.name).status_code == 400
    done = take(client, case, "hand_over", name=county.deputy.name, note="请查收。", sure="on")
    assert done.url == reverse("queue")
    page = client.get(done.url).content.decode()
    assert case.number in page
    assert "土特产" not in page
    assert "undo" not in client.get(done.url).content.decode()
    assert client.get(f"/cases/{case.number}/").status_code == 404
    assert "请查收。" in signed_in(county.committee).get(f"/cases/{case.number}/").content.decode()


def test_from_the_queue_the_next_case_opens(county: County) -> None:
    case, other = loops.submitted(county, body=complaints.WORDS), loops.submitted(county)
    client = signed_in(county.officer)
    done = take(client, case, "hand_over", sure="on", **{"from": ""})
    assert done.url == f"/desk/?open={other.number}"


def test_the_committee_takes_it_from_registration_to_the_end_on_its_pages(
    county: County, committee: Client
) -> None:
    case = complaints.received(county)
    assert take(committee, case, "take_on", owner=county.committee.pk).status_code == 302
    assert take(committee, case, "inform", note="").status_code == 400
    assert take(committee, case, "inform", note=complaints.TOLD).status_code == 302
    form = committee.get(reverse("step", args=[case.number, "take_more_time"]))
    assert form.status_code == 200
    assert take(committee, case, "take_more_time", note="案情复杂。").status_code == 302
    refused = committee.get(reverse("step", args=[case.number, "take_more_time"]))
    assert refused.status_code == 409
    assert take(committee, case, "note", note="约谈。").status_code == 302
    assert take(committee, case, "give_answer", note="已处理。").status_code == 302
    assert take(committee, case, "settle").status_code == 302
    case.refresh_from_db()
    assert case.status == "settled"


def test_the_text_of_a_reason_is_proposed_and_names_the_right_channel(
    county: County, committee: Client
) -> None:
    case = complaints.received(county)
    proposed = take(committee, case, "decline", reason="supervision", _propose="1").content.decode()
    assert "12388" in proposed
    assert take(committee, case, "decline", reason="no_conduct", note="请作为意见提交。").status_code == 302
    case.refresh_from_db()
    assert case.status == "declined"


def test_of_several_deputies_with_one_name_the_committee_chooses(county: County, committee: Client) -> None:
    case = complaints.received(county, deputy=None, complains_of="张三")
    first, second = (DeputyFactory(congress=county.congress, name="张三") for _time in range(2))
    asked = take(committee, case, "name_deputy", name="张三")
    assert asked.status_code == 400
    assert f'value="{first.pk}"' in asked.content.decode()
    assert take(committee, case, "name_deputy", name="张三", which=second.pk).status_code == 302
    case = Case.objects.get(pk=case.pk)
    assert case.complaint.about == second
    assert take(committee, case, "name_deputy", name="无此人").status_code == 400


def test_two_members_at_once_are_told_of_each_other_and_the_second_decides_again(
    county: County, committee: Client
) -> None:
    case = complaints.received(county)
    seen = case.version
    colleague = county.person("committee")
    other = signed_in(colleague)
    other.get(f"/cases/{case.number}/")
    assert str(colleague) in committee.get(reverse("case_present", args=[case.number])).content.decode()
    assert take(other, case, "take_on", owner=colleague.pk).status_code == 302
    late = committee.post(
        reverse("step", args=[case.number, "take_on"]), {"version": seen, "owner": county.committee.pk}
    )
    assert late.status_code == 409
    case.refresh_from_db()
    assert case.owner == colleague


def test_a_transfer_is_written_down_with_the_organ_and_told(county: County, committee: Client) -> None:
    case = complaints.on_file(county)
    assert take(committee, case, "transfer", organ_named=" ", note="已转。").status_code == 400
    assert take(committee, case, "transfer", organ_named="县监察委员会", note="已转。").status_code == 302
    assert "县监察委员会" in committee.get(f"/cases/{case.number}/").content.decode()
    assert not case.assignments.exists()
