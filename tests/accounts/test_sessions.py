"""How long a session lasts, what ends it, and that nothing written is lost when it does."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.signing_in import PASSWORD, make_user, sign_in

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-03-02 09:00 +0800", tick=False) as traveller:
        yield traveller


def is_open(client: Client) -> bool:
    return client.get(reverse("account_overview")).status_code == 200


def signed_in_at_nine(client: Client) -> Client:
    sign_in(client, make_user("lin"))
    assert is_open(client)
    return client


class TestItsEnd:
    def test_an_hour_without_a_request_ends_it(self, client: Client, clock: Any) -> None:
        signed_in_at_nine(client)
        clock.shift(HOUR + 1)
        assert not is_open(client)
        assert "_auth_user_id" not in client.session

    def test_work_keeps_it_open(self, client: Client, clock: Any) -> None:
        signed_in_at_nine(client)
        for _ in range(8):
            clock.shift(HOUR - 60)
            assert is_open(client)

    def test_after_twelve_hours_work_does_not_keep_it_open(self, client: Client, clock: Any) -> None:
        signed_in_at_nine(client)
        for _ in range(23):
            clock.shift(HOUR / 2)
            assert is_open(client)
        clock.shift(HOUR / 2 + 1)
        assert not is_open(client)

    def test_what_a_page_asks_by_itself_does_not_keep_it_open(
        self, client: Client, clock: Any, settings: Any
    ) -> None:
        settings.SESSION_BACKGROUND_URLS = frozenset({"account_overview"})
        signed_in_at_nine(client)
        clock.shift(HOUR / 2)
        assert is_open(client)
        clock.shift(HOUR / 2 + 1)
        assert not is_open(client)

    def test_reading_writes_the_session_at_most_once_a_minute(
        self, client: Client, clock: Any, django_assert_max_num_queries: Any
    ) -> None:
        signed_in_at_nine(client)
        clock.shift(10)
        is_open(client)
        before = client.session["last_seen_at"]
        clock.shift(10)
        is_open(client)
        assert client.session["last_seen_at"] == before

    def test_a_reader_is_led_back_to_the_page(self, client: Client, clock: Any) -> None:
        signed_in_at_nine(client)
        clock.shift(HOUR + 1)
        assert client.get("/accounts/?tab=1").url == "/accounts/login/?next=%2Faccounts%2F%3Ftab%3D1"

    def test_a_writer_gets_the_text_back(self, client: Client, clock: Any) -> None:
        signed_in_at_nine(client)
        clock.shift(HOUR + 1)
        data = {"body": "A long answer <b>to the citizen</b>", "password": "must never be shown"}
        response = client.post(reverse("account_sign_out_elsewhere"), data)
        page = response.content.decode()
        assert response.status_code == 401
        assert "A long answer &lt;b&gt;to the citizen&lt;/b&gt;" in page
        assert "must never be shown" not in page


class TestOtherDevices:
    def test_signing_out_elsewhere_leaves_this_one_open(self, client: Client) -> None:
        user = make_user("lin")
        other = Client()
        sign_in(other, user)
        with time_machine.travel("2027-01-01", tick=False):
            sign_in(client, user)
            client.post(reverse("account_sign_out_elsewhere"))
            assert is_open(client)
        assert not is_open(other)

    def test_a_new_password_does_the_same(self, client: Client, clock: Any) -> None:
        user = make_user("lin")
        other = Client()
        sign_in(other, user)
        clock.shift(60)
        sign_in(client, user)
        new = "quite another long password 3"
        data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert client.post(reverse("account_change_password"), data).status_code == 302
        assert is_open(client)
        assert not is_open(other)

    @pytest.mark.parametrize("weak", ["short1", "123456789012", "password1234", "lin-xiaoming"])
    def test_weak_passwords_are_refused(self, client: Client, weak: str) -> None:
        user = make_user("lin-xiaoming")
        sign_in(client, user)
        data = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
        assert client.post(reverse("account_change_password"), data).status_code == 200
        user.refresh_from_db()
        assert user.check_password(PASSWORD)
