"""To which case a message belongs: by what it answers, never by its subject.

Three signs lead there: the signed Reply-To address, the signed Message-ID of a notice, the Message-ID of the
citizen's own earlier mail. None of them says who writes: the sender is compared with the identity's mark, unopened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.models import Case, Event
from contacts.mail import tokens
from contacts.mail.sealing import message_mark, sender_mark
from contacts.models import MailMessage
from feedback.models import Identity

if TYPE_CHECKING:
    from contacts.mail.reading import Letter


@dataclass(frozen=True, slots=True)
class Thread:
    """The case, and whether the sender is the citizen whose case it is."""

    case: Case
    is_the_citizen: bool


def is_ours(letter: Letter) -> bool:
    """Whether this very message was written by the portal and has come back."""
    return tokens.read_id(letter.message_id) is not None


def answers_us(letter: Letter) -> bool:
    """Whether it refers to a message of ours, or was sent to an address that only such a message names."""
    return any(tokens.read_id(one) for one in letter.references) or bool(_number(letter))


def of(letter: Letter) -> Thread | None:
    """The case to which ``letter`` belongs; None for a new matter."""
    cases = Case.objects.filter(kind="opinion").select_related("opinion", "congress")
    for key in _keys(letter):
        case = cases.filter(pk=key).first()
        if case is not None:
            return Thread(case, _is_of(case, letter))
    return None


def _number(letter: Letter) -> str:
    numbers = (tokens.number_in(address.partition("@")[0]) for address in letter.recipients)
    return next((number for number in numbers if number), "")


def _keys(letter: Letter) -> list[int]:
    """The keys of the cases that the signs name, the surest first."""
    number = _number(letter)
    told = [told for one in letter.references if (told := tokens.read_id(one))]
    events = [key for kind, key in told if kind == "n"]
    marks = [message_mark(one) for one in letter.references]
    own = MailMessage.objects.filter(message_mark__in=marks, sender_mark=sender_mark(letter.sender))
    return [
        *Case.objects.filter(number=number).values_list("pk", flat=True),
        *Event.objects.filter(pk__in=events).order_by("-pk").values_list("case", flat=True),
        *own.exclude(case=None).order_by("-pk").values_list("case", flat=True),
    ]


def _is_of(case: Case, letter: Letter) -> bool:
    mark = sender_mark(letter.sender)
    return bool(mark) and Identity.objects.filter(pk=case.root_id, email_mark=mark).exists()
