"""The forms in which words are written or checked: the report itself, a line of the record, a question, a vote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from contacts.forms.fields import lines
from feedback.forms.fields import LineField
from reports.duty.models import Grade, LineState, ReportLine, Verdict
from reports.duty.services import appraisals, drafting, questions, voting

if TYPE_CHECKING:
    from reports.duty.models import DutyReport, Remark
    from reports.duty.services.questions import Asked


class WriteForm(forms.Form):
    """The words of a report. ``version`` counts what was saved, so that one window overwrites no other."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = lines(_("Duty report"), rows=22, max_length=drafting.MOST)

    def __init__(self, *args: Any, report: DutyReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"text": report.text, "version": report.base})
        self.fields["text"].widget.attrs |= {"data-marks": "", "class": "writing", "spellcheck": "false"}


class LineForm(forms.Form):
    """What the deputy says of one line of the record."""

    state = forms.ChoiceField(label=_("This line"), choices=LineState.choices, widget=forms.RadioSelect)
    correction = LineField(label=_("How it should read"), max_length=300, required=False)
    reason = LineField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed where it is left out or corrected. The office reads it; the public does not."),
    )

    def __init__(self, *args: Any, line: ReportLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"state": line.state, "correction": line.correction, "reason": line.reason})


class VerdictForm(forms.Form):
    """What the office found on a contested line."""

    verdict = forms.ChoiceField(
        label=_("What the office found"),
        choices=[(one.value, one.label) for one in (Verdict.AGREED, Verdict.DISAGREED)],
        widget=forms.RadioSelect,
    )
    verdict_note = LineField(label=_("In words, for the deputy"), max_length=300)


class AskForm(forms.Form):
    """A question to a deputy. ``website`` is for robots; ``altcha`` is the proof of work."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    altcha = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-pow": ""}))
    website = forms.CharField(label=_("Leave this empty"), required=False)
    body = lines(
        _("Your question"),
        rows=5,
        max_length=questions.MOST,
        help_text=_("About how the deputy does the duties of the office. Please name no private persons."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Only to tell you that there is an answer. Sealed, and deleted when it is over."),
    )
    wants_private = forms.BooleanField(label=_("Answer me alone, not in public"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.initial.setdefault("key", str(uuid4()))

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this empty"))
        return ""

    def asked(self, **about: Any) -> Asked:
        data = self.cleaned_data
        key: UUID = data["key"]
        given = {name: data[name] for name in ("body", "email", "wants_private")}
        return questions.Asked(**about, **given, key=key)


class FollowForm(forms.Form):
    number = LineField(
        label=_("Number"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )
    code = LineField(
        label=_("Query code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )


class VoteForm(forms.Form):
    """One vote: the code from the slip, one of three grades, and words if one likes."""

    code = LineField(
        label=_("Code from the slip"),
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "short"}
        ),
        error_messages={"required": _("Write the code from your slip or mail.")},
    )
    grade = forms.ChoiceField(
        label=_("How do you find the work of the deputy?"),
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    words = lines(
        _("In your own words"),
        rows=3,
        required=False,
        max_length=voting.MOST,
        help_text=_(
            "You may leave this empty. It is kept apart from the grade; write nothing that tells who you are."
        ),
    )


class CodesForm(forms.Form):
    count = forms.IntegerField(
        label=_("How many codes"),
        min_value=1,
        max_value=appraisals.MOST_CODES,
        initial=50,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )


class VoidForm(forms.Form):
    """Slips that are lost or left over, by their numbers."""

    serials = LineField(
        label=_("Numbers of slips to make void"),
        max_length=300,
        help_text=_("Such as 12, 15-20. Used ones stay as they are."),
    )

    def clean_serials(self) -> list[int]:
        found: list[int] = []
        for part in self.cleaned_data["serials"].replace("，", ",").replace("、", ",").split(","):
            first, dash, last = part.strip().replace("－", "-").partition("-")
            ends = (first, last if dash else first)
            if not all(one.strip().isascii() and one.strip().isdecimal() and len(one) < 7 for one in ends):
                raise forms.ValidationError(_("Write numbers, separated by commas."))
            found.extend(range(int(ends[0]), min(int(ends[1]), int(ends[0]) + appraisals.MOST_CODES) + 1))
        return found


class RemarksForm(forms.Form):
    """One choice for each of the words: shown, or kept back on one of two grounds."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, remarks: list[Remark], version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = version
        self.remarks = remarks
        choices = [("", _("shown")), *((one.value, one.label) for one in appraisals.HIDING)]
        for one in remarks:
            self.fields[f"remark-{one.pk}"] = forms.ChoiceField(
                label=one.words,
                choices=choices,
                required=False,
                initial=one.hidden_ground,
                widget=forms.RadioSelect,
            )

    def hidden(self) -> dict[str, str]:
        prefix = "remark-"
        return {
            name.removeprefix(prefix): ground
            for name, ground in self.cleaned_data.items()
            if name.startswith(prefix) and ground
        }
