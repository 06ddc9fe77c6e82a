"""Operators make keys and addresses for organs' systems: secrets are shown once, and no county reaches into another."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from casework import outbox
from feedback.models import OrganToken, Webhook, WebhookDelivery
from feedback.organ_api import sending, signing, tokens
from tests import loops
from tests.factories import County
from tests.feedback.organ_api.systems import System
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def operator(county: County) -> Client:
    return signed_in(county.operator, headers={"accept-language": "en"})


def page(name: str, kind: str = "changelist", *args: Any) -> str:
    return reverse(f"admin:feedback_{name}_{kind}", args=args)


def given(county: County, **changes: Any) -> dict[str, Any]:
    return {
        "organ": county.organ.pk,
        "name": "环境局办公系统",
        "scopes": ["act", "answer"],
        "expires_on": str(timezone.localdate() + timedelta(days=180)),
        "per_minute": 60,
    } | changes


def test_a_key_is_shown_once_and_opens_the_door(county: County, operator: Client) -> None:
    answer = operator.post(page("organtoken", "add"), given(county))
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    (words,) = re.findall(r"lpo_[0-9a-f]{8}_[\w-]{43}", answer.content.decode())
    token = OrganToken.objects.get()
    assert (token.scopes, token.made_by, token.per_minute) == (["act", "answer", "read"], county.operator, 60)
    headers = {"authorization": f"Bearer {words}"}
    assert Client().get(reverse("organ-api-assignments"), headers=headers).status_code == 200
    later = operator.get(page("organtoken", "change", token.pk)).content.decode()
    assert words not in later and token.digest not in later and "环境局办公系统" in later


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": ""}, "name"), ({"scopes": []}, "scopes"), ({"scopes": ["everything"]}, "scopes"),
     ({"expires_on": "2020-01-01"}, "expires_on"), ({"expires_on": "2099-01-01"}, "expires_on"),
     ({"per_minute": 0}, "per_minute"), ({"organ": ""}, "organ")],
)  # fmt: skip
def test_a_key_that_is_not_whole_is_refused_at_its_field(
    county: County, operator: Client, changes: dict[str, Any], field: str
) -> None:
    answer = operator.post(page("organtoken", "add"), given(county, **changes))
    assert answer.status_code == 200 and field in answer.context["adminform"].form.errors
    assert not OrganToken.objects.exists() and not User.objects.filter(is_system=True).exists()


def test_no_key_is_made_for_an_organ_of_another_county(county: County, operator: Client) -> None:
    operator.post(page("organtoken", "add"), given(county, organ=County().organ.pk))
    assert not OrganToken.objects.exists()


def test_a_key_is_revoked_from_the_list_and_never_changed(county: County, operator: Client) -> None:
    system = System(county, county.organ)
    strange = System(other := County(), other.organ)
    chosen = {"action": "revoke", "_selected_action": [system.token.pk, strange.token.pk]}
    operator.post(page("organtoken"), chosen)
    system.token.refresh_from_db()
    assert system.token.revoked_by == county.operator
    assert system.get("").status_code == 401 and strange.get("").status_code == 200
    operator.post(page("organtoken", "change", system.token.pk), given(county, scopes=["release"]))
    assert set(OrganToken.objects.get(pk=system.token.pk).scopes) == {"read", "act", "answer", "release"}


def test_a_password_cannot_be_set_for_a_system(county: County, operator: Client) -> None:
    account = System(county, county.organ).account
    url = reverse("admin:auth_user_password_change", args=[account.pk])
    told = {"password1": "a long enough password 42", "password2": "a long enough password 42"}
    assert operator.post(url, told).status_code == 403
    assert not User.objects.get(pk=account.pk).has_usable_password()


def test_an_address_gets_its_secret_once_and_hears_of_what_comes(
    county: County, operator: Client, settings: Any
) -> None:
    settings.PORTAL_WEBHOOK_NETWORKS = ["10.0.0.0/8"]
    System(county, county.organ)
    loops.assigned(county)
    outbox.drain(outbox.ORGANS)
    answer = operator.post(page("webhook", "add"), {"organ": county.organ.pk, "url": "http://10.3.4.5/news"})
    (secret,) = re.findall(r"whsec_[\w+/=]{44}", answer.content.decode())
    hook = Webhook.objects.get()
    assert signing.secrets_of(hook.sealed) == [secret] and hook.position == 1
    listed = operator.get(page("webhook")).content.decode()
    assert secret not in listed and "10.3.4.5" in listed


@pytest.mark.parametrize("url", ["http://127.0.0.1:6379/", "https://10.0.0.5/x", "http://93.184.215.14/x"])
def test_an_address_inside_the_house_is_refused_with_the_reason(
    county: County, operator: Client, url: str
) -> None:
    answer = operator.post(page("webhook", "add"), {"organ": county.organ.pk, "url": url})
    assert answer.context["adminform"].form.errors["url"] and not Webhook.objects.exists()


@pytest.fixture
def hook(county: County) -> Webhook:
    System(county, county.organ)
    return Webhook.objects.create(
        organ=county.organ,
        url="https://93.184.215.14/news",
        sealed=signing.sealed_new(signing.new_secret()),
        made_by=county.operator,
    )


def test_a_secret_is_renewed_and_the_old_one_counts_a_while(
    county: County, operator: Client, hook: Webhook
) -> None:
    (old,) = signing.secrets_of(hook.sealed)
    answer = operator.post(page("webhook"), {"action": "renew_secret", "_selected_action": [hook.pk]})
    (new,) = re.findall(r"whsec_[\w+/=]{44}", answer.content.decode())
    hook.refresh_from_db()
    assert signing.secrets_of(hook.sealed) == [new, old]


@pytest.mark.parametrize("way", ["action", "form"])
def test_one_that_was_given_up_begins_again(
    county: County, operator: Client, hook: Webhook, way: str
) -> None:
    Webhook.objects.update(
        given_up_at=timezone.now(), is_active=False, attempts=30, failing_since=timezone.now()
    )
    assert "takes no news" in operator.get(reverse("admin:index")).content.decode()
    if way == "action":
        operator.post(page("webhook"), {"action": "begin_again", "_selected_action": [hook.pk]})
    else:
        operator.post(page("webhook", "change", hook.pk), {"url": hook.url, "is_active": "on"})
    hook.refresh_from_db()
    assert (hook.is_active, hook.given_up_at, hook.attempts) == (True, None, 0)


def test_deliveries_show_the_last_error_and_are_sent_again(
    county: County, operator: Client, hook: Webhook, monkeypatch: Any
) -> None:
    loops.assigned(county)
    outbox.drain(outbox.ORGANS)
    Webhook.objects.update(url="http://127.0.0.1:9/news")  # no longer allowed, so nothing leaves the house
    sending.send_due()
    delivery = WebhookDelivery.objects.get()
    listed = operator.get(page("webhookdelivery")).content.decode()
    assert str(delivery.error) in listed or "network" in listed
    operator.post(page("webhookdelivery"), {"action": "send_again", "_selected_action": [delivery.pk]})
    delivery.refresh_from_db()
    assert delivery.again and delivery.attempts == 1


def test_a_key_that_ends_soon_is_on_the_operators_list(county: County, operator: Client) -> None:
    system = System(county, county.organ, expires_on=timezone.localdate() + timedelta(days=20))
    assert "ends within a month" in operator.get(reverse("admin:index")).content.decode()
    tokens.revoke(system.token, by=county.operator)
    assert "ends within a month" not in operator.get(reverse("admin:index")).content.decode()
