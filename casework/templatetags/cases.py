"""Words and shapes of cases: ``{% load cases %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.templatetags.portal import badge
from casework.services import workflow_of

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from casework.engine import Status
    from casework.models import Assignment, Case

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
    }
)
_STOPPED = frozenset({"not_accepted", "withdrawn", "void"})


@register.filter
def status_words(moving: Case | Assignment) -> str:
    return _(workflow_of(moving).by_status[moving.status].label)


@register.simple_tag
def status_badge(moving: Case | Assignment) -> SafeString:
    """The status as a word in its shape."""
    return badge_of(workflow_of(moving).by_status[moving.status])


def badge_of(status: Status) -> SafeString:
    if status.name in _STOPPED:
        shape = "stopped"
    elif not status.is_open:
        shape = "done"
    else:
        shape = "waiting" if status.name in WAITING else "moving"
    return badge(_(status.label), shape)


@register.simple_tag
def urged_badge(moving: Case | Assignment) -> SafeString:
    """How often those in charge were urged."""
    words = ngettext("urged %(n)d time", "urged %(n)d times", moving.urged) % {"n": moving.urged}
    return badge(words, "late")
