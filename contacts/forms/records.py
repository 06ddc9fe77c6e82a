"""A contact that is written down: by the office for a call, a letter or a visit; by the deputy on the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.models import Channel
from casework.steps import day_field
from contacts.forms.fields import lines
from contacts.services import Heard
from deputies.models import Deputy, Division
from feedback.entering import EnterForm
from feedback.forms.fields import LineField, TakesFiles, files_field
from feedback.identity import Person

if TYPE_CHECKING:
    from datetime import date

    from deputies.models import PeoplesCongress, Posts

#: What each way of contact asks for besides the words, in the order of the page.
ASKED = {
    "phone": ("deputy", "call_back", "helped"),
    "letter": ("deputy", "kept_at"),
    "visit": ("deputy", "whom", "people", "organised", "next_step", "helped"),
}
_HELP = gettext_lazy(
    "Explained, accompanied, put in touch. A deputy raises matters and does not handle them "
    "(Law on Deputies, article 31)."
)


class ContactForm(EnterForm):
    """The office's form: what a person said, and to which deputy.

    ``way`` is the code of the channel; one of an operator's own asks what a visit does.
    """

    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Deputy"),
        queryset=Deputy.objects.none(),
        required=False,
        empty_label=gettext_lazy("no deputy in particular"),
        help_text=gettext_lazy("It is registered and given to this deputy at once."),
    )
    call_back = forms.BooleanField(
        label=gettext_lazy("Read back what was written, and the caller agreed"), required=False
    )
    kept_at = LineField(
        label=gettext_lazy("Where the paper is kept"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Needed where no scan is attached."),
    )
    whom = LineField(
        label=gettext_lazy("With whom"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Such as: three households at the north end. No names."),
    )
    people = forms.IntegerField(
        label=gettext_lazy("How many people"), min_value=1, max_value=9999, initial=1, required=False
    )
    organised = forms.BooleanField(label=gettext_lazy("An organised activity"), required=False)
    next_step = LineField(label=gettext_lazy("Next step"), max_length=200, required=False)
    helped = LineField(
        label=gettext_lazy("Practical help given"), max_length=200, required=False, help_text=_HELP
    )

    def __init__(self, *args: Any, way: Channel, posts: Posts, **kwargs: Any) -> None:
        super().__init__(*args, posts=posts, **kwargs)
        self.way = way
        self.asked = ASKED.get(way.code, ASKED["visit"])
        del self.fields["channel"], self.fields["register"]
        for name in {name for names in ASKED.values() for name in names} - set(self.asked):
            del self.fields[name]
        field: Any = self.fields["deputy"]
        field.queryset = Deputy.objects.in_office().filter(congress=self.congress).order_by("name", "pk")
        if "whom" in self.asked:
            field.required = True
        if way.code == "letter":
            self.fields["attachments"].label = _("Scan of the letter")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        has_scan = bool(data.get("attachments") or self.kept)
        if self.way.code == "letter" and not has_scan and not data.get("kept_at"):
            self.add_error("kept_at", _("Attach a scan, or say where the paper is kept."))
        return data

    def heard(self, language: str) -> Heard:
        data = self.cleaned_data
        return Heard(
            congress=self.congress,
            deputy=data["deputy"],
            channel=self.way,
            heard_on=data["received_on"],
            said=self._words(),
            organised=data.get("organised", False),
            whom=data.get("whom", ""),
            people=data.get("people") or 1,
            next_step=data.get("next_step", ""),
            helped=data.get("helped", ""),
            station=data["station"],
            division=data["division"],
            place=data["place"],
            topic=data["topic"],
            confidential=data["confidential"],
            by_guardian=data["by_guardian"],
            person=Person(**{name: data[name] for name in ("name", "phone", "email", "address")}),
            files=self.all_files,
            language=language,
            key=data["key"],
        )

    def _words(self) -> str:
        """The person's words; of a letter without a scan also where the paper is."""
        kept_at = self.cleaned_data.get("kept_at", "")
        note = _("(The paper is kept: %(where)s)") % {"where": kept_at} if kept_at else ""
        return "\n".join(part for part in (self.cleaned_data["body"], note) if part)


class VisitForm(TakesFiles):
    """A deputy's own form, on the phone: whom, where, what, and whether it is passed on now."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ModelChoiceField(
        label=gettext_lazy("How it came"), queryset=Channel.objects.none(), empty_label=None
    )
    heard_on = day_field(gettext_lazy("Day"), required=True)
    said = lines(
        gettext_lazy("What people said"),
        required=False,
        help_text=gettext_lazy(
            "In the people's own words. Empty: people were met and nothing is to be conveyed."
        ),
    )
    convey = forms.ChoiceField(
        label=gettext_lazy("What happens with it"),
        choices=[
            ("now", gettext_lazy("Pass it on to the liaison office now, as an opinion")),
            ("later", gettext_lazy("Keep it with me; I decide later")),
        ],
        initial="now",
        widget=forms.RadioSelect,
    )
    division = forms.ModelChoiceField(
        label=gettext_lazy("Place"),
        queryset=Division.objects.none(),
        required=False,
        empty_label=gettext_lazy("not known"),
    )
    place = LineField(label=gettext_lazy("Where exactly"), max_length=200, required=False)
    whom = LineField(
        label=gettext_lazy("With whom"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Such as: three households at the north end. No names."),
    )
    people = forms.IntegerField(label=gettext_lazy("How many people"), min_value=1, max_value=9999, initial=1)
    organised = forms.BooleanField(label=gettext_lazy("An organised activity"), required=False)
    next_step = LineField(label=gettext_lazy("Next step"), max_length=200, required=False)
    helped = LineField(
        label=gettext_lazy("Practical help given"), max_length=200, required=False, help_text=_HELP
    )
    files = files_field()  # type: ignore[assignment]
    name = LineField(label=gettext_lazy("Name"), max_length=60, required=False)
    phone = LineField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    confidential = forms.BooleanField(
        label=gettext_lazy("The person wants to stay unknown to the organs"), required=False
    )

    def __init__(self, *args: Any, deputy: Deputy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deputy = deputy
        fields: dict[str, Any] = self.fields
        fields["channel"].queryset = Channel.objects.filter(is_active=True, at_desk=True).exclude(
            code__in=("reception", "symposium", "form", "survey")
        )
        fields["division"].queryset = divisions_for(deputy.congress)
        self.initial.setdefault("key", uuid4())
        self.initial.setdefault("heard_on", timezone.localdate())
        self.initial.setdefault("channel", fields["channel"].queryset.filter(code="visit").first())

    def clean_heard_on(self) -> date:
        day: date = self.cleaned_data["heard_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Enter the day it was heard."))
        return day

    def heard(self, language: str) -> Heard:
        data = self.cleaned_data
        same = ("channel", "heard_on", "said", "organised", "whom", "people", "next_step", "helped", "key")
        return Heard(
            congress=self.deputy.congress,
            deputy=self.deputy,
            convey=data["convey"] == "now",
            division=data["division"],
            place=data["place"],
            confidential=data["confidential"],
            person=Person(name=data["name"], phone=data["phone"]),
            files=self.prepared,
            language=language,
            **{name: data[name] for name in same},
        )


def divisions_for(congress: PeoplesCongress) -> Any:
    return Division.objects.current().under([congress.division.code])


class HelpForm(forms.Form):
    """Practical help, by itself."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    done_on = day_field(gettext_lazy("Day"), required=True)
    what = LineField(label=gettext_lazy("What was done"), max_length=200, help_text=_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4())
        self.initial.setdefault("done_on", timezone.localdate())

    def clean_done_on(self) -> date:
        day: date = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class KeepForm(forms.Form):
    """Why something that was heard is not conveyed."""

    why = LineField(
        label=gettext_lazy("Why it is not conveyed"),
        max_length=200,
        help_text=gettext_lazy("Such as: explained on the spot; belongs before a court, told so."),
    )


class NextStepForm(forms.Form):
    """What became of a next step."""

    outcome = LineField(
        label=gettext_lazy("What became of it"),
        max_length=200,
        help_text=gettext_lazy("Such as: visited again on the 12th; the street lamp is lit."),
    )
