"""The deputy's inbox and steps: answer and explain, refer, take up; nothing but one's own."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Case
from tests import loops
from tests.factories import County, DeputyFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def deputy(county: County) -> Client:
    return signed_in(county.deputy_user)


def take(client: Client, case: Case, action: str, **fields: Any) -> Any:
    return client.post(reverse("step", args=[case.number, action]), {"version": case.version, **fields})


def test_the_inbox_holds_what_the_office_gave_and_nothing_else(county: County, deputy: Client) -> None:
    mine = loops.with_deputy(county)
    loops.registered(county, deputy=county.deputy)
    loops.submitted(county)
    assert [case.pk for case in deputy.get(reverse("inbox")).context["page"].rows] == [mine.pk]


def test_a_citizens_wish_for_a_deputy_opens_nothing_before_the_office_has_screened(
    county: County, deputy: Client
) -> None:
    case = loops.submitted(county, deputy=county.deputy)
    assert deputy.get(reverse("case", args=[case.number])).status_code == 404


def test_an_answer_goes_to_the_office_first(county: County, deputy: Client) -> None:
    case = loops.with_deputy(county)
    assert take(deputy, case, "answer", body="").status_code == 400
    assert take(deputy, case, "answer", body="情况属实,已请镇里协调,本周内停工。").status_code == 302
    case.refresh_from_db()
    assert case.status == "deputy_answered"
    assert case.answered_at is None


@pytest.mark.parametrize(("action", "status"), [("take_up", "to_convert"), ("refer", "to_refer")])
def test_a_deputy_takes_the_matter_up_or_refers_it(
    county: County, deputy: Client, action: str, status: str
) -> None:
    case = loops.with_deputy(county)
    assert take(deputy, case, action, note="请核实后办理。").status_code == 302
    case.refresh_from_db()
    assert case.status == status


def test_a_deputy_cannot_assign_to_an_organ(county: County, deputy: Client) -> None:
    case = loops.with_deputy(county)
    assert take(deputy, case, "assign").status_code == 403


def test_the_case_of_another_deputy_does_not_exist(county: County) -> None:
    other = DeputyFactory(congress=county.congress)
    stranger = signed_in(county.person("deputy", deputy=other))
    case = loops.with_deputy(county)
    assert stranger.get(reverse("case", args=[case.number])).status_code == 404
    assert take(stranger, case, "answer", body="代答。").status_code == 404


def test_the_deputy_meets_no_identity(county: County, deputy: Client) -> None:
    case = loops.with_deputy(county)
    page = deputy.get(reverse("case", args=[case.number])).content.decode()
    assert loops.PERSON.phone not in page
    assert loops.PERSON.name not in page


@pytest.mark.parametrize("many", [3, 30])
def test_the_inbox_asks_the_same_few_questions_for_few_and_many_rows(
    county: County, deputy: Client, many: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(many):
        loops.with_deputy(county)
    with django_assert_max_num_queries(12):
        deputy.get(reverse("inbox"))
