"""Views are counted by page and day, and nothing that is kept tells who looked."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.column import counting
from reports.column.models import PageCount
from tests.factories import County
from tests.reports.column import pieces
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/120"


@pytest.fixture
def county() -> County:
    return County()


def look(url: str, address: str = "10.0.0.1", browser: str = PHONE, **headers: str) -> Client:
    client = Client(REMOTE_ADDR=address)
    assert client.get(url, headers={"user-agent": browser, **headers}).status_code == 200
    return client


def test_a_reload_is_no_second_view_and_another_reader_is(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = pieces.published(county)
    url = reverse("column_article", args=[article.pk])
    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2"):
        look(url, address)
    assert counting.views_of("column_article", [article.pk]) == {article.pk: 2}
    monkeypatch.setattr(counting, "_RELOAD", 1)  # the cache's own clock: no test moves it
    look(url, "10.0.0.3")
    time.sleep(1.2)
    look(url, "10.0.0.3")
    assert counting.views_of("column_article", [article.pk]) == {article.pk: 4}


@pytest.mark.parametrize(
    "headers",
    [
        {"browser": "ExampleBot/1.0"},
        {"browser": ""},
        {"browser": "curl/8"},
        {"browser": PHONE, "sec-purpose": "prefetch"},
    ],
)
def test_robots_and_prefetches_are_not_counted(county: County, headers: dict[str, str]) -> None:
    look(reverse("column_article", args=[pieces.published(county).pk]), **headers)
    assert not PageCount.objects.exists()


def test_staff_at_work_are_not_counted(county: County) -> None:
    url = reverse("column_article", args=[pieces.published(county).pk])
    signed_in(county.officer).get(url, headers={"user-agent": PHONE})
    assert not PageCount.objects.exists()


def test_nothing_that_is_kept_tells_who_looked(county: County) -> None:
    client = look(reverse("column"), "10.9.8.7")
    assert set(client.cookies) <= {"csrftoken"}  # of the footer's form, on every page
    assert {field.name for field in PageCount._meta.fields} == {"id", "page", "of", "day", "views"}


def test_yesterdays_marks_can_be_compared_with_nothing(county: County) -> None:
    request = (
        Client(REMOTE_ADDR="10.0.0.1").get(reverse("column"), headers={"user-agent": PHONE}).wsgi_request
    )
    today = timezone.localdate()
    assert counting._mark(request, today, "x") == counting._mark(request, today, "x")
    assert counting._mark(request, today, "x") != counting._mark(request, today + timedelta(days=1), "x")


def test_counts_end_after_three_years(county: County) -> None:
    today = timezone.localdate()
    PageCount.objects.create(page="column", day=today - counting.KEPT - timedelta(days=1), views=3)
    PageCount.objects.create(page="column", day=today, views=1)
    assert counting.forget_old() == 1
    assert PageCount.objects.get().day == today


def test_the_office_sees_the_numbers(county: County) -> None:
    look(reverse("column_article", args=[pieces.published(county).pk]))
    page = signed_in(county.officer).get(reverse("column_views"))
    assert [(row[1]) for row in page.context["articles"]] == [1]
