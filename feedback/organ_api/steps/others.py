"""Steps of what an organ carries out: a motion, a promise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casework.confidential import shielded
from casework.models import Case, Commitment
from feedback.organ_api import serializers as s
from feedback.organ_api import showing
from feedback.organ_api.steps.base import Step, held

if TYPE_CHECKING:
    from rest_framework.request import Request


class ReportMotion(Step):
    action = "report_handling"
    takes = s.NoteSerializer

    def find(self, request: Request, **where: Any) -> Case:
        user: Any = request.user
        mine = showing.motions(user, self.organ_of(request)).filter(number=where["number"])
        return held(mine)  # type: ignore[no-any-return]


class PromiseStep(Step):
    def find(self, request: Request, **where: Any) -> Commitment:
        user: Any = request.user
        mine = showing.promises(user, self.organ_of(request)).filter(pk=where["key"])
        promise: Commitment = held(mine)
        promise.case = promise.assignment.case = shielded(promise.case, user)
        return promise


class ReportStatus(PromiseStep):
    action = "report_status"
    takes = s.NoteSerializer


class ReportPromise(PromiseStep):
    action = "report_promise"
    takes = s.ReportPromiseSerializer


class ReleaseReport(PromiseStep):
    action = "release_report"
