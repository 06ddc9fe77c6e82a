"""How cases look to programs: what their reader may see, no identity, never."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.actors import Actor
from casework.access import roles_on
from casework.history import readable
from casework.models import Case, Event
from casework.services import allowed_steps
from casework.steps import case_form


class CaseRowSerializer(serializers.ModelSerializer[Case]):
    """One row of a list."""

    topic = serializers.StringRelatedField[Any]()
    place = serializers.StringRelatedField[Any](source="division")
    station = serializers.StringRelatedField[Any]()
    deputy = serializers.StringRelatedField[Any]()
    organ = serializers.StringRelatedField[Any]()
    channel = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = Case
        fields = (
            "number", "kind", "title", "status", "channel", "topic", "place", "station", "deputy", "organ",
            "confidential", "is_public", "opened_at", "due_on", "due_clock", "due_provisional", "answered_at",
            "closed_at", "was_late", "version",
        )  # fmt: skip
        read_only_fields = fields


class EventSerializer(serializers.ModelSerializer[Event]):
    """One step of the history; ``undone_at`` is when whoever took it took it back."""

    undone_at = serializers.DateTimeField(source="taken_back.at", default=None, read_only=True)

    class Meta:
        model = Event
        fields = (
            "action",
            "from_status",
            "to_status",
            "at",
            "note",
            "reason",
            "is_public",
            "clock",
            "due_on",
            "undone_at",
        )
        read_only_fields = fields


class CaseSerializer(CaseRowSerializer):
    """One case whole: the words, the history, and what this reader may do now."""

    body = serializers.CharField(source="opinion.body", read_only=True)
    events = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta(CaseRowSerializer.Meta):
        fields = (*CaseRowSerializer.Meta.fields, "body", "events", "allowed_actions")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field(EventSerializer(many=True))
    def get_events(self, case: Case) -> list[dict[str, Any]]:
        roles = roles_on(self.context["request"].user, case)
        events = [
            event
            for event in case.events.filter(assignment=None)
            .select_related("takes_back", "taken_back")
            .order_by("pk")
            if readable(event, roles, ())
        ]
        return list(EventSerializer(events, many=True).data)

    def get_allowed_actions(self, case: Case) -> list[str]:
        actor = Actor.of(self.context["request"].user)
        return [step.action for step in allowed_steps(case, actor) if case_form(step.action, case.kind)]


class StepSerializer(serializers.Serializer[Any]):
    """A step to take: the version the program has seen, and the fields of the step's form by name."""

    version = serializers.IntegerField(help_text="The version of the case that was read before.")
    fields_ = serializers.DictField(
        child=serializers.JSONField(),
        source="given",
        required=False,
        help_text="The fields of the step's form.",
    )

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["fields"] = fields.pop("fields_")
        return fields


class RefusalSerializer(serializers.Serializer[Any]):
    """Why something was not done, in a sentence for a person."""

    detail = serializers.CharField()
