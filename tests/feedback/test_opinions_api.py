"""Opinions for programs: as strict as the form, and nothing more than what is public."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from casework import known
from casework.models import Case, Channel
from deputies.models import LiaisonStation
from feedback.models import Opinion
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db
BODY = "河西社区东门的路灯坏了三个星期,晚上老人摔倒过两次,希望尽快修好。"


@pytest.fixture
def county() -> County:
    return County()


def post(client: Client, **given: Any) -> Any:
    english = {"accept-language": "en"}
    return client.post(
        reverse("api-send"), {"body": BODY, **given}, content_type="application/json", headers=english
    )


def test_what_is_published_is_masked_and_has_no_number(client, county):
    case = loops.fed_back(county, title="请打13812345678", body=f"{BODY}电话13812345678。")
    text = client.get(reverse("api-published")).content.decode()
    assert "13812345678" not in text and case.number not in text
    row = client.get(reverse("api-published")).json()["results"][0]
    assert row["id"] == case.pk and row["title"] == "请打138********"
    assert [answer["text"] for answer in row["answers"]] == [loops.REPLY]


def test_the_same_request_again_gives_the_same_receipt(client, county):
    key = str(uuid4())
    first, second = post(client, key=key), post(client, key=key)
    assert first.status_code == 201 and first.json() == second.json()
    assert Case.objects.count() == 1


def test_a_key_alone_does_not_open_the_receipt_of_another(client, county):
    case = loops.submitted(county)
    answer = post(client, key=str(case.opinion.submission_key))
    assert answer.status_code == 409
    assert set(answer.json()) == {"detail"} and case.number not in answer.content.decode()


@pytest.mark.parametrize("body", ["\u200b" * 20, "路灯坏了" + "\u200b" * 20])
def test_what_is_too_short_after_cleaning_is_refused(client, county, body):
    assert post(client, body=body).status_code == 400
    assert not Case.objects.exists()


def test_a_station_brings_its_own_congress(client, county):
    other = County()
    assert post(client, station=other.station.code).status_code == 201
    assert Case.objects.get().congress == other.congress
    answer = post(client, station=other.station.code, congress=county.congress.code)
    assert answer.status_code == 400 and "station" in answer.json()


def test_a_code_that_two_congresses_gave_asks_for_the_congress(client, county):
    other = County()
    LiaisonStation.objects.filter(pk=other.station.pk).update(code=county.station.code)
    known.forget()
    answer = post(client, station=county.station.code)
    assert answer.status_code == 400 and "say which congress" in str(answer.json()["station"])
    assert post(client, station=county.station.code, congress=other.congress.code).status_code == 201
    assert Case.objects.get().opinion.chosen_station == other.station


def test_a_closed_or_unknown_station_is_said_to_be_none(client, county):
    LiaisonStation.objects.update(is_open=False)
    known.forget()
    for code in (county.station.code, "nowhere"):
        assert "No open station" in str(post(client, station=code).json()["station"])


def test_contact_is_kept_only_with_consent(client, county):
    assert "agree" in post(client, phone="13900000000").json()
    assert post(client, phone="13900000000", agree=True).status_code == 201
    assert Opinion.objects.get().wishes_contact


def test_programs_meet_the_limit_of_those_who_prove_nothing(client, county, settings):
    settings.PORTAL_THROTTLES = {"submit_unproved": (1, 600)}
    assert [post(client).status_code for _time in range(2)] == [201, 429]


def test_the_channel_is_made_where_nobody_named_it(client, county):
    Channel.objects.filter(code="web").delete()
    assert post(client).status_code == 201
