"""What an organ's system may read: assignments, motions, promises, files, and what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.response import Response

from casework.access import attachments_visible_to
from casework.confidential import is_masked, shown_name
from casework.paging import keyset
from casework.views.files import as_download
from deputies.models import Organ
from feedback.models import OrganChange
from feedback.organ_api import examples, feed, showing
from feedback.organ_api import serializers as s
from feedback.organ_api.door import OrganView
from feedback.organ_api.offers import offered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet
    from django.http.response import HttpResponseBase
    from rest_framework.request import Request


_PROBLEM = "application/problem+json"


def problems(*statuses: int) -> dict[Any, Any]:
    """The refusals that an address may answer with, for the description of it."""
    return {(status, _PROBLEM): s.ProblemSerializer for status in (401, 403, *statuses, 406, 429)}


_PAGE = [
    OpenApiParameter("limit", int, description="Rows of a page: 1 to 100, 25 where nothing is said."),
    OpenApiParameter("after", str, description="From `next`: the page after."),
    OpenApiParameter("before", str, description="From `previous`: the page before."),
]
_ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200], description="The version, quoted."
)


class Reading(OrganView):
    """What every address that only reads has in common."""

    def asked(self, request: Request, form: type[Any]) -> dict[str, Any]:
        sent = form(data=request.query_params)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    def page(
        self, request: Request, rows: QuerySet[Any], key: str, limit: int, show: Callable[[Any], Any]
    ) -> Response:
        found = keyset(rows, key, request.query_params, size=limit)
        base = settings.PORTAL_URL + request.path
        return Response(
            {
                "next": base + found.older if found.older else None,
                "previous": base + found.newer if found.newer else None,
                "results": [show(row) for row in found.rows],
            }
        )


def whole(shown: dict[str, Any]) -> Response:
    return Response(shown, headers={"ETag": f'"{shown["version"]}"'})


def standing(asked: dict[str, Any]) -> Q:
    """Open ones, closed ones, or both."""
    is_open = asked["open"]
    return Q() if is_open is None else Q(closed_at__isnull=is_open)


class System(Reading):
    @extend_schema(
        operation_id="organ_system",
        tags=["organ"],
        summary="Who this key is",
        description="The organ, the system, what the key may do and until when; and the organs of the congress.",
        responses={200: s.SystemSerializer, **problems()},
        examples=[OpenApiExample("A key", value=examples.SYSTEM, response_only=True, status_codes=["200"])],
    )
    def get(self, request: Request) -> Response:
        token = self.token_of(request)
        others = Organ.objects.filter(congress=token.organ.congress_id, is_active=True).order_by("code")
        return Response(
            {
                "organ": {"code": token.organ.code, "name": token.organ.name},
                "system": str(token.account),
                "scopes": token.scopes,
                "expires_on": token.expires_on,
                "per_minute": token.per_minute,
                "organs": list(others.exclude(pk=token.organ_id).values("code", "name")),
            }
        )


class Assignments(Reading):
    @extend_schema(
        operation_id="organ_assignments",
        tags=["organ"],
        summary="The organ's list: opinions and suggestions, by the date that is owed",
        parameters=[s.ListQuerySerializer, *_PAGE[1:]],
        responses={200: s.AssignmentPageSerializer, **problems(400)},
        examples=[
            OpenApiExample(
                "A page",
                value={"next": None, "previous": None, "results": [examples.ROW]},
                response_only=True,
                status_codes=["200"],
            )
        ],
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(request, s.ListQuerySerializer)
        user: Any = request.user
        rows = showing.shares(user, self.organ_of(request)).filter(standing(asked), _narrowed(asked))
        return self.page(request, rows, "due_on", asked["limit"], lambda row: showing.share_row(row, user))


def _narrowed(asked: dict[str, Any]) -> Q:
    narrowed = Q()
    if asked.get("status"):
        narrowed &= Q(status__in=asked["status"])
    if asked.get("kind"):
        narrowed &= Q(case__kind__in=asked["kind"])
    if asked["late"]:
        narrowed &= Q(closed_at__isnull=True, due_on__lt=timezone.localdate())
    if "due_from" in asked:
        narrowed &= Q(due_on__gte=asked["due_from"])
    if "due_until" in asked:
        narrowed &= Q(due_on__lte=asked["due_until"])
    return narrowed


def first_or_404(rows: Iterable[Any]) -> Any:
    found = next(iter(rows), None)
    if found is None:
        raise Http404
    return found


class Assignment(Reading):
    @extend_schema(
        operation_id="organ_assignment",
        tags=["organ"],
        summary="One share of a case, whole",
        description="What the organ's page shows to its people: never who the citizen is. Of a case that was handled "
        "again it is the latest share.",
        parameters=[_ETAG],
        responses={200: s.AssignmentSerializer, **problems(404)},
        examples=[
            OpenApiExample("An opinion", value=examples.WHOLE, response_only=True, status_codes=["200"])
        ],
    )
    def get(self, request: Request, number: str) -> Response:
        user: Any = request.user
        mine = showing.shares(user, self.organ_of(request)).filter(case__number=number)
        share = first_or_404(mine.order_by("-pk"))
        return whole(showing.share_whole(share, user, offered(share, self.token_of(request))))


class Motions(Reading):
    @extend_schema(
        operation_id="organ_motions",
        tags=["organ"],
        summary="The motions that the organ carries out, the latest last",
        parameters=[s.PageQuerySerializer, *_PAGE[1:]],
        responses={200: s.MotionPageSerializer, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(request, s.PageQuerySerializer)
        user: Any = request.user
        rows = showing.motions(user, self.organ_of(request)).filter(standing(asked))
        return self.page(request, rows, "opened_at", asked["limit"], showing.motion_row)


class Motion(Reading):
    @extend_schema(
        operation_id="organ_motion",
        tags=["organ"],
        summary="One motion, whole",
        parameters=[_ETAG],
        responses={200: s.MotionSerializer, **problems(404)},
    )
    def get(self, request: Request, number: str) -> Response:
        user: Any = request.user
        case = first_or_404(showing.motions(user, self.organ_of(request)).filter(number=number))
        return whole(showing.motion_whole(case, user, offered(case, self.token_of(request))))


class Promises(Reading):
    @extend_schema(
        operation_id="organ_promises",
        tags=["organ"],
        summary="What the organ has promised, by the promised day",
        parameters=[s.PageQuerySerializer, *_PAGE[1:]],
        responses={200: s.PromisePageSerializer, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(request, s.PageQuerySerializer)
        user: Any = request.user
        rows = showing.promises(user, self.organ_of(request)).filter(standing(asked))
        return self.page(request, rows, "due_on", asked["limit"], lambda row: showing.promise_row(row, user))


class Promise(Reading):
    @extend_schema(
        operation_id="organ_promise",
        tags=["organ"],
        summary="One promise with its second answers",
        parameters=[_ETAG],
        responses={200: s.PromiseSerializer, **problems(404)},
    )
    def get(self, request: Request, key: int) -> Response:
        user: Any = request.user
        promise = first_or_404(showing.promises(user, self.organ_of(request)).filter(pk=key))
        return whole(showing.promise_whole(promise, user, offered(promise, self.token_of(request))))


class File(Reading):
    @extend_schema(
        operation_id="organ_file",
        tags=["organ"],
        summary="One file, as a download",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **problems(404)},
    )
    def get(self, request: Request, key: int) -> HttpResponseBase:
        user: Any = request.user
        found = first_or_404(attachments_visible_to(user).filter(pk=key).select_related("case__opinion"))
        return as_download(found, shown_name(found, is_masked(found.case, user)))


class Changes(Reading):
    @extend_schema(
        operation_id="organ_changes",
        tags=["organ"],
        summary="What has changed since a cursor",
        description="Every step of the organ's cases that its people may read, in order and without a gap, from the "
        "day of the organ's first key. Read on from the `cursor` of the last answer; `after=latest` gives that of "
        "the end.",
        parameters=[s.ChangesQuerySerializer],
        responses={200: s.ChangesSerializer, **problems(400)},
        examples=[
            OpenApiExample("Two changes", value=examples.CHANGES, response_only=True, status_codes=["200"])
        ],
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(request, s.ChangesQuerySerializer)
        organ = self.organ_of(request)
        seq = _begin_at(organ, asked["after"])
        rows = feed.after(organ, seq, asked["limit"] + 1)
        shown = rows[: asked["limit"]]
        last = shown[-1].seq if shown else seq
        return Response(
            {
                "results": [change_row(organ, row) for row in shown],
                "cursor": feed.cursor(organ, last),
                "more": len(rows) > len(shown),
            }
        )


def _begin_at(organ: Organ, after: str) -> int:
    if after == "latest":
        return feed.last_of(organ)
    return feed.position(organ, after) if after else 0


def change_id(change: OrganChange) -> str:
    return f"chg_{change.organ_id}_{change.seq}"


def change_row(organ: Organ, change: OrganChange) -> dict[str, Any]:
    """One change for programs: ids, the kind, and where to look. Nothing of what anybody said."""
    case = change.event.case
    page = "organ-api-motion" if case.kind == "motion" else "organ-api-assignment"
    return {
        "id": change_id(change),
        "kind": change.kind,
        "action": change.event.action,
        "at": change.event.at,
        "number": case.number,
        "case_kind": case.kind,
        "url": showing.address(page, case.number),
        "cursor": feed.cursor(organ, change.seq),
    }
