"""The office lets the time for an answer stand still, and go on."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import formats
from casework import clocks, services
from casework.steps import day_field, step_form
from feedback.step_forms.parts import WithText, long_text


@step_form("suspend")
class SuspendForm(WithText):
    """Says, before it is done, what stands still and until when at most."""

    template: ClassVar[str] = "cases/step_rules.html"
    until = day_field(
        _("Until when at most"), help_text=_("Earlier, if you like. On this day the time goes on by itself.")
    )
    note = forms.CharField(
        label=_("Why the time stands still"),
        widget=long_text(4),
        help_text=_("The citizen reads it, with the day; so do the organs."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["until"])
        self.prefill(until=clocks.suspended(self.case).due_on)

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return services.why_not_suspended(moving.case)

    def outcome(self) -> list[str]:
        words = gettext(
            "The answer is due on %(day)s. This date moves by the days on which the time stands still; meanwhile"
            " nobody is urged. It can be done once for a case."
        )
        due_on = self.case.due_on
        return [words % {"day": formats.day(due_on)}] if due_on else []

    def run(self) -> None:
        services.suspend(
            self.case,
            actor=self.actor,
            note=self.cleaned_data["note"],
            until=self.cleaned_data["until"],
            expected_version=self.expected,
        )


@step_form("resume_clock")
class ResumeForm(WithText):
    template: ClassVar[str] = "cases/step_rules.html"
    note = forms.CharField(
        label=_("What the citizen should know"),
        required=False,
        widget=long_text(3),
        help_text=_("The citizen reads it, with the new date."),
    )

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return services.why_not_gone_on(moving.case)

    def outcome(self) -> list[str]:
        before, after = self.case.stood_due_on, services.date_if_gone_on(self.case)
        words = gettext(
            "The answer was due on %(before)s; it is due on %(after)s when the time goes on today."
        )
        if before is None or after is None:
            return []
        return [words % {"before": formats.day(before), "after": formats.day(after)}]

    def run(self) -> None:
        services.resume_clock(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )
