"""Shares of opinions and suggestions, and what their steps take."""

from __future__ import annotations

from rest_framework import serializers

from casework.models.assignment import ContactManner, HandlingRole
from casework.models.countersignature import Consent
from casework.models.reply import ReplyState
from casework.workflows import ASSIGNMENT
from feedback.organ_api.serializers.base import (
    SHARED_KINDS,
    CaseShape,
    FileSerializer,
    LineSerializer,
    OrganStepSerializer,
    SaidSerializer,
    Shape,
    paged,
    statuses_of,
)
from feedback.organ_api.serializers.promises import PromiseRowSerializer

SHARE_STATUSES = statuses_of(ASSIGNMENT)


class AssignmentRowSerializer(CaseShape):
    """One share of a case in the organ's list."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=SHARED_KINDS)
    status = serializers.ChoiceField(choices=SHARE_STATUSES)
    status_said = serializers.CharField()
    case_status = serializers.CharField()
    case_status_said = serializers.CharField()
    role = serializers.ChoiceField(choices=HandlingRole.choices)
    part = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField()
    is_late = serializers.BooleanField()
    stands_still = serializers.BooleanField()
    urged = serializers.IntegerField()
    assigned_at = serializers.DateTimeField()
    signed_at = serializers.DateTimeField(allow_null=True)
    released_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.CharField(help_text="What `If-Match` or the field `version` of a step names.")
    url = serializers.URLField()


class AddedSerializer(Shape):
    at = serializers.DateTimeField()
    text = serializers.CharField(allow_blank=True)


class TogetherSerializer(Shape):
    """An opinion that is answered with this one."""

    title = serializers.CharField()
    body = serializers.CharField()
    opened_at = serializers.DateTimeField()
    number = serializers.CharField(allow_blank=True)
    added = serializers.ListField(child=serializers.CharField(allow_blank=True))


class LetterSerializer(Shape):
    """What makes the answer to a suggestion an official letter."""

    number = serializers.CharField()
    answers = serializers.CharField()
    signer = serializers.CharField()
    signer_office = serializers.CharField()
    sealed = serializers.BooleanField()
    contact = serializers.CharField()
    contact_phone = serializers.CharField()


class ReplySerializer(Shape):
    id = serializers.IntegerField()
    organ = serializers.CharField(allow_blank=True, help_text="Empty: the deputy's own answer.")
    body = serializers.CharField()
    category = serializers.CharField(allow_blank=True)
    promise = serializers.CharField(allow_blank=True)
    promised_for = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(choices=ReplyState.choices)
    written_at = serializers.DateTimeField()
    released_at = serializers.DateTimeField(allow_null=True)
    letter = LetterSerializer(allow_null=True)
    files = FileSerializer(many=True)


class ClassSerializer(Shape):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    is_promise = serializers.BooleanField(help_text="Says what is promised, and by which day.")


class JoinedSerializer(Shape):
    """A suggestion that is answered with this one, by a letter with a number of its own (`joined` of the answer)."""

    number = serializers.CharField(help_text="Tracking number.")
    serial = serializers.IntegerField(allow_null=True)
    deputy = serializers.CharField()


class AnswerNeedsSerializer(Shape):
    """What an answer to this case must have under its rules."""

    classes = ClassSerializer(many=True)
    letter = serializers.BooleanField(help_text="Number, signer and contact person are needed.")
    joined = JoinedSerializer(many=True)
    not_yet = serializers.CharField(
        allow_blank=True, help_text="Why no answer can be given yet; empty when it can."
    )


class ContactSerializer(Shape):
    organ = serializers.CharField()
    manner = serializers.ChoiceField(choices=ContactManner.choices)
    happened_on = serializers.DateField()
    summary = serializers.CharField(allow_blank=True)


class ObjectionSerializer(Shape):
    reason = serializers.CharField()
    proposed_organ = serializers.CharField(allow_blank=True, help_text="Code.")
    made_at = serializers.DateTimeField()
    upheld = serializers.BooleanField(allow_null=True)
    decision = serializers.CharField(allow_blank=True)


class ExtensionSerializer(Shape):
    reason = serializers.CharField()
    wanted_until = serializers.DateField(allow_null=True)
    asked_at = serializers.DateTimeField()
    granted = serializers.BooleanField(allow_null=True)
    new_due_on = serializers.DateField(allow_null=True)
    decision = serializers.CharField(allow_blank=True)


class CountersignatureSerializer(Shape):
    organ = serializers.CharField()
    words = serializers.CharField()
    state = serializers.ChoiceField(choices=Consent.choices)
    reason = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField()


class AssignmentSerializer(AssignmentRowSerializer):
    """One share of a case, whole."""

    words = SaidSerializer(many=True)
    added = AddedSerializer(many=True, help_text="What the citizen added later.")
    together = TogetherSerializer(many=True)
    files = FileSerializer(many=True)
    replies = ReplySerializer(many=True)
    answer_needs = AnswerNeedsSerializer()
    contacts = ContactSerializer(many=True)
    objection = ObjectionSerializer(allow_null=True)
    extension = ExtensionSerializer(allow_null=True)
    countersignatures = CountersignatureSerializer(many=True)
    promises = PromiseRowSerializer(many=True)
    history = LineSerializer(many=True)
    allowed_actions = serializers.ListField(
        child=serializers.CharField(), help_text="What this key may do now, by the names of the steps."
    )


AssignmentPageSerializer = paged("Assignment", AssignmentRowSerializer)


class ObjectSerializer(OrganStepSerializer):
    reason = serializers.CharField(max_length=5000)
    proposed_organ = serializers.CharField(
        required=False, allow_blank=True, max_length=40, help_text="Code of the organ that would be right."
    )


class ExtendSerializer(OrganStepSerializer):
    note = serializers.CharField(max_length=5000, help_text="Why more time is needed.")
    until = serializers.DateField(
        required=False, allow_null=True, help_text="Left out: as long as the rules allow."
    )


class RecordContactSerializer(OrganStepSerializer):
    manner = serializers.ChoiceField(choices=ContactManner.choices)
    happened_on = serializers.DateField()
    summary = serializers.CharField(max_length=10_000)


class OrganAnswerSerializer(OrganStepSerializer):
    """An answer. What it must have follows from the rules of the case: see `answer_needs`."""

    body = serializers.CharField(max_length=20_000)
    category = serializers.CharField(
        required=False, allow_blank=True, max_length=8, help_text="Class of the result."
    )
    promise = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    promised_for = serializers.DateField(
        required=False, allow_null=True, help_text="By which day: with a class that is a promise."
    )
    number = serializers.CharField(
        required=False, allow_blank=True, max_length=60, help_text="Of the letter, as on its head."
    )
    answers = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=40,
        help_text="The serial number of the suggestion as the letter names it; it is compared.",
    )
    joined = serializers.DictField(
        child=serializers.CharField(max_length=60, allow_blank=True),
        required=False,
        help_text="Numbers of the letters on the suggestions of `answer_needs.joined`, by tracking number.",
    )
    signer = serializers.CharField(required=False, allow_blank=True, max_length=60)
    signer_office = serializers.CharField(required=False, allow_blank=True, max_length=60)
    sealed = serializers.BooleanField(required=False)
    contact = serializers.CharField(required=False, allow_blank=True, max_length=60)
    contact_phone = serializers.CharField(required=False, allow_blank=True, max_length=40)
    release = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Release it at once in the head's stead: needs the scope `release`. Else it waits for the head.",
    )


class OrganAnswerFilesSerializer(OrganAnswerSerializer):
    files = serializers.ListField(child=serializers.FileField(), required=False)
