"""How a suggestion or a motion is made public: prepared by one, decided by another."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.models.case import Kind
from casework.steps import StepForm, step_form
from feedback.step_forms.parts import Prefilled, long_text
from suggestions import services
from suggestions.models import Decision, LegalException
from suggestions.step_forms.parts import WithAnswers

if TYPE_CHECKING:
    from suggestions.services.copies import AnyPublication

_READ_AGAIN = _("The portal has starred out personal data it found. Read it again: names tell much.")


class _Propose(WithAnswers, Prefilled):
    """The redacted copy beside the words themselves, which stay as they are."""

    template: ClassVar[str] = "suggestions/step_propose.html"
    copy_class: ClassVar[type[services.Copy | services.MotionCopy]]
    decision = forms.ChoiceField(
        label=_("Decision proposed"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
        initial=Decision.WHOLE,
    )
    exception = forms.ChoiceField(label=_("Legal exception"), required=False)
    note = forms.CharField(label=_("What falls under the exception"), required=False, widget=long_text(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = services.deputy_may_keep_back(self.case)
        allowed = [one for one in LegalException if one != LegalException.DEPUTY or may]
        choices = [("", "—"), *((one.value, one.label) for one in allowed)]
        self.fields["exception"].choices = choices  # type: ignore[attr-defined]
        self.prefill(**asdict(services.first_copy(self.case)))

    def outcome(self) -> list[str]:
        if services.public_copy(self.case) is None:
            return []
        return [gettext("What is public now stays so until a second person has decided on the new copy.")]

    def run(self) -> None:
        given, names = self.cleaned_data, [one.name for one in fields(self.copy_class)]
        services.propose(
            self.case,
            actor=self.actor,
            decision=given["decision"],
            copy=self.copy_class(**{name: given[name] for name in names}),
            exception=given["exception"],
            note=given["note"],
            expected_version=self.expected,
        )


@step_form("propose_publication", Kind.SUGGESTION)
class ProposeForm(_Propose):
    """Of a suggestion and what was answered to it so far."""

    copy_class = services.Copy
    title = forms.CharField(label=_("Title for the public"), max_length=120, required=False)
    facts = forms.CharField(label=_("Facts and reasons for the public"), widget=long_text(8), required=False)
    proposal = forms.CharField(label=_("Proposal for the public"), widget=long_text(6), required=False)
    answer = forms.CharField(
        label=_("Answer for the public"), widget=long_text(10), required=False, help_text=_READ_AGAIN
    )


@step_form("propose_publication", Kind.MOTION)
class ProposeMotionForm(_Propose):
    """Of a motion and what was decided on it so far."""

    copy_class = services.MotionCopy
    decision = forms.ChoiceField(
        label=_("Decision proposed"),
        choices=[
            (one.value, _("publish the motion and what was decided") if one == Decision.WHOLE else one.label)
            for one in Decision
        ],
        widget=forms.RadioSelect,
        initial=Decision.WHOLE,
    )
    cause = forms.CharField(label=_("Cause for the public"), max_length=120, required=False)
    grounds = forms.CharField(label=_("Grounds for the public"), widget=long_text(8), required=False)
    plan = forms.CharField(label=_("Plan for the public"), widget=long_text(6), required=False)
    results = forms.CharField(
        label=_("Decisions for the public"), widget=long_text(8), required=False, help_text=_READ_AGAIN
    )


class _Second(StepForm):
    """A step of the second person, with the proposal in view."""

    template: ClassVar[str] = "suggestions/step_publish.html"

    @property
    def proposal(self) -> AnyPublication | None:
        return services.publication_waiting(self.case)

    @classmethod
    def why_not(cls, moving: Any) -> str:
        waits = services.publication_waiting(moving)
        return "" if waits else gettext("Nobody has proposed how it is made public.")


@step_form("confirm_publication")
class ConfirmForm(_Second):
    """Nothing to say: the copy is in view."""

    def run(self) -> None:
        services.confirm(self.case, actor=self.actor, expected_version=self.expected)


@step_form("refuse_publication")
class RefuseForm(_Second):
    note = forms.CharField(label=_("What is to be changed"), widget=long_text(4))

    def run(self) -> None:
        services.refuse(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


@step_form("take_down")
class TakeDownForm(StepForm):
    note = forms.CharField(label=_("Why it is taken down"), widget=long_text(4))

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return "" if moving.is_public else gettext("It is not public.")

    def run(self) -> None:
        services.take_down(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )
