"""Suggestions and motions in the search: what is indexed of them, what is shown among the hits, and a deputy's drafts.

Who sees the case reads what its deputies wrote and what was answered. Anyone finds it by the copy that was published
alone, and by who leads it and which organ answered. A draft is in no index: it is its deputies' own.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.grams import wanted
from casework.models import Reply
from casework.models.assignment import HandlingRole
from casework.models.case import OF_DEPUTIES, Kind
from casework.models.reply import ReplyState
from casework.searching import Found, Source, Words
from feedback.search import Said, index_kind_with, index_said
from feedback.text import mask_personal
from suggestions.access import drafts_visible_to
from suggestions.models import Motion, MotionPublication, Publication, Suggestion
from suggestions.words import results

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.models import User
    from casework.models import Case

_MOST_DRAFTS = 200
_SHOWN_DRAFTS = 10


# --- What is indexed ------------------------------------------------------------------------------------
def index_cases(case_ids: Iterable[int]) -> None:
    """Bring the index up to date for these cases. May run twice, and in any order."""
    index_said(said_of(case_ids))


def said_of(case_ids: Iterable[int]) -> list[tuple[int, Said]]:
    """What the index should hold of these cases, as far as they are suggestions or motions."""
    case_ids = list(case_ids)
    return [*_said_by_suggestions(case_ids), *_said_by_motions(case_ids)]


def _said_by_suggestions(case_ids: list[int]) -> list[tuple[int, Said]]:
    rows = Suggestion.objects.filter(case__in=case_ids, case__kind=Kind.SUGGESTION).select_related(
        "case__organ", "deputy"
    )
    copies = {one.suggestion_id: one for one in Publication.objects.public().filter(suggestion__in=rows)}
    answers = _answers(case_ids)
    said = []
    for row in rows:
        public = copies.get(row.pk)
        said.append(
            (
                row.case_id,
                Said(
                    title=public.title if public else "",
                    text=_lines(public.facts, public.proposal, public.answer, *_names(row)) if public else "",
                    hidden_title=row.title,
                    hidden=_lines(row.facts, row.proposal, row.verified, *answers[row.case_id or 0]),
                    matter=_lines(row.title, row.facts, row.proposal),
                ),
            )
        )
    return said  # type: ignore[return-value]


def _names(suggestion: Suggestion) -> list[str]:
    """Who leads it and which organ answers: people look for these, too."""
    organ = suggestion.case.organ if suggestion.case else None
    return [suggestion.deputy.name, *([organ.name] if organ else [])]


def _said_by_motions(case_ids: list[int]) -> list[tuple[int, Said]]:
    rows = Motion.objects.filter(case__in=case_ids, case__kind=Kind.MOTION).select_related("case__organ")
    copies = {one.motion_id: one for one in MotionPublication.objects.public().filter(motion__in=rows)}
    suggestions = Suggestion.objects.filter(case__in=rows.values("pk")).select_related(
        "case__organ", "deputy"
    )
    names = {one.case_id: _names(one) for one in suggestions}
    return [(row.pk, _of_motion(row, copies.get(row.pk), names.get(row.pk, []))) for row in rows]


def _of_motion(motion: Motion, copy: MotionPublication | None, names: list[str]) -> Said:
    public = copy if motion.case.is_public and not motion.case.confidential else None
    return Said(
        title=public.cause if public else "",
        text=_lines(public.grounds, public.plan, public.results, *names) if public else "",
        hidden_title=motion.cause,
        hidden=_lines(motion.grounds, motion.plan, *(text for _label, text in results(motion))),
        matter=_lines(motion.cause, motion.grounds, motion.plan),
    )


def _answers(case_ids: list[int]) -> dict[int, list[str]]:
    """What the organs answered: not what assisting ones said to the one that leads."""
    found: dict[int, list[str]] = defaultdict(list)
    given = Reply.objects.filter(case__in=case_ids, state=ReplyState.APPROVED)
    given = given.filter(Q(assignment=None) | ~Q(assignment__role=HandlingRole.ASSIST))
    for case_id, body in given.order_by("pk").values_list("case_id", "body"):
        found[case_id].append(body)
    return found


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


for _kind in OF_DEPUTIES:
    index_kind_with(_kind.value, said_of)


# --- What is shown among the hits -----------------------------------------------------------------------
def words_of_suggestions(cases: Sequence[Case]) -> dict[int, Words]:
    keys = [case.pk for case in cases]
    answers = _answers(keys)
    return {
        row.case_id: _shown(row.title, row.facts, row.proposal, row.verified, *answers[row.case_id or 0])  # type: ignore[misc]
        for row in Suggestion.objects.filter(case__in=keys)
    }


def words_of_motions(cases: Sequence[Case]) -> dict[int, Words]:
    rows = Motion.objects.filter(case__in=[case.pk for case in cases])
    return {
        row.pk: _shown(row.cause, row.grounds, row.plan, *(text for _label, text in results(row)))
        for row in rows
    }


def _shown(title: str, *texts: str) -> Words:
    return Words(mask_personal(title)[0], mask_personal(_lines(*texts))[0])


# --- Drafts ---------------------------------------------------------------------------------------------
def _drafts(user: User, query: str) -> list[Found]:
    """The reader's own drafts and those they are asked to sign: so few that they are simply read."""
    cut = wanted(query)
    found = []
    for row in drafts_visible_to(user).order_by("-saved_at", "-pk")[:_MOST_DRAFTS]:
        text = _lines(row.facts, row.proposal, row.verified)
        if cut.fits(f"{row.title}\n{text}"):
            found.append(Found(_shown(str(row), text), reverse("draft", args=[row.pk])))
    return found[:_SHOWN_DRAFTS]


DRAFTS = Source("draft", _("Drafts"), _drafts, roles=("deputy",))
