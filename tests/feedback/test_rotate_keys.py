"""Changing the identity key: afterwards the old one is needed for nothing, or the command says that it is."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from accounts import totp
from feedback import identity
from feedback.models import Identity
from liaison.keys import new_identity_key
from tests import loops
from tests.factories import County
from tests.signing_in import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(settings: Any) -> Any:
    """The key in use so far; the box is made anew whenever the keys change."""
    identity._box.cache_clear()
    yield settings.PORTAL_IDENTITY_KEYS[0]
    identity._box.cache_clear()


def use(settings: Any, *keys: str) -> None:
    settings.PORTAL_IDENTITY_KEYS = list(keys)
    identity._box.cache_clear()


def test_afterwards_the_new_key_alone_is_enough(settings, old):
    loops.submitted(County())
    user = make_user()
    code, new = totp.current_code(user), new_identity_key()
    use(settings, new, old)
    call_command("rotate_keys")
    use(settings, new)
    assert identity.unseal(Identity.objects.get().sealed) == loops.PERSON
    assert totp.current_code(user) == code


@pytest.mark.parametrize("lost", ["identity", "second factor"])
def test_it_does_not_say_done_while_a_row_needs_a_key_that_is_not_there(settings, old, lost):
    if lost == "identity":
        loops.submitted(County())
    else:
        make_user()
    use(settings, new_identity_key())
    with pytest.raises(CommandError, match="请保留所有旧密钥"):
        call_command("rotate_keys")
    use(settings, new_identity_key(), old)
    call_command("rotate_keys")


def test_what_else_an_authenticator_holds_stays(settings, old):
    authenticator = totp.authenticator_of(make_user())
    Authenticator.objects.filter(pk=authenticator.pk).update(data={**authenticator.data, "last_counter": 7})
    use(settings, new_identity_key(), old)
    call_command("rotate_keys")
    assert Authenticator.objects.get(pk=authenticator.pk).data["last_counter"] == 7
