"""Words of suggestions: ``{% load suggestions %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _

from suggestions.step_forms.deputy import GRADES

if TYPE_CHECKING:
    from casework.models import Case
    from deputies.models import Session
    from suggestions.models import Invitation

register = template.Library()
_SHAPES = {"asked": "waiting", "signed": "done", "declined": "stopped"}


@register.filter
def official_number(case: Case) -> str:
    """The serial number as people say it; empty before it is given."""
    return _("No. %(n)d") % {"n": case.serial} if case.serial else ""


@register.filter
def session_words(session: Session) -> str:
    return _("term %(term)d, session %(session)d") % {"term": session.term.number, "session": session.number}


@register.filter
def grade(value: int | None) -> str:
    return next((str(words) for number, words in GRADES if number == value), "—")


@register.filter
def signing_shape(row: Invitation) -> str:
    return _SHAPES[row.state]
