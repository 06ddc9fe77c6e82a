"""The answer that the citizens behind a suggestion are given: the organ's to the deputy, without private data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casework.models.case import Kind
from casework.workflows import MOTION
from feedback.text import mask_personal
from suggestions.models import ConversionLink, Motion
from suggestions.services import answers_of

if TYPE_CHECKING:
    from casework.models import Case


def answer_for(opinion: Case) -> str:
    """A first text for the office, which reads it before the citizen does; empty where no suggestion was answered."""
    links = ConversionLink.objects.filter(opinion=opinion, suggestion__case__answered_at__isnull=False)
    link = links.select_related("suggestion__case", "suggestion__deputy").order_by("-pk").first()
    if link is None or link.suggestion.case is None:
        return ""
    opening = _("Deputy %(name)s took up what you said in the suggestion “%(title)s”. It was answered:") % {
        "name": link.suggestion.deputy,
        "title": link.suggestion.title,
    }
    if link.suggestion.case.kind == Kind.MOTION:
        return _result(Motion.objects.get(case=link.suggestion.case), link)
    return f"{opening}\n\n{answers_of(link.suggestion.case)}"


def _result(motion: Motion, link: ConversionLink) -> str:
    """What became of the motion, in the words of those who decided."""
    opening = _(
        "Deputy %(name)s took up what you said in the motion “%(title)s”. Its result: %(result)s."
    ) % {
        "name": link.suggestion.deputy,
        "title": link.suggestion.title,
        "result": _(MOTION.by_status[motion.case.status].public),
    }
    words = motion.decision or motion.vote
    return "\n\n".join(part for part in (opening, mask_personal(words)[0]) if part)
