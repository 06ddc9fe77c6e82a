"""When an identity expires nothing is left that tells who the citizen was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import AccessLog
from casework.files import Prepared
from casework.models import Case, Communication, Event
from feedback import expiry, identity, search, services
from feedback.models import Identity, Opinion
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db
BODY = "我叫王秀兰,电话139-0000-0000,搅拌站夜里还在开工,噪声很大。"
LATER = timedelta(days=4 * 365)


@pytest.fixture
def county() -> County:
    return County()


def later() -> date:
    return timezone.localdate() + LATER


def test_nothing_that_tells_of_the_person_is_left(county, django_capture_on_commit_callbacks):
    case = loops.fed_back(county, body=BODY, files=(Prepared("王秀兰.pdf", "application/pdf", b"%PDF-1.4"),))
    services.add_remark(case, words="我王秀兰再补充一句,请打13812345678")
    services.rate(case, attitude=3, result=3)
    Communication.objects.create(
        assignment=case.assignments.get(),
        manner="phone",
        happened_on=timezone.localdate(),
        summary="与王秀兰通话",
        recorded_by=county.handler,
    )
    search.index_events(list(case.events.all()))
    path = case.attachments.get().file.name
    looks = AccessLog.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        assert expiry.end_expired(later()) == 1
    left = [
        *Opinion.objects.values_list("body", flat=True),
        *Case.objects.values_list("title", flat=True),
        *Event.objects.values_list("note", flat=True),
        *Communication.objects.values_list("summary", flat=True),
        case.attachments.get().name,
    ]
    assert not [text for text in left if "王秀兰" in text or "139" in text or "13812345678" in text]
    assert "搅拌站夜里还在开工" in left[0]
    assert not default_storage.exists(path)
    assert not Identity.objects.exists() and AccessLog.objects.count() == looks
    assert not search.matching(Case.objects.all(), "王秀兰") and search.matching(Case.objects.all(), "搅拌站")


def test_an_open_case_and_an_identity_in_its_time_stay_as_they_are(county):
    loops.fed_back(county, body=BODY)
    closed = loops.closed(county, body=BODY)
    assert expiry.end_expired(timezone.localdate()) == 0
    assert expiry.end_expired(later()) == 1
    assert Opinion.objects.filter(body=BODY).exclude(pk=closed.pk).count() == 1


def test_the_time_counts_from_the_message(county):
    said = timezone.now() - timedelta(days=200)
    case = loops.submitted(county, opened_at=said)
    assert case.opinion.identity.expires_on == timezone.localdate(said) + identity.KEPT_FOR
