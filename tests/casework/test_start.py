"""Everybody begins at their own place, and the navigation says where they are."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def county(module_transaction: None) -> County:
    return County()


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("officer", "queue"),
        ("station", "queue"),
        ("deputy", "my_duty"),
        ("handler", "organ_list"),
        ("head", "organ_list"),
        ("committee", "summary_now"),
        ("operator", "admin:index"),
    ],
)
def test_each_role_begins_at_its_place(county: County, role: str, place: str) -> None:
    answer = signed_in(county.staff[role]).get(reverse("start"))
    assert (answer.status_code, answer.url) == (302, reverse(place))  # type: ignore[attr-defined]


def test_the_navigation_marks_the_summary_on_its_pages(county: County) -> None:
    client = signed_in(county.committee)
    for url in (
        reverse("summary", args=[county.congress.code, timezone.localdate().year]),
        reverse("summary_list", args=[county.congress.code, timezone.localdate().year, "opinions.late"]),
        reverse("watched", args=["late"]),
    ):
        nav = client.get(url).context["nav"]
        assert [item["url"] for item in nav if item["current"]] == [reverse("summary_now")]
