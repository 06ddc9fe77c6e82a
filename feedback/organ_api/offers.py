"""The steps that an organ's system can take, each with the scope it needs: a choice among the rows of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.actors import Actor
from casework.models import Assignment, Case, Commitment
from casework.services import allowed_steps
from casework.steps import case_form, promise_form, share_form
from feedback.models import TokenScope

if TYPE_CHECKING:
    from casework.services.advance import Moving
    from casework.steps import StepForm
    from feedback.models import OrganToken

#: By action. What only the head of an organ does, a system does with the scope ``release`` alone.
SCOPES: dict[str, TokenScope] = {
    "sign": TokenScope.ACT,
    "object": TokenScope.ACT,
    "ask_extension": TokenScope.ACT,
    "record_contact": TokenScope.ACT,
    "submit_reply": TokenScope.ANSWER,
    "take_back_draft": TokenScope.ANSWER,
    "report_status": TokenScope.ANSWER,
    "report_promise": TokenScope.ANSWER,
    "send_back": TokenScope.RELEASE,
    "release_reply": TokenScope.RELEASE,
    "agree": TokenScope.RELEASE,
    "disagree": TokenScope.RELEASE,
    "release_report": TokenScope.RELEASE,
    "report_handling": TokenScope.RELEASE,
}


def form_of(moving: Moving, action: str) -> type[StepForm] | None:
    if isinstance(moving, Commitment):
        return promise_form(action)
    return (case_form if isinstance(moving, Case) else share_form)(action, moving.case.kind)


def offered(moving: Moving, token: OrganToken) -> list[str]:
    """What this key may do now with a share, a motion or a promise, by the names of the steps."""
    actor = Actor.of(token.account)
    found = _possible(moving, actor)
    if isinstance(moving, Assignment):
        case = moving.case
        found += [name for name in _possible(case, actor) if name == "ask_extension"]
    return [name for name in found if SCOPES[name] in token.scopes]


def _possible(moving: Moving, actor: Actor) -> list[str]:
    found = []
    for step in allowed_steps(moving, actor):
        form: Any = form_of(moving, step.action) if step.action in SCOPES else None
        if form is not None and not form.why_not(moving):
            found.append(step.action)
    return found
