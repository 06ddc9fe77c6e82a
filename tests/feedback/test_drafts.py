"""A citizen's draft: there for a day for the device it was written on, and for nobody else."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.models import Case, Effect
from feedback import drafts, identity, kept_files
from feedback.forms.public import new_key
from feedback.models import Draft, Opinion, SearchDoc
from feedback.search import index_case
from feedback.tasks import forget_kept_files
from feedback.text import MOST_BODY
from liaison.keys import new_identity_key
from tests import loops
from tests.factories import County
from tests.feedback.test_public_write import BODY, form, page_of, photo, send

pytestmark = pytest.mark.django_db

WRITE, KEEP, DELETE = "/write/", "/write/draft/", "/write/draft/delete/"
CONTACT = {"name": "王秀兰", "phone": "13900000000", "email": "xiulan@example.org", "address": "幸福路八号"}


@pytest.fixture
def county() -> County:
    return County()


def shown(client: Client, url: str = WRITE) -> str:
    return page_of(client.get(url))


def kept(client: Client, **changes: Any) -> Any:
    answer = client.post(KEEP, form(**changes))
    assert answer.status_code == 200
    return answer


# --- There when somebody comes back -----------------------------------------------------------------------
def test_what_was_being_written_is_there_when_the_browser_comes_back(client, county):
    kept(
        client, place="河西社区", happened="五月以来", division=county.village.pk, station=county.station.pk,
        confidential="yes",
    )  # fmt: skip
    page = shown(client)
    assert BODY in page and 'value="河西社区"' in page and 'value="五月以来"' in page
    assert f'<option value="{county.village.pk}" selected>' in page
    assert f'<option value="{county.station.pk}" selected>' in page
    # Who wanted to stay unknown must not be known because the phone died.
    assert re.search(r'<input[^>]*name="confidential"[^>]*value="yes"[^>]*checked', page)


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"email": "not an address", "agree": "on"}, 400), ({"body": "太短"}, 400), ({"step": "edit"}, 200)],
)
def test_without_javascript_what_comes_back_is_kept(client, county, changes, status):
    assert send(client, **changes).status_code == status
    assert changes.get("body", BODY) in shown(client)


def test_without_javascript_a_button_keeps_what_is_written_so_far(client, county):
    answer = send(client, body="路灯", step="keep", files=[photo("lamp.jpg")])
    assert answer.status_code == 200 and 'class="errors' not in page_of(answer)
    page = shown(client)
    assert "路灯</textarea>" in page and "lamp.jpg" in page
    assert not Opinion.objects.exists()


def test_it_is_kept_on_the_page_that_shows_similar_opinions(client, county):
    case = loops.fed_back(county)
    index_case(case.pk, case.opinion.body)
    page = page_of(send(client, body=loops.BODY))
    assert 'name="sure"' in page and DELETE in page
    assert loops.BODY in shown(client)


def test_it_is_kept_when_too_many_came_from_the_address(client, county, settings):
    settings.PORTAL_THROTTLES = {"submit_unproved": (0, 600), "submit_doubtful": (0, 600)}
    assert send(client).status_code == 429
    assert BODY in shown(client)


def test_a_page_that_was_open_for_too_long_is_kept_if_it_was_ours(county):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(WRITE, form(), headers={"origin": "http://testserver"})
    assert answer.status_code == 403 and BODY in shown(browser)


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"origin": "null"}])
def test_a_page_elsewhere_puts_no_draft_into_somebodys_browser(county, headers):
    browser = Client(enforce_csrf_checks=True)
    for url in (WRITE, KEEP, DELETE):
        assert browser.post(url, form(), headers=headers).status_code == 403
    assert not Draft.objects.exists() and drafts.COOKIE not in browser.cookies


def test_files_that_passed_go_along(client, county):
    send(client, body="太短", files=[photo("lamp.jpg")])
    assert "lamp.jpg" in shown(client)


def test_the_place_and_the_station_of_the_address_come_first(client, county):
    kept(client, division=county.township.pk, station="")
    page = shown(
        client, f"{reverse('write_to_station', args=[county.station.pk])}?place={county.village.code}"
    )
    assert f'<option value="{county.village.pk}" selected>' in page
    assert f'<option value="{county.station.pk}" selected>' in page
    assert BODY in page


def test_on_a_deputys_page_the_draft_is_there_too(client, county):
    kept(client, to="office")
    page = shown(client, reverse("write_to_deputy", args=[county.deputy.pk]))
    assert BODY in page and 'value="office" ' in page


# --- One row, for a day -----------------------------------------------------------------------------------
def test_one_device_has_one_row_however_often_it_saves(client, county):
    for body in (BODY, BODY + "一", BODY + "一二"):
        kept(client, body=body)
    assert Draft.objects.count() == 1
    assert BODY + "一二" in shown(client)


def test_the_day_is_counted_from_the_last_word(client, county):
    kept(client)
    with time_machine.travel(timezone.now() + timedelta(hours=23)) as clock:
        kept(client, body=BODY + "还没修。")
        clock.shift(timedelta(hours=23))
        assert "还没修。" in shown(client)
        clock.shift(timedelta(hours=2))
        assert BODY not in shown(client)


def test_after_a_day_the_row_is_gone(client, county):
    kept(client)
    forget_kept_files.run()
    assert Draft.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        forget_kept_files.run()
    assert not Draft.objects.exists()


def test_it_goes_when_the_opinion_is_sent(client, county):
    kept(client)
    assert send(client).status_code == 302
    assert not Draft.objects.exists()
    assert client.cookies[drafts.COOKIE]["max-age"] == 0
    assert BODY not in shown(client)


def test_one_that_arrives_after_the_opinion_was_sent_is_not_a_draft_any_more(client, county):
    """The last save was on its way when the button was pressed."""
    data = form()
    client.post(WRITE, data)
    client.post(KEEP, data)
    assert BODY not in shown(client)
    assert not Draft.objects.exists()


def test_the_button_deletes_text_files_and_key(client, county):
    send(client, body="太短", files=[photo()])
    folder = default_storage.listdir(kept_files.FOLDER)[1]
    answer = client.post(DELETE, follow=True)
    assert "草稿已删除" in page_of(answer) and "太短" not in page_of(answer)
    assert not Draft.objects.exists()
    assert len(default_storage.listdir(kept_files.FOLDER)[1]) == len(folder) - 1


def test_emptying_the_form_deletes_it(client, county):
    kept(client)
    kept(client, body="")
    assert not Draft.objects.exists() and BODY not in shown(client)


def test_the_page_says_how_long_it_is_kept_and_offers_to_delete_it(english, county):
    page = shown(english)
    assert "kept on this device for 24 hours" in page and "Delete the draft" not in page
    assert "Delete the draft" in page_of(english.post(KEEP, form()))
    assert "Is it not yours?" in shown(english) and "Delete the draft" in shown(english)


# --- Whom it belongs to -----------------------------------------------------------------------------------
def test_it_is_sealed_and_holds_neither_name_nor_contact(client, county):
    kept(client, place="河西社区", **CONTACT, agree="on")
    row = Draft.objects.get()
    stored = json.dumps([row.key_digest, row.sealed])
    assert not any(word in stored for word in (BODY, "河西社区", *CONTACT.values()))
    opened = identity.unseal_words(row.sealed)
    assert json.loads(opened)["fields"]["body"] == BODY
    assert not any(word in opened for word in CONTACT.values()) and "agree" not in opened
    assert client.cookies[drafts.COOKIE].value not in stored
    assert not any(f'value="{word}"' in shown(client) for word in CONTACT.values())


def test_another_device_sees_nothing(client, county):
    kept(client)
    assert BODY not in shown(Client())


@pytest.mark.parametrize(
    "key", ["", "x", "A" * 43, "é" * 43, "../" * 20, "A" * 4000, "\x00", '"', "A" * 42 + "\n"]
)
def test_a_key_that_is_made_up_gives_an_empty_form_and_is_never_taken_over(client, county, key):
    kept(client)
    stranger = Client()
    stranger.cookies = SimpleCookie({drafts.COOKIE: key})
    assert BODY not in shown(stranger)
    assert stranger.post(DELETE).status_code == 302
    stranger.cookies = SimpleCookie({drafts.COOKIE: key})
    kept(stranger, body=BODY + "别人写的。")
    assert stranger.cookies[drafts.COOKIE].value != key
    assert "别人写的" not in shown(client) and BODY in shown(client)


def test_a_draft_sealed_with_a_key_that_is_lost_gives_an_empty_form(client, county, settings):
    kept(client)
    settings.PORTAL_IDENTITY_KEYS = [new_identity_key()]
    identity._box.cache_clear()
    try:
        answer = client.get(WRITE)
        assert answer.status_code == 200 and BODY not in page_of(answer)
    finally:
        identity._box.cache_clear()


def test_changing_the_keys_loses_no_draft(client, county, settings):
    kept(client)
    old, new = settings.PORTAL_IDENTITY_KEYS[0], new_identity_key()
    try:
        for keys in ([new, old], [new]):
            settings.PORTAL_IDENTITY_KEYS = keys
            identity._box.cache_clear()
            if old in keys:
                assert identity.needing_old_keys() == 1
                assert identity.reseal() == [] and identity.needing_old_keys() == 0
        assert BODY in shown(client)
    finally:
        identity._box.cache_clear()


def test_a_draft_that_no_key_opens_does_not_hold_up_a_change_of_keys(client, county, settings):
    kept(client)
    settings.PORTAL_IDENTITY_KEYS = [new_identity_key()]
    identity._box.cache_clear()
    try:
        assert identity.reseal() == [] and not Draft.objects.exists()
    finally:
        identity._box.cache_clear()


def test_no_script_reads_the_key_and_it_goes_to_this_page_alone(client, county):
    cookie = kept(client).cookies[drafts.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", WRITE)
    assert cookie["max-age"] == 24 * 3600
    secure = client.post(KEEP, form(), secure=True).cookies[drafts.COOKIE]
    assert secure["secure"]


def test_who_only_looks_gets_no_key(client, county):
    client.get(WRITE)
    kept(client, body="")
    assert drafts.COOKIE not in client.cookies and not Draft.objects.exists()


def test_a_draft_is_no_opinion(client, county):
    kept(client)
    for model in (Opinion, Case, Effect, SearchDoc):
        assert not model.objects.exists()


# --- Limits -----------------------------------------------------------------------------------------------
def test_a_text_that_is_too_long_to_send_can_be_shortened_tomorrow(client, county):
    long = "长" * (MOST_BODY + 500)
    assert send(client, body=long).status_code == 400
    assert long in shown(client)


def test_more_than_that_is_not_kept_and_the_last_draft_stays(client, county):
    kept(client)
    assert client.post(KEEP, form(body="长" * (drafts.MOST + 1))).status_code == 429
    assert BODY in shown(client)


def test_new_drafts_and_saves_of_one_address_have_limits_of_their_own(client, county, settings):
    settings.PORTAL_THROTTLES = {"new_draft": (1, 600), "draft": (1, 600)}
    kept(client)
    assert Client().post(KEEP, form()).status_code == 429
    kept(client, body=BODY + "二")
    assert client.post(KEEP, form(body=BODY + "三")).status_code == 429
    assert BODY + "二" in shown(client)
    assert Draft.objects.count() == 1


def test_a_draft_beyond_the_limits_costs_no_opinion(client, county, settings):
    settings.PORTAL_THROTTLES = {"new_draft": (0, 600)}
    assert send(client, body="太短").status_code == 400
    assert send(client).status_code == 302


def test_a_made_up_form_key_is_no_error(client, county):
    kept(client, key="made up")
    assert BODY in shown(client)
    assert new_key() not in shown(client)


@pytest.mark.parametrize("field", ["division", "station", "to", "confidential"])
@pytest.mark.parametrize("value", ["999999", "x", "1" * 40, "³"])
def test_a_choice_that_nobody_offered_is_no_error(client, county, field, value):
    kept(client, **{field: value})
    assert client.get(WRITE).status_code == 200
    assert client.get(reverse("write_to_deputy", args=[county.deputy.pk])).status_code == 200
