"""What the holder of a receipt may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import Incomplete, StepRefused
from casework.files import attach
from casework.rules import profile_by_key
from casework.services import advance
from casework.services.settling import hold
from feedback.models import Rating
from feedback.models.meeting import MeetingKind
from feedback.models.opinion import Grade
from feedback.text import clean

if TYPE_CHECKING:
    from casework.files import Prepared
    from casework.models import Case, Event


def _says(case: Case, action: str, words: str, files: tuple[Prepared, ...]) -> Event:
    with transaction.atomic():
        event = advance(case, action, actor=Actor.citizen(case.pk), note=clean(words))
        attach(case, event, files)
    return event


def add_remark(case: Case, *, words: str, files: tuple[Prepared, ...] = ()) -> Event:
    """Add to what was said; the first words stay as they are."""
    return _says(case, "add_remark", words, files)


def supply_more(case: Case, *, words: str, files: tuple[Prepared, ...] = ()) -> Event:
    """Answer the office's question; the case is screened again."""
    return _says(case, "supply_more", words, files)


@transaction.atomic
def withdraw(case: Case, *, words: str = "") -> Event:
    """Take the opinion back, while no organ has been asked about it; one that follows another may always go."""
    if case.status == "joined" and case.leading:
        hold(case.leading)  # first, as every step of the leading case does: nobody waits for the other
    return advance(case, "withdraw", actor=Actor.citizen(case.pk), note=clean(words))


@transaction.atomic
def rate(case: Case, *, attitude: int | None = None, result: int, reason: str = "") -> Rating:
    """Rate attitude and result, each by itself; who is dissatisfied says why.

    A profile may ask for the result alone, and need no reason. Satisfied closes the case. Dissatisfied leaves the
    choice to ask once for it to be handled again, where the profile has it; after that it is closed as dissatisfied,
    and counted as such; first comes a meeting or an expert opinion where the profile asks for one.
    """
    rules = profile_by_key(case.profile)
    if not rules.switch("rate_attitude_and_result"):
        attitude = None
    must_say = rules.switch("dissatisfied_needs_reason") and Grade.DISSATISFIED in (attitude, result)
    if must_say and not reason.strip():
        raise Incomplete("reason", _("Tell us what was not right, so that it can be put right."))
    actor = Actor.citizen(case.pk)
    given = set() if rules.switch("rate_attitude_and_result") else {"attitude"}
    advance(case, "rate", actor=actor, note=clean(reason), given=given, attitude=attitude, result=result)
    rating = Rating.objects.create(
        opinion=case.opinion, round=case.rework_count, attitude=attitude, result=result, reason=clean(reason)
    )
    if result != Grade.DISSATISFIED:
        advance(case, "close", actor=Actor.system)
    elif not may_ask_rework(case):
        asks = case.rework_count and rules.switch("second_dissatisfied") in MeetingKind.values
        advance(case, "call_meeting" if asks else "close_unsatisfied", actor=Actor.system)
    return rating


def may_ask_rework(case: Case) -> bool:
    """Whether the rules of the case let the citizen ask (once more) for it to be handled again."""
    return case.rework_count < profile_by_key(case.profile).limit("reworks")


@transaction.atomic
def ask_rework(case: Case, *, words: str) -> Event:
    """Ask once for the matter to be handled again."""
    if not may_ask_rework(case):
        raise StepRefused(_("Handling again can be asked for once; it has been done."))
    return advance(case, "ask_rework", actor=Actor.citizen(case.pk), note=clean(words), rework_count=1)
