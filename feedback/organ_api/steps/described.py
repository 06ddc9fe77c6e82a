"""What OpenAPI says of each step, and the scope that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from feedback.organ_api import examples
from feedback.organ_api import serializers as s
from feedback.organ_api.offers import SCOPES
from feedback.organ_api.once import HEADER
from feedback.organ_api.reading import problems
from feedback.organ_api.steps.assignments import (
    Agree,
    Answer,
    AskExtension,
    Disagree,
    ObjectTo,
    RecordContact,
    ReleaseReply,
    SendBack,
    Sign,
    TakeBackDraft,
)
from feedback.organ_api.steps.base import Step
from feedback.organ_api.steps.others import ReleaseReport, ReportMotion, ReportPromise, ReportStatus

if TYPE_CHECKING:
    from rest_framework.request import Request


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


def describe() -> None:
    """Give each step its scope and its words."""
    for view, summary, more, said in _DESCRIBED:
        view.scope = SCOPES[view.action].value
        view.post = _described(view, summary, more, said)  # type: ignore[method-assign]
