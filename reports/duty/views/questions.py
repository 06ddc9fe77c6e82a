"""One question at work: for the office that screens it and the deputy who answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.rules import urging_days
from casework.turns import Turn
from casework.views.why import RUNGS, Owed, answer
from deputies.models import posts_of
from reports.duty import hints
from reports.duty.access import questions_visible_to, roles_on
from reports.duty.views.common import actions, base_for, history, take_step

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from reports.duty.models import VoterQuestion


def _find(request: HttpRequest, pk: int) -> VoterQuestion:
    return get_object_or_404(questions_visible_to(request.user).for_lists(), pk=pk)


@login_required
def duty_question(request: HttpRequest, pk: int) -> HttpResponse:
    """The question, its answer, what may be done now, and how it came about. Never who asks."""
    question = _find(request, pk)
    is_office = "officer" in roles_on(request.user, question)
    found = actions(
        request,
        question,
        lambda action: reverse("duty_question_step", args=[question.pk, action]),
        primary=("pass", "answer", "release"),
    )
    if question.wants_private:
        found = [one for one in found if not one["url"].endswith("/answer/")]
    context = {
        "question": question,
        "shown": question.body if is_office else question.shown,
        "question_hints": hints.hints(question.body) if is_office and question.status == "asked" else [],
        "answer_hints": hints.hints(question.answer) if is_office and question.status == "answered" else [],
        "actions": found,
        "events": history(question.events.all()),  # type: ignore[attr-defined]
        "base": base_for(request, question),
        "back": "duty_reports" if question.deputy_id in posts_of(request.user).deputy else "duty_check",
    }
    return render(request, "reports/duty/question.html", context)


@login_required
def duty_question_why(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a question is due on its day, who acts next, and when the portal urges."""
    question = _find(request, pk)
    is_deputys = question.status == "with_deputy"
    who = str(question.deputy) if is_deputys else _("the liaison office")
    turn = Turn((_("Answer the question") if is_deputys else _("Look at it and pass it on"),), who)
    owed = Owed(_("Question to a deputy"), question, [turn] if question.is_open else [], _ladder(question))
    title = _("Question to deputy %(name)s") % {"name": question.deputy}
    return answer(request, (title, reverse("duty_question", args=[pk])), [owed])


def _ladder(question: VoterQuestion) -> list[tuple[str, date]]:
    """The coming days of the urging ladder."""
    if question.due_on is None:
        return []
    today = timezone.localdate()
    days = urging_days(question.profile, question.due_on)
    return [(_(RUNGS[rung]), day) for rung, day in days.items() if day >= today]


@login_required
def duty_question_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    question = _find(request, pk)
    back = reverse("duty_question", args=[pk])
    return take_step(request, question, action, back, base_for(request, question))
