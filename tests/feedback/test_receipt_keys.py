"""A receipt on paper outlives a change of keys, and gives nothing away."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet, InvalidToken

from accounts import access_log
from accounts.actors import Actor
from feedback import identity, receipts, services
from feedback.models import Identity
from feedback.services import Submission
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def sent(county: County) -> tuple[str, str, Any]:
    key = uuid4()
    given = Submission(
        congress=county.congress, body=loops.BODY, channel=county.channel, person=loops.PERSON, key=key
    )
    case, code = services.submit(given)
    return case.number, code, given


def test_number_and_code_open_the_case_however_they_are_typed(county: County) -> None:
    number, code, _given = sent(county)
    assert receipts.find(number, code)
    assert receipts.find(number.lower().replace("-", " "), code.lower().replace("-", ""))


def test_a_wrong_code_a_wrong_number_and_no_code_open_nothing(county: County) -> None:
    number, code, _given = sent(county)
    other, _code, _given = sent(county)
    for wrong in ((number, ""), (number, "0000-0000"), (other, code), ("", ""), ("AAAA-AAAA-AAAA", code)):
        assert receipts.find(*wrong) is None


def test_a_case_without_a_code_is_opened_by_no_code(county: County) -> None:
    number, code, _given = sent(county)
    case = receipts.find(number, code)
    assert case is not None
    type(case.opinion).objects.filter(pk=case.pk).update(code_digest="")
    assert receipts.find(number, "") is None
    assert receipts.find(number, code) is None


def test_a_printed_receipt_stays_good_after_the_secret_key_was_changed(county: County, settings: Any) -> None:
    number, code, _given = sent(county)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key"
    assert receipts.find(number, code) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert receipts.find(number, code)


def test_the_same_form_sent_again_gives_the_same_receipt(county: County) -> None:
    number, code, given = sent(county)
    case, again = services.submit(given)
    assert (case.number, again) == (number, code)


def test_an_identity_is_unreadable_in_the_database_and_each_look_is_written_down(county: County) -> None:
    case = loops.submitted(county)
    row = Identity.objects.get(pk=case.pk)
    for part in (loops.PERSON.name, loops.PERSON.phone, loops.PERSON.email):
        assert part not in row.sealed
    opened = identity.open_identity(case.pk, actor=Actor.of(county.officer), purpose="call_back")
    assert opened == loops.PERSON
    look = access_log.seen(identity.SUBJECT, case.pk).get()
    assert (look.user, look.purpose) == (county.officer, "call_back")


def test_a_person_never_shows_in_a_representation() -> None:
    assert loops.PERSON.phone not in repr(loops.PERSON)
    assert loops.PERSON.name not in f"{loops.PERSON}"


def test_keys_rotate_old_rows_open_and_are_sealed_anew(county: County, settings: Any) -> None:
    case = loops.submitted(county)
    new = Fernet.generate_key().decode()
    old = settings.PORTAL_IDENTITY_KEYS
    try:
        settings.PORTAL_IDENTITY_KEYS = [new, *old]
        identity._box.cache_clear()
        assert identity.reseal() == []
        settings.PORTAL_IDENTITY_KEYS = [new]
        identity._box.cache_clear()
        assert identity.unseal(Identity.objects.get(pk=case.pk).sealed) == loops.PERSON
        settings.PORTAL_IDENTITY_KEYS = old
        identity._box.cache_clear()
        with pytest.raises(InvalidToken):
            identity.unseal(Identity.objects.get(pk=case.pk).sealed)
    finally:
        identity._box.cache_clear()
