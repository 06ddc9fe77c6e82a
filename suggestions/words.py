"""Words of suggestions and motions that several parts say: grades, sessions, and what was decided on a motion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from deputies.models import Session
    from suggestions.models import Motion

GRADES = (
    (3, gettext_lazy("satisfied")),
    (2, gettext_lazy("basically satisfied")),
    (1, gettext_lazy("dissatisfied")),
)


def grade(value: int | None) -> str:
    return next((str(words) for number, words in GRADES if number == value), "—")


def session_words(session: Session) -> str:
    return _("term %(term)d, session %(session)d") % {"term": session.term.number, "session": session.number}


#: What was decided on a motion, in the order in which it comes.
RESULTS = (
    "opinion", "presidium", "vote", "organ_opinion", "deliberation", "decision", "report", "second_report",
)  # fmt: skip


def results(motion: Motion) -> list[tuple[Any, str]]:
    """The words of each decision that there is, with what it is called."""
    found = [name for name in RESULTS if getattr(motion, name)]
    return [(motion._meta.get_field(name).verbose_name, getattr(motion, name)) for name in found]  # type: ignore[union-attr]
