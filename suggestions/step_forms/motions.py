"""The forms of a motion's steps: the deputies', the secretariat's, the committee's, the organ's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.steps import step_form
from deputies.models import Organ
from feedback.step_forms.parts import Prefilled, long_text, office_people
from suggestions.models import Motion, Outcome
from suggestions.services import motions as services
from suggestions.step_forms.parts import committee_field, propose_committees

KIND = "motion"


class _Said(Prefilled):
    """A step that needs nothing but words; each subclass says what they are and which service takes it."""

    note = forms.CharField(label=_("In writing"), widget=long_text(5))

    def run(self) -> None:
        self.take(note=self.cleaned_data["note"], actor=self.actor, expected_version=self.expected)

    def take(self, **given: Any) -> None:
        services.decide(self.case, self.action, **given)


def _decision(action: str, words: Any, hint: Any = "") -> type[_Said]:
    """The form of a decision that is recorded in words."""
    field = forms.CharField(label=words, widget=long_text(6), help_text=hint)
    form: type[_Said] = type(f"{action.title()}Form", (_Said,), {"note": field})
    step_form(action, KIND)(form)
    return form


_MINUTES = _("The decision as it was taken, with its date. Its deputies read it.")
_decision("put_on_agenda", _("The presidium's decision"), _MINUTES)
_decision(
    "no_motion",
    _("Why it is not a motion"),
    _("Its deputies read the reasons, and may ask for reconsideration once."),
)
_decision("take_after_all", _("The decision on reconsideration"), _MINUTES)
_decision(
    "make_suggestion",
    _("The presidium's decision"),
    _("It becomes a suggestion of the deputy who leads it, and is numbered among the suggestions."),
)
_decision("give_opinion", _("The committee's opinion"), _("Whether it should be put on the agenda, and why."))
_decision("adopt", _("The vote"), _("For, against, abstentions; and the decision that was adopted."))
_decision("reject", _("The vote"), _("For, against, abstentions."))
_decision("consult", _("Which organ was asked, and what"))
_decision("record_opinion", _("The organ's opinion"))
_decision(
    "report_motion",
    _("Report on the deliberation"),
    _("What the motion proposes, whom the committee heard, what it found and what it proposes."),
)
_decision("redo", _("Why the report was not agreed to"), _("The organ reports again; once."))
_decision("agree_to_report", _("The standing committee's decision"), _MINUTES)


@step_form("return_motion", KIND)
class ReturnForm(_Said):
    note = forms.CharField(
        label=_("What has to be completed"),
        widget=long_text(5),
        help_text=_("Signatures can be collected again until the cut-off."),
    )

    def take(self, **given: Any) -> None:
        services.return_motion(self.case, **given)


@step_form("consent", KIND)
class ConsentForm(_Said):
    note = forms.CharField(label=_("The presidium's decision"), widget=long_text(4), help_text=_MINUTES)

    @classmethod
    def why_not(cls, moving: Any) -> str:
        motion = Motion.objects.get(case=moving)
        return "" if motion.withdrawal_asked_at else str(_("Nobody has asked to withdraw the motion."))

    def take(self, **given: Any) -> None:
        services.consent(self.case, **given)


@step_form("end_deliberation", KIND)
class EndForm(_Said):
    note = forms.CharField(label=_("The presidium's decision"), widget=long_text(4), help_text=_MINUTES)

    @classmethod
    def why_not(cls, moving: Any) -> str:
        is_short = services.shortfall(moving)
        return "" if is_short else str(_("Enough deputies stand behind the motion; it goes on."))

    def take(self, **given: Any) -> None:
        services.end_deliberation(self.case, **given)


@step_form("report_handling", KIND)
class ReportForm(_Said):
    note = forms.CharField(
        label=_("Report"),
        widget=long_text(10),
        help_text=_(
            "Which department does what by when; what its lead deputy and the committee said to the plan."
        ),
    )

    def take(self, **given: Any) -> None:
        services.report_handling(self.case, **given)


class _Silent(Prefilled):
    """Nothing to say: the step is all."""


# --- Numbered, and to a committee ---------------------------------------------------------------------------
@step_form("pass_check", KIND)
class CheckForm(Prefilled):
    owner = forms.ChoiceField(label=_("Responsible person"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = office_people(self.case)  # type: ignore[attr-defined]
        self.prefill(owner=self.actor.user_id)

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return services.shortfall(moving)

    @property
    def given(self) -> dict[str, Any]:
        owner = User.objects.get(pk=self.cleaned_data["owner"])
        return {"owner": owner, "actor": self.actor, "expected_version": self.expected}

    def run(self) -> None:
        services.pass_check(self.case, **self.given)


@step_form("pass_on", KIND)
class PassOnForm(CheckForm):
    committee = committee_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        propose_committees(self.fields["committee"], self.case)

    def run(self) -> None:
        services.pass_on(self.case, committee=self.cleaned_data["committee"], **self.given)


@step_form("refer_first", KIND)
class ReferForm(Prefilled):
    committee = committee_field()
    note = forms.CharField(label=_("The presidium's decision"), widget=long_text(4), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prefill(committee=Motion.objects.get(case=self.case).committee)
        propose_committees(self.fields["committee"], self.case)

    def run(self) -> None:
        take = services.leave_off if self.action == "leave_off" else services.refer_first
        take(
            self.case, actor=self.actor, committee=self.cleaned_data["committee"], note=self.cleaned_data["note"],
            expected_version=self.expected,
        )  # fmt: skip


@step_form("leave_off", KIND)
class LeaveOffForm(ReferForm):
    """The committee that deliberates on it after the session."""


@step_form("place", KIND)
class PlaceForm(Prefilled):
    decided = forms.ChoiceField(label=_("Decision"), choices=Outcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("The standing committee's decision"), widget=long_text(5), help_text=_MINUTES
    )

    def run(self) -> None:
        services.place(
            self.case, actor=self.actor, outcome=self.cleaned_data["decided"], note=self.cleaned_data["note"],
            expected_version=self.expected,
        )  # fmt: skip


@step_form("give_to_organ", KIND)
class OrganForm(Prefilled):
    organ = forms.ModelChoiceField(Organ.objects.none(), label=_("Organ"), empty_label=_("Choose an organ"))
    note = forms.CharField(
        label=_("The standing committee's decision"), widget=long_text(5), required=False, help_text=_MINUTES
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organ"]
        field.queryset = Organ.objects.filter(congress=self.case.congress_id, is_active=True)

    def run(self) -> None:
        services.give_to_organ(
            self.case, actor=self.actor, organ=self.cleaned_data["organ"], note=self.cleaned_data["note"],
            expected_version=self.expected,
        )  # fmt: skip


# --- The deputies' ------------------------------------------------------------------------------------------
@step_form("complete", KIND)
class CompleteForm(Prefilled):
    """Nothing to say: words and signatures stand on the page of the motion."""

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return services.too_late(moving.congress) or services.shortfall(moving)

    def run(self) -> None:
        services.complete(self.case, actor=self.actor, expected_version=self.expected)


@step_form("add_signature", KIND)
class AddSignatureForm(_Silent):
    def run(self) -> None:
        services.sign_motion(self.case, actor=self.actor)


@step_form("drop_signature", KIND)
class DropForm(_Said):
    note = forms.CharField(
        label=_("Why you take it back"),
        widget=long_text(3),
        help_text=_("With too few deputies left, it goes back to collecting, or its handling ends."),
    )

    def take(self, **given: Any) -> None:
        services.drop_signature(self.case, **given)


@step_form("agree_to_withdraw", KIND)
class AgreeForm(_Silent):
    def run(self) -> None:
        services.agree_to_withdraw(self.case, actor=self.actor, expected_version=self.expected)


@step_form("withdraw_motion", KIND)
class WithdrawForm(_Said):
    note = forms.CharField(label=_("Why you withdraw it"), widget=long_text(4))

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return services.why_not_withdrawn(moving)

    def take(self, **given: Any) -> None:
        services.withdraw_motion(self.case, **given)


@step_form("ask_withdrawal", KIND)
class AskWithdrawalForm(WithdrawForm):
    """On the agenda: the presidium has to consent."""


@step_form("second_request", KIND)
class SecondForm(_Silent):
    def run(self) -> None:
        services.second_request(self.case, actor=self.actor, expected_version=self.expected)


@step_form("ask_again", KIND)
class AgainForm(_Said):
    note = forms.CharField(
        label=_("Why it is a motion"), widget=long_text(6), help_text=_("In writing; the presidium reads it.")
    )

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return services.why_not_again(moving)

    def take(self, **given: Any) -> None:
        services.ask_again(self.case, **given)
