"""The form of an opinion, and the search in what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from casework import known
from casework.errors import Incomplete
from deputies import finding
from deputies.models import Deputy, Division, LiaisonStation
from feedback import limits
from feedback.forms.fields import LineField, PhoneField, RowField, TakesFiles, WordsField, files_field
from feedback.identity import Person
from feedback.services import Submission
from feedback.text import checked

if TYPE_CHECKING:
    from casework.models import Channel
    from deputies.models import PeoplesCongress

LEAST_BODY = 10
QUICKEST = 3  # seconds: nobody reads and fills the form in less
_SALT = "feedback.write"
_MOST_CHOICES = 150


def new_key() -> str:
    """The form's own token, signed with the moment it was made; it makes a form sent twice one opinion."""
    return TimestampSigner(salt=_SALT).sign(str(uuid4()))


def read_key(signed: str, max_age: int | None = None) -> UUID | None:
    """None where somebody made it up (or, with ``max_age`` in seconds, where it is older)."""
    try:
        return UUID(TimestampSigner(salt=_SALT).unsign(signed, max_age=max_age))
    except (BadSignature, ValueError):
        return None


_AUTOCOMPLETE = {"name": "name", "phone": "tel", "email": "email", "address": "street-address"}


def _key_in(data: Any, name: str) -> int | None:
    """The key of a row that was sent under ``name``, None where it cannot be one."""
    typed = str(data.get(name, ""))
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 18 else None


class WriteForm(TakesFiles):
    """An opinion: what, where and when, to whom, and who asks."""

    body = WordsField(
        label=gettext_lazy("What is it about?"),
        min_length=LEAST_BODY,
        help_text=gettext_lazy("Say what you saw and what you would like to happen. One matter at a time."),
        error_messages={
            "required": gettext_lazy("Write what it is about."),
            "min_length": gettext_lazy("Write a little more: at least 10 characters."),
        },
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    division = RowField(label=gettext_lazy("Township or subdistrict"), required=False)
    place = LineField(
        label=gettext_lazy("Where exactly?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Such as: Shiqiao village, behind the primary school."),
    )
    happened = LineField(
        label=gettext_lazy("When?"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Such as: every night after eleven, since May."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    files = files_field()  # type: ignore[assignment]
    to = forms.ChoiceField(label=gettext_lazy("Who should read it?"), widget=forms.RadioSelect)
    deputy = forms.IntegerField(required=False, widget=forms.HiddenInput)
    station = RowField(
        label=gettext_lazy("Which station should read it?"),
        required=False,
        help_text=gettext_lazy("If you do not know, leave it to the liaison office."),
    )
    name = LineField(label=gettext_lazy("Your name"), max_length=60, required=False)
    phone = PhoneField(label=gettext_lazy("Mobile number"), max_length=26, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        error_messages={"invalid": gettext_lazy("Write the whole e-mail address, such as name@example.com.")},
    )
    address = LineField(label=gettext_lazy("Address"), max_length=200, required=False)
    confidential = forms.ChoiceField(
        label=gettext_lazy("May the office that handles it know who you are?"),
        choices=[
            ("no", gettext_lazy("Yes: it may contact me with questions")),
            ("yes", gettext_lazy("No: keep my identity confidential")),
        ],
        initial="no",
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "If no, it sees what you wrote but not who you are, and the case is never published. "
            "Only the liaison office can reach you."
        ),
    )
    by_guardian = forms.BooleanField(
        label=gettext_lazy("I write as parent or guardian for a child under 14."),
        required=False,
        help_text=gettext_lazy(
            "Then your name is needed, your consent holds for the child, and the identity stays confidential."
        ),
    )
    agree = forms.BooleanField(
        label=gettext_lazy("I agree that my name and contact are kept, sealed, to handle this opinion."),
        required=False,
    )
    # A person does not see it; a robot fills it in.
    website = forms.CharField(label=gettext_lazy("Leave this field empty"), required=False)
    altcha = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        deputy: Deputy | None = None,
        station: LiaisonStation | None = None,
        place: Division | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._deputy, self._station, self._place = deputy, station, place
        self.fields["division"].choices = self._places  # type: ignore[attr-defined]
        self.fields["station"].choices = self._stations  # type: ignore[attr-defined]
        self._set_deputy(deputy)
        self.initial.setdefault("division", place.pk if place else "")
        self.initial.setdefault("station", station.pk if station else "")
        for name in ("name", "phone", "email", "address"):
            self.fields[name].widget.attrs["autocomplete"] = _AUTOCOMPLETE[name]
        self.keep_within(limits.of_congress(self._likely_congress()))
        self.fields["body"].widget.attrs |= {
            "maxlength": self.limits.characters,
            "data-counter": _("{n} characters left"),
            "data-similar": reverse("similar"),
            "data-similar-into": "similar",
        }
        if not self.is_bound:
            self.initial.setdefault("key", new_key())

    def _places(self) -> list[tuple[Any, str]]:
        """The townships, and before them the village that came with the address of the page."""
        chosen = self._place or self._sent_division
        own = [(chosen.pk, chosen.full_name or chosen.name)] if chosen else []
        rest = [one for one in finding.townships()[:_MOST_CHOICES] if one[0] not in dict(own)]
        return [("", _("I choose none")), *own, *rest]

    def _stations(self) -> list[tuple[Any, str]]:
        """Every open station; in a large portal only the one whose page the reader came from."""
        chosen = self._station
        own = [(chosen.pk, chosen.name)] if chosen else []
        rest = [one for one in finding.station_choices() if one[0] not in dict(own)]
        return [
            ("", _("Leave it to the liaison office")),
            *own,
            *(rest if len(rest) <= _MOST_CHOICES else []),
        ]

    @cached_property
    def _sent_division(self) -> Division | None:
        key = _key_in(self.data, "division")
        return finding.current_served().filter(pk=key).order_by().first() if key else None

    @cached_property
    def _sent_station(self) -> LiaisonStation | None:
        key = _key_in(self.data, "station")
        station = known.one(LiaisonStation, key) if key is not None else None
        known.fill_in([station], "congress")
        return station if station and station.is_open else None

    def _set_deputy(self, deputy: Deputy | None) -> None:
        """Who came from a deputy's page chooses that deputy or the office; all others choose a station."""
        if deputy is None:
            del self.fields["to"], self.fields["deputy"]
            return
        del self.fields["station"]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("deputy", _("Deputy %(name)s") % {"name": deputy}),
            ("office", _("The liaison office decides")),
        ]
        self.initial.setdefault("to", "deputy")

    def clean_body(self) -> str:
        try:
            return checked(self.cleaned_data["body"], most=self.limits.characters)
        except Incomplete as refused:
            raise forms.ValidationError(str(refused)) from None

    def clean_division(self) -> str:
        if self.cleaned_data["division"] and self._sent_division is None:
            raise forms.ValidationError(
                _("This place is not in the list. Choose one, or write it in your words.")
            )
        return str(self.cleaned_data["division"])

    def clean_station(self) -> str:
        if self.cleaned_data["station"] and self._sent_station is None:
            raise forms.ValidationError(
                _("This station is not open any more. Choose another, or leave it to the liaison office.")
            )
        return str(self.cleaned_data["station"])

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty: it is there to stop robots."))
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("by_guardian") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write your name: a parent or guardian answers for a child under 14."))
        if any(str(self.data.get(name, "")).strip() for name in _AUTOCOMPLETE) and not data.get("agree"):
            self.add_error(
                "agree", _("Tick here so that we may keep your contact, or empty the fields above.")
            )
        return data

    @property
    def person(self) -> Person:
        return Person(
            **{name: self.cleaned_data.get(name, "") for name in ("name", "phone", "email", "address")}
        )

    @cached_property
    def token(self) -> UUID:
        """The form's key; a made-up one is replaced."""
        return read_key(self.data.get("key", "")) or uuid4()

    def was_quick(self) -> bool:
        """Filled in faster than a person can."""
        return read_key(self.data.get("key", ""), max_age=QUICKEST) is not None

    def submission(self, channel: Channel) -> Submission:
        """What was sent; raises Incomplete where the portal has no congress yet."""
        data = self.cleaned_data
        station = self._sent_station if "station" in self.fields else None
        deputy = self._deputy if data.get("to") == "deputy" else None
        return Submission(
            congress=self._congress(station, deputy),
            channel=channel,
            body=data["body"],
            place=data["place"],
            happened=data["happened"],
            division=self._sent_division,
            station=station,
            deputy=deputy,
            confidential=data["confidential"] == "yes",
            by_guardian=data["by_guardian"],
            person=self.person,
            files=self.prepared,
            language="en" if (get_language() or "").startswith("en") else "zh-hans",
            key=self.token,
        )

    def _likely_congress(self) -> PeoplesCongress | None:
        """Whose rules hold for what is being written, as far as it is known before it is sent."""
        place = self._place or self._sent_division
        chosen = self._deputy or self._station or self._sent_station
        return chosen.congress if chosen else finding.congress_for(place.code if place else "")

    def _congress(self, station: LiaisonStation | None, deputy: Deputy | None) -> PeoplesCongress:
        chosen = station or deputy
        if chosen:
            return chosen.congress
        found = finding.congress_for(self._sent_division.code if self._sent_division else "")
        if found is None:
            raise Incomplete("", _("This portal is being set up and cannot take opinions yet."))
        return found

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Everything that was typed, for the page in between: name and value of each hidden field."""
        skipped = {"files", "website", "agree"}
        kept = [(name, str(self.data.get(name, ""))) for name in self.fields if name not in skipped]
        agreed = [("agree", "on")] if self.cleaned_data.get("agree") else []
        return [*kept, *agreed, *(("kept", one.note) for one in self.kept)]


class PublishedForm(forms.Form):
    """Search in what was published."""

    q = forms.CharField(label=gettext_lazy("Words"), max_length=60, required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    organ = forms.ChoiceField(label=gettext_lazy("Handled by"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Answered in"), required=False)

    def __init__(
        self,
        *args: Any,
        topics: list[tuple[int, str]],
        organs: list[tuple[int, str]],
        years: list[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "topic": topics,
            "place": finding.townships(),
            "organ": organs,
            "year": [(year, str(year)) for year in years],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]
