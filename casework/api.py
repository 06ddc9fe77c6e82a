"""Cases for programs. Every read starts where every page does, and a step is taken by the same form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actors import Actor
from casework.access import roles_on, visible_to
from casework.confidential import is_shielded, shielded
from casework.errors import Refused
from casework.models import Case
from casework.serializers import CaseRowSerializer, CaseSerializer, RefusalSerializer, StepSerializer
from casework.services import acting_as, check, workflow_of
from casework.steps import case_form

if TYPE_CHECKING:
    from rest_framework.request import Request

_STATUSES = frozenset(value for value, _label in Case._meta.get_field("status").flatchoices)


class Pages(CursorPagination):
    """Keyset pages, the latest first."""

    page_size = 25
    ordering = ("-opened_at", "-pk")


class CaseList(APIView):
    """The cases that the signed-in person may see."""

    @extend_schema(
        operation_id="cases_list",
        parameters=[
            OpenApiParameter("status", str, enum=sorted(_STATUSES)),
            OpenApiParameter("open", bool, description="Only cases that are still open."),
            OpenApiParameter("cursor", str),
        ],
        responses=CaseRowSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        cases = visible_to(request.user).for_lists()
        if request.query_params.get("status") in _STATUSES:
            cases = cases.filter(status=request.query_params["status"])
        if request.query_params.get("open") == "true":
            cases = cases.open()
        pages = Pages()
        rows = pages.paginate_queryset(cases, request, view=self)
        return pages.get_paginated_response(CaseRowSerializer(rows, many=True).data)


class CaseDetail(APIView):
    """One case."""

    @extend_schema(operation_id="cases_read", responses={200: CaseSerializer, 404: RefusalSerializer})
    def get(self, request: Request, number: str) -> Response:
        case = get_object_or_404(
            visible_to(request.user).for_lists().select_related("opinion"), number=number
        )
        return Response(_shown(case, request))


class CaseStep(APIView):
    """Take a step of a case."""

    @extend_schema(
        operation_id="cases_step",
        request=StepSerializer,
        responses={
            200: CaseSerializer, 400: RefusalSerializer, 403: RefusalSerializer, 404: RefusalSerializer,
            409: RefusalSerializer,
        },
    )  # fmt: skip
    def post(self, request: Request, number: str, action: str) -> Response:
        case = get_object_or_404(
            visible_to(request.user).for_lists().select_related("opinion"), number=number
        )
        form_class = case_form(action, case.kind)
        if form_class is None or action not in workflow_of(case).by_action:
            return Response({"detail": "Unknown step."}, status=404)
        sent = StepSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        actor = Actor.of(request.user)
        data = {**sent.validated_data.get("given", {}), "version": sent.validated_data["version"]}
        try:
            check(case, workflow_of(case).step(action), acting_as(actor, case))
            form = form_class(data, case=case, actor=actor)
            if not form.is_valid():
                return Response({"detail": _first(form.errors), "errors": form.errors}, status=400)
            form.run()
        except Refused as refused:
            return Response({"detail": str(refused)}, status=refused.status_code)
        return Response(_shown(case, request))


def _shown(case: Case, request: Request) -> dict[str, Any]:
    """The case as this reader may see it: of a confidential one the organs read masked words."""
    is_hidden = case.confidential and is_shielded(case, roles_on(request.user, case))
    data = dict(CaseSerializer(shielded(case, request.user), context={"request": request}).data)
    if is_hidden:
        for event in data["events"]:
            event["note"] = case.opinion.masked(event["note"])
    return data


def _first(errors: Any) -> str:
    return next(str(texts[0]) for texts in errors.values())
