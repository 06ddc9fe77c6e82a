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

#: name of the address, words, the roles that have it; in the order of the navigation.
PLACES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("queue", _("Queue"), ("officer", "station")),
    ("enter", _("Enter a visit, call or letter"), ("officer", "station")),
    ("reception_days", _("Contact with the people"), ("officer", "station")),
    ("my_duty", _("My duties"), ("deputy",)),
    ("inbox", _("My inbox"), ("deputy",)),
    ("my_contact", _("My contact page"), ("deputy",)),
    ("my_contacts", _("Reception and contacts"), ("deputy",)),
    ("my_suggestions", _("My suggestions"), ("deputy",)),
    ("duty_reports", _("My duty reports"), ("deputy",)),
    ("organ_list", _("Cases of our organ"), ("handler", "head")),
    ("organ_promises", _("Promises of our organ"), ("handler", "head")),
    ("organ_year", _("Our organ's year"), ("handler", "head")),
    ("summary_now", _("Annual summary"), ("committee", "officer")),
    ("hot_issues", _("Hot issues"), ("officer", "committee", "station", "deputy")),
    ("search", _("Search"), ("officer", "station", "deputy", "handler", "head", "committee")),
    ("suggestion_board", _("Deputies' suggestions"), ("officer", "committee")),
    ("motion_board", _("Motions"), ("officer", "committee", "handler", "head")),
    ("committee_motions", _("Motions with committees"), ("committee",)),
    ("coverage", _("Coverage"), ("committee", "officer")),
    ("dossiers", _("Dossiers of deputies"), ("committee", "officer")),
    ("duty_schedule", _("Duty reports"), ("officer", "committee")),
    ("routing_figures", _("How well routing does"), ("committee", "officer")),
    ("column_desk", _("Public column"), ("officer", "committee")),
    ("digests", _("Digest of public opinion"), ("handler", "head")),
    ("column_desk", _("Articles that name us"), ("deputy", "head")),
    ("ledger", _("Ledger of promises"), ("officer", "station", "committee")),
    ("contact_plans", _("Plan of the year and campaigns"), ("committee",)),
    ("guidance_desk", _("Guidance"), ("officer", "committee")),
    ("complaints", _("Complaints about deputies"), ("committee",)),
    ("obstructions", _("Reports of obstruction"), ("committee",)),
    ("put_to_us", _("Asked by the standing committee"), ("handler", "head")),
    ("mail", _("Mailbox"), ("officer", "station")),
    ("queue", _("All cases"), ("committee",)),
    ("admin:index", _("Back office"), ("operator",)),
    ("people", _("Deputies"), ("officer", "operator")),
    ("hand_out_code", _("Codes for voters"), ("officer", "station")),
)

#: How the names of pages begin that belong to a place.
_NONE: tuple[str, ...] = ()
_PARTS: dict[str, tuple[str, ...]] = {
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
    """One place: the name of its address, the address, and its label."""

    name: str
    url: str
    label: str

    def holds(self, view_name: str) -> bool:
        """Whether the page of this name belongs here, as the years and their lists belong to the year."""
        return view_name == self.name or view_name.startswith(_PARTS.get(self.name, _NONE))


def places_of(user: User | AnonymousUser) -> list[Place]:
    """The places of the user's posts, the first one being where they begin."""
    posts = posts_of(user)
    found: dict[str, Place] = {}
    for name, label, roles in PLACES:
        url = _address(name) if posts.has(*roles) else ""
        if url and name not in found:
            found[name] = Place(name, url, str(label))
    return list(found.values())


def _address(name: str) -> str:
    """A place whose room is not there yet is not offered."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
