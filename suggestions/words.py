"""Words for what suggestions are told in numbers: grades and sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from deputies.models import Session

GRADES = (
    (3, gettext_lazy("satisfied")),
    (2, gettext_lazy("basically satisfied")),
    (1, gettext_lazy("dissatisfied")),
)


def grade(value: int | None) -> str:
    return next((str(words) for number, words in GRADES if number == value), "—")


def session_words(session: Session) -> str:
    return _("term %(term)d, session %(session)d") % {"term": session.term.number, "session": session.number}
