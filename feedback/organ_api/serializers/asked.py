"""What lists are asked; what is not understood is refused."""

from __future__ import annotations

from rest_framework import serializers

from feedback.organ_api.serializers.assignments import SHARE_STATUSES
from feedback.organ_api.serializers.base import SHARED_KINDS, Shape


class ListQuerySerializer(Shape):
    """Filters of the list; what is not understood is refused, not passed over."""

    status = serializers.MultipleChoiceField(choices=SHARE_STATUSES, required=False)
    kind = serializers.MultipleChoiceField(choices=SHARED_KINDS, required=False)
    open = serializers.BooleanField(required=False, allow_null=True, default=None)
    late = serializers.BooleanField(required=False, default=False)
    due_from = serializers.DateField(required=False)
    due_until = serializers.DateField(required=False)
    limit = serializers.IntegerField(required=False, default=25, min_value=1, max_value=100)


class PageQuerySerializer(Shape):
    open = serializers.BooleanField(required=False, allow_null=True, default=None)
    limit = serializers.IntegerField(required=False, default=25, min_value=1, max_value=100)


class ChangesQuerySerializer(Shape):
    after = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
    limit = serializers.IntegerField(required=False, default=100, min_value=1, max_value=500)
