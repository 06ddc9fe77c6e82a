"""Steps that an organ's system takes: by the same tables, forms and services as its people take them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.response import Response

from accounts.actors import Actor
from casework import services
from casework.confidential import shielded
from casework.errors import Incomplete, LostRace, NotAllowed, Refused, StepRefused
from casework.models import Assignment, Case, Commitment, Reply
from casework.services.letters import JOINED_FIELD
from deputies.models import Organ
from feedback.models import TokenScope
from feedback.organ_api import examples, showing
from feedback.organ_api import serializers as s
from feedback.organ_api.door import OrganView
from feedback.organ_api.offers import SCOPES, form_of, offered
from feedback.organ_api.once import HEADER, digest_of, key_of, once
from feedback.organ_api.problems import NotValid, of_refusal
from feedback.organ_api.reading import first_or_404, problems

if TYPE_CHECKING:
    from rest_framework.request import Request

    from casework.services.advance import Moving

_REFUSALS = problems(400, 404, 409, 415, 422)
_HEADERS = [
    OpenApiParameter(
        HEADER, str, OpenApiParameter.HEADER, required=True,
        description="New for each thing that is done, the same when the request is repeated: then it is done once, and "
        "answered as the first time.",
    ),
    OpenApiParameter(
        "If-Match", str, OpenApiParameter.HEADER,
        description="The `ETag` that was read before. A case that has changed since is answered by 409.",
    ),
    OpenApiParameter(
        "Idempotency-Replayed", str, OpenApiParameter.HEADER, response=[200],
        description="`true` where the request had been done before.",
    ),
]  # fmt: skip


class Step(OrganView):
    """One step. ``action`` names the row of the table; ``takes`` describes the body."""

    action: ClassVar[str] = ""
    takes: ClassVar[type[s.OrganStepSerializer]] = s.OrganStepSerializer

    def find(self, request: Request, **where: Any) -> Moving:
        """The thing the address names, held until the end of the transaction; 404 for what is not this organ's."""
        raise NotImplementedError

    def moved(self, moving: Moving) -> Moving:
        """What the step is one of: the thing itself, or its case."""
        return moving

    def post(self, request: Request, **where: Any) -> Response:
        try:
            key, digest = key_of(request), digest_of(request, request.path)
            given = self._given(request)
            done, was_done = once(
                self.organ_of(request), key, digest, lambda: self._take(request, given, where)
            )
        except NotAllowed as refused:
            return of_refusal(refused)
        except (StepRefused, LostRace) as refused:
            return of_refusal(refused, self._present(request, where))
        except Refused as refused:
            return of_refusal(refused)
        headers = {"ETag": f'"{done["version"]}"'} | ({"Idempotency-Replayed": "true"} if was_done else {})
        return Response(done, headers=headers)

    def _given(self, request: Request) -> dict[str, Any]:
        sent = self.takes(data=request.data)
        sent.is_valid(raise_exception=True)
        return {name: _plain(value) for name, value in sent.validated_data.items()}

    def _take(self, request: Request, given: dict[str, Any], where: dict[str, Any]) -> dict[str, Any]:
        moving = self.find(request, **where)
        _check_version(request, given.pop("version", ""), moving)
        self.run(request, moving, given)
        return self._done(request, self.find(request, **where))

    def run(self, request: Request, moving: Moving, given: dict[str, Any]) -> None:
        """Check the step as the page does, then fill in its form and send it."""
        take(self.moved(moving), self.action, given, request)

    def _done(self, request: Request, moving: Moving) -> dict[str, Any]:
        return {
            "action": self.action,
            "reply": None,
            "is_released": False,
            **stands(moving, self.token_of(request)),
        }

    def _present(self, request: Request, where: dict[str, Any]) -> dict[str, Any]:
        with transaction.atomic():
            return stands(self.find(request, **where), self.token_of(request))


def take(moving: Moving, action: str, given: dict[str, Any], request: Request) -> None:
    """Refused as on the page: by the table, by the form, or by the service."""
    actor = Actor.of(request.user)  # type: ignore[arg-type]
    form_class = form_of(moving, action)
    if form_class is None:
        raise StepRefused(_("This kind of case knows no such step."))
    services.check(moving, services.workflow_of(moving).step(action), services.acting_as(actor, moving))
    if why := form_class.why_not(moving):
        raise StepRefused(why)
    named: Any = {Assignment: "assignment", Commitment: "commitment", Case: "case"}[type(moving)]
    data = {**given, "version": moving.version}
    given_to: Any = {named: moving}
    form = form_class(data=data, files=request.FILES, actor=actor, **given_to)
    if not form.is_valid():
        raise NotValid({_sent_as(name): list(errors) for name, errors in form.errors.items()})
    form.run()


def _sent_as(field: str) -> str:
    """The name under which a field of the form came."""
    return field.replace(JOINED_FIELD, "joined.", 1) if field.startswith(JOINED_FIELD) else field


def stands(moving: Moving, token: Any) -> dict[str, Any]:
    """How a thing stands: numbers, statuses and dates, no words of anybody."""
    due_on = moving.due_on
    return {
        "number": moving.case.number,
        "status": moving.status,
        "status_said": showing.status_said(moving),
        "case_status": moving.case.status,
        "version": showing.version_of(moving),
        "due_on": due_on.isoformat() if due_on else None,
        "allowed_actions": offered(moving, token),
    }


def _plain(value: Any) -> Any:
    """As a browser would send it."""
    return value.isoformat() if isinstance(value, date) else value


def _check_version(request: Request, named: str, moving: Moving) -> None:
    wanted = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"') or named
    if wanted not in ("", "*") and wanted != showing.version_of(moving):
        raise LostRace(_("The case has changed since you read it. Read it again before you go on."))


# --- Of a share ---------------------------------------------------------------------------------------------
class ShareStep(Step):
    def find(self, request: Request, **where: Any) -> Assignment:
        user: Any = request.user
        mine = showing.shares(user, self.organ_of(request)).filter(case__number=where["number"])
        found: Assignment = first_or_404(mine.order_by("-pk"))
        # The case before its share, as everybody takes them.
        Case.objects.select_for_update().get(pk=found.case_id)
        share: Assignment = first_or_404(mine.filter(pk=found.pk))
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
        is_released = reply is not None and reply.state not in ("draft", "submitted")
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


# --- Of a motion, of a promise ------------------------------------------------------------------------------
class ReportMotion(Step):
    action = "report_handling"
    takes = s.NoteSerializer

    def find(self, request: Request, **where: Any) -> Case:
        user: Any = request.user
        mine = showing.motions(user, self.organ_of(request)).filter(number=where["number"])
        found = first_or_404(mine)
        Case.objects.select_for_update().get(pk=found.pk)
        return first_or_404(mine)  # type: ignore[no-any-return]


class PromiseStep(Step):
    def find(self, request: Request, **where: Any) -> Commitment:
        user: Any = request.user
        mine = showing.promises(user, self.organ_of(request)).filter(pk=where["key"])
        found = first_or_404(mine)
        Case.objects.select_for_update().get(pk=found.case_id)
        promise: Commitment = first_or_404(mine)
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


_DESCRIBED: tuple[tuple[type[Step], str, str, dict[str, Any]], ...] = (
    (Sign, "Sign for receipt", "", {}),
    (
        ObjectTo,
        "Say that the case is another organ's",
        "The office decides; within the days the rules allow.",
        {"An objection": examples.OBJECTION},
    ),
    (AskExtension, "Ask for more time", "Once, with the reason.", {"More time": examples.EXTENSION}),
    (
        RecordContact,
        "Record a contact",
        "With the citizen, or of a suggestion with the deputy: the law asks for one before the answer.",
        {"A contact": examples.CONTACT},
    ),
    (
        Answer,
        "Answer",
        "As JSON, or as multipart/form-data with `files`. The answer waits for the organ's head, unless the key has the"
        " scope `release` and the request says `release`. Class, promise and letter: see `answer_needs`.",
        {"To an opinion": examples.ANSWER, "To a suggestion": examples.LETTER},
    ),
    (TakeBackDraft, "Take a draft back from countersigning", "", {}),
    (ReleaseReply, "Release the draft in the head's stead", "", {}),
    (SendBack, "Send the draft back to the handler", "", {}),
    (Agree, "Agree to the draft of the organ that leads", "", {}),
    (Disagree, "Disagree with the draft of the organ that leads", "", {}),
    (ReportMotion, "Report to the standing committee how a motion is carried out", "", {}),
    (ReportStatus, "Say how a promise stands this year", "", {}),
    (
        ReportPromise,
        "Say what became of a promise",
        "Kept, not kept and why, or carried on to a later day.",
        {},
    ),
    (ReleaseReport, "Release what became of a promise", "", {}),
)


def _described(view: type[Step], summary: str, more: str, said: dict[str, Any]) -> Any:
    """``post`` of one view, with its description."""

    def post(self: Step, request: Request, **where: Any) -> Response:
        return Step.post(self, request, **where)

    taken: Any = view.takes
    if MultiPartParser in view.parser_classes:
        taken = {
            "application/json": s.OrganAnswerSerializer,
            "multipart/form-data": s.OrganAnswerFilesSerializer,
        }
    return extend_schema(
        operation_id=f"organ_{view.action}",
        tags=["organ"],
        summary=summary,
        description=f"{more} Scope: `{view.scope}`.".strip(),
        parameters=_HEADERS,
        request=taken,
        responses={200: s.DoneSerializer, **_REFUSALS},
        examples=[
            *(OpenApiExample(name, value=value, request_only=True) for name, value in said.items()),
            OpenApiExample("Done", value=examples.DONE, response_only=True, status_codes=["200"]),
            OpenApiExample("Refused", value=examples.REFUSED, response_only=True, status_codes=["400"]),
        ],
    )(post)


for _view, _summary, _more, _said in _DESCRIBED:
    _view.scope = SCOPES[_view.action].value
    _view.post = _described(_view, _summary, _more, _said)  # type: ignore[method-assign]
