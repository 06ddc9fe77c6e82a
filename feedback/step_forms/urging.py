"""The office urges by hand, or names the leader who supervises the handling."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import services
from casework.steps import step_form
from feedback.step_forms.parts import Prefilled, long_text

_WITH_OTHERS = ("with_deputy", "to_convert", "assigned", "handling")


@step_form("urge")
class UrgeForm(Prefilled):
    note = forms.CharField(
        label=_("What is expected, and until when"),
        widget=long_text(4),
        required=False,
        help_text=_("Goes to the history. Whoever owes the next step is told that the case is urged."),
    )

    @classmethod
    def why_not(cls, moving: Any) -> str:
        if moving.status not in _WITH_OTHERS:
            return gettext("The next step is the office's own.")
        return services.why_not_while_still(moving.case)

    def run(self) -> None:
        services.urge(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


@step_form("supervise")
class SuperviseForm(Prefilled):
    leader = forms.CharField(
        label=_("Leader who supervises"),
        max_length=100,
        help_text=_("Name and office. The committee's page lists the case under this name."),
    )
    note = forms.CharField(label=_("Note"), widget=long_text(3), required=False)

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return gettext("Register the case first.") if moving.status == "submitted" else ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = self.case.supervised_by
        self.prefill(leader="" if named == services.NOBODY_NAMED else named or self._usual())

    def _usual(self) -> str:
        return self.case.congress.supervising_leader

    def run(self) -> None:
        services.supervise(
            self.case,
            actor=self.actor,
            leader=self.cleaned_data["leader"],
            note=self.cleaned_data["note"],
            expected_version=self.expected,
        )
