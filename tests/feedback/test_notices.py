"""Notices: each way by itself, none for ever, and none believed to be sent that was not."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any, ClassVar

import pytest

from accounts.models import AccessLog
from casework.models import Event
from feedback import notices
from feedback.models import Notice
from feedback.notice_backends import ToFile
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db


class Kept:
    texts: ClassVar[list[str]] = []

    def send(self, address: str, subject: str, body: str) -> None:
        self.texts.append(address)


class Broken:
    def send(self, address: str, subject: str, body: str) -> None:
        raise OSError("no such mailbox")


@pytest.fixture
def event(settings: Any) -> Event:
    Kept.texts.clear()
    settings.PORTAL_NOTICE_BACKENDS = {
        "email": "tests.feedback.test_notices.Broken",
        "sms": "tests.feedback.test_notices.Kept",
    }
    return loops.submitted(County()).events.get()


def states() -> dict[str, str]:
    return dict(Notice.objects.values_list("way", "state"))


def test_an_address_that_fails_keeps_no_other_way_back(event):
    with pytest.raises(OSError, match="no such mailbox"):
        notices.tell_citizen(event)
    assert Kept.texts == [loops.PERSON.phone]
    assert states() == {"email": "sending", "sms": "sent"}


def test_after_some_attempts_the_notice_has_failed_and_the_effect_is_done(event):
    for _attempt in range(notices.MOST_ATTEMPTS - 1):
        with pytest.raises(OSError, match="no such mailbox"):
            notices.tell_citizen(event)
    assert notices.tell_citizen(event) == 0
    assert states() == {"email": "failed", "sms": "sent"} and len(Kept.texts) == 1
    assert notices.tell_citizen(event) == 0
    assert Notice.objects.get(way="email").attempts == notices.MOST_ATTEMPTS


def test_the_identity_is_looked_at_once_for_an_event(event):
    for _attempt in range(3):
        with pytest.raises(OSError, match="no such mailbox"):
            notices.tell_citizen(event)
    assert AccessLog.objects.filter(purpose="notice").count() == 1


def test_what_nothing_is_set_up_for_is_noted_as_not_sent(event, settings):
    nowhere = "feedback.notice_backends.Nowhere"
    settings.PORTAL_NOTICE_BACKENDS = {"email": nowhere, "sms": nowhere}
    assert notices.tell_citizen(event) == 0
    assert states() == {"email": "failed", "sms": "failed"}
    assert not Notice.objects.filter(sent_at__isnull=False).exists()


def test_the_file_of_a_trial_is_its_owners_alone(settings, tmp_path: Path):
    path = tmp_path / "notices.jsonl"
    settings.PORTAL_NOTICE_FILE = str(path)
    path.touch(0o644)
    ToFile().send("13900000000", "a", "b")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text())["to"] == "13900000000"
