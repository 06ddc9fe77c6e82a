"""The one function in which the stage of a draft changes: its table is checked, and compared and swapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import LostRace, NotAllowed, StepRefused
from casework.workflows import DRAFTING
from suggestions.access import roles_on_draft
from suggestions.models import Suggestion
from suggestions.models.suggestion import WORDS

if TYPE_CHECKING:
    from accounts.actors import Actor


def move(
    suggestion: Suggestion, action: str, *, actor: Actor, expected_version: int | None = None, **words: Any
) -> None:
    """Take the step ``action`` of a draft and store ``words`` with it; a page that shows older words overwrites none.

    Raises NotAllowed, StepRefused, LostRace. ``version`` goes on whenever the words change.
    """
    step = DRAFTING.step(action)
    if not roles_on_draft(suggestion, actor) & set(step.who):
        raise NotAllowed(_("Your role cannot take this step: “%(step)s”.") % {"step": _(step.label)})
    if suggestion.stage not in step.sources:
        status = DRAFTING.by_status[suggestion.stage]
        raise StepRefused(
            _("“%(step)s” is not possible now: the draft stands at “%(status)s”.")
            % {"step": _(step.label), "status": _(status.label)}
        )
    if expected_version is not None and expected_version != suggestion.version:
        raise LostRace(_("The draft has been changed in another window. Look at it again before you go on."))
    is_reworded = bool(words.keys() & set(WORDS))
    columns = dict(words) | {"stage": step.target or suggestion.stage, "saved_at": timezone.now()}
    row = Suggestion.objects.filter(pk=suggestion.pk, stage=suggestion.stage, version=suggestion.version)
    if not row.update(version=F("version") + int(is_reworded), **columns):
        raise LostRace(_("The draft has been changed in another window. Look at it again before you go on."))
    for name, value in columns.items():
        setattr(suggestion, name, value)
    suggestion.version += is_reworded
