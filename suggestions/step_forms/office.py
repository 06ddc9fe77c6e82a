"""The office examines: accept, send back, turn down, handle together; the committee chooses, and takes up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.access import visible_to
from casework.models import Case, Topic
from casework.rules import profile_by_key
from casework.services import why_not_followed, why_not_joined
from casework.steps import day_field, step_form
from feedback.step_forms.parts import Prefilled, WithText, long_text, office_people
from suggestions import services
from suggestions.models.outcome import MediationKind

KIND = "suggestion"


@step_form("accept", KIND)
class AcceptForm(Prefilled):
    owner = forms.ChoiceField(label=_("Responsible person"))
    topic = forms.ModelChoiceField(
        Topic.objects.filter(is_active=True), label=_("Topic"), required=False, empty_label=_("none"),
        help_text=_("People search the public suggestions by it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = office_people(self.case)  # type: ignore[attr-defined]
        self.prefill(owner=self.actor.user_id, topic=services.topic_of(self.case))

    def run(self) -> None:
        given = self.cleaned_data
        owner = User.objects.get(pk=given["owner"])
        services.accept(
            self.case, actor=self.actor, owner=owner, topic=given["topic"], expected_version=self.expected
        )


@step_form("send_back", KIND)
class SendBackForm(WithText):
    note = forms.CharField(
        label=_("What has to be revised"),
        widget=long_text(5),
        help_text=_(
            "The deputies who signed read it. The words stay as they are until the deputy changes them."
        ),
    )

    def run(self) -> None:
        services.send_back(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


@step_form("turn_down", KIND)
class TurnDownForm(WithText):
    reason = forms.ChoiceField(label=_("Reason in the rules"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("To the deputy"),
        widget=long_text(5),
        help_text=_("Say why, and what the deputy can do instead: revise it, or write a deputy's letter."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = profile_by_key(self.case.profile).inadmissible
        self.fields["reason"].choices = [(one.code, str(one.label)) for one in labels.items]  # type: ignore[attr-defined]
        self.fields["reason"].help_text = labels.article

    def run(self) -> None:
        services.turn_down(
            self.case, actor=self.actor, reason=self.cleaned_data["reason"], note=self.cleaned_data["note"],
            expected_version=self.expected,
        )  # fmt: skip


@step_form("join", KIND)
class MergeForm(Prefilled):
    """Under which suggestion: one of the same session that is on its way."""

    leading = forms.ModelChoiceField(
        Case.objects.none(),
        label=_("The suggestion that leads"),
        empty_label=_("Choose a suggestion"),
        help_text=_(
            "Organs handle that one. Each deputy who leads gets a letter of their own, and rates it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = visible_to(self.actor.user).suggestions().exclude(pk=self.case.pk)  # type: ignore[arg-type]
        able = able.filter(
            congress=self.case.congress_id,
            session=self.case.session_id,
            status__in=("accepted", "assigned", "handling", "to_reassign"),
        )
        field: Any = self.fields["leading"]
        field.queryset = able.order_by("serial")
        field.label_from_instance = lambda case: f"{case.serial} · {case.title}"

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return why_not_followed(moving)

    def clean_leading(self) -> Case:
        leading: Case = self.cleaned_data["leading"]
        if why := why_not_joined(self.case, leading):
            raise forms.ValidationError(why)
        return leading

    def run(self) -> None:
        services.merge(
            self.case, self.cleaned_data["leading"], actor=self.actor, expected_version=self.expected
        )


@step_form("make_key")
class KeyForm(Prefilled):
    leader = forms.CharField(label=_("Leader who supervises"), max_length=100)
    committee = forms.CharField(label=_("Special committee that supervises"), max_length=100)
    decided_on = day_field(
        _("Decided by the council of chairpersons on"), required=True, initial=timezone.localdate
    )
    why = forms.CharField(label=_("Why it was chosen"), widget=long_text(3), required=False)

    def run(self) -> None:
        services.make_key(self.case, actor=self.actor, expected_version=self.expected, **self._given())

    def _given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("leader", "committee", "decided_on", "why")}


@step_form("record_mediation")
class MediationForm(Prefilled):
    kind = forms.ChoiceField(label=_("Kind"), choices=MediationKind.choices, widget=forms.RadioSelect)
    held_on = day_field(_("Held on"), required=True, initial=timezone.localdate)
    participants = forms.CharField(label=_("Who took part"), widget=long_text(2))
    came = forms.CharField(
        label=_("What came of it"),
        widget=long_text(5),
        help_text=_("The deputy reads it. The suggestion is concluded as dissatisfied, and counted so."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = profile_by_key(self.case.profile).switch("second_dissatisfied")
        self.prefill(kind=wanted if wanted in MediationKind.values else MediationKind.MEETING.value)

    def run(self) -> None:
        given = {name: self.cleaned_data[name] for name in ("kind", "held_on", "participants")}
        services.record_mediation(
            self.case,
            actor=self.actor,
            outcome=self.cleaned_data["came"],
            expected_version=self.expected,
            **given,
        )
