"""A session of the simulated congress, from the deputies' drafts to what is public: suggestions and motions.

Everybody acts by the services alone. Most act in their time; what is left after three urgings a colleague takes over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from casework.models import Assignment, AssignmentObjection, Case, Commitment, ExtensionRequest
from casework.models.case import Kind
from deputies.mandates import phase_of
from liaison.demo.simulation.organs import AT_AN_ORGAN, PROMISED
from liaison.demo.simulation.session import plan
from liaison.demo.simulation.session.deputies import Deputies, is_behind_a_draft
from liaison.demo.simulation.session.hands import Chamber
from liaison.demo.simulation.session.motions import Motions
from liaison.demo.simulation.session.organs import AnsweringOrgans
from liaison.demo.simulation.session.secretariat import Secretariat
from suggestions import services

if TYPE_CHECKING:
    from liaison.demo.simulation.clock import Clock
    from liaison.demo.simulation.town import Town
    from liaison.demo.simulation.waits import Waits

_OURS = ("lodged", "accepted", "to_reassign", "appraised", "to_mediate")
_WITH_ORGANS = ("assigned", "handling")
_STEPS_A_LOOK = 2  # of a motion while the congress meets


class Sitting:
    """The suggestions and motions of one congress, looked through at each desk hour."""

    def __init__(self, town: Town, clock: Clock, waits: Waits) -> None:
        office = town.offices[min(1, len(town.offices) - 1)]
        self.waits = waits
        self.chamber = Chamber(town, office, plan.proposals(town, office))
        self.deputies = Deputies(self.chamber, clock, waits)
        self.secretariat = Secretariat(self.chamber, clock, waits)
        self.organs = AnsweringOrgans(self.chamber, clock, waits)
        self.motions = Motions(self.chamber, clock, waits)

    def is_being_drafted(self, case: Case) -> bool:
        """Whether a deputy writes a suggestion of this opinion now."""
        return case.status == "to_convert" and is_behind_a_draft(case)

    def at_their_desks(self) -> None:
        """Everybody looks through what is theirs; nothing where no session lies in the days."""
        if not self.chamber.planned:
            return
        phase = phase_of(self.chamber.congress)
        if phase.in_session and phase.session:
            self.motions.set_times(phase.session)
        self.deputies.write_and_sign(timezone.localdate())
        self._suggestions()
        self._shares()
        self._decisions()
        self._publications()
        self._motions(meets=phase.in_session)

    def _cases(self, kind: Kind, statuses: tuple[str, ...]) -> list[Case]:
        rows = Case.objects.filter(kind=kind, status__in=statuses, congress=self.chamber.congress)
        return list(rows.select_related("congress", "deputy", "owner", "organ", "session").order_by("pk"))

    def _suggestions(self) -> None:
        steps = {
            "lodged": self.secretariat.examine, "accepted": self.secretariat.assign,
            "to_reassign": self.secretariat.assign, "appraised": self.secretariat.assign,
            "to_mediate": self.secretariat.mediate,
        }  # fmt: skip
        for case in self._cases(Kind.SUGGESTION, ("sent_back", "delivered", "handling", *_OURS)):
            if case.status == "sent_back":
                self.deputies.revise(case)
            elif case.status == "delivered":
                self.deputies.rate(case)
            elif case.status == "handling":
                self.secretariat.choose(case)
            elif self._is_to_be_withdrawn(case):
                self.deputies.withdraw(case)
            elif self.waits.is_ripe_or_taken_over(case, case.due_on, case.status_since):
                steps[case.status](case)

    def _is_to_be_withdrawn(self, case: Case) -> bool:
        return case.status == "accepted" and "retracted" in self.chamber.by_case[case.pk].fate

    def _shares(self) -> None:
        owed = Assignment.objects.filter(
            status__in=AT_AN_ORGAN, case__status__in=_WITH_ORGANS, case__kind=Kind.SUGGESTION
        )
        for key in list(owed.order_by("pk").values_list("pk", flat=True)):
            share = Assignment.objects.select_related("organ", "case__congress", "case__owner").get(pk=key)
            if share.status not in AT_AN_ORGAN or share.case.status not in _WITH_ORGANS:
                continue  # another organ has moved the case since
            if not self.organs.act(share) and self.waits.how_often(share, share.due_on) > 2:
                self.secretariat.recall(share)

    def _decisions(self) -> None:
        """Objections, requests for more time, and promises whose day has come."""
        objections = AssignmentObjection.objects.filter(
            upheld=None, assignment__status="objected", assignment__case__kind=Kind.SUGGESTION
        )
        for objection in objections.select_related("assignment__case__owner", "assignment__case__congress"):
            if self.waits.is_ripe_or_taken_over(
                objection.assignment.case, objection.assignment.case.due_on, objection.made_at
            ):
                self.secretariat.decide_objection(objection)
        asked = ExtensionRequest.objects.filter(
            granted=None, assignment__case__status="handling", assignment__case__kind=Kind.SUGGESTION
        )
        for request in asked.select_related("assignment__case__owner", "assignment__case__congress"):
            if timezone.localdate() > timezone.localdate(request.asked_at):
                self.secretariat.decide_extension(request)
        promises = Commitment.objects.filter(status__in=PROMISED, case__kind=Kind.SUGGESTION).order_by("pk")
        for promise in promises.select_related("case__congress", "case__owner", "assignment__organ"):
            promise.assignment.case = promise.case
            self.organs.follow(promise)

    def _publications(self) -> None:
        for row in services.unpublished().select_related("suggestion__case__owner", "suggestion__deputy"):
            self.secretariat.publish(row)

    def _motions(self, *, meets: bool) -> None:
        for _look in range(_STEPS_A_LOOK if meets else 1):
            for case in self._cases(Kind.MOTION, tuple(services.motions.OPEN)):
                self.motions.act(case, meets=meets)
        for case in self._cases(Kind.MOTION, services.motions.DECIDED):
            if not case.is_public:
                self.motions.publish(case)
