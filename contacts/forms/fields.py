"""Fields and choices that the forms of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deputies.models import Deputy
from feedback.forms.fields import LineField, PhoneField, WordsField
from feedback.identity import Person

if TYPE_CHECKING:
    from deputies.models import LiaisonStation, PeoplesCongress
    from deputies.models.deputy import DeputyQuerySet

_MOST_BOXES = 40  # more are a list in which several are marked


def time_field(label: Any, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **more)


def lines(label: Any, rows: int = 4, **more: Any) -> WordsField:
    return WordsField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def deputies_for(congress: PeoplesCongress, station: LiaisonStation | None = None) -> DeputyQuerySet:
    """Deputies in office whom the office may put on duty: of the station, where it has any, else of the congress."""
    in_office = Deputy.objects.in_office().filter(congress=congress).order_by("name", "pk")
    own = in_office.filter(memberships__station=station) if station else in_office.none()
    return own if own.exists() else in_office


class DeputiesField(forms.ModelMultipleChoiceField):
    """Check boxes; a long list where there are many."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, deputies: DeputyQuerySet) -> None:
        self.queryset = deputies
        if deputies.count() > _MOST_BOXES:
            many = forms.SelectMultiple(attrs={"size": 12})
            many.choices = self.choices  # type: ignore[assignment]
            self.widget = many  # type: ignore[assignment]


class PersonForm(forms.Form):
    """Who it is: only how to call them, and where to reach them if something changes."""

    name = LineField(label=_("Name"), max_length=60)
    phone = PhoneField(label=_("Mobile number"), max_length=26, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, what in (("name", "name"), ("phone", "tel"), ("email", "email")):
            self.fields[name].widget.attrs["autocomplete"] = what

    @property
    def person(self) -> Person:
        return Person(**{name: self.cleaned_data.get(name, "") for name in ("name", "phone", "email")})
