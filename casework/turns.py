"""Whose turn it is: who must do what next, read from the table of steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.roles import Role
from casework.models import Case
from casework.services import workflow_of

if TYPE_CHECKING:
    from casework.engine import Step
    from casework.models import Assignment, Commitment

_OFFICE = {Role.OFFICER.value, Role.STATION.value}
_ORGAN = {Role.HANDLER.value, Role.HEAD.value}


@dataclass(frozen=True, slots=True)
class Turn:
    """What may carry the thing on, as labels of steps, and who takes one of them."""

    labels: tuple[str, ...]
    who: str

    @property
    def words(self) -> str:
        return _("%(who)s: %(steps)s") % {"who": self.who, "steps": _or().join(self.labels)}


def turns(thing: Case | Assignment | Commitment) -> list[Turn]:
    """Who must act next on ``thing``, one entry for each; empty once it is closed.

    What is handled together with a leading case moves when that one does.
    """
    if isinstance(thing, Case) and thing.status == "joined" and thing.leading:
        return turns(thing.leading)
    found: dict[str, list[str]] = {}
    for step in workflow_of(thing).carrying_on(thing.status):
        for who in _people(thing, step):
            found.setdefault(who, []).append(_(step.label))
    return [Turn(tuple(dict.fromkeys(labels)), who) for who, labels in found.items()]


def _people(thing: Case | Assignment | Commitment, step: Step) -> list[str]:
    """Each a person or body where one is named, else the role. The portal itself only where nobody else can."""
    roles = set(step.who)
    if "citizen" in roles:
        return [_("the citizen")]
    if roles == {"system"}:
        return [_("the portal by itself, when its day comes")]
    named = [
        (roles & _OFFICE, _owner(thing) or _("the liaison office")),
        (roles & {Role.DEPUTY.value}, _deputy(thing)),
        (roles & _ORGAN, _organ(thing)),
        (roles & {Role.COMMITTEE.value}, _owner(thing) or _("the standing committee")),
    ]
    return [who for held, who in named if held]


def _case(thing: Case | Assignment | Commitment) -> Case:
    return thing if isinstance(thing, Case) else thing.case


def _owner(thing: Case | Assignment | Commitment) -> str:
    return str(_case(thing).owner or "")


def _deputy(thing: Case | Assignment | Commitment) -> str:
    return str(_case(thing).deputy or _("the deputy"))


def _organ(thing: Case | Assignment | Commitment) -> str:
    organ = str(getattr(thing, "organ", None) or _("the organ in charge"))
    handler = getattr(thing, "handler", None)
    return f"{organ} · {handler}" if handler else organ


def _or() -> str:
    return pgettext("between steps of which one is to be taken", " or ")
