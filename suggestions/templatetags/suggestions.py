"""Words of suggestions: ``{% load suggestions %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _

from suggestions.words import grade, session_words

if TYPE_CHECKING:
    from casework.models import Case
    from suggestions.models import Invitation

register = template.Library()
register.filter("session_words", session_words)
register.filter("grade", grade)
_SHAPES = {"asked": "waiting", "signed": "done", "declined": "stopped"}


@register.filter
def official_number(case: Case) -> str:
    """The serial number as people say it; empty before it is given."""
    return _("No. %(n)d") % {"n": case.serial} if case.serial else ""


@register.filter
def signing_shape(row: Invitation) -> str:
    return _SHAPES[row.state]
