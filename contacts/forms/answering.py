"""Filling in a form: online, and a row of paper typed in at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from contacts import papers
from contacts.forms.fields import PersonForm
from contacts.forms.visits import _Signed
from contacts.models import Inquiry, Question, QuestionKind, Source
from contacts.results import GRADES
from contacts.services import Filled
from deputies import finding
from deputies.models import Division
from feedback.forms.fields import LineField, PhoneField, WordsField
from feedback.identity import Person
from feedback.text import MOST_BODY

if TYPE_CHECKING:
    pass
ROWS = 10


# --- Answering --------------------------------------------------------------------------------------------
def field_of(question: Question, *, in_grid: bool = False) -> forms.Field:
    """The field of one question; in the grid of the desk a narrow one."""
    label, required = question.text, question.required and not in_grid
    if question.kind == QuestionKind.TEXT:
        area = forms.Textarea(attrs={"rows": 2 if in_grid else 5})
        return WordsField(label=label, required=required, max_length=MOST_BODY, widget=area)
    if question.kind == QuestionKind.SCALE:
        choices = [(str(grade), str(grade)) for grade in GRADES]
        return _choice(label, choices, required, in_grid)
    choices = [(str(option.pk), option.text) for option in question.options.all()]
    if question.kind == QuestionKind.SINGLE:
        return _choice(label, choices, required, in_grid)
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=required, widget=forms.CheckboxSelectMultiple
    )


def _choice(label: str, choices: list[tuple[str, str]], required: bool, in_grid: bool) -> forms.ChoiceField:
    if in_grid:
        return forms.ChoiceField(label=label, choices=[("", "—"), *choices], required=False)
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=forms.RadioSelect)


class _Answers(forms.Form):
    """Adds the questions of an inquiry as fields ``q<key>``."""

    def _ask(self, inquiry: Inquiry, *, in_grid: bool = False) -> None:
        self.inquiry = inquiry
        self.asked = list(inquiry.questions.prefetch_related("options"))
        for question in self.asked:
            self.fields[f"q{question.pk}"] = field_of(question, in_grid=in_grid)

    @property
    def question_fields(self) -> list[Any]:
        return [self[f"q{question.pk}"] for question in self.asked]

    @property
    def answers(self) -> dict[int, list[int] | int | str]:
        found: dict[int, list[int] | int | str] = {}
        for question in self.asked:
            given = self.cleaned_data.get(f"q{question.pk}")
            if given in (None, "", []):
                continue
            if question.kind == QuestionKind.TEXT:
                found[question.pk] = given
            elif question.kind == QuestionKind.SCALE:
                found[question.pk] = int(given)
            else:
                found[question.pk] = [int(one) for one in (given if isinstance(given, list) else [given])]
        return found


class AnswerForm(_Answers, _Signed):
    """The form online. Who it is is asked for only where words are an opinion, and may be left out."""

    division = forms.ChoiceField(label=gettext_lazy("Township or subdistrict"), required=False)
    code = LineField(
        label=gettext_lazy("Code on your sheet"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, inquiry: Inquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask(inquiry)
        self.fields["name"].required = self.fields["agree"].required = False
        self.fields["agree"].label = _(
            "I agree that my name and contact are kept, sealed, to handle this opinion."
        )
        self.has_words = any(question.as_opinion for question in self.asked)
        if not self.has_words:
            for name in ("name", "phone", "email", "agree", "division"):
                del self.fields[name]
        else:
            self.fields["division"].choices = [("", _("I choose none")), *finding.townships()]  # type: ignore[attr-defined]
            if inquiry.station:  # one of a list, and only where the list has it
                self.initial.setdefault("division", inquiry.station.division_id)
        if not inquiry.needs_code:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.answers:
            raise forms.ValidationError(_("Nothing is filled in yet."))
        if any(data.get(name) for name in ("name", "phone", "email")) and not data.get("agree"):
            self.add_error(
                "agree", _("Tick here so that we may keep your contact, or empty the fields above.")
            )
        return data

    def filled(self, device_mark: str) -> Filled:
        data = self.cleaned_data
        place = data.get("division")
        return Filled(
            answers=self.answers,
            device_mark=device_mark,
            code=data.get("code", ""),
            person=self.person if self.has_words else Person(),
            division=Division.objects.filter(pk=place).first() if place else None,
            language="en" if (get_language() or "").startswith("en") else "zh-hans",
            key=self.token,
        )


class PaperForm(_Answers, PersonForm):
    """One row of the grid: one form of paper. An empty row is none."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    number = LineField(
        label=gettext_lazy("Form number"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = PhoneField(label=gettext_lazy("Telephone"), max_length=26, required=False)

    def __init__(self, *args: Any, inquiry: Inquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask(inquiry, in_grid=True)
        self.fields["name"].required = False
        del self.fields["email"]
        self.has_words = any(question.as_opinion for question in self.asked)
        if not self.has_words:
            del self.fields["name"], self.fields["phone"]
        self.initial.setdefault("key", uuid4())
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    @property
    def is_blank(self) -> bool:
        """Nothing was typed into this row."""
        names = [name for name in self.fields if name != "key"]
        typed = self.data.getlist if hasattr(self.data, "getlist") else lambda name: [self.data.get(name, "")]
        return not any(text.strip() for name in names for text in typed(self.add_prefix(name)))

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        if not typed:
            raise forms.ValidationError(_("Write the number that is printed on the form."))
        n = papers.read_number(typed)
        if n is None:
            raise forms.ValidationError(_("This number is mistyped: compare it with the form."))
        if not 1 <= n <= self.inquiry.printed:
            raise forms.ValidationError(_("No form of this number was printed for this inquiry."))
        return papers.form_number(n)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.answers:
            raise forms.ValidationError(_("Nothing is filled in on this form."))
        return data

    @property
    def person(self) -> Person:
        return Person(name=self.cleaned_data.get("name", ""), phone=self.cleaned_data.get("phone", ""))

    def filled(self, language: str) -> Filled:
        return Filled(
            answers=self.answers,
            source=Source.PAPER,
            number=self.cleaned_data["number"],
            person=self.person,
            language=language,
            key=self.cleaned_data["key"],
        )
