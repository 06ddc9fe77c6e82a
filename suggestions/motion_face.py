"""How a motion looks on the pages that every kind of case shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from casework import clocks
from casework.faces import Face
from suggestions.face import links_of
from suggestions.forms import InviteForm, MotionWordsForm
from suggestions.models import Motion, Suggestion
from suggestions.services import motions as services

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.actors import Actor
    from casework.models import Case

#: What was decided, in the order in which it comes.
RESULTS = (
    "opinion", "presidium", "vote", "organ_opinion", "deliberation", "decision", "report", "second_report",
)  # fmt: skip


def results(motion: Motion) -> list[tuple[Any, str]]:
    """The words of each decision that there is, with what it is called."""
    found = [name for name in RESULTS if getattr(motion, name)]
    return [(motion._meta.get_field(name).verbose_name, getattr(motion, name)) for name in found]  # type: ignore[union-attr]


def context(case: Case, roles: Collection[str], actor: Actor) -> dict[str, Any]:
    """The motion, who stands behind it and whether they are enough, what was decided, and the organs' days."""
    motion = Motion.objects.get(case=case)
    suggestion = Suggestion.objects.filter(case=case).select_related("deputy").first()
    standing = {row.pk for row in services.standing(case)}
    is_completing = case.status == "incomplete" and "deputy" in roles and suggestion is not None
    return {
        "motion": motion,
        "signatories": [(row, row.pk in standing) for row in case.signatories.select_related("deputy")],
        "held": len(standing),
        "rule": services.needed_for(case),
        "short": services.shortfall(case) if case.is_open else "",
        "results": results(motion),
        "links": links_of(suggestion, actor) if suggestion else [],
        "organ_days": organ_days(case),
        "again_until": services.ask_until(case) if case.status == "not_motion" else None,
        "invite_form": InviteForm(suggestion=suggestion) if is_completing and suggestion else None,
        "words_form": MotionWordsForm(instance=suggestion) if is_completing else None,
    }


def organ_days(case: Case) -> list[tuple[Any, clocks.Planned]]:
    """Until when organs are asked and answer, while a committee deliberates (Shanghai, article 17)."""
    if case.status != "in_committee" or case.session is None:
        return []
    close = case.session.ends_on
    return [
        (_("To ask the organs by"), clocks.planned(case, "ask_organ", close)),
        (_("The organs answer by"), clocks.planned(case, "organ_opinion", close)),
    ]


MOTION = Face(
    title=_("The motion"),
    words="suggestions/motions/_words.html",
    parts="suggestions/motions/_parts.html",
    facts="suggestions/motions/_facts.html",
    context=context,
)
