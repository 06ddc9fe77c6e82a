"""A motion is handed in, by deputies from their draft or by a body; checked; returned and completed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, LostRace, NotAllowed, StepRefused
from casework.models import Case, Channel, Signatory
from casework.models.case import Kind
from casework.services import advance, open_case
from casework.services.settling import hold
from deputies.mandates import phase_of
from deputies.models import Mandate, PeoplesCongress, posts_of
from suggestions.models import Answer, Form, Motion, Proposer, Suggestion
from suggestions.services.drafting import check_in_office
from suggestions.services.lodging import receiver_of, sign_for_good
from suggestions.services.motions import rules
from suggestions.services.moving import move

if TYPE_CHECKING:
    from accounts.actors import Actor
    from accounts.models import User
    from casework.models import Event


def check_parts(suggestion: Suggestion) -> None:
    """Incomplete with all that is missing: a motion has cause, grounds and plan (Law on Deputies, article 15)."""
    words = {"title": _("cause"), "facts": _("grounds"), "proposal": _("plan")}
    missing = [name for name in words if not str(getattr(suggestion, name)).strip()]
    if missing:
        raise Incomplete(
            missing[0],
            _("A motion has cause, grounds and plan (Law on Deputies, article 15). Missing: %(parts)s.")
            % {"parts": _(", ").join(words[name] for name in missing)},
        )
    if not suggestion.one_matter:
        raise Incomplete("one_matter", _("One matter to a motion: confirm it, or split the draft."))


@transaction.atomic
def hand_in_motion(suggestion: Suggestion, *, actor: Actor, expected_version: int | None = None) -> Case:
    """Hand the draft in as a motion: three parts, and as many deputies as the rules ask, counted now.

    After the cut-off of a session it is handled like one handed in out of session (Shanghai, article 8).
    """
    Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if suggestion.form != Form.MOTION:
        raise ValueError("no motion")
    check_in_office(suggestion.deputy)
    check_parts(suggestion)
    if expected_version is not None and expected_version != suggestion.version:
        raise LostRace(_("The draft has been changed in another window. Look at it again before you go on."))
    _check_number(suggestion)
    proposer = Proposer.DELEGATION if suggestion.delegation else Proposer.DEPUTIES
    case = _open(
        suggestion.congress, actor, "deputy", suggestion.title,
        proposer=proposer, body=suggestion.delegation, grounds=suggestion.facts, plan=suggestion.proposal,
        columns={"deputy": suggestion.deputy, "with_deputy_at": timezone.now(), "division": suggestion.division},
    )  # fmt: skip
    sign_for_good(suggestion, case, actor)
    receiver = receiver_of(suggestion.congress, phase_of(suggestion.congress))
    move(suggestion, "hand_in", actor=actor, case=case, receiver=receiver)
    return case


def _check_number(suggestion: Suggestion) -> None:
    rows = suggestion.invitations.filter(state=Answer.SIGNED, version=suggestion.version)
    deputies = type(suggestion.deputy).objects.in_office().filter(invitations__in=rows)
    held = deputies.count() + 1
    if suggestion.delegation:
        _check_delegation(suggestion, deputies.filter(mandates__delegation=suggestion.delegation).count() + 1)
        return
    rule = rules.needed(suggestion.congress)
    if held < rule.n:
        raise Incomplete(
            "names",
            _("%(held)d deputies have signed, you among them; a motion needs %(need)d (%(article)s).")
            % {"held": held, "need": rule.n, "article": rule.article},
        )


def _check_delegation(suggestion: Suggestion, held: int) -> None:
    if not rules.delegation_may_move(suggestion.congress):
        raise Incomplete(
            "delegation", _("Under the rules of this congress a delegation brings no motions; deputies do.")
        )
    mine = Mandate.objects.filter(deputy=suggestion.deputy_id, status="in_force")
    if not mine.filter(delegation=suggestion.delegation).exists():
        raise Incomplete("delegation", _("You are not of this delegation."))
    need = rules.delegation_majority(suggestion)
    if held < need:
        raise Incomplete(
            "delegation",
            _("%(held)d of the delegation have signed; its majority is %(need)d.")
            % {"held": held, "need": need},
        )


@transaction.atomic
def bring_for(
    congress: PeoplesCongress, *, actor: Actor, proposer: str, body: str, cause: str, grounds: str, plan: str
) -> Case:
    """The office enters the motion of a committee or of the presidium; these need no deputies who sign."""
    if proposer not in (Proposer.COMMITTEE, Proposer.PRESIDIUM):
        raise Incomplete("proposer", _("Deputies and delegations hand in their motions themselves."))
    posts = posts_of(actor.user) if actor.user else None
    if posts is None or congress.pk not in posts.officer:
        raise NotAllowed(_("Only the office of this congress enters motions."))
    for name, text in (("body", body), ("cause", cause), ("grounds", grounds), ("plan", plan)):
        if not text.strip():
            raise Incomplete(name, _("A motion names who brings it, its cause, its grounds and its plan."))
    return _open(congress, actor, "officer", cause, proposer=proposer, body=body, grounds=grounds, plan=plan)


def _open(
    congress: PeoplesCongress,
    actor: Actor,
    acting: str,
    cause: str,
    *,
    columns: dict[str, Any] | None = None,
    **words: str,
) -> Case:
    phase = phase_of(congress)
    in_time = phase.in_session and not rules.too_late(congress)
    channel, _made = Channel.objects.get_or_create(
        code=Channel.BY_DEPUTIES,
        defaults={"name": "代表提出", "name_en": "by a deputy", "at_desk": False, "position": 90},
    )
    case, _event = open_case(
        kind=Kind.MOTION,
        congress=congress,
        title=cause,
        actor=actor,
        acting=acting,
        clock="check" if in_time else "pass_on",
        beside=lambda case: [Motion(case=case, cause=cause, in_session=in_time, **words)],
        channel=channel,
        session=phase.session,
        **(columns or {}),
    )
    return case


def next_serial(case: Case) -> int:
    """The next number of the session; one at a time for a congress."""
    PeoplesCongress.objects.select_for_update().get(pk=case.congress_id)
    mine = Case.objects.motions().filter(congress=case.congress_id, session=case.session_id)
    return (mine.aggregate(last=Max("serial"))["last"] or 0) + 1


def _numbered(case: Case, actor: Actor, owner: User | None) -> dict[str, Any]:
    if why := rules.shortfall(case):
        raise StepRefused(why)
    return {
        "owner": owner or actor.user,
        "serial": case.serial or next_serial(case),
        "registered_at": case.registered_at or timezone.now(),
    }


@transaction.atomic
def pass_check(
    case: Case, *, actor: Actor, owner: User | None = None, expected_version: int | None = None
) -> Event:
    """The secretariat has checked it: it is numbered and laid before the presidium. Refused with too few deputies."""
    hold(case)
    numbered = _numbered(case, actor, owner)
    return advance(
        case, "pass_check", actor=actor, clock=presidium_clock(case), expected_version=expected_version, **numbered
    )  # fmt: skip


@transaction.atomic
def pass_on(
    case: Case,
    *,
    actor: Actor,
    committee: str,
    owner: User | None = None,
    expected_version: int | None = None,
) -> Event:
    """Numbered and passed on to the committee that gives its opinion (Shanghai, articles 9 and 10)."""
    hold(case)
    numbered = _numbered(case, actor, owner)
    motion = Motion.objects.get(case=case)
    clock = "examine" if motion.in_session else "opinion"
    event = advance(
        case, "pass_on", actor=actor, clock=clock, given={"committee"} if committee.strip() else set(),
        expected_version=expected_version, **numbered,
    )  # fmt: skip
    rules.hand_to(case, committee)
    return event


def presidium_clock(case: Case) -> str:
    """In session the presidium decides in days; what came out of session waits for the next one."""
    return "presidium" if phase_of(case.congress).in_session else "next_session"


@transaction.atomic
def return_motion(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Return it to be completed; in session before the cut-off alone: later nothing could be signed any more."""
    if why := rules.too_late(case.congress):
        raise StepRefused(why)
    if Motion.objects.get(case=case).proposer in (Proposer.COMMITTEE, Proposer.PRESIDIUM):
        raise StepRefused(_("The motion of a body is completed with that body, not returned here."))
    return advance(case, "return_motion", actor=actor, note=note, expected_version=expected_version)


@transaction.atomic
def complete(case: Case, *, actor: Actor, expected_version: int | None = None) -> Event:
    """Hand it in again with enough signatures under the words as they are now."""
    hold(case)
    if why := rules.too_late(case.congress):
        raise StepRefused(why)
    if why := rules.shortfall(case):
        raise StepRefused(why)
    return advance(
        case, "complete", actor=actor, given={"signatures"}, expected_version=expected_version,
        clock="check" if phase_of(case.congress).in_session else "pass_on",
    )  # fmt: skip


@transaction.atomic
def reword(case: Case, *, actor: Actor, title: str, facts: str, proposal: str) -> None:
    """Complete the words of a motion that was returned; everybody but its lead signs them anew."""
    hold(case)
    suggestion = Suggestion.objects.select_for_update().get(case=case)
    mine = posts_of(actor.user).deputy if actor.user else frozenset()
    if suggestion.deputy_id not in mine:
        raise NotAllowed(_("Only the deputy who leads it completes a motion."))
    if case.status != "incomplete":
        raise StepRefused(_("The motion has not been returned."))
    given = {"title": title, "facts": facts, "proposal": proposal}
    if all(getattr(suggestion, name) == text for name, text in given.items()):
        return
    for name, text in given.items():
        setattr(suggestion, name, text)
    check_parts(suggestion)
    suggestion.version += 1
    suggestion.save(update_fields=["title", "facts", "proposal", "version"])
    Signatory.objects.filter(case=case, leads=True).update(words=suggestion.version)
    Motion.objects.filter(case=case).update(cause=title, grounds=facts, plan=proposal)
    Case.objects.filter(pk=case.pk).update(title=title)
    case.title = title
