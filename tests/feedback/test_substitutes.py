"""Nothing is without an owner: where the responsible person has left, the substitute hears of what waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from casework import outbox
from deputies import ownership
from deputies.models import LiaisonBody, Post
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(settings: object) -> County:
    settings.PORTAL_NOTICE_BACKENDS = {  # type: ignore[attr-defined]
        "email": "feedback.notice_backends.Email",
        "sms": "feedback.notice_backends.Nowhere",
    }
    county = County()
    county.third = county.person("officer")  # type: ignore[attr-defined]
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@office.example")
    LiaisonBody.objects.create(
        congress=county.congress,
        kind="deputies_commission",
        name="代表工作委员会",
        responsible=county.officer,
        substitute=county.colleague,
    )
    return county


def told(county: County) -> set[str]:
    """Who hears of an objection to a case that the officer is responsible for."""
    mail.outbox.clear()
    outbox.drain("feedback.notify_staff")
    mail.outbox.clear()
    loops.objected(county)
    outbox.drain("feedback.notify_staff")
    offices = {f"{user.username}@office.example" for user in (county.officer, county.colleague, county.third)}  # type: ignore[attr-defined]
    return {one for letter in mail.outbox for one in letter.to} & offices


def address(user: User) -> str:
    return f"{user.username}@office.example"


def leaves(county: County, user: User, how: str) -> None:
    if how == "account":
        User.objects.filter(pk=user.pk).update(is_active=False)
    else:
        Post.objects.filter(user=user).update(ends_on=timezone.localdate() - timedelta(days=1))


def test_whoever_is_responsible_hears_alone(county: County) -> None:
    assert told(county) == {address(county.officer)}


@pytest.mark.parametrize("how", ["account", "post"])
def test_where_they_have_left_whoever_answers_for_the_body_hears(
    county: County, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = loops.objected(county)
    mail.outbox.clear()
    leaves(county, county.officer, how)
    if how == "post":  # the account is still open: the body's responsible person is named anew
        LiaisonBody.objects.update(responsible=county.colleague)
    outbox.drain("feedback.notify_staff")
    heard = {one for letter in mail.outbox for one in letter.to}
    assert address(county.colleague) in heard
    assert address(county.officer) not in heard and address(county.third) not in heard  # type: ignore[attr-defined]
    assert case.number in "".join(str(letter.body) for letter in mail.outbox)


def test_where_nobody_answers_for_the_body_every_officer_hears(county: County) -> None:
    loops.objected(county)
    mail.outbox.clear()
    leaves(county, county.officer, "account")
    LiaisonBody.objects.all().delete()
    outbox.drain("feedback.notify_staff")
    heard = {one for letter in mail.outbox for one in letter.to}
    assert {address(county.colleague), address(county.third)} <= heard  # type: ignore[attr-defined]


def test_a_body_whose_responsible_person_has_left_is_flagged_and_names_the_substitute(county: County) -> None:
    body = LiaisonBody.objects.get()
    assert body.answering == county.officer and body.stand_in is None
    assert ownership.bodies_without_owner([county.congress.pk]) == []
    leaves(county, county.officer, "account")
    body.refresh_from_db()
    (flagged,) = ownership.bodies_without_owner([county.congress.pk])
    assert flagged.stand_in == county.colleague
    page = Client().get(reverse("bodies")).content.decode()
    assert str(county.colleague) in page and str(county.officer) not in page
    leaves(county, county.colleague, "account")
    assert ownership.answering_for(county.congress.pk) == set()
    assert str(county.colleague) not in Client().get(reverse("bodies")).content.decode()
