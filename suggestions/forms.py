"""The deputy's forms: the draft, whom to ask to sign, which opinions it grows from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.access import visible_to
from casework.models import Case
from deputies.models import Deputy, Mandate, Organ
from suggestions.models import Form, Proposer, Suggestion, VerifiedHow
from suggestions.models.suggestion import MOST_TEXT, WORDS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

#: Needed to hand it in, though not to keep it.
_WANTED = ("title", "facts", "proposal", "verified_how", "verified")
_ROWS = {"facts": 10, "proposal": 8, "verified": 4}


_OF_MOTION = {
    "title": (_("Cause"), _("What the congress is to decide, in a line: “Motion on …”.")),
    "facts": (_("Grounds"), _("Why: the facts, the law, what has been tried. Citizens' letters are linked.")),
    "proposal": (
        _("The plan"),
        _(
            "What is to be decided, by whom it is carried out, until when. For a law: its draft or its main points."
        ),
    ),
}


class DraftForm(forms.ModelForm[Suggestion]):
    """The words of a draft. Nothing is required while it is kept; handing in looks at the whole."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Suggestion
        fields = [name for name in WORDS if name != "division"]
        widgets = {
            "sort": forms.RadioSelect,
            "verified_how": forms.RadioSelect,
            **{name: forms.Textarea(attrs={"rows": rows}) for name, rows in _ROWS.items()},
        }
        labels = {
            "one_matter": _("It is about one matter alone"),
            "keep_back": _("I find it unsuitable for publication"),
        }
        help_texts = {
            "title": _("One matter, in a line: “Suggestion on …”."),
            "facts": _(
                "What happens, where, whom it concerns, why. Your own words: citizens' letters are linked."
            ),
            "proposal": _("What should be done, by whom, until when."),
            "verified": _("Where you were, with whom you spoke, what you found."),
            "organ": _("It is considered; the office decides."),
            "delegation": _("Only where your whole delegation hands it in, during a session."),
            "keep_back": _("Suggestions and answers are public, but for secrets and private matters."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        organ: Any = self.fields["organ"]
        organ.queryset = Organ.objects.filter(congress=self.instance.congress_id, is_active=True)
        organ.empty_label = _("I leave it to the office")
        how: Any = self.fields["verified_how"]
        how.choices, how.required = VerifiedHow.choices, False
        if self.instance.is_motion:
            self._as_motion()
        for name in _WANTED:
            if name in self.fields:
                self.fields[name].wanted = True  # type: ignore[attr-defined]
        self._offer_delegation()
        for name in self.fields.keys() & {"facts", "proposal", "verified"}:
            self.fields[name].widget.attrs["maxlength"] = MOST_TEXT

    def _as_motion(self) -> None:
        """Cause, grounds and plan; what only a suggestion asks for is not asked."""
        for name in ("sort", "verified_how", "verified", "organ"):
            del self.fields[name]
        for name, (label, hint) in _OF_MOTION.items():
            self.fields[name].label, self.fields[name].help_text = label, hint

    def _offer_delegation(self) -> None:
        held = Mandate.objects.filter(deputy=self.instance.deputy_id, status="in_force").exclude(
            delegation=""
        )
        names = list(held.values_list("delegation", flat=True))
        if not names:
            del self.fields["delegation"]
            return
        choices = [("", _("I hand it in myself")), *((name, name) for name in names)]
        self.fields["delegation"] = forms.ChoiceField(
            label=_("Who hands it in"),
            choices=choices,
            required=False,
            help_text=self.fields["delegation"].help_text,
        )

    @property
    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WORDS if name in self.cleaned_data}


def linkable(user: User) -> QuerySet[Case]:
    """The opinions a deputy may link: those given to them, the ones taken up first."""
    return visible_to(user).opinions().exclude(status__in=["withdrawn", "taken_back", "not_accepted"])


class BeginForm(forms.Form):
    """What is written: a suggestion, or a motion."""

    form = forms.ChoiceField(
        label=_("What you write"),
        choices=Form.choices,
        initial=Form.SUGGESTION,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("A motion is for the congress to decide on, and needs deputies who sign it with you."),
    )

    def clean_form(self) -> str:
        return self.cleaned_data["form"] or Form.SUGGESTION.value


class LinkForm(forms.Form):
    """Which of the deputy's opinions the suggestion grows from."""

    opinions = forms.ModelMultipleChoiceField(
        Case.objects.none(),
        label=_("Opinions it grows from"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are linked, not copied. Their citizens hear of every step."),
    )

    def __init__(self, *args: Any, user: User, besides: Suggestion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cases = linkable(user)
        if besides is not None:
            cases = cases.exclude(conversions__suggestion=besides)
        field: Any = self.fields["opinions"]
        field.queryset = cases.select_related("division").order_by("-opened_at")[:40]
        if self.is_bound:  # what was sliced cannot be searched
            sent: Any = self.data
            field.queryset = cases.filter(pk__in=[key for key in sent.getlist("opinions") if key.isdigit()])
        field.label_from_instance = lambda case: f"{case.title} · {case.division or ''}"


class InviteForm(forms.Form):
    """Whom to ask to sign, and until when."""

    names = forms.CharField(
        label=_("Names"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on a line, or with commas between. Only deputies in office."),
    )
    until = forms.DateTimeField(
        label=_("To be signed by"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
        help_text=_("The cut-off: later nobody can sign."),
    )

    def __init__(self, *args: Any, suggestion: Suggestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestion = suggestion

    def clean_names(self) -> list[Deputy]:
        typed = self.cleaned_data["names"].replace("\n", ",").replace("、", ",").replace("，", ",")
        found: list[Deputy] = []
        for name in filter(None, (one.strip() for one in typed.split(","))):
            found.append(self._named(name))
        return found

    def _named(self, name: str) -> Deputy:
        """The deputy in office of this name; where several have it, the number of the certificate tells them apart."""
        near = Deputy.objects.in_office().filter(congress=self.suggestion.congress_id)
        rows = list(near.filter(name=name)[:2]) or list(near.filter(number=name)[:2])
        if not rows:
            raise forms.ValidationError(_("No deputy in office is called %(name)s."), params={"name": name})
        if len(rows) > 1:
            raise forms.ValidationError(
                _("Several deputies are called %(name)s. Write the number of the certificate."),
                params={"name": name},
            )
        return rows[0]


class MotionWordsForm(forms.ModelForm[Suggestion]):
    """The three parts of a motion that was returned to be completed."""

    class Meta:
        model = Suggestion
        fields = ("title", "facts", "proposal")
        labels = {name: label for name, (label, _hint) in _OF_MOTION.items()}
        widgets = {name: forms.Textarea(attrs={"rows": _ROWS[name]}) for name in ("facts", "proposal")}


class BringForm(forms.Form):
    """The office enters the motion of a committee or of the presidium."""

    proposer = forms.ChoiceField(
        label=_("Brought by"),
        choices=[(one.value, one.label) for one in (Proposer.COMMITTEE, Proposer.PRESIDIUM)],
        widget=forms.RadioSelect,
    )
    body = forms.CharField(label=_("Its name"), max_length=100)
    cause = forms.CharField(label=_("Cause"), max_length=120)
    grounds = forms.CharField(
        label=_("Grounds"), widget=forms.Textarea(attrs={"rows": 6}), max_length=MOST_TEXT
    )
    plan = forms.CharField(
        label=_("The plan"), widget=forms.Textarea(attrs={"rows": 6}), max_length=MOST_TEXT
    )


class TimesForm(forms.Form):
    """When motions are too late, and when the presidium meets for the last time."""

    cutoff = forms.DateTimeField(
        label=_("Cut-off for motions"), required=False, input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("As the presidium decided. After it nobody signs."),
    )  # fmt: skip
    last_presidium = forms.DateTimeField(
        label=_("Last meeting of the presidium"), required=False, input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
