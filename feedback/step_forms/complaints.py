"""Complaints about deputies: the office hands one over, the standing committee takes every further step."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import formats
from accounts.models import User
from casework import clocks
from casework.rules import clock
from casework.steps import step_form
from deputies.models import Deputy
from feedback import services
from feedback.reasons import ComplaintReason
from feedback.step_forms.office import RefuseForm
from feedback.step_forms.parts import Prefilled, WithText, long_text, office_people
from feedback.text import clean_name


# --- Out of the office ------------------------------------------------------------------------------------
@step_form("hand_over")
class HandOverForm(Prefilled):
    template: ClassVar[str] = "cases/step_hand_over.html"
    name = forms.CharField(
        label=_("Deputy it is about"),
        max_length=60,
        required=False,
        help_text=_("As the citizen calls them. The standing committee makes sure who it is."),
    )
    note = forms.CharField(
        label=_("A word to the standing committee"), required=False, widget=long_text(3),
        help_text=_("The citizen does not read it."),
    )  # fmt: skip
    sure = forms.BooleanField(
        label=_("I have read that I will not see this case any more and that it cannot be undone.")
    )

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return services.why_not_handed_over(moving)

    def run(self) -> None:
        services.hand_over(
            self.case,
            actor=self.actor,
            name=self.cleaned_data["name"],
            note=self.cleaned_data["note"],
            expected_version=self.expected,
        )


# --- The standing committee -------------------------------------------------------------------------------
@step_form("take_on")
class TakeOnForm(Prefilled):
    owner = forms.ChoiceField(label=_("Responsible person"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = office_people(self.case)  # type: ignore[attr-defined]
        self.prefill(owner=self.actor.user_id)

    def run(self) -> None:
        owner = User.objects.get(pk=self.cleaned_data["owner"])
        services.take_on(self.case, actor=self.actor, owner=owner, expected_version=self.expected)


class _Telling(WithText):
    """A step whose text the citizen reads. ``serves`` is the service that takes it."""

    serves: ClassVar[Any]

    def run(self) -> None:
        type(self).serves(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


@step_form("inform")
class InformForm(_Telling):
    serves = staticmethod(services.inform)
    note = forms.CharField(
        label=_("What the citizen reads"),
        widget=long_text(),
        help_text=_(
            "That the complaint is taken up, who looks into it and how, and by when the answer comes "
            "(Regulations on Petitions, article 23)."
        ),
    )


@step_form("take_more_time")
class MoreTimeForm(_Telling):
    serves = staticmethod(services.take_more_time)
    note = forms.CharField(
        label=_("Why more time is needed"), widget=long_text(4), help_text=_("The citizen reads the reason.")
    )

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return services.why_no_more_time(moving)

    def outcome(self) -> list[str]:
        case = self.case
        if case.due_on is None:
            return []
        until = clock(case.profile, f"{case.kind}.{clocks.EXTENSION}", case.due_on).due
        return [gettext("The answer is then due by %(day)s.") % {"day": formats.day(until)}]


@step_form("give_answer")
class GiveAnswerForm(_Telling):
    serves = staticmethod(services.give_answer)
    note = forms.CharField(
        label=_("What the citizen reads"),
        widget=long_text(8),
        help_text=_("What was looked into, what came of it, and that the committee above may be asked."),
    )


@step_form("settle")
class SettleForm(Prefilled):
    def run(self) -> None:
        services.settle(self.case, actor=self.actor, expected_version=self.expected)


@step_form("decline")
class DeclineForm(RefuseForm):
    reasons = ComplaintReason
    reason = forms.ChoiceField(
        label=_("Reason, and the right channel"), choices=ComplaintReason.choices, widget=forms.RadioSelect
    )

    def run(self) -> None:
        services.decline(
            self.case,
            actor=self.actor,
            reason=self.cleaned_data["reason"],
            note=self.cleaned_data["note"],
            expected_version=self.expected,
        )


@step_form("transfer")
class TransferForm(WithText):
    organ_named = forms.CharField(
        label=_("Organ in charge"),
        max_length=100,
        help_text=_("Such as: supervision commission of the county. Send the papers as your rules say; the portal "
                    "sends nothing and shows that organ nothing."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What the citizen reads"),
        widget=long_text(),
        help_text=_("To which organ it went, and how the citizen hears of it from there."),
    )

    def run(self) -> None:
        services.transfer(
            self.case,
            actor=self.actor,
            organ_named=self.cleaned_data["organ_named"],
            note=self.cleaned_data["note"],
            expected_version=self.expected,
        )


@step_form("name_deputy")
class NameDeputyForm(Prefilled):
    """By name; where several bear it, the second try chooses among them."""

    name = forms.CharField(label=_("Name of the deputy"), max_length=60)
    which = forms.ChoiceField(label=_("Which of them"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prefill(name=self.case.complaint.about_name)
        self.fields["which"].choices = self._choices()  # type: ignore[attr-defined]
        if len(self._found) < 2:
            del self.fields["which"]

    def _choices(self) -> list[tuple[str, str]]:
        typed = self.data.get("name", "") if self.is_bound else self.initial["name"]
        bearing = Deputy.objects.filter(congress=self.case.congress_id, name=clean_name(str(typed)))
        self._found = {str(one.pk): one for one in bearing}
        return [(key, self._words(one)) for key, one in self._found.items()]

    def _words(self, deputy: Deputy) -> str:
        return " · ".join(filter(None, [deputy.name, deputy.number, deputy.occupation, deputy.work_unit]))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "name" in data and not self._found:
            self.add_error("name", gettext("No deputy of this congress has this name."))
        elif "which" in self.fields and not data.get("which"):
            self.add_error("which", gettext("Several deputies have this name. Choose one."))
        return data

    def run(self) -> None:
        chosen = self.cleaned_data.get("which") or next(iter(self._found))
        services.name_deputy(
            self.case, actor=self.actor, about=self._found[chosen], expected_version=self.expected
        )
