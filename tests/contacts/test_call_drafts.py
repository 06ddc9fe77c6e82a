"""What staff have typed while on the line is not lost, is theirs alone, and is gone when its time is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.models import Case
from feedback import drafts, identity
from feedback.identity import reseal
from feedback.models import Draft
from tests.factories import County
from tests.loops import BODY
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
FORM, KEEP = reverse("contact_enter", args=["phone"]), reverse("contact_draft", args=["phone"])


@pytest.fixture
def county() -> County:
    return County()


def typed(county: County, **changes: str) -> dict[str, str]:
    given = {"key": str(uuid4()), "body": BODY, "received_on": str(timezone.localdate())}
    return {**given, "deputy": str(county.deputy.pk), "name": "王秀兰", "phone": "13900000000", **changes}


def page_of(client: Client) -> str:
    return client.get(FORM).content.decode()


def test_a_call_that_was_cut_off_is_there_again_with_who_called(county: County) -> None:
    client = signed_in(county.officer)
    sent = typed(county)
    assert client.post(KEEP, sent).status_code == 200
    again = page_of(signed_in(county.officer))  # another window, another day's browser
    assert BODY in again and "王秀兰" in again and "13900000000" in again and sent["key"] in again
    assert f'value="{county.deputy.pk}" selected' in again
    client.post(FORM, sent)
    assert Case.objects.get().opinion.body == BODY
    assert not Draft.objects.exists()


def test_it_is_sealed_and_nobody_elses(county: County) -> None:
    signed_in(county.officer).post(KEEP, typed(county))
    row = Draft.objects.get()
    assert "王秀兰" not in row.sealed and str(county.officer.pk) not in row.key_digest[:4]
    for user in (county.colleague, county.station_staff):
        assert BODY not in page_of(signed_in(user))
    letter = signed_in(county.officer).get(reverse("contact_enter", args=["letter"])).content.decode()
    assert BODY not in letter
    assert signed_in(county.deputy_user).post(KEEP, typed(county)).status_code == 403


def test_after_four_hours_it_is_not_shown_and_then_deleted(county: County) -> None:
    client = signed_in(county.officer)
    client.post(KEEP, typed(county))
    with time_machine.travel(timezone.now() + timedelta(hours=4, minutes=1)):
        assert BODY not in page_of(signed_in(county.officer))
        assert drafts.forget_old() == 1
    assert not Draft.objects.exists()


def test_what_was_wrong_is_kept_and_an_empty_form_keeps_nothing(county: County) -> None:
    client = signed_in(county.officer)
    assert client.post(FORM, typed(county, email="wrong")).status_code == 400
    assert "wrong" in page_of(client)
    client.post(KEEP, {"key": str(uuid4()), "received_on": str(timezone.localdate())})
    assert not Draft.objects.exists()


def test_it_goes_by_a_button_and_without_javascript_it_is_kept_by_one(county: County) -> None:
    client = signed_in(county.officer)
    assert client.post(FORM, typed(county, step="keep")).status_code == 302
    assert BODY in page_of(client) and not Case.objects.exists()
    client.post(KEEP, {"step": "forget"})
    assert BODY not in page_of(client)


def test_a_save_that_comes_after_the_call_was_entered_is_thrown_away(county: County) -> None:
    client = signed_in(county.officer)
    sent = typed(county)
    client.post(FORM, sent)
    client.post(KEEP, sent)
    assert BODY not in page_of(client)
    assert not Draft.objects.exists()


def test_a_change_of_keys_takes_it_along(county: County, settings: Any) -> None:
    signed_in(county.officer).post(KEEP, typed(county))
    old, new = settings.PORTAL_IDENTITY_KEYS[0], Fernet.generate_key().decode()
    try:
        use(settings, new, old)
        reseal()
        use(settings, new)
        assert BODY in page_of(signed_in(county.officer))
    finally:
        identity._box.cache_clear()


def use(settings: Any, *keys: str) -> None:
    settings.PORTAL_IDENTITY_KEYS = list(keys)
    identity._box.cache_clear()
