"""News over real TLS: to who shows a certificate for its name by an authority that is known, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from casework import outbox
from feedback.models import OrganChange, Webhook, WebhookDelivery
from feedback.organ_api import reaching, sending, signing
from tests import loops
from tests.factories import County
from tests.feedback.organ_api.authority import authority
from tests.feedback.organ_api.receiver import Receiver
from tests.feedback.organ_api.systems import System

pytestmark = pytest.mark.django_db
HOST = "oa.example.cn"


@pytest.fixture
def receiver(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setattr(reaching, "_looked_up", lambda host, port: [ip_address("127.0.0.1")])
    settings.PORTAL_WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    settings.PORTAL_WEBHOOK_CA_FILE = authority().write(tmp_path)
    one = Receiver()
    yield one
    one.stop()


@pytest.fixture
def county(receiver: Receiver) -> County:
    county = County()
    System(county, county.organ, "read")
    return county


def sent_to(receiver: Receiver, county: County) -> int:
    """How many changes of a case the address at https took."""
    receiver.start()
    sealed = signing.sealed_new(signing.new_secret())
    Webhook.objects.create(
        organ=county.organ,
        url=f"https://{HOST}:{receiver.port}/news",
        sealed=sealed,
        made_by=county.operator,
    )
    loops.assigned(county)
    outbox.drain(outbox.ORGANS)
    return sending.send_due()


def test_news_reaches_a_receiver_whose_authority_the_operator_named(
    receiver: Receiver, county: County, tmp_path: Path
) -> None:
    receiver.tls = authority().server(tmp_path, HOST)
    assert sent_to(receiver, county) == len(receiver.taken) == OrganChange.objects.count() > 0
    assert receiver.taken[0].headers["host"] == f"{HOST}:{receiver.port}"


def refused(receiver: Receiver, county: County, why: str) -> None:
    """Nothing was sent, not even a header; the change waits and the operators read why."""
    assert sent_to(receiver, county) == 0 and receiver.taken == []
    delivery = WebhookDelivery.objects.get()
    assert why in delivery.error and delivery.http_status is None and delivery.delivered_at is None
    hook = Webhook.objects.get()
    assert hook.position == 0 and hook.next_try_at is not None and why in hook.last_error


def test_a_certificate_of_an_authority_that_nobody_named_is_refused(
    receiver: Receiver, county: County, tmp_path: Path
) -> None:
    receiver.tls = authority("Another authority").server(tmp_path, HOST)
    refused(receiver, county, "certificate verify failed")


def test_without_a_named_authority_only_those_of_the_system_count(
    receiver: Receiver, county: County, tmp_path: Path, settings: Any
) -> None:
    settings.PORTAL_WEBHOOK_CA_FILE = ""
    receiver.tls = authority().server(tmp_path, HOST)
    refused(receiver, county, "certificate verify failed")


def test_a_certificate_for_another_name_is_refused(
    receiver: Receiver, county: County, tmp_path: Path
) -> None:
    receiver.tls = authority().server(tmp_path, "another.example.cn")
    refused(receiver, county, "Hostname mismatch")


def test_a_certificate_that_has_run_out_is_refused(
    receiver: Receiver, county: County, tmp_path: Path
) -> None:
    receiver.tls = authority().server(tmp_path, HOST, days=-1)
    refused(receiver, county, "certificate has expired")


def test_a_machine_that_speaks_no_tls_gets_nothing_in_clear(receiver: Receiver, county: County) -> None:
    refused(receiver, county, "SSL")
