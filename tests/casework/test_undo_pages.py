"""Undo on the page: an offer with the message after a step, a plain form, and a clear sentence when it is too late."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.models import Assignment, Case, Effect, Event, Undo
from feedback import receipts, services
from tests import loops
from tests.factories import County
from tests.reports.summary.pieces import totals
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
OFFER = re.compile(r'action="(/cases/[^"]+/undo/\d+/)"')
NOTE = "请补充具体位置和时间。"


@pytest.fixture
def county(settings: Any) -> County:
    settings.UNDO_SECONDS = 10
    return County()


@pytest.fixture
def officer(county: County) -> Client:
    return signed_in(county.officer)


def ask_more(client: Client, case: Case, **more: str) -> Any:
    data = {"version": case.version, "note": NOTE, **more}
    return client.post(reverse("step", args=[case.number, "ask_more"]), data, follow=True)


def offered(page: Any) -> str:
    found = OFFER.search(page.content.decode())
    assert found, "no offer to undo on the page"
    return found[1]


def test_after_a_step_the_page_offers_to_undo_it_with_a_plain_form(county: County, officer: Client) -> None:
    case = loops.submitted(county)
    page = ask_more(officer, case)
    url = offered(page)
    form = page.content.decode().split(f'action="{url}"')[1].split("</form>")[0]
    assert "csrfmiddlewaretoken" in form
    assert 'aria-keyshortcuts="z"' in form
    assert not OFFER.search(officer.get(page.request["PATH_INFO"]).content.decode())  # once, with its message

    back = officer.post(url, follow=True)
    assert "已撤销" in back.content.decode()
    assert back.redirect_chain[-1][0].startswith(reverse("step", args=[case.number, "ask_more"]))
    assert back.content.decode().count(NOTE) == 1  # what was written is in the form again
    assert NOTE not in signed_in(county.colleague).get(back.redirect_chain[-1][0]).content.decode()
    case.refresh_from_db()
    assert case.status == "submitted"
    assert not OFFER.search(back.content.decode())


def test_without_words_one_comes_back_to_the_queue_with_the_case_open(
    county: County, officer: Client
) -> None:
    case = loops.registered(county)
    data = {"version": case.version, "owner": county.colleague.pk, "from": "status=registered"}
    page = officer.post(reverse("step", args=[case.number, "set_owner"]), data, follow=True)
    back = officer.post(offered(page))
    assert back.status_code == 302
    assert back["Location"].startswith(reverse("queue"))
    assert f"open={case.number}" in back["Location"]
    assert "status=registered" in back["Location"]


def test_a_deputys_words_are_not_lost_with_the_answer_that_was_undone(county: County) -> None:
    case = loops.with_deputy(county)
    deputy = signed_in(county.deputy_user)
    data = {"version": case.version, "body": loops.REPLY}
    page = deputy.post(reverse("step", args=[case.number, "answer"]), data, follow=True)
    back = deputy.post(offered(page), follow=True)
    assert not case.replies.exists()
    assert back.context["form"]["body"].value() == loops.REPLY
    assert back.context["form"]["version"].value() == Case.objects.get(pk=case.pk).version
    address = back.redirect_chain[-1][0]
    assert loops.REPLY not in signed_in(county.officer).get(address).content.decode()


def test_after_ten_seconds_the_button_is_gone_and_the_post_says_that_it_is_too_late(
    county: County, officer: Client
) -> None:
    case = loops.submitted(county)
    sent = officer.post(
        reverse("step", args=[case.number, "ask_more"]), {"version": case.version, "note": NOTE}
    )
    event = Event.objects.get(action="ask_more")
    url = reverse("undo", args=[case.number, event.pk])
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        page = officer.get(sent["Location"])
        assert "已完成" in page.content.decode()
        assert not OFFER.search(page.content.decode())
        late = officer.post(url)
    assert late.status_code == 409
    assert "已超过撤销时间" in late.content.decode()
    case.refresh_from_db()
    assert case.status == "needs_info"
    assert not Event.objects.filter(action="undo").exists()


def test_only_who_took_the_step_may_undo_it_and_only_in_their_session(
    county: County, officer: Client
) -> None:
    case = loops.submitted(county)
    url = offered(ask_more(officer, case))
    for client, expected in (
        (Client(), 302),
        (signed_in(County().officer), 404),
        (signed_in(county.handler), 404),
        (signed_in(county.colleague), 403),
        (signed_in(county.committee), 403),
        (signed_in(county.officer), 403),  # another session
        (officer, 302),
    ):
        assert client.post(url).status_code == expected
    case.refresh_from_db()
    assert case.status == "submitted"


def test_a_step_without_its_csrf_token_is_not_undone(county: County) -> None:
    strict = signed_in(county.officer)
    case = loops.submitted(county)
    url = offered(ask_more(strict, case))
    strict.handler.enforce_csrf_checks = True
    assert strict.post(url).status_code == 403
    case.refresh_from_db()
    assert case.status == "needs_info"


def test_when_a_colleague_has_acted_since_the_page_says_so_and_nothing_is_changed(
    county: County, officer: Client
) -> None:
    case = loops.submitted(county)
    url = offered(ask_more(officer, case))
    services.write_note(Case.objects.get(pk=case.pk), actor=Actor.of(county.colleague), note="我来联系。")
    page = officer.post(url)
    assert page.status_code == 409
    assert "已由他人办理" in page.content.decode()
    case.refresh_from_db()
    assert case.status == "needs_info"


def test_a_share_is_taken_back_by_the_organ_that_took_the_step(county: County) -> None:
    case = loops.handling(county)
    share = case.assignments.get()
    handler = signed_in(county.handler)
    url = reverse("share_step", args=[share.pk, "submit_reply"])
    page = handler.post(url, {"version": share.version, "body": loops.REPLY, "category": "A"}, follow=True)
    assert Assignment.objects.get(pk=share.pk).status == "drafted"
    handler.post(offered(page))
    assert Assignment.objects.get(pk=share.pk).status == "handling"


def test_a_signature_is_not_offered_to_be_undone(county: County) -> None:
    share = loops.assigned(county).assignments.get()
    page = signed_in(county.handler).post(
        reverse("share_step", args=[share.pk, "sign"]), {"version": share.version}, follow=True
    )
    assert "已完成" in page.content.decode()
    assert not OFFER.search(page.content.decode())
    assert not Undo.objects.exists()


def test_the_history_shows_what_was_undone_by_whom_and_that_the_citizen_does_not_see_it(
    county: County, officer: Client
) -> None:
    case = loops.submitted(county)
    officer.post(offered(ask_more(officer, case)))
    page = officer.get(reverse("case", args=[case.number])).content.decode()
    assert NOTE in page
    assert f"已由{county.officer}撤销" in page
    assert "已撤销：" in page
    events = officer.get(reverse("api-case", args=[case.number])).json()["events"]
    assert [bool(event["undone_at"]) for event in events] == [False, True, False]
    assert [event["action"] for event in events] == ["submit", "ask_more", "undo"]


def test_of_an_offices_note_that_was_undone_an_organ_reads_nothing(county: County, officer: Client) -> None:
    case = loops.handling(county)
    data = {"version": case.version, "note": "内部：请先核对。"}
    officer.post(offered(officer.post(reverse("step", args=[case.number, "note"]), data, follow=True)))
    mine = officer.get(reverse("case", args=[case.number])).content.decode()
    theirs = signed_in(county.handler).get(reverse("case", args=[case.number])).content.decode()
    assert "内部：请先核对。" in mine and "已撤销：" in mine
    assert "内部：请先核对。" not in theirs and "已撤销" not in theirs
    assert [
        e["action"] for e in signed_in(county.handler).get(f"/api/cases/{case.number}/").json()["events"]
    ][-1] == "sign"


# --- The citizen's pages --------------------------------------------------------------------------------
def receipt(case: Case) -> str:
    code = receipts.code_for(case.opinion.submission_key)  # type: ignore[arg-type]
    client = Client()

    answer = HttpResponse()
    receipts.remember(HttpRequest(), answer, case.pk, code)
    client.cookies = answer.cookies
    followed = client.post("/api/opinions/follow/", {"number": case.number, "code": code})
    return client.get(reverse("receipt", args=[case.number])).content.decode() + followed.content.decode()


def test_the_receipt_shows_a_step_only_when_it_cannot_be_undone_any_more(
    county: County, officer: Client
) -> None:
    case = loops.submitted(county)
    url = offered(ask_more(officer, case))
    assert NOTE not in receipt(case)
    assert "needs_info" not in receipt(case)
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        assert NOTE in receipt(case)
        assert "needs_info" in receipt(case)
    officer.post(url)
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        assert NOTE not in receipt(case)


# --- Figures --------------------------------------------------------------------------------------------
def test_no_figure_of_the_year_counts_what_was_undone(county: County, officer: Client) -> None:
    case = loops.reply_reviewed(county)
    before = totals(county.congress)
    data = {"version": case.version, "body": loops.REPLY, "publish": "on", "_confirmed": "1"}
    page = officer.post(reverse("step", args=[case.number, "feed_back"]), data, follow=True)
    assert totals(county.congress) != before
    officer.post(offered(page))
    assert totals(county.congress) == before
    assert not Effect.objects.filter(event__action="feed_back", event__taken_back__isnull=False).exists()
