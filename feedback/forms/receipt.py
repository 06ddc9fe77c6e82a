"""What the holder of a receipt fills in: number and code, and then a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.rules import profile_by_key
from feedback import limits
from feedback.forms.fields import LineField, TakesFiles, WordsField, files_field
from feedback.models.opinion import Grade

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from casework.models import Case


class CodeForm(forms.Form):
    """The code of a receipt, however it is written."""

    code = LineField(
        label=gettext_lazy("Query code"),
        max_length=40,
        help_text=gettext_lazy("8 letters and digits. Only you have it."),
        error_messages={"required": gettext_lazy("Write the query code of your receipt.")},
        widget=forms.TextInput(
            attrs={
                "class": "short",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class TrackForm(CodeForm):
    """The number and the code of a receipt."""

    field_order = ("number", "code")
    number = LineField(
        label=gettext_lazy("Number"),
        max_length=40,
        help_text=gettext_lazy("12 letters and digits, such as K7QF-2M9X-4TBD."),
        error_messages={"required": gettext_lazy("Write the number of your receipt.")},
        widget=forms.TextInput(
            attrs={
                "class": "short",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class ReceiptForm(TakesFiles):
    """What the holder of a receipt says with a step."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["version"].initial = case.version
        self.keep_within(limits.of_case(case))


def _words(label: StrOrPromise, missing: StrOrPromise, *, required: bool = True) -> WordsField:
    return WordsField(
        label=label,
        required=required,
        max_length=2000,
        error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RemarkForm(ReceiptForm):
    words = _words(
        gettext_lazy("What would you like to add?"), gettext_lazy("Write what you would like to add.")
    )
    files = files_field()  # type: ignore[assignment]


class MoreForm(ReceiptForm):
    words = _words(gettext_lazy("Your answer to the office"), gettext_lazy("Answer what the office asked."))
    files = files_field()  # type: ignore[assignment]


class WithdrawForm(ReceiptForm):
    words = _words(gettext_lazy("Why do you withdraw it?"), "", required=False)


class ReworkForm(ReceiptForm):
    words = _words(gettext_lazy("What is still not right?"), gettext_lazy("Say what is still not right."))


class RateForm(ReceiptForm):
    """Attitude and result, each by itself: people were friendly and nothing was solved is a common answer.

    A profile may ask for the result alone, and leave the reason to the citizen.
    """

    attitude = forms.TypedChoiceField(
        label=gettext_lazy("How were you treated?"),
        choices=Grade.choices, coerce=int, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how you were treated.")},
    )  # fmt: skip
    result = forms.TypedChoiceField(
        label=gettext_lazy("How do you find the result?"),
        choices=Grade.choices, coerce=int, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how you find the result.")},
    )  # fmt: skip
    reason = _words(gettext_lazy("Why?"), "", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = profile_by_key(self.case.profile)
        self.needs_reason = rules.switch("dissatisfied_needs_reason")
        if self.needs_reason:
            words = _("Needed where you are dissatisfied, so that it can be put right.")
            self.fields["reason"].help_text = words
        if not rules.switch("rate_attitude_and_result"):
            del self.fields["attitude"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        dissatisfied = Grade.DISSATISFIED in (data.get("attitude"), data.get("result"))
        if self.needs_reason and dissatisfied and not data.get("reason"):
            self.add_error("reason", _("Tell us what was not right, so that it can be put right."))
        return data
