"""Steps of a share: signed for, objected to, answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.parsers import JSONParser, MultiPartParser

from casework.confidential import shielded
from casework.errors import Incomplete, NotAllowed
from casework.models import Assignment, Reply
from casework.models.reply import ReplyState
from casework.services.letters import JOINED_FIELD
from deputies.models import Organ
from feedback.models import TokenScope
from feedback.organ_api import serializers as s
from feedback.organ_api import showing
from feedback.organ_api.steps.base import Step, held, take

if TYPE_CHECKING:
    from rest_framework.request import Request

    from casework.services.advance import Moving


class ShareStep(Step):
    def find(self, request: Request, **where: Any) -> Assignment:
        user: Any = request.user
        mine = showing.shares(user, self.organ_of(request)).filter(case__number=where["number"])
        share: Assignment = held(mine.order_by("-pk"))
        share.case = shielded(share.case, user)
        return share


class Sign(ShareStep):
    action = "sign"


class ObjectTo(ShareStep):
    action = "object"
    takes = s.ObjectSerializer

    def run(self, request: Request, moving: Moving, given: dict[str, Any]) -> None:
        code = given.pop("proposed_organ", "")
        super().run(request, moving, given | {"proposed_organ": self._organ(request, code)})

    def _organ(self, request: Request, code: str) -> int | str:
        if not code:
            return ""
        organ = Organ.objects.filter(congress=self.organ_of(request).congress_id, code=code, is_active=True)
        found = organ.values_list("pk", flat=True).first()
        if found is None:
            raise Incomplete("proposed_organ", _("No organ in use has this code."))
        return found


class AskExtension(ShareStep):
    action = "ask_extension"
    takes = s.ExtendSerializer

    def moved(self, moving: Moving) -> Moving:
        return moving.case


class RecordContact(ShareStep):
    action = "record_contact"
    takes = s.RecordContactSerializer


class _ReplyStep(ShareStep):
    def _done(self, request: Request, moving: Moving) -> dict[str, Any]:
        reply = Reply.objects.filter(assignment=moving.pk).order_by("-pk").first()
        is_released = reply is not None and reply.state not in (ReplyState.DRAFT, ReplyState.SUBMITTED)
        more = {"reply": reply.pk if reply else None, "is_released": is_released}
        return super()._done(request, moving) | more


class Answer(_ReplyStep):
    """With the scope ``answer`` alone it is a draft that waits for the head, as a handler's."""

    action = "submit_reply"
    takes = s.OrganAnswerFilesSerializer
    parser_classes = (JSONParser, MultiPartParser)

    def run(self, request: Request, moving: Moving, given: dict[str, Any]) -> None:
        given.pop("files", None)  # the form takes them as they were sent
        releases = given.pop("release", False)
        given |= {f"{JOINED_FIELD}{case}": number for case, number in given.pop("joined", {}).items()}
        if releases and TokenScope.RELEASE not in self.token_of(request).scopes:
            raise NotAllowed(
                _("The key lacks the scope “release”: send the answer without it, for the head to release.")
            )
        super().run(request, moving, given)
        if releases and moving.status == "drafted":
            take(moving, "release_reply", {}, request)


class TakeBackDraft(ShareStep):
    action = "take_back_draft"


class ReleaseReply(_ReplyStep):
    action = "release_reply"


class SendBack(ShareStep):
    action = "send_back"
    takes = s.NoteSerializer


class Agree(ShareStep):
    action = "agree"


class Disagree(ShareStep):
    action = "disagree"
    takes = s.ReasonSerializer
