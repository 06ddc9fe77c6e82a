"""What an organ has promised, and what became of it."""

from __future__ import annotations

from rest_framework import serializers

from casework.models.commitment import Outcome
from casework.workflows import COMMITMENT
from feedback.organ_api.serializers.base import LineSerializer, OrganStepSerializer, Shape, paged, statuses_of

PROMISE_STATUSES = statuses_of(COMMITMENT)


class PromiseRowSerializer(Shape):
    """What the organ has promised."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()
    promise = serializers.CharField()
    category = serializers.CharField()
    status = serializers.ChoiceField(choices=PROMISE_STATUSES)
    status_said = serializers.CharField()
    made_at = serializers.DateTimeField()
    first_due_on = serializers.DateField()
    due_on = serializers.DateField()
    is_late = serializers.BooleanField()
    closed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.CharField()
    url = serializers.URLField()


class ReportSerializer(Shape):
    """A second answer: what became of the promise."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)
    body = serializers.CharField()
    new_due_on = serializers.DateField(allow_null=True)
    state = serializers.CharField()
    written_at = serializers.DateTimeField()


class PromiseSerializer(PromiseRowSerializer):
    reports = ReportSerializer(many=True)
    history = LineSerializer(many=True)
    allowed_actions = serializers.ListField(child=serializers.CharField())


PromisePageSerializer = paged("Promise", PromiseRowSerializer)


class ReportPromiseSerializer(OrganStepSerializer):
    became = serializers.ChoiceField(choices=Outcome.choices)
    new_due_on = serializers.DateField(required=False, allow_null=True)
    body = serializers.CharField(max_length=20_000)
