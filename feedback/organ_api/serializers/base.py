"""What several answers have in common, and what is said where a request is refused."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from casework.models.case import Kind

Shape = serializers.Serializer[Any]


def statuses_of(table: Any) -> list[tuple[str, str]]:
    return [(status.name, status.label) for status in table.statuses]


# Named in the settings too, so that the description calls each list of words by one name.
SHARED_KINDS = [(kind.value, kind.label) for kind in (Kind.OPINION, Kind.SUGGESTION)]


ORGAN_KINDS = [*SHARED_KINDS, (Kind.MOTION.value, Kind.MOTION.label)]


class ProblemFieldSerializer(Shape):
    """One field and why it was not taken; ``pointer`` is a JSON pointer into the body (RFC 6901)."""

    field = serializers.CharField(allow_blank=True)
    pointer = serializers.CharField()
    reason = serializers.CharField()


class PresentSerializer(Shape):
    """How the thing stands now, where the request met another state than it thought."""

    number = serializers.CharField()
    status = serializers.CharField()
    status_said = serializers.CharField()
    case_status = serializers.CharField()
    version = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    allowed_actions = serializers.ListField(child=serializers.CharField())


class ProblemSerializer(Shape):
    """Problem details (RFC 9457)."""

    type = serializers.CharField(help_text="`urn:liaison-portal:problem:` and the kind, which stays.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence in the language of the request (`Accept-Language`).")
    errors = ProblemFieldSerializer(many=True, required=False)  # type: ignore[assignment]
    present = PresentSerializer(required=False)


class CaseShape(Shape):
    number = serializers.CharField()
    title = serializers.CharField()
    serial = serializers.IntegerField(
        allow_null=True, help_text="Of a suggestion or a motion, in its session."
    )
    topic = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_blank=True)
    deputy = serializers.CharField(allow_blank=True)
    confidential = serializers.BooleanField(
        help_text="The citizen's name is kept from the organ; the words are masked."
    )
    opened_at = serializers.DateTimeField()


class SaidSerializer(Shape):
    """One part of what the case says: `body` of an opinion, `facts` and `proposal` of a suggestion …"""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()


class FileSerializer(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    from_citizen = serializers.BooleanField()
    url = serializers.URLField()


class LineSerializer(Shape):
    """One step of the history, in words."""

    at = serializers.DateTimeField()
    what = serializers.CharField()
    who = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    late = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField(allow_null=True)
    undone = serializers.CharField(allow_blank=True)


class DoneSerializer(Shape):
    """The step that was taken, and how the thing stands with it."""

    number = serializers.CharField()
    action = serializers.CharField()
    status = serializers.CharField()
    status_said = serializers.CharField()
    case_status = serializers.CharField()
    version = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    reply = serializers.IntegerField(allow_null=True, help_text="Of an answer: its key.")
    is_released = serializers.BooleanField(help_text="Of an answer: whether it has left the organ.")
    allowed_actions = serializers.ListField(child=serializers.CharField())


class OrganStepSerializer(Shape):
    """A step that needs nothing to be said. A name that is not known is refused, so that no typing error is lost."""

    version = serializers.CharField(
        required=False,
        max_length=40,
        help_text="The version that was read before, where it is not in `If-Match`.",
    )

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError({name: [_("There is no such field here.")] for name in unknown})
        return super().to_internal_value(data)


class NoteSerializer(OrganStepSerializer):
    note = serializers.CharField(max_length=20_000)


class ReasonSerializer(OrganStepSerializer):
    reason = serializers.CharField(max_length=5000)


def paged(name: str, row: type[Shape]) -> type[Shape]:
    """A page of rows with the addresses of its neighbours."""
    fields = {
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": row(many=True),
    }
    return type(f"{name}PageSerializer", (Shape,), {**fields, "__doc__": f"A page of {name.lower()}s."})
