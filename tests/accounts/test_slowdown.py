"""Wrong guesses cost time, never the account; and nobody pays for another's guesses."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts import slowdown, totp
from accounts.addresses import UNKNOWN, address_digest, client_address
from accounts.models import AttemptCount
from accounts.slowdown import Bucket, MustWaitError
from tests.signing_in import PASSWORD, enter_code, enter_password, make_user, sign_in

pytestmark = pytest.mark.django_db
LONGEST = timedelta(minutes=5)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-03-02 09:00 +0800", tick=False) as traveller:
        yield traveller


def fail(times: int, username: str = "lin", **extra: Any) -> Any:
    """Wrong passwords one after the other, each from a new browser; the last answer."""
    for _ in range(times):
        response = enter_password(Client(), username, "wrong", **extra)
    return response


def passes(username: str = "lin", client: Client | None = None, **extra: Any) -> bool:
    return enter_password(client or Client(), username, PASSWORD, **extra).status_code == 302


class TestOnePerson:
    def test_a_few_mistakes_cost_nothing(self, clock: Any) -> None:
        make_user("lin")
        fail(2)
        assert passes()

    def test_then_each_one_costs_twice_as_long(self, clock: Any) -> None:
        make_user("lin")
        waits = []
        for _ in range(13):
            fail(1)
            answer = enter_password(Client(), "lin", "wrong")
            if answer.status_code == 429:
                waits.append(int(answer["Retry-After"]))
                clock.shift(waits[-1])
        assert waits[:6] == [1, 2, 4, 8, 16, 32]
        assert max(waits) == LONGEST.total_seconds()

    def test_the_page_says_how_long_and_leads_back(self, clock: Any) -> None:
        fail(3)
        data = {"login": "lin", "password": "x", "next": "/accounts/?a=1&b=2"}
        english = Client(headers={"accept-language": "en"})
        page = english.post("/accounts/login/", data).content.decode()
        assert "1 second<" in page
        assert "/accounts/login/?next=%2Faccounts%2F%3Fa%3D1%26b%3D2" in page

    def test_the_right_password_works_after_five_minutes_whatever_came_before(self, clock: Any) -> None:
        make_user("lin")
        for _ in range(40):
            fail(1)
            clock.shift(301)
        fail(1)
        assert not passes()
        clock.shift(LONGEST)
        assert passes()

    def test_hammering_while_waiting_does_not_make_it_longer(self, clock: Any) -> None:
        make_user("lin")
        fail(3)
        fail(200)
        clock.shift(2)
        assert passes()

    def test_the_right_password_starts_afresh(self, clock: Any) -> None:
        make_user("lin")
        fail(2)
        assert passes()
        fail(2)
        assert passes()

    def test_an_hour_later_all_is_forgotten(self, clock: Any) -> None:
        make_user("lin")
        fail(3)
        clock.shift(3700)
        fail(2)
        assert passes()

    def test_other_spellings_of_the_name_are_the_same_person(self, clock: Any) -> None:
        make_user("lin")
        for name in ("lin", "LIN", " lin", "lin"):
            response = enter_password(Client(), name, "wrong")
        assert response.status_code == 429

    def test_nobody_by_that_name_is_slowed_down_just_the_same(self, clock: Any) -> None:
        assert fail(4, "nobody").status_code == 429

    def test_confirming_the_old_password_is_slowed_down_too(self, clock: Any) -> None:
        user = make_user("lin")
        client = Client()
        sign_in(client, user)
        for _ in range(4):
            data = {"oldpassword": "wrong", "password1": "new long words 9", "password2": "new long words 9"}
            response = client.post("/accounts/password/", data)
        assert response.status_code == 429


class TestCodes:
    def test_wrong_codes_are_slowed_down_for_all_unknown_devices_together(self, clock: Any) -> None:
        user = make_user("lin")
        right = int(totp.current_code(user))
        for i in range(6):
            client = Client(REMOTE_ADDR=f"203.0.113.{i}")
            enter_password(client, "lin")
            response = enter_code(client, f"{(right + 1000 + i) % 1_000_000:06}")
        assert response.status_code == 429

    def test_the_owner_on_the_usual_computer_does_not_wait_for_that(self, clock: Any) -> None:
        user = make_user("lin")
        usual = Client()
        sign_in(usual, user)
        usual.post("/accounts/logout/")
        clock.shift(60)
        right = int(totp.current_code(user))
        for i in range(8):
            thief = Client(REMOTE_ADDR="203.0.113.9")
            enter_password(thief, "lin")
            enter_code(thief, f"{(right + 1000 + i) % 1_000_000:06}")
        sign_in(usual, user)
        assert "_auth_user_id" in usual.session


class TestOthers:
    def test_guesses_at_one_name_do_not_slow_another(self, clock: Any) -> None:
        make_user("lin")
        make_user("wang")
        fail(3, "lin")
        assert passes("wang")

    def test_guesses_from_elsewhere_do_not_slow_the_owner(self, clock: Any) -> None:
        make_user("lin")
        fail(8, REMOTE_ADDR="203.0.113.5")
        assert passes(REMOTE_ADDR="198.51.100.1")

    def test_guesses_from_the_same_office_do_not_slow_the_usual_computer(self, clock: Any) -> None:
        user = make_user("lin")
        usual = Client()
        sign_in(usual, user)
        usual.post("/accounts/logout/")
        fail(8)
        assert not passes()
        assert passes(client=usual)

    def test_a_made_up_device_is_not_a_known_one(self, clock: Any) -> None:
        make_user("lin")
        fail(3)
        forger = Client()
        forger.cookies["known_device"] = "eyIxIjoiYWJjIn0:forged"
        assert not passes(client=forger)

    def test_one_address_trying_many_names_is_slowed_down(self, clock: Any) -> None:
        statuses = [fail(1, f"name{i}").status_code for i in range(31)]
        assert statuses[:30] == [200] * 30
        assert statuses[30] == 429

    def test_ones_own_success_does_not_pay_for_guesses_at_others(self, clock: Any) -> None:
        make_user("own")
        for i in range(30):
            fail(1, f"name{i}")
            passes("own")
        assert fail(2, "name99").status_code == 429


class TestAddresses:
    def of(self, forwarded: str = "", remote: str = "10.0.0.9") -> str:
        extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
        return client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **extra))

    def test_without_a_proxy_the_header_is_not_read(self, settings: Any) -> None:
        settings.NUM_PROXIES = 0
        assert self.of("1.2.3.4", "203.0.113.9") == "203.0.113.9"

    @pytest.mark.parametrize(
        ("proxies", "forwarded", "expected"),
        [
            (1, "203.0.113.9", "203.0.113.9"),
            (1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
            (1, "1.2.3.4,5.6.7.8,203.0.113.9", "203.0.113.9"),
            (2, "1.2.3.4, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
            (2, "203.0.113.9", "10.0.0.9"),
            (1, "", "10.0.0.9"),
            (1, "<script>", "10.0.0.9"),
            (1, "203.0.113.9:4711", "203.0.113.9"),
            (1, "[2001:db8:1:2:3::4]:4711", "2001:db8:1:2::"),
            (1, "::ffff:203.0.113.9", "203.0.113.9"),
        ],
    )
    def test_only_what_our_own_proxies_wrote_counts(
        self, settings: Any, proxies: int, forwarded: str, expected: str
    ) -> None:
        settings.NUM_PROXIES = proxies
        assert self.of(forwarded) == expected

    def test_a_unix_socket_has_no_address(self) -> None:
        assert self.of(remote="") == UNKNOWN

    def test_addresses_of_one_ipv6_network_are_one(self) -> None:
        requests = [RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:2::{i}") for i in (1, 2)]
        assert len({address_digest(r) for r in requests}) == 1

    @pytest.mark.parametrize("proxies", [0, 1])
    def test_an_invented_header_does_not_get_around_the_wait(
        self, settings: Any, clock: Any, proxies: int
    ) -> None:
        settings.NUM_PROXIES = proxies
        for i in range(4):
            forwarded = f"1.2.3.{i}" + (", 203.0.113.5" if proxies else "")
            response = fail(1, HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="10.0.0.1")
        assert response.status_code == 429

    def test_an_invented_header_does_not_make_the_victim_wait(self, settings: Any, clock: Any) -> None:
        settings.NUM_PROXIES = 1
        make_user("lin")
        victim = "198.51.100.7"
        fail(8, HTTP_X_FORWARDED_FOR=f"{victim}, 203.0.113.5", REMOTE_ADDR="10.0.0.1")
        assert passes(HTTP_X_FORWARDED_FOR=victim, REMOTE_ADDR="10.0.0.1")


class TestCounting:
    def test_neither_name_nor_address_is_stored(self) -> None:
        fail(1, "lin", REMOTE_ADDR="203.0.113.5")
        stored = " ".join(AttemptCount.objects.values_list("bucket", flat=True))
        assert "lin" not in stored
        assert "203" not in stored.split(".")

    def test_old_counts_are_removed(self) -> None:
        slowdown.pay([Bucket("a", 3)])
        assert slowdown.forget_old(timezone.now()) == 0
        assert slowdown.forget_old(timezone.now() + timedelta(hours=2)) == 1

    def test_a_refused_attempt_is_counted_nowhere(self, clock: Any) -> None:
        full, empty = Bucket("full", 1), Bucket("empty", 3)
        slowdown.pay([full])
        with pytest.raises(MustWaitError):
            slowdown.pay([empty, full])
        assert AttemptCount.objects.get(pk=empty.key).failures == 0

    @pytest.mark.django_db(transaction=True)
    def test_many_attempts_at_once_do_not_all_get_through(self) -> None:
        bucket, start, through = Bucket("race", 3), Barrier(8), []

        def attempt() -> None:
            start.wait()
            try:
                slowdown.pay([bucket])
                through.append(1)
            except MustWaitError:
                pass
            finally:
                connection.close()

        threads = [Thread(target=attempt) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(through) <= 3
        assert AttemptCount.objects.get(pk=bucket.key).failures == len(through)
