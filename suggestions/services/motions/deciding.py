"""What presidium, committees, standing committee and organ decide on a motion, as the office records it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import formats
from casework.errors import Incomplete, StepRefused
from casework.models import Signatory
from casework.rules import profile_by_key
from casework.services import advance
from casework.services.settling import hold
from deputies.models import posts_of
from suggestions.models import Motion, Outcome, Proposer
from suggestions.services.motions import rules
from suggestions.services.motions.lodging import presidium_clock
from suggestions.services.publishing import end_publication

if TYPE_CHECKING:
    from datetime import date

    from accounts.actors import Actor
    from casework.models import Case, Event
    from deputies.models import Organ, Session

#: Which column of the motion keeps the words of a step.
KEEPS = {
    "give_opinion": "opinion", "put_on_agenda": "presidium", "no_motion": "presidium", "take_after_all": "presidium",
    "make_suggestion": "presidium", "adopt": "vote", "reject": "vote", "report_motion": "deliberation",
    "agree_to_report": "decision", "redo": "decision", "record_opinion": "organ_opinion",
}  # fmt: skip
ENDS = ("adopt", "reject", "agree_to_report")


@transaction.atomic
def decide(case: Case, action: str, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Record a decision that needs nothing but its words: ``action`` is one of ``KEEPS``, or ``consult``."""
    hold(case)
    more: dict[str, Any] = {}
    if action in ("give_opinion", "take_after_all"):
        more["clock"] = presidium_clock(case)
    if action in ENDS:
        more["answered_at"] = timezone.now()
    if action == "redo":
        if case.rework_count:
            raise StepRefused(_("It was carried out again once; the second report is the last one."))
        more["rework_count"] = 1
    if action == "make_suggestion":
        more |= {"serial": None, "is_public": False}
        if Motion.objects.get(case=case).proposer in (Proposer.COMMITTEE, Proposer.PRESIDIUM):
            raise StepRefused(_("Only what deputies bring can become a suggestion."))
    event = advance(case, action, actor=actor, note=note, expected_version=expected_version, **more)
    if action == "make_suggestion":
        end_publication(case)
    if action in KEEPS:
        Motion.objects.filter(case=case).update(**{KEEPS[action]: note})
    return event


@transaction.atomic
def refer_first(
    case: Case, *, actor: Actor, committee: str, note: str = "", expected_version: int | None = None
) -> Event:
    """The presidium asks a committee first whether it should be put on the agenda (Organic Law, article 22)."""
    return _to_committee(case, "refer_first", None, actor, committee, note, expected_version)


@transaction.atomic
def leave_off(
    case: Case, *, actor: Actor, committee: str, note: str = "", expected_version: int | None = None
) -> Event:
    """Not on this agenda: a committee deliberates; its time counts from the close of the session (Shanghai, 15)."""
    close = case.session.ends_on if case.session else None
    return _to_committee(case, "leave_off", close, actor, committee, note, expected_version)


def _to_committee(
    case: Case, action: str, start: date | None, actor: Actor, committee: str, note: str, version: int | None
) -> Event:
    event = advance(
        case, action, actor=actor, note=note, given={"committee"} if committee.strip() else set(),
        counted_from=start, expected_version=version,
    )  # fmt: skip
    rules.hand_to(case, committee, presidium=note)
    return event


@transaction.atomic
def place(case: Case, *, actor: Actor, outcome: str, note: str, expected_version: int | None = None) -> Event:
    """The standing committee's decision on the committee's report, where no organ carries it out (Shanghai, 19)."""
    if outcome not in Outcome.values:
        raise Incomplete("decided", _("Choose what the standing committee has decided."))
    event = advance(
        case, "place", actor=actor, reason=outcome, note=note, answered_at=timezone.now(),
        expected_version=expected_version,
    )  # fmt: skip
    Motion.objects.filter(case=case).update(outcome=outcome, decision=note)
    return event


@transaction.atomic
def give_to_organ(
    case: Case, *, actor: Actor, organ: Organ, note: str = "", expected_version: int | None = None
) -> Event:
    """The standing committee has an organ carry it out (Shanghai, articles 19 and 20)."""
    if organ.congress_id != case.congress_id:
        raise Incomplete("organ", _("The organ belongs to another congress."))
    event = advance(
        case, "give_to_organ", actor=actor, note=note, organ=organ, assigned_at=timezone.now(),
        expected_version=expected_version,
    )  # fmt: skip
    Motion.objects.filter(case=case).update(decision=note)
    return event


@transaction.atomic
def report_handling(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """The organ's head reports how it is carried out, or was carried out again."""
    column = "second_report" if case.status == "redoing" else "report"
    event = advance(case, "report_handling", actor=actor, note=note, expected_version=expected_version)
    Motion.objects.filter(case=case).update(**{column: note})
    return event


# --- Reconsideration ----------------------------------------------------------------------------------------
@transaction.atomic
def second_request(case: Case, *, actor: Actor, expected_version: int | None = None) -> Event:
    """A deputy who signed joins the request for reconsideration."""
    event = advance(case, "second_request", actor=actor, expected_version=expected_version)
    mine = posts_of(actor.user).deputy if actor.user else frozenset()
    Signatory.objects.filter(case=case, deputy__in=mine, leads=False).update(asks_again_at=timezone.now())
    return event


def why_not_again(case: Case) -> str:
    """Why reconsideration cannot be asked for, or not yet; empty when it can.

    Once; by more than half of those who brought it and no fewer than the rules ask of a motion; in session some
    hours before the presidium's last meeting (Shanghai, article 14).
    """
    if Motion.objects.get(case=case).asked_again:
        return _("Reconsideration was asked for already; that is possible once.")
    rows = rules.standing(case)
    asking, rule = rows.exclude(leads=False, asks_again_at=None).count(), rules.needed_for(case)
    need = max(rule.n, rows.count() // 2 + 1)
    if asking < need:
        words = _(
            "%(asking)d deputies ask for it; %(need)d are needed: over half, and as many as a motion needs."
        )
        return words % {"asking": asking, "need": need}
    until = ask_until(case)
    if until is not None and timezone.now() > until:
        return _("Reconsideration could be asked for until %(moment)s.") % {"moment": formats.moment(until)}
    return ""


def ask_until(case: Case) -> datetime | None:
    """The moment up to which reconsideration can be asked for; None while the last meeting is not set."""
    if case.session is None or case.session.last_presidium is None:
        return None
    hours = profile_by_key(case.profile).limit("reconsider_hours")
    return case.session.last_presidium - timedelta(hours=hours)


@transaction.atomic
def ask_again(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Its deputies ask for reconsideration, in writing and once."""
    hold(case)
    if why := why_not_again(case):
        raise StepRefused(why)
    event = advance(case, "ask_again", actor=actor, note=note, expected_version=expected_version)
    Motion.objects.filter(case=case).update(asked_again=True)
    return event


# --- The times of a session ------------------------------------------------------------------------------
def set_times(
    session: Session, *, actor: Actor, cutoff: datetime | None, last_presidium: datetime | None
) -> None:
    """Record what the presidium has decided: the cut-off for motions, and when it meets for the last time."""
    posts = posts_of(actor.user) if actor.user else None
    if posts is None or session.term.congress_id not in posts.officer:
        raise StepRefused(_("Only the office of this congress enters the times of its sessions."))
    for name, moment in (("cutoff", cutoff), ("last_presidium", last_presidium)):
        if moment and not session.starts_on <= timezone.localdate(moment) <= session.ends_on:
            raise Incomplete(name, _("It lies within the session."))
    session.motion_cutoff, session.last_presidium = cutoff, last_presidium
    session.save(update_fields=["motion_cutoff", "last_presidium"])
