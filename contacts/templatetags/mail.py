"""Words and shapes of the mailbox page: ``{% load mail %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from accounts.templatetags.portal import badge
from contacts.models import MailMessage, Outcome

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()
_SHAPES = {
    Outcome.HELD: "soon",
    Outcome.OPINION: "done",
    Outcome.REMARK: "done",
    Outcome.MORE: "done",
    Outcome.REFUSED: "stopped",
    Outcome.BOUNCE: "stopped",
}


@register.simple_tag
def outcome_badge(message: MailMessage) -> SafeString:
    """What became of a message, as a word in its shape."""
    return badge(message.get_outcome_display(), _SHAPES.get(Outcome(message.outcome), "waiting"))
