"""The office lets a case follow the rules now in force, with a reason."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import formats
from casework import clocks, services
from casework.steps import step_form
from feedback.step_forms.parts import Prefilled, long_text


@step_form("apply_rules")
class ApplyRulesForm(Prefilled):
    """Says, before it is done, which date moves to which."""

    template: ClassVar[str] = "cases/step_rules.html"
    bulk: ClassVar[tuple[str, ...]] = ("note",)
    note = forms.CharField(
        label=_("Why the case shall follow them"),
        widget=long_text(4),
        help_text=_("The citizen reads it, with the date, and so does whoever owes the next step."),
    )

    @classmethod
    def why_not(cls, moving: Any) -> str:
        if services.newer_rules(moving.case) is None:
            return gettext("The case follows the rules in force already.")
        return services.why_not_while_still(moving.case)

    def outcome(self) -> list[str]:
        rules = services.newer_rules(self.case)
        if rules is None:
            return []
        running, _answer = clocks.under(self.case, rules.key)
        words = {"title": rules.title, "version": rules.version}
        said = gettext("Rules: %(title)s, version %(version)s.") % words
        return [said, _moves(self.case.due_on, running.due_on)]

    def run(self) -> None:
        services.apply_rules(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


def _moves(before: Any, after: Any) -> str:
    if before == after or before is None or after is None:
        return gettext("The running date stays.")
    days = {"before": formats.day(before), "after": formats.day(after)}
    return gettext("The running date moves from %(before)s to %(after)s.") % days
