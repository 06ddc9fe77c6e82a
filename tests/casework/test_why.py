"""Why a thing is due on its day and who must do what next: one click from every place that shows the day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from casework.models import Case
from casework.services import Part
from casework.turns import turns
from casework.workflows import WORKFLOWS
from casework.workflows.assignment import ASSIGNMENT
from casework.workflows.commitment import COMMITMENT
from tests import complaints, loops
from tests.factories import County
from tests.signing_in import signed_in
from tests.suggestions import ways

pytestmark = pytest.mark.django_db

_TIME = re.compile(r"<time class=\"due[^>]*>")
_LINKED = re.compile(r'<a class="why-due" href="([^"]+)" data-why><time')


@pytest.fixture
def county() -> County:
    return County()


@pytest.mark.parametrize("table", [*WORKFLOWS.values(), ASSIGNMENT, COMMITMENT], ids=lambda table: table.kind)
def test_every_open_status_says_what_comes_next(table: Any) -> None:
    silent = [
        status.name for status in table.statuses if status.is_open and not table.carrying_on(status.name)
    ]
    assert silent == []


def _promised(county: County) -> None:
    loops.promised(county)


def _late(county: County) -> None:
    Case.objects.filter(pk=loops.handling(county).pk).update(due_on="2020-01-06")


LISTS: dict[str, tuple[Callable[[County], Any], str, str, list[Any]]] = {
    "queue": (loops.registered, "officer", "queue", []),
    "inbox": (loops.with_deputy, "deputy_user", "inbox", []),
    "organ list": (loops.handling, "handler", "organ_list", ["work"]),
    "ledger": (_promised, "officer", "ledger", []),
    "the organ's promises": (_promised, "handler", "organ_promises", []),
    "complaints": (complaints.received, "committee", "complaints", []),
    "watched": (_late, "committee", "watched", ["late"]),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_day_in_a_list_leads_to_its_reason_in_one_click(county: County, name: str) -> None:
    prepare, who, url, rest = LISTS[name]
    prepare(county)
    client = signed_in(getattr(county, who))
    address = reverse(url, args=rest) if url == "watched" else reverse(url)
    page = client.get(address, {"tab": rest[0]} if url == "organ_list" else {}).content.decode()
    shown, linked = _TIME.findall(page), _LINKED.findall(page)
    assert shown and len(shown) == len(linked)
    for link in linked:
        answer = client.get(link)
        assert answer.status_code == 200
        assert "why-title" not in answer.content.decode()  # a page of its own, with the portal around it


def _in_english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def _shown(client: Client, case: Case) -> str:
    """The words of the page, without its tags."""
    return strip_tags(_in_english(client).get(case.due_url).content.decode())


def test_the_reason_names_the_article_the_next_step_and_who_takes_it(county: County) -> None:
    case = loops.with_deputy(county)
    page = _shown(signed_in(county.officer), case)
    assert "counted from the day after" in page
    assert f"{county.deputy}: Answer" in page


def test_each_organ_has_its_own_day_and_the_days_on_which_it_will_be_urged(county: County) -> None:
    case = loops.assigned(county, parts=[Part(county.organ), Part(county.second_organ, role="assist")])
    page = _shown(signed_in(county.officer), case)
    for share in case.assignments.all():
        assert f"{share.organ}: Sign for receipt" in page
    assert page.count("supervision by a leader") == 2


def test_one_organ_with_the_cases_own_day_is_said_once(county: County) -> None:
    page = _shown(signed_in(county.officer), loops.assigned(county))
    assert page.count("counted from the day after") == 1


def test_days_of_urging_that_are_over_are_not_announced(county: County) -> None:
    case = loops.assigned(county)
    with time_machine.travel(datetime.combine(case.due_on, time(12), tzinfo=UTC) + timedelta(days=1)):
        page = _shown(signed_in(county.officer), case)
    assert ": reminder" not in page
    assert ": second urging" in page


def test_an_organ_reads_of_its_own_day_alone(county: County) -> None:
    case = loops.assigned(county, parts=[Part(county.organ), Part(county.second_organ, role="assist")])
    page = _shown(signed_in(county.handler), case)
    assert str(county.organ) in page
    assert str(county.second_organ) not in page


def test_a_joined_case_waits_for_what_its_leading_case_waits_for(county: County) -> None:
    leading = loops.with_deputy(county)
    case = loops.joined(county, leading)
    assert turns(case) == turns(leading) != []


def test_a_closed_case_owes_nothing_and_nobody_is_in_turn(county: County) -> None:
    case = loops.closed(county)
    assert turns(case) == []
    assert "No date is owed at present." in _shown(signed_in(county.officer), case)


def test_a_promise_is_the_organs_own_day_under_the_article_it_rests_on(county: County) -> None:
    promise = loops.promised(county)
    page = _in_english(signed_in(county.officer)).get(promise.due_url).content.decode()
    assert "The organ named this day itself." in page
    assert str(promise.rule) in page


def test_a_script_gets_the_words_alone(county: County) -> None:
    case = loops.registered(county)
    part = signed_in(county.officer).get(case.due_url, HTTP_HX_REQUEST="true").content.decode()
    assert "why-title" in part
    assert "<html" not in part


def test_what_is_not_visible_has_no_reason_either(county: County) -> None:
    stranger = signed_in(County().officer)
    case = loops.assigned(county)
    for url in (case.due_url, case.assignments.get().due_url, loops.promised(county).due_url):
        assert stranger.get(url).status_code == 404


def test_a_suggestion_explains_its_day_as_well(county: County) -> None:
    case = ways.assigned(county)
    for url in (case.due_url, case.assignments.get().due_url):
        page = strip_tags(_in_english(signed_in(county.officer)).get(url).content.decode())
        assert "counted from the day after" in page
        assert "Sign for receipt" in page


def test_the_board_of_suggestions_leads_to_the_reason_of_each_day(county: County) -> None:
    ways.assigned(county)
    page = signed_in(county.officer).get(reverse("suggestion_board")).content.decode()
    shown, linked = _TIME.findall(page), _LINKED.findall(page)
    assert shown and len(shown) == len(linked)
