"""What colleagues write to one another is read by nobody else: not on pages, not by programs, not on receipts."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.actors import Actor
from casework.models import Case
from feedback import notices, services
from feedback.progress import timeline
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
SECRET = "只给同事看的一句话"


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def case(county: County) -> Case:
    case = loops.with_deputy(county)
    services.write_note(case, actor=Actor.of(county.officer), note=SECRET)
    return case


@pytest.mark.parametrize("role", ["deputy", "committee"])
def test_a_note_of_the_office_is_on_no_page_and_in_no_answer_to_a_program(
    county: County, case: Case, role: str
) -> None:
    client = signed_in(county.staff[role])
    for url in (reverse("case", args=[case.number]), reverse("api-case", args=[case.number])):
        answer = client.get(url)
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()


def test_the_office_itself_reads_it(county: County, case: Case) -> None:
    client = signed_in(county.colleague)
    for url in (reverse("case", args=[case.number]), reverse("api-case", args=[case.number])):
        assert SECRET in client.get(url).content.decode()


def test_the_page_that_says_what_changed_shows_a_reader_no_more_than_the_case_page(
    county: County, case: Case
) -> None:
    client = signed_in(county.deputy_user)
    answer = client.post(reverse("step", args=[case.number, "answer"]), {"version": 0, "body": "说明如下。"})
    assert answer.status_code == 409
    assert SECRET not in answer.content.decode()


def test_words_to_the_office_reach_neither_the_receipt_nor_a_notice(county: County, case: Case) -> None:
    services.refer(case, actor=Actor.of(county.deputy_user), note=SECRET)
    event = case.events.get(action="refer")
    assert event.is_public
    shown = timeline(case, case.events.order_by("pk"))
    assert not any(SECRET in line.note for line in shown)
    assert not any(SECRET in text for text in notices.texts(event, case.opinion))


def test_words_for_the_citizen_do_reach_the_receipt(county: County) -> None:
    case = loops.needs_info(county)
    assert any("请补充具体位置" in line.note for line in timeline(case, case.events.order_by("pk")))
