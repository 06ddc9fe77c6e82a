"""The forms by which two officers decide what of a motion is made public."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.steps import StepForm, step_form
from feedback.step_forms.parts import Prefilled, long_text
from suggestions.models import Decision, LegalException, Motion, MotionPublication
from suggestions.services import motions as services

KIND = "motion"
_COPY = ("cause", "grounds", "plan", "results")


@step_form("propose_publication", KIND)
class ProposeMotionForm(Prefilled):
    """The redacted copy of the motion and of what was decided so far."""

    decision = forms.ChoiceField(
        label=_("Decision proposed"),
        choices=[
            (one.value, _("publish the motion and what was decided") if one == Decision.WHOLE else one.label)
            for one in Decision
        ],
        widget=forms.RadioSelect,
        initial=Decision.WHOLE,
    )
    exception = forms.ChoiceField(label=_("Legal exception"), required=False)
    note = forms.CharField(label=_("What falls under the exception"), required=False, widget=long_text(3))
    cause = forms.CharField(label=_("Cause for the public"), max_length=120, required=False)
    grounds = forms.CharField(label=_("Grounds for the public"), widget=long_text(8), required=False)
    plan = forms.CharField(label=_("Plan for the public"), widget=long_text(6), required=False)
    results = forms.CharField(
        label=_("Decisions for the public"),
        widget=long_text(8),
        required=False,
        help_text=_("The portal has starred out personal data it found. Read it again: names tell much."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = services.deputy_may_keep_back(self.case)
        allowed = [one for one in LegalException if one != LegalException.DEPUTY or may]
        choices = [("", "—"), *((one.value, one.label) for one in allowed)]
        self.fields["exception"].choices = choices  # type: ignore[attr-defined]
        self.prefill(**asdict(services.first_motion_copy(Motion.objects.get(case=self.case))))

    def run(self) -> None:
        services.propose_motion(
            self.case,
            actor=self.actor,
            decision=self.cleaned_data["decision"],
            copy=services.MotionCopy(**{name: self.cleaned_data[name] for name in _COPY}),
            exception=self.cleaned_data["exception"],
            note=self.cleaned_data["note"],
            expected_version=self.expected,
        )


class _Second(StepForm):
    """A step of the second person, with the proposal in view."""

    template: ClassVar[str] = "suggestions/motions/step_publish.html"

    @property
    def proposal(self) -> MotionPublication | None:
        return services.publication_waiting(self.case)

    @classmethod
    def why_not(cls, moving: Any) -> str:
        waits = services.publication_waiting(moving)
        return "" if waits else gettext("Nobody has proposed how it is made public.")


@step_form("confirm_publication", KIND)
class ConfirmMotionForm(_Second):
    """Nothing to say: the copy is in view."""

    def run(self) -> None:
        services.confirm_motion(self.case, actor=self.actor, expected_version=self.expected)


@step_form("refuse_publication", KIND)
class RefuseMotionForm(_Second):
    note = forms.CharField(label=_("What is to be changed"), widget=long_text(4))

    def run(self) -> None:
        services.refuse_motion(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


@step_form("take_down", KIND)
class TakeDownMotionForm(StepForm):
    note = forms.CharField(label=_("Why it is taken down"), widget=long_text(4))

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return "" if moving.is_public else gettext("It is not public.")

    def run(self) -> None:
        services.take_down_motion(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )
