"""What the addresses for organs' systems take and give, as OpenAPI describes it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from casework.models.assignment import ContactManner, HandlingRole
from casework.models.case import Kind
from casework.models.commitment import Outcome
from casework.models.countersignature import Consent
from casework.models.reply import ReplyState
from casework.workflows import ASSIGNMENT, COMMITMENT, MOTION
from feedback.organ_api.kinds import ChangeKind

_Any = serializers.Serializer[Any]


def _statuses(table: Any) -> list[tuple[str, str]]:
    return [(status.name, status.label) for status in table.statuses]


# Named in the settings too, so that the description calls each list of words by one name.
SHARED_KINDS = [(kind.value, kind.label) for kind in (Kind.OPINION, Kind.SUGGESTION)]
ORGAN_KINDS = [*SHARED_KINDS, (Kind.MOTION.value, Kind.MOTION.label)]
SHARE_STATUSES = _statuses(ASSIGNMENT)
PROMISE_STATUSES = _statuses(COMMITMENT)
MOTION_STATUSES = _statuses(MOTION)


# --- What is given ------------------------------------------------------------------------------------------
class ProblemFieldSerializer(_Any):
    """One field and why it was not taken; ``pointer`` is a JSON pointer into the body (RFC 6901)."""

    field = serializers.CharField(allow_blank=True)
    pointer = serializers.CharField()
    reason = serializers.CharField()


class PresentSerializer(_Any):
    """How the thing stands now, where the request met another state than it thought."""

    number = serializers.CharField()
    status = serializers.CharField()
    status_said = serializers.CharField()
    case_status = serializers.CharField()
    version = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    allowed_actions = serializers.ListField(child=serializers.CharField())


class ProblemSerializer(_Any):
    """Problem details (RFC 9457)."""

    type = serializers.CharField(help_text="`urn:liaison-portal:problem:` and the kind, which stays.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence in the language of the request (`Accept-Language`).")
    errors = ProblemFieldSerializer(many=True, required=False)  # type: ignore[assignment]
    present = PresentSerializer(required=False)


class _CaseSerializer(_Any):
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


class AssignmentRowSerializer(_CaseSerializer):
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


class SaidSerializer(_Any):
    """One part of what the case says: `body` of an opinion, `facts` and `proposal` of a suggestion …"""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()


class AddedSerializer(_Any):
    at = serializers.DateTimeField()
    text = serializers.CharField(allow_blank=True)


class TogetherSerializer(_Any):
    """An opinion that is answered with this one."""

    title = serializers.CharField()
    body = serializers.CharField()
    opened_at = serializers.DateTimeField()
    number = serializers.CharField(allow_blank=True)
    added = serializers.ListField(child=serializers.CharField(allow_blank=True))


class FileSerializer(_Any):
    id = serializers.IntegerField()
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    from_citizen = serializers.BooleanField()
    url = serializers.URLField()


class LetterSerializer(_Any):
    """What makes the answer to a suggestion an official letter."""

    number = serializers.CharField()
    answers = serializers.CharField()
    signer = serializers.CharField()
    signer_office = serializers.CharField()
    sealed = serializers.BooleanField()
    contact = serializers.CharField()
    contact_phone = serializers.CharField()


class ReplySerializer(_Any):
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


class ClassSerializer(_Any):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    is_promise = serializers.BooleanField(help_text="Says what is promised, and by which day.")


class JoinedSerializer(_Any):
    """A suggestion that is answered with this one, by a letter with a number of its own (`joined` of the answer)."""

    number = serializers.CharField(help_text="Tracking number.")
    serial = serializers.IntegerField(allow_null=True)
    deputy = serializers.CharField()


class AnswerNeedsSerializer(_Any):
    """What an answer to this case must have under its rules."""

    classes = ClassSerializer(many=True)
    letter = serializers.BooleanField(help_text="Number, signer and contact person are needed.")
    joined = JoinedSerializer(many=True)
    not_yet = serializers.CharField(
        allow_blank=True, help_text="Why no answer can be given yet; empty when it can."
    )


class ContactSerializer(_Any):
    organ = serializers.CharField()
    manner = serializers.ChoiceField(choices=ContactManner.choices)
    happened_on = serializers.DateField()
    summary = serializers.CharField(allow_blank=True)


class ObjectionSerializer(_Any):
    reason = serializers.CharField()
    proposed_organ = serializers.CharField(allow_blank=True, help_text="Code.")
    made_at = serializers.DateTimeField()
    upheld = serializers.BooleanField(allow_null=True)
    decision = serializers.CharField(allow_blank=True)


class ExtensionSerializer(_Any):
    reason = serializers.CharField()
    wanted_until = serializers.DateField(allow_null=True)
    asked_at = serializers.DateTimeField()
    granted = serializers.BooleanField(allow_null=True)
    new_due_on = serializers.DateField(allow_null=True)
    decision = serializers.CharField(allow_blank=True)


class CountersignatureSerializer(_Any):
    organ = serializers.CharField()
    words = serializers.CharField()
    state = serializers.ChoiceField(choices=Consent.choices)
    reason = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField()


class LineSerializer(_Any):
    """One step of the history, in words."""

    at = serializers.DateTimeField()
    what = serializers.CharField()
    who = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    late = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField(allow_null=True)
    undone = serializers.CharField(allow_blank=True)


class PromiseRowSerializer(_Any):
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


class MotionRowSerializer(_CaseSerializer):
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


class ReportSerializer(_Any):
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


def paged(name: str, row: type[_Any]) -> type[_Any]:
    """A page of rows with the addresses of its neighbours."""
    fields = {
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": row(many=True),
    }
    return type(f"{name}PageSerializer", (_Any,), {**fields, "__doc__": f"A page of {name.lower()}s."})


AssignmentPageSerializer = paged("Assignment", AssignmentRowSerializer)
MotionPageSerializer = paged("Motion", MotionRowSerializer)
PromisePageSerializer = paged("Promise", PromiseRowSerializer)


class OrganSerializer(_Any):
    """An organ that a case can be proposed for."""

    code = serializers.CharField()
    name = serializers.CharField()


class SystemSerializer(_Any):
    """Who the key says the system is."""

    organ = OrganSerializer()
    system = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    expires_on = serializers.DateField()
    per_minute = serializers.IntegerField()
    organs = OrganSerializer(many=True, help_text="Those that an objection can propose, by code.")


class ChangeSerializer(_Any):
    """One step that the organ hears of. `id` is the `webhook-id` of the same change."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=ChangeKind.choices)
    action = serializers.CharField(help_text="The step's own name.")
    at = serializers.DateTimeField()
    number = serializers.CharField()
    case_kind = serializers.ChoiceField(choices=ORGAN_KINDS)
    url = serializers.URLField(help_text="Where to read how it stands; 404 once it is another organ's.")
    cursor = serializers.CharField(help_text="The cursor right after this change.")


class ChangesSerializer(_Any):
    results = ChangeSerializer(many=True)
    cursor = serializers.CharField(help_text="What `after` names the next time; keep it.")
    more = serializers.BooleanField(help_text="Whether there are more right now.")


class DoneSerializer(_Any):
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


# --- What is taken ------------------------------------------------------------------------------------------
class OrganStepSerializer(_Any):
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


class NoteSerializer(OrganStepSerializer):
    note = serializers.CharField(max_length=20_000)


class ReasonSerializer(OrganStepSerializer):
    reason = serializers.CharField(max_length=5000)


class ReportPromiseSerializer(OrganStepSerializer):
    became = serializers.ChoiceField(choices=Outcome.choices)
    new_due_on = serializers.DateField(required=False, allow_null=True)
    body = serializers.CharField(max_length=20_000)


# --- What lists are asked -----------------------------------------------------------------------------------
class ListQuerySerializer(_Any):
    """Filters of the list; what is not understood is refused, not passed over."""

    status = serializers.MultipleChoiceField(choices=SHARE_STATUSES, required=False)
    kind = serializers.MultipleChoiceField(choices=SHARED_KINDS, required=False)
    open = serializers.BooleanField(required=False, allow_null=True, default=None)
    late = serializers.BooleanField(required=False, default=False)
    due_from = serializers.DateField(required=False)
    due_until = serializers.DateField(required=False)
    limit = serializers.IntegerField(required=False, default=25, min_value=1, max_value=100)


class PageQuerySerializer(_Any):
    open = serializers.BooleanField(required=False, allow_null=True, default=None)
    limit = serializers.IntegerField(required=False, default=25, min_value=1, max_value=100)


class ChangesQuerySerializer(_Any):
    after = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
    limit = serializers.IntegerField(required=False, default=100, min_value=1, max_value=500)
