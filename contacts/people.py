"""Who a visitor is: sealed like every identity, opened through one function that logs, deleted in time.

What is asked of a visitor is only how to call them and where to reach them if the day moves. It goes over into the
identity of their opinion, or is deleted 30 days after the day (Personal Information Protection Law arts 6, 19, 47).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import access_log
from contacts.models import Visitor
from feedback.identity import SEALED, Person, seal, unseal
from feedback.marks import marks_of

if TYPE_CHECKING:
    from accounts.actors import Actor

SUBJECT = "visitor"
KEPT_FOR = timedelta(days=30)
PURPOSES = {"reception": _("to receive the visitor"), "notice": _("to tell of a change")}
access_log.WORDS |= {SUBJECT: _("visitor of a reception day"), **PURPOSES}


def columns_of(person: Person, day: date) -> dict[str, Any]:
    """The columns of a visitor that hold who it is; ``day`` is when they come."""
    return {
        "sealed": seal(person) if person else "",
        "phone_mark": _mark(person),
        "expires_on": day + KEPT_FOR,
    }


def _mark(person: Person) -> str:
    return marks_of(person)["phone_mark"]


def open_visitor(visitor: Visitor, *, actor: Actor, purpose: str) -> Person:
    """Who it is; the look is written down first. Nobody where nothing was given, or it is deleted."""
    if not visitor.sealed:
        return Person()
    access_log.record(actor, SUBJECT, visitor.pk, purpose)
    return unseal(visitor.sealed)


def forget(visitor: Visitor) -> None:
    """Who it was is not needed any more; the line of the register stays without it."""
    visitor.sealed = visitor.phone_mark = ""
    Visitor.objects.filter(pk=visitor.pk).update(sealed="", phone_mark="")


def forget_expired(today: date | None = None) -> int:
    """Delete who the visitors were whose time is over, and what they wrote about; returns how many."""
    over = Visitor.objects.filter(expires_on__lt=today or timezone.localdate()).exclude(sealed="", about="")
    return over.update(sealed="", phone_mark="", device_mark="", about="")


# A change of keys takes the visitors along.
SEALED.append(
    (Visitor.objects.exclude(sealed="").order_by, lambda sealed: {"phone_mark": _mark(unseal(sealed))})
)
