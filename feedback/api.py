"""Opinions for programs: sending one, following it with its receipt, and what is public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from casework import known
from casework.api import Pages
from casework.errors import Incomplete, Refused
from casework.history import said
from casework.models import Case, Event
from casework.serializers import RefusalSerializer
from casework.services import workflow_of
from casework.told import as_told
from deputies import finding
from deputies.models import Division, LiaisonStation, PeoplesCongress
from feedback import limits, public_view, receipts, services, throttling
from feedback.forms.public import LEAST_BODY
from feedback.identity import Person
from feedback.services import Submission
from feedback.text import MOST_BODY, checked, clean_line
from feedback.views.public_write import web_channel

if TYPE_CHECKING:
    from rest_framework.request import Request


class AddressThrottle(BaseThrottle):
    """The same limit by address as the form's, for signed-in people too."""

    kind = "submit_unproved"  # a program solves no riddle

    def allow_request(self, request: Request, view: APIView) -> bool:
        return throttling.allowed(self.kind, request._request)


class LookUpThrottle(AddressThrottle):
    kind = "look_up"


class OpinionSerializer(serializers.Serializer[Any]):
    """An opinion to send: what the form asks. ``key`` makes a request that is repeated one opinion."""

    key = serializers.UUIDField(default=uuid4)
    congress = serializers.SlugRelatedField[PeoplesCongress](
        slug_field="code", queryset=PeoplesCongress.objects.all(), required=False
    )
    body = serializers.CharField(max_length=MOST_BODY)
    place = serializers.CharField(max_length=200, required=False, default="")
    happened = serializers.CharField(max_length=100, required=False, default="")
    division = serializers.SlugRelatedField[Division](
        slug_field="code", queryset=Division.objects.current(), required=False
    )
    station = serializers.CharField(
        max_length=40,
        required=False,
        help_text="Code of an open station; with the congress where stations of several have this code.",
    )
    confidential = serializers.BooleanField(default=False)
    by_guardian = serializers.BooleanField(
        default=False,
        help_text="A parent or guardian sends it for a child under 14; needs a name, is confidential.",
    )
    name = serializers.CharField(max_length=60, required=False, default="")
    phone = serializers.CharField(max_length=30, required=False, default="")
    email = serializers.EmailField(required=False, default="")
    agree = serializers.BooleanField(
        default=False, help_text="That name and contact are kept, sealed; needed where one of them is given."
    )

    def validate_body(self, body: str) -> str:
        cleaned = checked(body)
        if len(cleaned) < LEAST_BODY:
            raise serializers.ValidationError(_("Write a little more: at least 10 characters."))
        return cleaned

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        lines = {name: clean_line(given[name]) for name in ("place", "happened", "name", "phone")}
        agreed = given.pop("agree")
        if not agreed and (lines["name"] or lines["phone"] or given["email"]):
            raise serializers.ValidationError(
                {"agree": [_("Tick here so that we may keep your contact, or empty the fields above.")]}
            )
        if given["by_guardian"] and not lines["name"]:
            words = _("Write your name: a parent or guardian answers for a child under 14.")
            raise serializers.ValidationError({"name": [words]})
        congress = self._congress(given)
        self._check_length(given["body"], congress)
        return {**given, **lines, "congress": congress}

    def _check_length(self, body: str, congress: PeoplesCongress | None) -> None:
        try:
            checked(body, most=limits.of_congress(congress).characters)
        except Incomplete as refused:
            raise serializers.ValidationError({"body": [str(refused)]}) from None

    def _congress(self, given: dict[str, Any]) -> PeoplesCongress | None:
        """The station's own congress, else the one that was named, else that of the place."""
        named, division = given.get("congress"), given.get("division")
        station = given["station"] = _station(given.get("station", ""), named)
        return (
            (station and station.congress) or named or finding.congress_for(division.code if division else "")
        )


def _station(code: str, congress: PeoplesCongress | None) -> LiaisonStation | None:
    """The open station of this code, as it was half a minute ago at most, with its congress; None without a code.

    A code is one station's only within its congress. Raises ValidationError with a sentence.
    """
    if not code:
        return None
    within = {"congress_id": congress.pk} if congress else {}
    station = known.named(LiaisonStation, code=code, is_open=True, **within)
    if station is None:
        raise serializers.ValidationError({"station": [_not_the_station(code, congress)]})
    known.fill_in([station], "congress")
    return station


def _not_the_station(code: str, congress: PeoplesCongress | None) -> str:
    called = LiaisonStation.objects.filter(code=code, is_open=True)
    if congress is None and called.exists():
        return _("Stations of several congresses have this code: say which congress.")
    return (
        _("This station belongs to another congress.")
        if called.exists()
        else _("No open station has this code.")
    )


class ReceiptSerializer(serializers.Serializer[Any]):
    """What to keep: with number and code the opinion can be followed."""

    number = serializers.CharField()
    code = serializers.CharField()


class PublicEventSerializer(serializers.ModelSerializer[Event]):
    """A step that the citizen may read, in plain words."""

    said = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = ("action", "at", "said", "note", "due_on")
        read_only_fields = fields

    def to_representation(self, instance: Event) -> dict[str, Any]:
        shown = super().to_representation(instance)
        shown["note"] = instance.note if instance.table.step(instance.action).tells else ""
        return shown

    def get_said(self, event: Event) -> str:
        return said(event)


class FollowSerializer(serializers.Serializer[Case]):
    """Where an opinion stands, as its citizen sees it."""

    number = serializers.CharField()
    status = serializers.CharField()
    status_said = serializers.SerializerMethodField()
    due_on = serializers.DateField(allow_null=True)
    due_provisional = serializers.BooleanField()
    steps = serializers.SerializerMethodField()
    parts = serializers.SerializerMethodField(
        help_text="The numbers of the parts that were split off; each is followed with the same code."
    )

    def get_parts(self, case: Case) -> list[str]:
        standing = case.parts.exclude(status="taken_back") if case.parts_count else case.parts.none()
        return list(standing.order_by("pk").values_list("number", flat=True))

    def get_status_said(self, case: Case) -> str:
        return _(workflow_of(case).by_status[case.status].public)

    @extend_schema_field(PublicEventSerializer(many=True))
    def get_steps(self, case: Case) -> list[dict[str, Any]]:
        return list(PublicEventSerializer(self.context["told"], many=True).data)


class AnswerSerializer(serializers.Serializer[Any]):
    """What the citizen was told, and when."""

    at = serializers.DateTimeField()
    text = serializers.CharField()


class PublicCaseSerializer(serializers.Serializer[Any]):
    """A published opinion with its answers; never who said it, nor the number that opens its receipt."""

    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    body = serializers.CharField()
    topic = serializers.CharField()
    place = serializers.CharField()
    opened_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField()
    answers = serializers.SerializerMethodField()

    @extend_schema_field(AnswerSerializer(many=True))
    def get_answers(self, shown: public_view.Published) -> list[dict[str, Any]]:
        return list(
            AnswerSerializer([{"at": at, "text": text} for at, text in shown.answers], many=True).data
        )


class OpinionSend(APIView):
    """Send an opinion."""

    permission_classes = (AllowAny,)
    authentication_classes = ()
    throttle_classes = (AddressThrottle,)

    @extend_schema(
        operation_id="opinions_send",
        request=OpinionSerializer,
        responses={
            201: ReceiptSerializer,
            400: RefusalSerializer,
            409: RefusalSerializer,
            429: RefusalSerializer,
        },
    )
    def post(self, request: Request) -> Response:
        sent = OpinionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        given = dict(sent.validated_data)
        person = Person(**{part: given.pop(part) for part in ("name", "phone", "email")})
        if given["congress"] is None:
            return Response({"detail": _("The portal is not set up yet.")}, status=503)
        try:
            case, code = services.submit(
                Submission(
                    channel=web_channel(),
                    person=person,
                    language="en" if (get_language() or "").startswith("en") else "zh-hans",
                    **given,
                )
            )
        except Refused as refused:
            return Response({"detail": str(refused)}, status=refused.status_code)
        return Response({"number": case.number, "code": code}, status=201)


class OpinionFollow(APIView):
    """Follow an opinion with number and code; both in the body, so that neither stands in an address."""

    permission_classes = (AllowAny,)
    authentication_classes = ()
    throttle_classes = (LookUpThrottle,)

    @extend_schema(
        operation_id="opinions_follow",
        request=ReceiptSerializer,
        responses={200: FollowSerializer, 404: RefusalSerializer, 429: RefusalSerializer},
    )
    def post(self, request: Request) -> Response:
        given = ReceiptSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        case = receipts.find(given.validated_data["number"], given.validated_data["code"])
        if case is None:
            return Response({"detail": _("Number and code do not fit together.")}, status=404)
        shown, told = as_told(case)
        return Response(FollowSerializer(shown, context={"told": told}).data)


class Published(APIView):
    """Opinions and answers that are public."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(operation_id="opinions_published", responses=PublicCaseSerializer(many=True))
    def get(self, request: Request) -> Response:
        pages = Pages()
        cases = Case.objects.published().filter(kind="opinion").select_related("topic", "division", "opinion")
        rows = pages.paginate_queryset(cases, request, view=self)
        shown = public_view.published(rows or ())
        return pages.get_paginated_response(PublicCaseSerializer(shown, many=True).data)
