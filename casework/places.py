"""The places of each role: where it begins, and what the navigation of the desks offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from deputies.models import posts_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

#: One line: name of the address, words, the roles that have it.
Line = tuple[str, Any, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Group:
    """Places of one kind of work under the words that name it; those where a day begins have none."""

    name: str
    words: Any
    lines: tuple[Line, ...]


#: In the order of the navigation: the first line that a person has is where they begin.
GROUPS: tuple[Group, ...] = (
    Group(
        "first",
        "",
        (
            ("queue", _("Queue"), ("officer", "station")),
            ("enter", _("Enter a visit, call or letter"), ("officer", "station")),
            ("my_duty", _("My duties"), ("deputy",)),
            ("inbox", _("My inbox"), ("deputy",)),
            ("organ_list", _("Cases of our organ"), ("handler", "head")),
            ("summary_now", _("Annual summary"), ("committee",)),
            ("queue", _("All cases"), ("committee",)),
            ("admin:index", _("Back office"), ("operator",)),
            ("search", _("Search"), ("officer", "station", "deputy", "handler", "head", "committee")),
        ),
    ),
    Group(
        "opinions",
        _("Citizens' opinions"),
        (
            ("mail", _("Mailbox"), ("officer", "station")),
            ("ledger", _("Ledger of promises"), ("officer", "station", "committee")),
            ("organ_promises", _("Promises of our organ"), ("handler", "head")),
            ("hot_issues", _("Hot issues"), ("officer", "committee", "station", "deputy")),
            ("digests", _("Digest of public opinion"), ("handler", "head")),
        ),
    ),
    Group(
        "contact",
        _("Meeting the people"),
        (
            ("reception_days", _("Contact with the people"), ("officer", "station")),
            ("contact_plans", _("Plan of the year and campaigns"), ("committee",)),
            ("coverage", _("Coverage"), ("committee", "officer")),
            ("guidance_desk", _("Guidance"), ("officer", "committee")),
            ("hand_out_code", _("Codes for voters"), ("officer", "station")),
        ),
    ),
    Group(
        "suggestions",
        _("Suggestions and motions"),
        (
            ("suggestion_board", _("Deputies' suggestions"), ("officer", "committee")),
            ("motion_board", _("Motions"), ("officer", "committee", "handler", "head")),
            ("committee_motions", _("Motions with committees"), ("committee",)),
        ),
    ),
    Group(
        "deputies",
        _("Deputies at work"),
        (
            ("my_contacts", _("Reception and contacts"), ("deputy",)),
            ("my_suggestions", _("My suggestions"), ("deputy",)),
            ("duty_reports", _("My duty reports"), ("deputy",)),
            ("people", _("Deputies"), ("officer",)),
            ("dossiers", _("Dossiers of deputies"), ("committee", "officer")),
            ("duty_schedule", _("Duty reports"), ("officer", "committee")),
            ("complaints", _("Complaints about deputies"), ("committee",)),
            ("obstructions", _("Reports of obstruction"), ("committee",)),
            ("put_to_us", _("Asked by the standing committee"), ("handler", "head")),
        ),
    ),
    Group(
        "public",
        _("Figures and publication"),
        (
            ("summary_now", _("Annual summary"), ("officer",)),
            ("organ_year", _("Our organ's year"), ("handler", "head")),
            ("routing_figures", _("How well routing does"), ("committee", "officer")),
            ("column_desk", _("Public column"), ("officer", "committee")),
            ("column_desk", _("Articles that name us"), ("deputy", "head")),
        ),
    ),
    Group(
        "settings",
        _("Settings"),
        (
            ("people", _("Deputies"), ("operator",)),
            ("my_contact", _("My contact page"), ("deputy",)),
            (
                "account_overview",
                _("My account"),
                ("officer", "station", "deputy", "handler", "head", "committee", "operator"),
            ),
        ),
    ),
)

#: How the names of pages begin that belong to a place.
_NONE: tuple[str, ...] = ()
_PARTS: dict[str, tuple[str, ...]] = {
    "queue": ("queue_", "case", "step"),
    "inbox": ("case", "step"),
    "organ_list": ("case", "step"),
    "enter": ("contact_enter",),
    "ledger": ("promise",),
    "organ_promises": ("promise",),
    "hot_issues": ("hot_issue",),
    "summary_now": ("summar", "agenda", "watched"),
    "organ_year": ("summary_organ", "summary_list"),
    "reception_days": (
        "occasion",
        "plan_",
        "campaign",
        "symposium",
        "inquir",
        "contact_",
        "comment_forms",
        "questionnaires",
    ),
    "my_contacts": (
        "my_visit",
        "my_help",
        "my_guarantees",
        "occasion",
        "contact_record",
        "contact_enter",
        "next_step",
        "obstruction",
    ),
    "my_duty": ("dossier", "help_record"),
    "coverage": ("coverage_",),
    "contact_plans": ("contact_plan", "plan_", "campaign"),
    "guidance_desk": ("guidance", "visit"),
    "obstructions": ("obstruction",),
    "my_contact": ("deputy_contact",),
    "people": ("deputy_contact",),
    "dossiers": ("dossier", "help_record"),
    "duty_reports": ("duty_",),
    "duty_schedule": ("duty_",),
    "mail": ("mail_",),
    "my_suggestions": ("draft_",),
    "suggestion_board": ("board_",),
    "column_desk": ("column_", "media_", "open_data_desk", "digest"),
    "digests": ("digest",),
    "motion_board": ("motion_",),
}


#: How much waits for a reader at a place: the room it belongs to says so when it is loaded.
WAITING: dict[str, Callable[[User], int]] = {}


@dataclass(frozen=True, slots=True)
class Place:
    """One place: the name of its address, the address, its label, and the group it stands in."""

    name: str
    url: str
    label: str
    group: Group

    def holds(self, view_name: str) -> bool:
        """Whether the page of this name belongs here, as the years and their lists belong to the year."""
        return view_name == self.name or view_name.startswith(_PARTS.get(self.name, _NONE))


def places_of(user: User | AnonymousUser) -> list[Place]:
    """The places of the user's posts, the first one being where they begin."""
    posts = posts_of(user)
    found: dict[str, Place] = {}
    for group in GROUPS:
        for name, label, roles in group.lines:
            url = _address(name) if name not in found and posts.has(*roles) else ""
            if url:
                found[name] = Place(name, url, str(label), group)
    return list(found.values())


def place_of(places: list[Place], view_name: str) -> Place | None:
    """The one place a page belongs to: its own where there is such a one, else the first that holds it."""
    own = (place for place in places if place.name == view_name)
    return next(own, None) or next((place for place in places if place.holds(view_name)), None)


def _address(name: str) -> str:
    """A place whose room is not there yet is not offered."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
