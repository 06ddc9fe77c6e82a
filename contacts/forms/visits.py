"""Coming: a place booked by a citizen, a line of the register, and what was said by whoever came."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from contacts.channels import channel
from contacts.forms.fields import PersonForm
from contacts.services import Heard, slots_of
from deputies.models import Deputy
from feedback.entering import EnterForm
from feedback.forms.fields import LineField
from feedback.forms.public import new_key, read_key
from feedback.identity import Person

if TYPE_CHECKING:
    from contacts.models import Occasion, Visitor

_QUICKEST = 3  # seconds


class _Signed(PersonForm):
    """A citizen's form: its own token, a field that robots fill in, the proof, and the agreement."""

    agree = forms.BooleanField(
        label=gettext_lazy("I agree that my name and contact are kept, sealed, for this visit.")
    )
    website = forms.CharField(label=gettext_lazy("Leave this field empty"), required=False)
    altcha = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", new_key())

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty: it is there to stop robots."))
        return ""

    @property
    def token(self) -> UUID:
        return read_key(self.data.get("key", "")) or uuid4()

    def was_quick(self) -> bool:
        return read_key(self.data.get("key", ""), max_age=_QUICKEST) is not None

    @property
    def language(self) -> str:
        return "en" if (get_language() or "").startswith("en") else "zh-hans"


class BookForm(_Signed):
    """A place on a reception day."""

    slot = forms.ChoiceField(label=gettext_lazy("At what time?"), widget=forms.RadioSelect)
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("With whom?"),
        queryset=Deputy.objects.none(),
        required=False,
        empty_label=gettext_lazy("whoever is free"),
    )
    about = LineField(
        label=gettext_lazy("What would you like to talk about?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "In a few words, so that the deputy can prepare. No names or numbers, please."
        ),
    )

    def __init__(self, *args: Any, occasion: Occasion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.slots = slots_of(occasion)
        fields["slot"].choices = [
            (f"{one.at:%H:%M}", _("%(time)s · free: %(n)d") % {"time": f"{one.at:%H:%M}", "n": one.free})
            for one in self.slots
            if one.free or f"{one.at:%H:%M}" == self.data.get("slot")
        ]
        on_duty = occasion.duties.filter(withdrew_at=None).values("deputy")
        fields["deputy"].queryset = Deputy.objects.filter(pk__in=on_duty)

    def clean_slot(self) -> time:
        return time.fromisoformat(self.cleaned_data["slot"])


class SignInForm(_Signed):
    """Attendance at a symposium, on one's own phone."""


class TakenForm(forms.Form):
    """Number and code of a place."""

    number = LineField(
        label=gettext_lazy("Number"), max_length=40, widget=forms.TextInput(attrs={"class": "short"})
    )
    code = LineField(
        label=gettext_lazy("Cancellation code"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )


class LineForm(PersonForm):
    """A line of the register that the desk enters: somebody walked in, or is invited."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    about = LineField(label=gettext_lazy("What it is about"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4())


class HearForm(EnterForm):
    """What one person said at an occasion; the deputy is one of those on duty."""

    deputy = forms.ModelChoiceField(label=gettext_lazy("Deputy who heard it"), queryset=Deputy.objects.none())
    helped = LineField(
        label=gettext_lazy("Practical help given"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Explained, accompanied, put in touch. A deputy raises matters and does not handle them "
            "(Law on Deputies, article 31)."
        ),
    )

    def __init__(
        self, *args: Any, occasion: Occasion, visitor: Visitor | None, posts: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, posts=posts, congress=occasion.congress, **kwargs)
        self.occasion, self.visitor = occasion, visitor
        for name in ("channel", "received_on", "register", "station"):
            del self.fields[name]
        field: Any = self.fields["deputy"]
        on_duty = occasion.duties.filter(withdrew_at=None).values("deputy")
        field.queryset = Deputy.objects.filter(pk__in=on_duty)
        offered = list(field.queryset[:2])
        first = (
            visitor.deputy_id
            if visitor and visitor.deputy_id
            else offered[0].pk
            if len(offered) == 1
            else None
        )
        self.initial.setdefault("deputy", first)

    def heard(self, language: str) -> Heard:
        data = self.cleaned_data
        return Heard(
            congress=self.occasion.congress,
            deputy=data["deputy"],
            channel=channel(self.occasion.kind),
            heard_on=self.occasion.held_on or timezone.localdate(),
            said=data["body"],
            organised=True,
            helped=data["helped"],
            station=self.occasion.station,
            division=data["division"],
            place=data["place"],
            topic=data["topic"] or self.occasion.topic,
            confidential=data["confidential"],
            by_guardian=data["by_guardian"],
            person=Person(**{name: data[name] for name in ("name", "phone", "email", "address")}),
            files=self.all_files,
            language=language,
            key=data["key"],
        )
