"""Who the key is, and what has changed."""

from __future__ import annotations

from rest_framework import serializers

from feedback.organ_api.kinds import ChangeKind
from feedback.organ_api.serializers.base import ORGAN_KINDS, Shape


class OrganSerializer(Shape):
    """An organ that a case can be proposed for."""

    code = serializers.CharField()
    name = serializers.CharField()


class SystemSerializer(Shape):
    """Who the key says the system is."""

    organ = OrganSerializer()
    system = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    expires_on = serializers.DateField()
    per_minute = serializers.IntegerField()
    organs = OrganSerializer(many=True, help_text="Those that an objection can propose, by code.")


class ChangeSerializer(Shape):
    """One step that the organ hears of. `id` is the `webhook-id` of the same change."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=ChangeKind.choices)
    action = serializers.CharField(help_text="The step's own name.")
    at = serializers.DateTimeField()
    number = serializers.CharField()
    case_kind = serializers.ChoiceField(choices=ORGAN_KINDS)
    url = serializers.URLField(help_text="Where to read how it stands; 404 once it is another organ's.")
    cursor = serializers.CharField(help_text="The cursor right after this change.")


class ChangesSerializer(Shape):
    results = ChangeSerializer(many=True)
    cursor = serializers.CharField(help_text="What `after` names the next time; keep it.")
    more = serializers.BooleanField(help_text="Whether there are more right now.")
