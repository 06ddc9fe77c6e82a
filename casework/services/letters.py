"""The formal letter in which an organ answers a deputy's suggestion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casework.errors import Incomplete, StepRefused
from casework.models import Case, Communication, Letter
from casework.models.assignment import HandlingRole
from casework.models.case import Kind
from casework.rules import clock as rule_clock

if TYPE_CHECKING:
    from casework.models import Assignment, Reply

JOINED_FIELD = "joined_"  # before the tracking number, in the form of the answer
_NOT_A_NUMBER = re.compile(r"[^0-9]")


@dataclass(frozen=True, slots=True)
class LetterHead:
    """What makes a reply an official letter. ``answers`` is the serial number that stands in it.

    ``joined`` are the numbers of the letters to the deputies whose suggestions are handled together with this one, by
    tracking number: each lead deputy is answered by themselves (Shandong, article 20).
    """

    number: str
    answers: str
    signer: str
    signer_office: str
    contact: str
    contact_phone: str
    sealed: bool = False
    joined: Mapping[str, str] = field(default_factory=dict)


_NAMED = {
    "number": gettext_noop("Give the letter its number."),
    "answers": gettext_noop("Name the suggestion that the letter answers."),
    "signer": gettext_noop("Name who signs the letter."),
    "signer_office": gettext_noop("Name the office of who signs the letter."),
    "contact": gettext_noop("Name a contact person."),
    "contact_phone": gettext_noop("Name the telephone of the contact person."),
}


def owes_letter(assignment: Assignment) -> bool:
    """Whether this share is answered by a letter to the deputy; an assisting organ writes to the one that leads."""
    return assignment.case.kind == Kind.SUGGESTION and assignment.role != HandlingRole.ASSIST


def why_no_answer_yet(assignment: Assignment) -> str:
    """Why the organ cannot answer yet: it has not spoken with the deputy (Law on Deputies, article 51)."""
    if not owes_letter(assignment) or Communication.objects.filter(assignment=assignment).exists():
        return ""
    since = timezone.localdate(assignment.assigned_at)
    why = rule_clock(assignment.case.profile, "suggestion.first_contact", since)
    return _(
        "Speak with the deputy first and record it: an organ hears the deputy before it answers (%(article)s)."
    ) % {"article": why.article}


def check(assignment: Assignment, letter: LetterHead | None) -> None:
    """StepRefused before the organ has spoken with the deputy; Incomplete for a letter that is not whole.

    A letter that names another suggestion than the one it is sent for answers the wrong one, and is refused.
    """
    if not owes_letter(assignment):
        return
    if refused := why_no_answer_yet(assignment):
        raise StepRefused(refused)
    given = asdict(letter) if letter else {}
    for name, sentence in _NAMED.items():
        if not str(given.get(name, "")).strip():
            raise Incomplete(name, _(sentence))
    if not is_the_number_of(assignment.case, given["answers"]):
        raise Incomplete("answers", _("This is not the number of the suggestion you are answering."))
    if letter is not None:
        _check_numbers(assignment.case, letter.number, letter.joined)


def _check_numbers(case: Case, number: str, joined: Mapping[str, str]) -> None:
    """Incomplete unless every suggestion handled together with ``case`` has a letter with a number of its own."""
    given = [number.strip()]
    for one in Case.objects.following(case):
        own = joined.get(one.number, "").strip()
        if not own:
            raise Incomplete(
                "number",
                _(
                    "Suggestion No. %(serial)d is answered with this one: give the letter to its deputy a number."
                )
                % {"serial": one.serial or 0},
            )
        given.append(own)
    if len(set(given)) < len(given):
        raise Incomplete("number", _("Each letter has a number of its own; one stands twice."))


def check_released(reply: Reply) -> None:
    """StepRefused where a suggestion was joined after the draft: the letter to its deputy has no number yet."""
    letter = Letter.objects.filter(reply=reply).first()
    if letter is None:
        return
    try:
        _check_numbers(reply.case, letter.number, letter.joined)
    except Incomplete as missing:
        raise StepRefused(_("%(why)s Send the draft back for it.") % {"why": missing}) from None


def is_the_number_of(case: Case, written: str) -> bool:
    """Whether ``written`` names the serial number of ``case``; words around the figures do not matter."""
    return bool(written) and _NOT_A_NUMBER.sub("", written).lstrip("0") == str(case.serial or "")


def keep(reply: Reply, letter: LetterHead | None) -> None:
    """Store the letter with its reply; drafted anew, it takes the place of the one before."""
    if letter is not None:
        given = asdict(letter) | {"joined": {case: number.strip() for case, number in letter.joined.items()}}
        Letter.objects.update_or_create(reply=reply, defaults=given)
