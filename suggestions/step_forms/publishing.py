"""How a suggestion is made public: prepared by one, decided by another."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.rules import profile_by_key
from casework.steps import StepForm, step_form
from feedback.step_forms.parts import Prefilled, long_text
from suggestions import services
from suggestions.models import Decision, LegalException, Publication, Suggestion

_COPY = ("title", "facts", "proposal", "answer")


@step_form("propose_publication")
class ProposeForm(Prefilled):
    """The redacted copy beside the words themselves, which stay as they are."""

    decision = forms.ChoiceField(
        label=_("Decision proposed"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
        initial=Decision.WHOLE,
    )
    exception = forms.ChoiceField(label=_("Legal exception"), required=False)
    note = forms.CharField(label=_("What falls under the exception"), required=False, widget=long_text(3))
    title = forms.CharField(label=_("Title for the public"), max_length=120, required=False)
    facts = forms.CharField(label=_("Facts and reasons for the public"), widget=long_text(8), required=False)
    proposal = forms.CharField(label=_("Proposal for the public"), widget=long_text(6), required=False)
    answer = forms.CharField(
        label=_("Answer for the public"),
        widget=long_text(10),
        required=False,
        help_text=_("The portal has starred out personal data it found. Read it again: names tell much."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suggestion = Suggestion.objects.select_related("case").get(case=self.case)
        allowed = [
            one for one in LegalException if one != LegalException.DEPUTY or self._deputy_may(suggestion)
        ]
        choices = [("", "—"), *((one.value, one.label) for one in allowed)]
        self.fields["exception"].choices = choices  # type: ignore[attr-defined]
        copy = services.first_copy(suggestion)
        self.prefill(**{name: getattr(copy, name) for name in _COPY})

    @classmethod
    def why_not(cls, moving: Any) -> str:
        row = Publication.objects.filter(suggestion__case=moving).first()
        return gettext("It is public already. Take it down first.") if row and row.is_public else ""

    def _deputy_may(self, suggestion: Suggestion) -> bool:
        switch = profile_by_key(self.case.profile).switch("deputy_may_withhold_publication")
        return suggestion.keep_back and bool(switch)

    def run(self) -> None:
        services.propose(
            self.case,
            actor=self.actor,
            decision=self.cleaned_data["decision"],
            copy=services.Copy(**{name: self.cleaned_data[name] for name in _COPY}),
            exception=self.cleaned_data["exception"],
            note=self.cleaned_data["note"],
            expected_version=self.expected,
        )


class _Second(StepForm):
    """A step of the second person, with the proposal in view."""

    template: ClassVar[str] = "suggestions/step_publish.html"

    @property
    def proposal(self) -> Publication | None:
        return Publication.objects.filter(suggestion__case=self.case).select_related("proposed_by").first()

    @classmethod
    def why_not(cls, moving: Any) -> str:
        row = Publication.objects.filter(suggestion__case=moving).first()
        return "" if row and row.waits else gettext("Nobody has proposed how it is made public.")


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
        row = Publication.objects.filter(suggestion__case=moving).first()
        return "" if row and row.is_public else gettext("It is not public.")

    def run(self) -> None:
        services.take_down(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )
