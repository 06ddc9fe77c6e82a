"""Elder mode and theme are kept without a script and without an account."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.prefs import ONE_YEAR, Prefs
from accounts.views_prefs import preferences


def ask(cookie: str = "", **fields: str) -> HttpResponse:
    request = RequestFactory().post("/preferences/", fields)
    request.COOKIES["prefs"] = cookie
    return preferences(request)


def test_a_choice_is_kept_for_a_year_and_leaves_the_other_alone():
    response = ask("standard.dark", mode="elder", next="/find/?q=1")
    cookie = response.cookies["prefs"]
    assert (cookie.value, cookie["max-age"], cookie["httponly"]) == ("elder.dark", ONE_YEAR, True)
    assert response.headers["Location"] == "/find/?q=1"


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_the_way_back_never_leaves_the_site(url):
    assert ask(theme="dark", next=url).headers["Location"] == "/"


@pytest.mark.parametrize("cookie", ["", "x", "huge.pink", "elder", '"><script>', "elder.dark.more"])
def test_a_spoilt_cookie_counts_as_not_chosen(cookie):
    request = RequestFactory().get("/")
    request.COOKIES["prefs"] = cookie
    prefs = Prefs.of(request)
    assert prefs.mode in {"standard", "elder"} and prefs.theme in {"auto", "light", "dark"}


def test_it_is_not_changed_by_following_a_link():
    assert preferences(RequestFactory().get("/preferences/?mode=elder")).status_code == 405
