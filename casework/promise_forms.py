"""The forms of a promise's steps: the second answer, its release, and what the office makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import services
from casework.models.commitment import Outcome, ReportState
from casework.steps import PromiseForm, day_field, step_form

if TYPE_CHECKING:
    from casework.models import CommitmentReport

_LONG = forms.Textarea(attrs={"rows": 6})


@step_form("report_status")
class StatusForm(PromiseForm):
    note = forms.CharField(
        label=_("How it stands"),
        widget=_LONG,
        help_text=_(
            "What has been done this year, what is left and until when. Whoever was promised it reads it."
        ),
    )

    def run(self) -> None:
        services.report_status(
            self.commitment, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


@step_form("report_promise")
class ReportForm(PromiseForm):
    became = forms.ChoiceField(
        label=_("What became of the promise"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    new_due_on = day_field(_("The new date, where it is carried on"))
    body = forms.CharField(
        label=_("Second answer"),
        widget=_LONG,
        help_text=_(
            "What was done and when; or why it could not be done, or not yet. The citizen reads it after the head has"
            " released it and the office has looked at it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = self.latest
        if latest:
            self.initial.update(
                {"became": latest.outcome, "new_due_on": latest.new_due_on, "body": latest.body}
            )

    @property
    def latest(self) -> CommitmentReport | None:
        """What the head or the office gave back, to be added to."""
        given_back = (ReportState.SENT_BACK, ReportState.RETURNED)
        last = self.commitment.reports.last()
        return last if last and last.state in given_back else None

    def run(self) -> None:
        services.report_promise(
            self.commitment,
            actor=self.actor,
            outcome=self.cleaned_data["became"],
            body=self.cleaned_data["body"],
            new_due_on=self.cleaned_data["new_due_on"],
            expected_version=self.expected,
        )


class _OnItsWay(PromiseForm):
    """A step on a second answer that is in view."""

    state: ClassVar[ReportState] = ReportState.SUBMITTED

    @property
    def report(self) -> CommitmentReport | None:
        return self.commitment.reports.filter(state=self.state).select_related("author", "released_by").last()


@step_form("send_report_back")
class SendReportBackForm(_OnItsWay):
    note = forms.CharField(label=_("What is missing"), widget=_LONG)

    def run(self) -> None:
        services.send_report_back(
            self.commitment, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


@step_form("release_report")
class ReleaseReportForm(_OnItsWay):
    def run(self) -> None:
        services.release_report(self.commitment, actor=self.actor, expected_version=self.expected)


@step_form("return_report")
class ReturnReportForm(_OnItsWay):
    state = ReportState.RELEASED
    note = forms.CharField(
        label=_("What is missing"), widget=_LONG, help_text=_("The organ reads it; the promised date stays.")
    )

    def run(self) -> None:
        services.return_report(
            self.commitment, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


class _PassOn(_OnItsWay):
    """Gives the second answer to the citizen, as what the organ reported it to be."""

    state = ReportState.RELEASED
    no_personal_data = forms.BooleanField(label=_("It names no private person, telephone number or address"))

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return services.why_not_passed_on(moving, cls.action)

    def run(self) -> None:
        services.pass_on(self.commitment, self.action, actor=self.actor, expected_version=self.expected)


@step_form("confirm_kept")
class KeptForm(_PassOn):
    """The promise is kept."""


@step_form("confirm_not_kept")
class NotKeptForm(_PassOn):
    """It is not kept, and the organ says why."""


@step_form("carry_on")
class CarryOnForm(_PassOn):
    """It is carried on to a new date."""
