"""Words and shapes of cases: ``{% load cases %}``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.templatetags.portal import badge, spoken
from casework.citing import linked
from casework.rules import profile_by_key
from casework.services import workflow_of

if TYPE_CHECKING:
    from django.contrib.messages.storage.base import Message
    from django.utils.safestring import SafeString

    from casework.engine import Status
    from casework.models import Assignment, Case, Commitment, Undo

register = template.Library()

#: Where the office itself must act; everything else that is open moves by somebody else's hand.
WAITING = frozenset(
    {
        "submitted",
        "registered",
        "to_refer",
        "objected",
        "replied",
        "reply_reviewed",
        "deputy_answered",
        "rework",
        "to_meet",
        "received",
        "on_file",
        "looked_into",
    }
)
_STOPPED = frozenset({"not_accepted", "withdrawn", "taken_back", "void", "declined", "given_up"})


@register.filter
def status_words(moving: Case | Assignment | Commitment) -> str:
    return _(workflow_of(moving).by_status[moving.status].label)


@register.filter
def cited(text: Any) -> SafeString:
    """``text`` with the articles it cites as links into the texts that the portal holds."""
    return linked(str(text), spoken)


@register.filter
def result_class(code: str, case: Case) -> str:
    """A result category with its words by the rules of the case: “B · in the plan”; else the bare code."""
    labels = {one.code: one.label for one in profile_by_key(case.profile).result_classes.items}
    return f"{code} · {labels[code]}" if code in labels else code


@register.simple_tag
def status_badge(moving: Case | Assignment) -> SafeString:
    """The status as a word in its shape; beside it, that the time for the answer stands still."""
    shown = badge_of(workflow_of(moving).by_status[moving.status])
    still = still_badge(moving)
    return format_html("{} {}", shown, still) if still else shown


@register.simple_tag
def still_badge(moving: Case | Assignment) -> SafeString | str:
    """That the time for the answer stands still; nothing where it runs."""
    return badge(_("time stands still"), "stopped") if getattr(moving, "stands_still", False) else ""


def badge_of(status: Status) -> SafeString:
    if status.name in _STOPPED:
        shape = "stopped"
    elif not status.is_open:
        shape = "done"
    else:
        shape = "waiting" if status.name in WAITING else "moving"
    return badge(_(status.label), shape)


@register.filter
def joined_words(count: int) -> str:
    """How many others are handled with a case; empty where none is."""
    return ngettext("with %(n)d other", "with %(n)d others", count) % {"n": count} if count else ""


@register.simple_tag
def urged_badge(moving: Case | Assignment) -> SafeString:
    """How often those in charge were urged."""
    words = ngettext("urged %(n)d time", "urged %(n)d times", moving.urged) % {"n": moving.urged}
    return badge(words, "late")


# --- Undo: what a message after a step carries to the page that shows it ------------------------------------
def undo_tags(offer: Undo) -> str:
    """The offer as tags of a message: number, first event, and until when."""
    return f"undo {offer.case.number} {offer.first_id} {offer.until.timestamp():.3f}"


@register.filter
def undo_offer(message: Message) -> dict[str, Any] | None:
    """Where to undo the step of which ``message`` speaks, and for how many seconds more; None once it is over."""
    name, _space, rest = (message.extra_tags or "").partition(" ")
    if name != "undo":
        return None
    number, first, until = rest.split()
    seconds = float(until) - time.time()
    return (
        {"url": reverse("undo", args=[number, first]), "seconds": f"{seconds:.1f}"} if seconds > 0 else None
    )
