"""The places of each role stand in groups that name the work, each once, and one of them is this page."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from casework import known
from casework.context import FEW
from casework.places import GROUPS
from tests import loops
from tests.contacts.mail import arrivals
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
ROLES = ("officer", "station", "deputy", "handler", "head", "committee", "operator")


@pytest.fixture(scope="module")
def county(module_transaction: None) -> County:
    return County()


def _page(county: County, role: str, cookie: str = "") -> str:
    client = signed_in(county.staff[role], HTTP_ACCEPT_LANGUAGE="en")
    if cookie:
        client.cookies["menu"] = cookie
    return client.get(reverse("search" if role != "operator" else "people")).content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_every_place_of_a_role_stands_in_one_group(role: str) -> None:
    stands = Counter(name for group in GROUPS for name, _words, roles in group.lines if role in roles)
    assert set(stands.values()) == {1}


def test_every_group_has_words_but_the_first_and_every_place_an_address() -> None:
    assert [bool(group.words) for group in GROUPS] == [False] + [True] * (len(GROUPS) - 1)
    assert len({group.name for group in GROUPS}) == len(GROUPS)
    for name in (name for group in GROUPS for name, *_rest in group.lines):
        try:
            reverse(name)
        except NoReverseMatch:
            pytest.fail(f"{name} leads nowhere")


@pytest.mark.parametrize("role", ROLES)
def test_the_navigation_shows_all_places_once_and_marks_one(county: County, role: str) -> None:
    page = _page(county, role)
    side = page[page.index('<nav class="side"') : page.index("<main")]
    links = [link for link in re.findall(r'href="([^"]*)"', side) if not link.startswith("#")]
    mine = {name for group in GROUPS for name, _words, roles in group.lines if role in roles}
    assert sorted(links) == sorted(reverse(name) for name in mine)
    assert side.count("aria-current") == 1


@pytest.mark.parametrize(("role", "folds"), [("officer", True), ("committee", True), ("deputy", False)])
def test_groups_fold_only_where_there_are_many(county: County, role: str, folds: bool) -> None:
    mine = [name for group in GROUPS for name, _words, roles in group.lines if role in roles]
    assert (len(mine) > FEW) == folds
    assert ("<details data-group" in _page(county, role)) == folds


def test_the_group_of_this_page_is_open_and_those_that_the_reader_opened(county: County) -> None:
    def opened(page: str) -> list[str]:
        return re.findall(r'data-group="(\w+)" open', page)

    assert opened(_page(county, "officer")) == []  # where a day begins no group is needed
    assert opened(_page(county, "officer", "public.contact")) == ["contact", "public"]
    page = signed_in(county.officer).get(reverse("motion_board")).content.decode()
    assert opened(page) == ["suggestions"]


def test_a_page_below_a_place_marks_it_as_the_way_and_not_as_the_page(county: County) -> None:
    client = signed_in(county.committee)
    page = client.get(reverse("this_year"), follow=True).content.decode()
    side = page[page.index('<nav class="side"') : page.index("<main")]
    assert 'aria-current="true"' in side and 'aria-current="page"' not in side


def test_what_waits_for_a_reader_stands_at_its_place(county: County) -> None:
    """A deputy's inbox, an organ's list, the office's mailbox; a folded group says the sum of its places."""
    known.forget()
    for made in (loops.with_deputy, loops.assigned, loops.drafted, arrivals.arrived):
        made(county)
    counts = {
        (role, item["label"]): item.get("count")
        for role in ("deputy", "handler", "head", "officer")
        for item in signed_in(county.staff[role]).get(reverse("search")).context["nav"]
        if item["url"] in {reverse(name) for name in ("inbox", "organ_list", "mail")}
    }
    assert list(counts.values()) == [1, 1, 1, 1]
    page = _page(county, "officer")
    assert re.search(r'<span>Citizens&#x27; opinions</span> <span class="tally">1<', page)


@pytest.mark.parametrize(
    ("role", "name"), [("officer", "queue"), ("deputy", "inbox"), ("handler", "organ_list")]
)
def test_a_case_belongs_to_where_it_is_worked_from(county: County, role: str, name: str) -> None:
    case = loops.handling(county)
    nav = signed_in(county.staff[role]).get(reverse("case", args=[case.number])).context["nav"]
    assert [item["url"] for item in nav if item["current"]] == [reverse(name)]


@pytest.mark.parametrize("role", ROLES)
def test_everybody_finds_their_account(county: County, role: str) -> None:
    page = _page(county, role)
    assert page.count(f'href="{reverse("account_overview")}"') == 2  # in the menu and by their name


def test_a_tampered_cookie_opens_nothing(county: County) -> None:
    assert ' open><summary id="menu-' not in _page(county, "officer", "nowhere.first.%22")


def test_who_has_an_account_finds_where_to_sign_in_from_the_first_page(county: County) -> None:
    door = f'href="{reverse("account_login")}"'
    assert door in Client().get(reverse("home")).content.decode()
    assert door not in signed_in(county.officer).get(reverse("home")).content.decode()
