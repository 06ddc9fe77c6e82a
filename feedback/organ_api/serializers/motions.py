"""Motions that an organ carries out."""

from __future__ import annotations

from rest_framework import serializers

from casework.workflows import MOTION
from feedback.organ_api.serializers.base import (
    CaseShape,
    FileSerializer,
    LineSerializer,
    SaidSerializer,
    paged,
    statuses_of,
)

MOTION_STATUSES = statuses_of(MOTION)


class MotionRowSerializer(CaseShape):
    """A motion that the organ carries out."""

    kind = serializers.CharField()
    status = serializers.ChoiceField(choices=MOTION_STATUSES)
    status_said = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    is_late = serializers.BooleanField()
    closed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.CharField()
    url = serializers.URLField()


class MotionSerializer(MotionRowSerializer):
    words = SaidSerializer(many=True)
    files = FileSerializer(many=True)
    history = LineSerializer(many=True)
    allowed_actions = serializers.ListField(child=serializers.CharField())


MotionPageSerializer = paged("Motion", MotionRowSerializer)
