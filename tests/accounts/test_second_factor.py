"""No page without a second factor: set-up, replacement, unfinished sessions, temporary passwords."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts import services, totp
from accounts.middleware import CHANGING_PASSWORD, SETTING_UP
from accounts.models import LoginEvent, LoginEventKind, User
from tests.signing_in import PASSWORD, enter_password, make_user, sign_in, signed_in

pytestmark = pytest.mark.django_db
SET_UP = "/accounts/second-factor/app/"

SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "12345678-1234-1234-1234-123456789012"}


def patterns(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Every address of the portal with sample values in it, and its name."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry, route, inner)
        elif isinstance(entry, URLPattern):
            yield "/" + sample(route), f"{space}{entry.name}"


def sample(route: str) -> str:
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES.get(m[1] or "str", "x"), route)
    return re.sub(r"\(\?P<\w+>.*?\)", "x", route).replace("^", "").replace("$", "").replace("\\Z", "")


def all_addresses() -> list[tuple[str, str]]:
    return [(p, n) for p, n in patterns(get_resolver()) if not re.search(r"[(\[*?]", p)]


def set_up(client: Client) -> Any:
    page = client.get(SET_UP)
    return client.post(SET_UP, {"code": totp.code_of(page.context["form"].secret)})


class TestEveryAddress:
    def test_nothing_opens_without_a_second_factor(self) -> None:
        user = make_user("lin", second_factor=False, is_staff=True, is_superuser=True)
        client = Client()
        client.force_login(user)
        let_through = set()
        for path, name in all_addresses():
            response = client.get(path)
            sent_to_set_up = response.status_code == 302 and response.url == SET_UP
            refused = response.status_code in (403, 404) and not response.context
            if not (sent_to_set_up or refused or response.status_code == 404):
                let_through.add(name)
            client.force_login(user)
        assert let_through <= SETTING_UP, let_through - SETTING_UP
        assert len(all_addresses()) > 20

    def test_nor_for_sending_a_form(self) -> None:
        client = Client()
        client.force_login(make_user("lin", second_factor=False, is_staff=True, is_superuser=True))
        for path, name in all_addresses():
            if name not in SETTING_UP:
                response = client.post(path)
                assert response.status_code in (302, 403, 404), path
                assert response.status_code != 302 or response.url == SET_UP, path

    def test_a_program_gets_a_status_instead_of_a_page(self) -> None:
        client = Client(headers={"accept": "application/json"})
        client.force_login(make_user("lin", second_factor=False))
        response = client.get(reverse("account_overview"))
        assert response.status_code == 403
        assert "detail" in response.json()

    def test_a_part_of_a_page_reloads_the_whole(self) -> None:
        client = Client(headers={"hx-request": "true"})
        client.force_login(make_user("lin", second_factor=False))
        response = client.get(reverse("account_overview"))
        assert response.status_code == 403
        assert response["HX-Redirect"] == SET_UP

    def test_a_session_that_skipped_the_code_is_ended(self) -> None:
        client = Client()
        client.force_login(make_user("lin"))
        response = client.get(reverse("account_overview"))
        assert response.url.startswith(reverse("account_login"))
        assert "_auth_user_id" not in client.session

    def test_the_code_of_one_person_does_not_open_the_session_of_another(self) -> None:
        client = signed_in(make_user("lin"))
        session = client.session
        other = make_user("wang")
        session["_auth_user_id"] = str(other.pk)
        session["_auth_user_hash"] = other.get_session_auth_hash()
        session.save()
        assert client.get(reverse("account_overview")).status_code == 302


class TestSettingUp:
    def test_a_new_person_is_led_to_it_and_then_to_the_recovery_codes(self, client: Client) -> None:
        user = make_user("lin", second_factor=False)
        enter_password(client, "lin")
        assert client.get("/accounts/").url == SET_UP
        response = set_up(client)
        assert response.url == reverse("mfa_view_recovery_codes")
        page = client.get(response.url)
        assert len(re.findall(r"<code>\d{8}</code>", page.content.decode())) == 10
        assert client.get("/accounts/").status_code == 200
        assert totp.has_second_factor(user)

    def test_the_page_shows_picture_and_key_and_nothing_inline(self, client: Client) -> None:
        make_user("lin", second_factor=False)
        enter_password(client, "lin")
        page = client.get(SET_UP).content.decode()
        picture = re.search(r'src="(data:image/svg[^"]+)"', page)
        assert picture
        assert "white" in picture[1] or "%23fff" in picture[1]
        assert re.search(r"<code>(\w{4} ){7}\w{4}</code>", page)
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page

    def test_loading_the_page_again_keeps_the_key(self, client: Client) -> None:
        make_user("lin", second_factor=False)
        enter_password(client, "lin")
        keys = {client.get(SET_UP).context["secret"] for _ in range(2)}
        assert len(keys) == 1

    def test_a_wrong_code_sets_nothing_up(self, client: Client) -> None:
        user = make_user("lin", second_factor=False)
        enter_password(client, "lin")
        secret = client.get(SET_UP).context["form"].secret
        wrong = f"{(int(totp.code_of(secret)) + 500_000) % 1_000_000:06}"
        assert client.post(SET_UP, {"code": wrong}).status_code == 200
        assert not totp.has_second_factor(user)

    def test_the_key_is_encrypted_in_the_database(self, client: Client) -> None:
        user = make_user("lin", second_factor=False)
        enter_password(client, "lin")
        secret = client.get(SET_UP).context["form"].secret
        set_up(client)
        codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
        stored = str(list(Authenticator.objects.filter(user=user).values_list("data", flat=True)))
        assert secret not in stored
        assert not any(code in stored for code in codes)

    def test_keys_can_be_rotated(self, settings: Any) -> None:
        user = make_user("lin")
        before = totp.current_code(user)
        new = "bmV3IGtleSBvZiB0aGUgdGVzdHMsIDMyIGJ5dGVzISE="
        settings.PORTAL_IDENTITY_KEYS = [new, *settings.PORTAL_IDENTITY_KEYS]
        assert totp.current_code(user) == before

    def test_another_session_that_had_only_the_password_ends(self, client: Client) -> None:
        make_user("lin", second_factor=False)
        thief = Client()
        enter_password(thief, "lin")
        enter_password(client, "lin")
        set_up(client)
        thief.get("/accounts/")
        assert "_auth_user_id" not in thief.session


class TestReplacing:
    def test_the_old_app_works_until_the_new_one_has_shown_a_code(self, client: Client) -> None:
        user = make_user("lin")
        sign_in(client, user)
        client.get(SET_UP)
        client.post(SET_UP, {"code": "000000"})
        old = totp.current_code(user)
        set_up(client)
        assert totp.current_code(user) != old
        assert Authenticator.objects.filter(user=user, type="totp").count() == 1
        assert client.get("/accounts/").status_code == 200

    def test_every_other_device_is_signed_out(self, client: Client) -> None:
        user = make_user("lin")
        other = signed_in(user)
        sign_in(client, user)
        assert other.get("/accounts/").status_code == 200
        set_up(client)
        assert other.get("/accounts/").status_code == 302
        assert client.get("/accounts/").status_code == 200

    def test_long_after_signing_in_it_takes_a_code_and_not_the_password(self, client: Client) -> None:
        user = make_user("lin")
        RecoveryCodes.activate(user)
        sign_in(client, user)
        session = client.session
        for record in session["account_authentication_methods"]:
            record["at"] -= 1000
        session.save()
        response = client.get(SET_UP)
        assert response.url.startswith(reverse("mfa_reauthenticate"))
        by_password = client.get(reverse("account_reauthenticate"))
        assert by_password.url.startswith(reverse("mfa_reauthenticate"))
        assert client.get(reverse("mfa_view_recovery_codes")).status_code == 302


class TestOperatorsHelp:
    def test_a_reset_ends_all_sessions_and_leads_to_set_up(self, client: Client, rf: Any) -> None:
        user = make_user("lin")
        sign_in(client, user)
        services.reset_second_factor(user=user, request=rf.get("/"))
        assert client.get("/accounts/").status_code == 302
        assert "_auth_user_id" not in client.session
        enter_password(client, "lin")
        assert client.get("/accounts/").url == SET_UP
        assert LoginEvent.objects.filter(user=user, kind=LoginEventKind.SECOND_FACTOR_REMOVED).exists()

    def test_a_temporary_password_opens_only_the_way_to_a_new_one(self, client: Client) -> None:
        user = make_user("lin")
        services.set_temporary_password(user=user, password="temporary words 7")
        sign_in(client, user, password="temporary words 7")
        home = reverse("account_change_password")
        for path, name in all_addresses():
            if name not in CHANGING_PASSWORD:
                response = client.get(path)
                assert response.status_code in (302, 403, 404), path
                assert response.status_code != 302 or response.url == home, path
        new = "my own very long words 1"
        data = {"oldpassword": "temporary words 7", "password1": new, "password2": new}
        client.post(home, data)
        assert client.get("/accounts/").status_code == 200
        assert not User.objects.get(pk=user.pk).password_is_temporary

    def test_the_back_office_resets_and_hands_out_temporary_passwords(self) -> None:
        operator = make_user("op", is_staff=True, is_superuser=True)
        client = signed_in(operator)
        lin = make_user("lin")
        url = reverse("admin:accounts_user_changelist")
        client.post(url, {"action": "reset_second_factor", "_selected_action": [lin.pk]})
        assert not totp.has_second_factor(lin)
        new = {"usable_password": "true", "password1": PASSWORD + "x", "password2": PASSWORD + "x"}
        client.post(reverse("admin:auth_user_password_change", args=[lin.pk]), new)
        assert User.objects.get(pk=lin.pk).password_is_temporary
        client.post(reverse("admin:accounts_user_add"), {"username": "new", "display_name": "New", **new})
        assert User.objects.get(username="new").password_is_temporary

    def test_the_back_office_neither_deletes_people_nor_changes_the_logs(self) -> None:
        client = signed_in(make_user("op", is_staff=True, is_superuser=True))
        lin = make_user("lin")
        assert client.get(reverse("admin:accounts_user_delete", args=[lin.pk])).status_code == 403
        for log in ("accesslog", "loginevent"):
            assert client.get(reverse(f"admin:accounts_{log}_changelist")).status_code == 200
            assert client.get(reverse(f"admin:accounts_{log}_add")).status_code == 403
