"""The copies that anyone may read: which of them is public, which waits, and what a new one begins with.

Each decision on publication is a row. A suggestion that is handled again, and a motion on its way, goes on after it was
published: what is answered and decided later is public when two people have decided on it, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from casework.models.assignment import HandlingRole
from casework.models.case import Kind
from casework.models.reply import ReplyState
from feedback.text import mask_personal
from suggestions.models import Motion, MotionPublication, Publication, Suggestion
from suggestions.words import RESULTS

if TYPE_CHECKING:
    from datetime import datetime

    from casework.models import Case
    from suggestions.models.publication import DecidedQuerySet

    AnyPublication = Publication | MotionPublication

#: What is public of what was decided on a motion; what organs say to a committee is said to the committee.
_PUBLIC_RESULTS = tuple(name for name in RESULTS if name != "organ_opinion")


@dataclass(frozen=True, slots=True)
class Copy:
    """The words of a suggestion that anyone may read: what is in the files with private data left out."""

    title: str = ""
    facts: str = ""
    proposal: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class MotionCopy:
    """The same of a motion; ``results`` are the decisions, each in a paragraph with what it is called."""

    cause: str = ""
    grounds: str = ""
    plan: str = ""
    results: str = ""


def publications_of(case: Case) -> DecidedQuerySet[Any]:
    """Every decision on publication of ``case``, first to last, and the one that is still to be taken."""
    if case.kind == Kind.MOTION:
        return MotionPublication.objects.filter(motion=case.pk)
    return Publication.objects.filter(suggestion__case=case)


def new_publication(case: Case) -> AnyPublication:
    """A decision that is to be taken; not saved."""
    if case.kind == Kind.MOTION:
        return MotionPublication(motion_id=case.pk)
    return Publication(suggestion=Suggestion.objects.get(case=case))


def public_copy(case: Case) -> AnyPublication | None:
    """The copy that anyone may read."""
    return publications_of(case).public().first()


def publication_waiting(case: Case) -> AnyPublication | None:
    """The proposal on which a second person has to decide."""
    rows = publications_of(case).undecided().filter(proposed_by__isnull=False)
    return rows.select_related("proposed_by").first()


def first_copy(case: Case) -> Copy | MotionCopy:
    """What a new copy begins with: personal data starred out, and what tells how to reach the deputies left out.

    What two people have left out of the copy that is public stays out: only what was answered since is added.
    """
    return _of_motion(case) if case.kind == Kind.MOTION else _of_suggestion(case)


def _of_suggestion(case: Case) -> Copy:
    stands = public_copy(case)
    if isinstance(stands, Publication):
        later = answers_of(case, since=stands.proposed_at)
        answer = f"{stands.answer}\n\n{later}".rstrip()
        return Copy(stands.title, stands.facts, stands.proposal, answer)
    suggestion, contacts = Suggestion.objects.get(case=case), contacts_of(case)
    return Copy(
        redacted(suggestion.title, contacts),
        redacted(suggestion.facts, contacts),
        redacted(suggestion.proposal, contacts),
        answers_of(case),
    )


def answers_of(case: Case, since: datetime | None = None) -> str:
    """What the organs answered, first to last, with personal data starred out; ``since``: only what came later."""
    sent = case.replies.filter(state=ReplyState.APPROVED).exclude(assignment__role=HandlingRole.ASSIST)
    if since is not None:
        sent = sent.filter(released_at__gt=since)
    return redacted("\n\n".join(reply.body for reply in sent.order_by("pk")), contacts_of(case))


def _of_motion(case: Case) -> MotionCopy:
    motion, contacts = Motion.objects.get(case=case), contacts_of(case)
    with translation.override(settings.LANGUAGE_CODE):  # the words of an office, whoever looks at them
        said = [
            _("%(what)s: %(words)s") % {"what": _name_of(motion, name), "words": getattr(motion, name)}
            for name in _PUBLIC_RESULTS
            if getattr(motion, name)
        ]
    words = (motion.cause, motion.grounds, motion.plan, "\n\n".join(said))
    return MotionCopy(*(redacted(text, contacts) for text in words))


def _name_of(motion: Motion, name: str) -> str:
    return str(motion._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def redacted(text: str, contacts: list[str]) -> str:
    """``text`` with personal data starred out, and with the ``contacts`` of those who signed."""
    masked, _found = mask_personal(text)
    for known in contacts:
        masked = masked.replace(known, "***")
    return masked


def contacts_of(case: Case) -> list[str]:
    """Telephones, mail and post addresses of the deputies who signed: never published with what they signed."""
    rows = case.signatories.select_related("deputy")
    known = [value for row in rows for value in (row.deputy.phone, row.deputy.email, row.deputy.address)]
    return [value for value in known if len(value.strip()) > 4]
