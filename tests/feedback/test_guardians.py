"""Under 14, a parent or guardian sends it, and what tells of the child stays confidential by every door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.models import Channel
from feedback.forms.public import new_key
from feedback.models import Opinion
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
BODY = "王小明说学校门口的斑马线看不清了,放学时过马路很危险,希望重新画线。"


@pytest.fixture
def county() -> County:
    return County()


def by_form(county: County, client: Client, **given: Any) -> Any:
    sent = {"key": new_key(), "body": BODY, "confidential": "no", "agree": "on", **given}
    return client.post(reverse("write"), sent)


def by_program(county: County, client: Client, **given: Any) -> Any:
    sent = {"body": BODY, "agree": True, **given}
    return client.post(reverse("api-send"), sent, content_type="application/json")


def at_the_desk(county: County, client: Client, **given: Any) -> Any:
    sent = {
        "key": "7b2b1c1e-3c5c-4e0e-9d5e-0f7f3a1b2c3d", "body": BODY, "received_on": timezone.localdate(),
        "channel": Channel.objects.filter(at_desk=True).first().pk, **given,
    }  # fmt: skip
    return signed_in(county.officer).post(reverse("enter"), sent)


doors = pytest.mark.parametrize("door", [by_form, by_program, at_the_desk])


@doors
def test_a_guardian_gives_a_name_and_the_case_is_confidential(
    county: County, client: Client, door: Callable[..., Any]
) -> None:
    assert door(county, client, by_guardian="on", name="王小明").status_code in (201, 302)
    opinion = Opinion.objects.get()
    assert opinion.by_guardian
    assert opinion.case.confidential
    assert "王小明" not in opinion.body_for_organs + opinion.case.title
    page = signed_in(county.officer).get(reverse("case", args=[opinion.case.number])).content.decode()
    assert "监护人代不满十四周岁的未成年人提交。" in page


@doors
def test_without_a_name_nothing_is_taken_in(county: County, client: Client, door: Callable[..., Any]) -> None:
    refused = door(county, client, by_guardian="on")
    assert refused.status_code == 400
    assert "监护人" in refused.content.decode() or "\\u76d1\\u62a4\\u4eba" in refused.content.decode()
    assert not Opinion.objects.exists()


@doors
def test_everybody_else_chooses_for_themselves(
    county: County, client: Client, door: Callable[..., Any]
) -> None:
    assert door(county, client, name="王小明").status_code in (201, 302)
    opinion = Opinion.objects.get()
    assert (opinion.by_guardian, opinion.case.confidential) == (False, False)
