"""One step for many cases: what will happen to each is shown first, what happened to each afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from casework.access import visible_to
from casework.errors import Refused
from casework.queues import Queue
from casework.services import acting_as, check, workflow_of
from casework.steps import bulk_actions, case_form
from casework.typed import whole

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Case
    from casework.steps import StepForm

MOST = 100


@dataclass
class Turn:
    """One case's turn: what will happen (or has happened), or why not."""

    case: Case
    version: int
    lines: list[str] = field(default_factory=list)
    refused: str = ""
    spared: bool = False


@login_required
@require_POST
def bulk(request: HttpRequest, action: str) -> HttpResponse:
    """Selected cases: first the preview, and with ``confirmed`` the step itself, each case by itself."""
    form_class = case_form(action)
    if form_class is None or action not in bulk_actions():
        raise Http404
    place = request.POST.get("from", "")
    picked = _picked(request)
    if not picked:
        return redirect(Queue(request.user, QueryDict(place)).url())  # type: ignore[arg-type]
    actor = Actor.of(request.user)
    step = workflow_of(picked[0][0]).step(action)
    confirmed = "confirmed" in request.POST
    act = _run if confirmed else _foresee
    cases = [case for case, _version in picked]
    turns = [act(Turn(case, version), form_class, actor, request.POST, cases) for case, version in picked]
    context = {
        "step": step,
        "action": action,
        "turns": turns,
        "possible": [turn for turn in turns if not turn.refused and not turn.spared],
        "choices": _asked_once(form_class, cases, actor, request.POST),
        "from": place,
        "queue": Queue(request.user, QueryDict(place)),  # type: ignore[arg-type]
        "most": MOST if len(request.POST.getlist("case")) > MOST else None,
    }
    return render(request, "desk/bulk_done.html" if confirmed else "desk/bulk.html", context)


def _picked(request: HttpRequest) -> list[tuple[Case, int]]:
    """The selected cases this reader sees, in the order of the list, each with the version that was shown."""
    marks = dict(mark.partition("~")[::2] for mark in request.POST.getlist("case")[:MOST])
    keys = [key for key in map(whole, marks) if key is not None]
    cases = visible_to(request.user).opinions().for_lists()  # the queue's: it lists no complaints
    found = cases.select_related("congress", "proposal__organ", "proposal__topic").in_bulk(keys)
    versions = {whole(key): whole(version) for key, version in marks.items()}
    return [
        (found[key], found[key].version if (version := versions[key]) is None else version)
        for key in dict.fromkeys(keys)
        if key in found
    ]


def _asked_once(form_class: type[StepForm], cases: list[Case], actor: Actor, sent: QueryDict) -> list[Any]:
    """The fields that are asked once for all cases, with what was chosen."""
    form = form_class(case=cases[0], actor=actor, initial=_chosen(form_class, sent))
    form.among(cases)
    for name in form_class.bulk or ():
        form.fields[name].required = False
    return [form[name] for name in form_class.bulk or ()]


def _chosen(form_class: type[StepForm], sent: QueryDict) -> dict[str, Any]:
    return {name: sent.get(name) for name in form_class.bulk or () if sent.get(name)}


def _form(
    turn: Turn, form_class: type[StepForm], actor: Actor, sent: QueryDict, cases: list[Case]
) -> StepForm:
    """The step's own form, filled as it would be proposed for this case, with what was chosen for all."""
    blank = form_class(case=turn.case, actor=actor)
    blank.among(cases)
    data = {**blank.proposed(), "version": turn.version, **_chosen(form_class, sent)}
    form = form_class(
        case=turn.case, actor=actor, data=MultiValueDict({name: [value] for name, value in data.items()})
    )
    form.among(cases)
    return form


def _checked(
    turn: Turn, form_class: type[StepForm], actor: Actor, sent: QueryDict, cases: list[Case]
) -> StepForm | None:
    """The valid form, or None with the reason noted."""
    other = form_class.leaves_alone(turn.case, _chosen(form_class, sent), cases)
    if other:
        turn.lines, turn.spared = [other], True
        return None
    try:
        check(turn.case, workflow_of(turn.case).step(form_class.action), acting_as(actor, turn.case))
    except Refused as refused:
        turn.refused = str(refused)
        return None
    turn.refused = form_class.why_not(turn.case)
    if turn.refused:
        return None
    form = _form(turn, form_class, actor, sent, cases)
    if turn.version != turn.case.version:
        turn.refused = _("It has changed since you selected it. Look at it again.")
    elif not form.is_valid():
        turn.refused = " ".join(str(text) for errors in form.errors.values() for text in errors)
    return None if turn.refused else form


def _foresee(
    turn: Turn, form_class: type[StepForm], actor: Actor, sent: QueryDict, cases: list[Case]
) -> Turn:
    form = _checked(turn, form_class, actor, sent, cases)
    if form is not None:
        turn.lines = form.outcome()
    return turn


def _run(turn: Turn, form_class: type[StepForm], actor: Actor, sent: QueryDict, cases: list[Case]) -> Turn:
    """Each case is a transaction of its own: one that is refused does not undo the others."""
    form = _checked(turn, form_class, actor, sent, cases)
    if form is None:
        return turn
    lines = form.outcome()
    try:
        form.run()
    except Refused as refused:
        turn.refused = str(refused)
    else:
        turn.lines = lines
    return turn
