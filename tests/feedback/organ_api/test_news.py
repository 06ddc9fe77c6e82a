"""News to organs' systems: signed, in order, each once by its id, also after a receiver that was down for a day."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts.actors import Actor
from casework import outbox
from casework.services import assign, recall
from feedback import identity
from feedback.models import OrganChange, Webhook, WebhookDelivery
from feedback.organ_api import reaching, sending, signing
from tests import loops
from tests.factories import County
from tests.feedback.organ_api.receiver import Receiver
from tests.feedback.organ_api.systems import System

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.PORTAL_WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    one = Receiver()
    one.start()
    yield one
    one.stop()


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def hook(county: County, receiver: Receiver) -> Webhook:
    System(county, county.organ, "read")
    return Webhook.objects.create(
        organ=county.organ,
        url=receiver.url,
        sealed=signing.sealed_new(signing.new_secret()),
        made_by=county.operator,
    )


def told() -> None:
    """What a worker does after the commit."""
    outbox.drain(outbox.ORGANS)


def verified(taken: Any, secret: str) -> bool:
    """As a receiver does it, by the words of the manual."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    said = f"{taken.headers['webhook-id']}.{taken.headers['webhook-timestamp']}.".encode() + taken.body
    mine = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    given = [part.removeprefix("v1,") for part in taken.headers["webhook-signature"].split(" ")]
    return any(hmac.compare_digest(mine, one) for one in given)


def test_each_change_is_sent_signed_and_names_nobody(
    county: County, hook: Webhook, receiver: Receiver
) -> None:
    case = loops.handling(county)
    told()
    assert sending.send_due() == len(receiver.taken) == OrganChange.objects.count() > 0
    (secret,) = signing.secrets_of(hook.sealed)
    assert all(verified(one, secret) for one in receiver.taken)
    assert not verified(receiver.taken[0], signing.new_secret())
    first = receiver.taken[0].said
    assert first["type"] == "case.assigned" and first["data"]["number"] == case.number
    everything = b"".join(one.body for one in receiver.taken).decode()
    for private in (loops.PERSON.name, loops.PERSON.phone, case.title, loops.BODY[:12]):
        assert private not in everything
    assert sending.send_due() == 0  # nothing twice


def test_a_receiver_that_is_down_for_a_day_gets_everything_in_order_and_once(
    county: County, hook: Webhook, receiver: Receiver
) -> None:
    begun = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    with time_machine.travel(begun, tick=False) as clock:
        receiver.stop()
        cases = []
        for hour in range(24):
            clock.move_to(begun + timedelta(hours=hour))
            if hour % 6 == 0:
                cases.append(loops.handling(county))
            told()
            assert sending.send_due() == 0
        hook.refresh_from_db()
        assert hook.failing_since is not None and hook.is_active
        assert hook.attempts < 20  # later and later, not every minute
        receiver.start()
        clock.move_to(begun + timedelta(hours=24 + 6))
        sending.send_due()
    everything = [f"chg_{county.organ.pk}_{seq}" for seq in range(1, OrganChange.objects.count() + 1)]
    assert receiver.ids == everything and len(everything) >= 3 * len(cases)
    hook.refresh_from_db()
    assert (hook.failing_since, hook.attempts, hook.last_error) == (None, 0, "")


@pytest.mark.parametrize("status", [500, 302, 404])
def test_what_is_not_taken_waits_and_nothing_overtakes_it(
    county: County, hook: Webhook, receiver: Receiver, status: int
) -> None:
    receiver.answers = status
    loops.handling(county)
    told()
    assert sending.send_due() == 0 and len(receiver.taken) == 1
    assert sending.send_due() == 0 and len(receiver.taken) == 1  # its time has not come
    delivery = WebhookDelivery.objects.get()
    assert (delivery.http_status, delivery.error, delivery.delivered_at) == (status, f"HTTP {status}", None)
    receiver.answers = 200
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        sending.send_due()
    assert receiver.ids[0] == receiver.ids[1] and len(set(receiver.ids)) == OrganChange.objects.count()


def test_after_days_the_address_is_given_up_and_the_operator_told_and_nothing_is_lost(
    county: County, hook: Webhook, receiver: Receiver, settings: Any
) -> None:
    settings.PORTAL_NOTICE_BACKENDS = {"email": "feedback.notice_backends.Email"}
    county.operator.email = "operator@example.org"
    county.operator.save(update_fields=["email"])
    receiver.answers = 503
    case = loops.handling(county)
    told()
    begun = timezone.now()
    for hours in range(0, 24 * 6, 5):
        with time_machine.travel(begun + timedelta(hours=hours)):
            sending.send_due()
    hook.refresh_from_db()
    assert not hook.is_active and hook.given_up_at is not None
    assert [letter.to for letter in mail.outbox] == [["operator@example.org"]]
    assert case.number not in mail.outbox[0].body
    recall(case, actor=Actor.of(county.officer), note="改交其他单位。")
    told()
    receiver.answers, before = 204, len(receiver.taken)
    sending.begin_again(hook)
    sending.send_due()
    assert [one.said["data"]["kind"] for one in receiver.taken[before:]][-1] == "taken_away"
    assert len(set(receiver.ids)) == OrganChange.objects.count()


def test_one_that_says_gone_is_given_up_at_once(county: County, hook: Webhook, receiver: Receiver) -> None:
    receiver.answers = 410
    loops.assigned(county)
    told()
    sending.send_due()
    hook.refresh_from_db()
    assert hook.given_up_at is not None and not hook.is_active


def test_a_worker_that_died_between_sending_and_noting_sends_the_same_id(
    county: County, hook: Webhook, receiver: Receiver
) -> None:
    loops.assigned(county)
    told()
    sending.send_due()
    Webhook.objects.filter(pk=hook.pk).update(position=0, leased_until=timezone.now() + sending.LEASE)
    assert sending.send_due() == 0  # whoever holds the lease may still be at it
    with time_machine.travel(timezone.now() + sending.LEASE + timedelta(seconds=1)):
        sending.send_due()
    assert receiver.ids == [receiver.ids[0]] * 2


def test_send_again_sends_the_same_id_once_more(county: County, hook: Webhook, receiver: Receiver) -> None:
    loops.handling(county)
    told()
    sending.send_due()
    third = WebhookDelivery.objects.order_by("pk")[1]
    before = list(receiver.ids)
    assert sending.want_again([third.pk]) == 1
    sending.send_due()
    sending.send_due()
    assert receiver.ids == [*before, before[1]]
    third.refresh_from_db()
    assert third.attempts == 2


def test_while_a_secret_is_replaced_both_sign(county: County, hook: Webhook, receiver: Receiver) -> None:
    (old,) = signing.secrets_of(hook.sealed)
    new = signing.new_secret()
    Webhook.objects.filter(pk=hook.pk).update(sealed=signing.renewed(hook.sealed, new))
    loops.assigned(county)
    told()
    sending.send_due()
    assert verified(receiver.taken[-1], old) and verified(receiver.taken[-1], new)
    with time_machine.travel(timezone.now() + signing.OVERLAP + timedelta(minutes=1)):
        loops.assigned(county)
        told()
        sending.send_due()
    assert verified(receiver.taken[-1], new) and not verified(receiver.taken[-1], old)


def test_secrets_are_sealed_and_follow_a_change_of_the_keys(hook: Webhook, settings: Any) -> None:
    (secret,) = signing.secrets_of(hook.sealed)
    assert secret not in hook.sealed
    settings.PORTAL_IDENTITY_KEYS = [
        "bmV3IGtleSBvZiB0aGUgaWRlbnRpdGllcywgdGVzdHM=",
        *settings.PORTAL_IDENTITY_KEYS,
    ]
    identity._box.cache_clear()
    try:
        assert identity.needing_old_keys() == 1
        assert identity.reseal() == []
        assert identity.needing_old_keys() == 0
        hook.refresh_from_db()
        assert signing.secrets_of(hook.sealed) == [secret]
    finally:
        identity._box.cache_clear()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:6379/",
        "https://localhost/hook",
        "https://[::1]/hook",
        "https://[::ffff:127.0.0.1]/hook",
        "https://169.254.169.254/latest",
        "https://10.1.2.3/hook",
        "https://0.0.0.0/hook",
        "https://[64:ff9b::7f00:1]/hook",
        "http://93.184.215.14/hook",
        "https://user:secret@93.184.215.14/hook",
        "ftp://93.184.215.14/hook",
        "https:///hook",
        "https://93.184.215.14:99999/hook",
        "not an address",
    ],
)
def test_news_is_never_sent_into_the_house_or_in_clear(url: str) -> None:
    with pytest.raises(reaching.NotReachable):
        reaching.target_of(url)


def test_networks_that_the_server_allows_may_be_called(settings: Any) -> None:
    settings.PORTAL_WEBHOOK_NETWORKS = ["10.20.0.0/16"]
    assert reaching.target_of("http://10.20.3.4:8080/hook?a=1").path == "/hook?a=1"
    assert reaching.target_of("https://93.184.215.14/hook").port == 443
    with pytest.raises(reaching.NotReachable):
        reaching.target_of("https://10.21.3.4/hook")


def test_an_address_that_is_no_longer_allowed_is_not_called(
    county: County, hook: Webhook, receiver: Receiver, settings: Any
) -> None:
    settings.PORTAL_WEBHOOK_NETWORKS = []
    loops.assigned(county)
    told()
    assert sending.send_due() == 0 and receiver.taken == []
    assert "network" in WebhookDelivery.objects.get().error or "网络" in WebhookDelivery.objects.get().error


def test_two_organs_hear_of_their_own_alone(county: County, hook: Webhook, receiver: Receiver) -> None:
    other = System(county, county.second_organ, "read")
    case = loops.registered(county)
    assign(case, [loops.Part(county.second_organ)], actor=Actor.of(county.officer))
    told()
    assert sending.send_due() == 0
    assert [row["kind"] for row in other.get("changes/").json()["results"]] == ["assigned"]
