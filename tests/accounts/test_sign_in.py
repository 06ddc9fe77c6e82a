"""Signing in through the real pages: both factors, what they say, what they leave behind."""

import re
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.hashers import MD5PasswordHasher
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from accounts import totp
from accounts.models import LoginEvent, LoginEventKind
from tests.signing_in import PASSWORD, enter_code, enter_password, make_user, sign_in

pytestmark = pytest.mark.django_db


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def kinds() -> list[str]:
    return list(LoginEvent.objects.order_by("pk").values_list("kind", flat=True))


def text_of(response: Any) -> str:
    return re.sub(r"name=\"csrfmiddlewaretoken\" value=\"\w+\"", "", response.content.decode())


class TestBothFactors:
    def test_the_password_alone_does_not_sign_in(self, client: Client) -> None:
        make_user("lin")
        response = enter_password(client, "lin")
        assert response.url == reverse("mfa_authenticate")
        assert not is_signed_in(client)

    def test_password_and_code_sign_in(self, client: Client) -> None:
        user = make_user("lin")
        response = sign_in(client, user)
        assert response.status_code == 302
        assert is_signed_in(client)
        assert kinds() == [LoginEventKind.SIGNED_IN]

    def test_the_goal_survives_both_pages(self, client: Client) -> None:
        user = make_user("lin")
        goal = reverse("account_change_password")
        client.post(reverse("account_login"), {"login": "lin", "password": PASSWORD, "next": goal})
        assert enter_code(client, totp.current_code(user)).url == goal

    def test_a_goal_on_another_site_is_not_followed(self, client: Client) -> None:
        user = make_user("lin")
        data = {"login": "lin", "password": PASSWORD, "next": "https://example.org/"}
        client.post(reverse("account_login"), data)
        assert enter_code(client, totp.current_code(user)).url == resolve_url(settings.LOGIN_REDIRECT_URL)

    def test_a_wrong_code_does_not_sign_in(self, client: Client) -> None:
        user = make_user("lin")
        right = totp.current_code(user)
        enter_password(client, "lin")
        response = enter_code(client, f"{(int(right) + 500_000) % 1_000_000:06}")
        assert response.status_code == 200
        assert not is_signed_in(client)
        assert kinds() == [LoginEventKind.WRONG_CODE]

    def test_a_code_works_once(self, client: Client) -> None:
        user = make_user("lin")
        code = totp.current_code(user)
        enter_password(client, "lin")
        enter_code(client, code)
        thief = Client()
        enter_password(thief, "lin")
        enter_code(thief, code)
        assert is_signed_in(client)
        assert not is_signed_in(thief)

    def test_full_width_digits_with_a_space_are_taken(self, client: Client) -> None:
        user = make_user("lin")
        enter_password(client, "lin")
        code = totp.current_code(user).translate({ord("0") + i: chr(0xFF10 + i) for i in range(10)})
        enter_code(client, f"{code[:3]} {code[3:]}")
        assert is_signed_in(client)

    def test_the_session_gets_a_new_key_at_sign_in(self, client: Client) -> None:
        user = make_user("lin")
        enter_password(client, "lin")
        before = client.session.session_key
        enter_code(client, totp.current_code(user))
        assert client.session.session_key != before

    def test_the_preferred_language_is_applied(self, client: Client) -> None:
        user = make_user("lin", language="en")
        sign_in(client, user)
        assert client.cookies["django_language"].value == "en"

    def test_cookies_are_closed_to_scripts_and_end_with_the_browser(self, client: Client) -> None:
        sign_in(client, make_user("lin"))
        cookie = client.cookies["sessionid"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["max-age"] == ""

    def test_the_user_name_is_the_same_in_capitals(self, client: Client) -> None:
        make_user("lin")
        assert enter_password(client, "LIN").url == reverse("mfa_authenticate")


class TestNobodyLearnsWhoHasAnAccount:
    @pytest.fixture
    def hashings(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """One entry for each time a password is hashed: the cost of an answer."""
        done: list[str] = []
        real = MD5PasswordHasher.encode

        def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
            done.append(password)
            return real(self, password, salt)

        monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
        return done

    @pytest.mark.parametrize("name", ["zz-nobody", "zz-closed", "zz-demo", "zz-bare"])
    def test_every_refusal_says_the_same_at_the_same_cost(self, name: str, hashings: list[str]) -> None:
        make_user("zz-known")
        make_user("zz-closed", is_active=False)
        make_user("zz-demo", is_demo=True)
        bare = make_user("zz-bare")
        bare.set_unusable_password()
        bare.save()
        hashings.clear()
        wrong = enter_password(Client(), "zz-known", "wrong password")
        cost = len(hashings)
        other = enter_password(Client(), name, PASSWORD)
        assert other.status_code == wrong.status_code == 200
        assert len(hashings) - cost == cost == 1
        assert text_of(other).replace(name, "zz-known") == text_of(wrong)

    def test_the_name_that_was_typed_is_not_kept(self) -> None:
        enter_password(Client(), "my secret typed into the wrong field")
        event = LoginEvent.objects.get()
        assert event.user is None
        assert "secret" not in " ".join(str(v) for v in vars(event).values())

    def test_the_digest_of_an_address_takes_the_key(self, settings: Any) -> None:
        enter_password(Client(), "x", REMOTE_ADDR="203.0.113.7")
        settings.SECRET_KEY = "another key"
        enter_password(Client(), "x", REMOTE_ADDR="203.0.113.7")
        one, other = LoginEvent.objects.values_list("address_digest", flat=True)
        assert one != other


class TestRecoveryCodes:
    @pytest.fixture
    def codes(self) -> tuple[Any, list[str]]:
        user = make_user("lin")
        return user, RecoveryCodes.activate(user).get_unused_codes()

    def test_one_signs_in_once(self, codes: tuple[Any, list[str]]) -> None:
        _, (code, *_rest) = codes
        first, second = Client(), Client()
        for client in (first, second):
            enter_password(client, "lin")
            enter_code(client, code)
        assert is_signed_in(first)
        assert not is_signed_in(second)
        assert LoginEventKind.RECOVERY_CODE_USED in kinds()

    def test_another_one_still_works(self, codes: tuple[Any, list[str]]) -> None:
        _, (one, two, *_rest) = codes
        for code in (one, two):
            client = Client()
            enter_password(client, "lin")
            enter_code(client, code)
            assert is_signed_in(client)

    def test_new_codes_end_the_old_ones(self, client: Client, codes: tuple[Any, list[str]]) -> None:
        user, (old, *_rest) = codes
        sign_in(client, user)
        client.post(reverse("mfa_generate_recovery_codes"))
        page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
        assert old not in page
        other = Client()
        enter_password(other, "lin")
        enter_code(other, old)
        assert not is_signed_in(other)


class TestDoorsThatAreNotThere:
    @pytest.mark.parametrize("path", ["signup/", "email/", "password/set/", "second-factor/app/deactivate/"])
    def test_no_such_page(self, client: Client, path: str) -> None:
        assert client.get(f"/accounts/{path}").status_code == 404

    def test_forgotten_passwords_are_not_sent_anywhere(self, client: Client) -> None:
        assert client.get(reverse("account_reset_password")).status_code == 200
        assert client.post(reverse("account_reset_password")).status_code == 405

    def test_the_back_office_uses_the_same_door(self, client: Client) -> None:
        response = client.get(reverse("admin:login"))
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))

    def test_a_form_without_its_token_is_refused(self) -> None:
        make_user("lin")
        strict = Client(enforce_csrf_checks=True)
        assert enter_password(strict, "lin").status_code == 403

    def test_signing_out_takes_a_form(self, client: Client) -> None:
        sign_in(client, make_user("lin"))
        client.get(reverse("account_logout"))
        assert is_signed_in(client)
        client.post(reverse("account_logout"))
        assert not is_signed_in(client)

    def test_a_closed_account_is_signed_out_at_once(self, client: Client) -> None:
        user = make_user("lin")
        sign_in(client, user)
        user.is_active = False
        user.save()
        assert client.get(reverse("account_overview")).status_code == 302
        assert not get_user(client).is_authenticated  # type: ignore[arg-type]
