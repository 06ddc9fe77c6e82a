"""Demo accounts: open to everybody in a demo, closed everywhere else; a real person's code is never shown."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import totp
from accounts.demo import demo_user, open_accounts
from accounts.models import User
from tests.factories import PostFactory
from tests.signing_in import enter_code, enter_password, make_user

pytestmark = pytest.mark.django_db
DEMO_PASSWORD = "demo of the county"
CODE = re.compile(r"\b\d{6}\b")


@pytest.fixture
def officer() -> User:
    return demo_user("officer", "Officer", DEMO_PASSWORD, "officer@example.org")


def shown_code(client: Client) -> str:
    box = re.search(
        r'id="demo-code".*?</div>', client.get(reverse("mfa_authenticate")).content.decode(), re.S
    )
    return CODE.search(box[0])[0] if box else ""


class TestInADemo:
    @pytest.fixture(autouse=True)
    def _demo(self, settings: Any) -> None:
        settings.DEMO = True
        settings.DEMO_PASSWORD = DEMO_PASSWORD

    def test_the_page_names_the_accounts_and_shows_the_code(self, client: Client, officer: User) -> None:
        page = client.get(reverse("account_login")).content.decode()
        assert "officer" in page
        assert DEMO_PASSWORD in page
        enter_password(client, "officer", DEMO_PASSWORD)
        enter_code(client, shown_code(client))
        assert client.get(reverse("account_overview")).status_code == 200

    def test_accounts_of_a_demonstration_loaded_elsewhere_take_the_password_that_is_shown(
        self, client: Client, officer: User
    ) -> None:
        officer.set_password("something by chance")
        officer.save()
        real = make_user("somebody")
        assert open_accounts() == 1
        assert open_accounts() == 0
        assert not real.check_password(DEMO_PASSWORD)
        enter_password(client, "officer", DEMO_PASSWORD)
        enter_code(client, shown_code(client))
        assert client.get(reverse("account_overview")).status_code == 200

    def test_an_account_is_listed_with_its_role_and_one_press_fills_in_its_name(
        self, client: Client, officer: User
    ) -> None:
        post = PostFactory(user=officer, role="officer")
        page = client.get(reverse("account_login"), {"next": "/desk/"}).content.decode()
        assert post.get_role_display() in page
        assert "?login=officer&amp;next=/desk/#id_login" in page
        filled = client.get(reverse("account_login"), {"login": "officer"}).content.decode()
        assert re.search(
            r'<input[^>]*name="login"[^>]*value="officer"|value="officer"[^>]*name="login"', filled
        )

    def test_two_visitors_may_use_the_same_code(self, officer: User) -> None:
        for client in (Client(), Client()):
            enter_password(client, "officer", DEMO_PASSWORD)
            enter_code(client, totp.current_code(officer))
            assert "_auth_user_id" in client.session

    def test_a_real_person_never_sees_a_code(self, client: Client, officer: User) -> None:
        real = make_user("lin")
        enter_password(client, "lin")
        page = client.get(reverse("mfa_authenticate")).content.decode()
        assert "demo-code" not in page
        assert totp.current_code(real) not in page

    def test_a_real_person_does_not_see_it_when_setting_up_either(self, client: Client) -> None:
        make_user("lin", second_factor=False)
        enter_password(client, "lin")
        assert "demo-code" not in client.get(reverse("mfa_activate_totp")).content.decode()

    def test_real_people_are_not_named_on_the_sign_in_page(self, client: Client) -> None:
        make_user("realperson")
        assert "realperson" not in client.get(reverse("account_login")).content.decode()

    def test_a_visitor_cannot_change_the_shared_password(self, client: Client, officer: User) -> None:
        enter_password(client, "officer", DEMO_PASSWORD)
        enter_code(client, totp.current_code(officer))
        new = "taken over by me 99"
        data = {"oldpassword": DEMO_PASSWORD, "password1": new, "password2": new}
        client.post(reverse("account_change_password"), data)
        officer.refresh_from_db()
        assert officer.check_password(DEMO_PASSWORD)


class TestElsewhere:
    def test_a_demo_account_cannot_sign_in(self, client: Client, officer: User, settings: Any) -> None:
        settings.DEMO_PASSWORD = DEMO_PASSWORD
        response = enter_password(client, "officer", DEMO_PASSWORD)
        assert response.status_code == 200
        assert "account_login" not in client.session
        page = client.get(reverse("account_login")).content.decode()
        assert DEMO_PASSWORD not in page
        assert "demo-accounts" not in page
        filled = client.get(reverse("account_login"), {"login": "officer"}).content.decode()
        assert 'value="officer"' not in filled

    def test_no_code_is_shown_to_who_was_half_way_in(
        self, client: Client, officer: User, settings: Any
    ) -> None:
        settings.DEMO = True
        enter_password(client, "officer", DEMO_PASSWORD)
        settings.DEMO = False
        assert shown_code(client) == ""
        enter_code(client, totp.current_code(officer))
        assert client.get(reverse("account_overview")).status_code == 302

    def test_an_open_session_ends_with_the_demo(self, client: Client, officer: User, settings: Any) -> None:
        settings.DEMO = True
        enter_password(client, "officer", DEMO_PASSWORD)
        enter_code(client, totp.current_code(officer))
        settings.DEMO = False
        assert client.get(reverse("account_overview")).status_code == 302


class TestLoading:
    def test_loading_again_keeps_the_authenticator(self, officer: User) -> None:
        code = totp.current_code(officer)
        again = demo_user("officer", "Another name", DEMO_PASSWORD, "officer@example.org")
        assert again.pk == officer.pk
        assert again.display_name == "Another name"
        assert totp.authenticator_of(again) == totp.authenticator_of(officer)
        assert code

    def test_a_real_person_of_that_name_is_left_alone(self) -> None:
        make_user("officer")
        with pytest.raises(ValueError, match="real person"):
            demo_user("officer", "Officer", DEMO_PASSWORD, "")
