"""How a motion looks on the pages that every kind of case shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from casework import clocks
from casework.faces import Face, Said
from suggestions.face import links_of
from suggestions.forms import InviteForm, MotionWordsForm
from suggestions.models import Motion, Suggestion
from suggestions.services import motions as services
from suggestions.words import RESULTS, results

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.actors import Actor
    from casework.models import Case


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


def said(case: Case, roles: Collection[str], actor: Actor) -> list[Said]:
    """The same for programs: cause is the title; grounds, plan, and what was decided."""
    motion = Motion.objects.get(case=case)
    parts = [
        Said("grounds", _("Grounds"), motion.grounds),
        Said("plan", _("The plan"), motion.plan),
        Said("serial", _("Serial number"), str(case.serial or "")),
        Said("brought_by", _("Brought by"), f"{motion.get_proposer_display()} {motion.body}".strip()),
        Said("committee", _("Committee"), motion.committee),
        Said("outcome", _("Decision"), motion.get_outcome_display()),
    ]
    parts += [
        Said(name, motion._meta.get_field(name).verbose_name, getattr(motion, name))  # type: ignore[union-attr]
        for name in RESULTS
    ]
    return [part for part in parts if part.text]


MOTION = Face(
    title=_("The motion"),
    words="suggestions/motions/_words.html",
    parts="suggestions/motions/_parts.html",
    facts="suggestions/motions/_facts.html",
    context=context,
    said=said,
)
