"""The contact page of a deputy: four things to write, and who sees each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from deputies import contact
from deputies.models.contact import SEEN, AddressKind, Visibility

if TYPE_CHECKING:
    from accounts.models import User
    from deputies.models import Deputy

_QUESTIONS = {
    "occupation": _("Who sees the occupation?"),
    "work_unit": _("Who sees the work unit?"),
    "phone": _("Who sees the telephone?"),
    "email": _("Who sees the e-mail?"),
    "address": _("Who sees the address?"),
}
_CHOICES = (
    (Visibility.PUBLIC, _("Everybody")),
    (Visibility.VOTERS, _("Voters of my constituency whom the station has verified")),
    (Visibility.STATION, _("Nobody: people reach me through the station")),
    (Visibility.HIDDEN, _("Nobody, and not through the station either")),
)


class ContactForm(forms.Form):
    """``save`` writes through ``contact.change``; its refusals become errors of the form."""

    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    address = forms.CharField(label=_("Address for letters"), max_length=200, required=False)
    address_kind = forms.ChoiceField(
        label=_("What kind of address is it?"),
        choices=(
            (AddressKind.WORK, _("Place of work or of correspondence")),
            (AddressKind.HOME, _("My home")),
        ),
        widget=forms.RadioSelect,
        help_text=_("A home is never shown to anybody."),
    )

    def __init__(self, *args: Any, deputy: Deputy, **kwargs: Any) -> None:
        self.deputy = deputy
        kwargs.setdefault("initial", {name: getattr(deputy, name) for name in self._names()})
        super().__init__(*args, **kwargs)
        for name in SEEN:
            self.fields[f"{name}_visibility"] = _who_sees(name)

    @staticmethod
    def _names() -> list[str]:
        return [*contact.WRITTEN, *contact.VISIBILITIES]

    @property
    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """For the page: the heading, what the list of deputies says, and the fields of each thing."""
        return [
            (str(contact.LABELS[name]), self._told(name), [self[one] for one in self._fields_of(name)])
            for name in ("phone", "email", "address", "work_unit", "occupation")
        ]

    def _told(self, name: str) -> str:
        return "" if name in self.fields else getattr(self.deputy, name)

    def _fields_of(self, name: str) -> list[str]:
        every = (name, f"{name}_kind", f"{name}_visibility")
        return [one for one in every if one in self.fields]

    def save(self, *, by: User) -> bool:
        """False with the errors in the form where the service refuses."""
        try:
            contact.change(self.deputy, by=by, **self.cleaned_data)
        except ValidationError as refused:
            self.add_error(None, refused.messages)  # type: ignore[arg-type]
            return False
        return True


def _who_sees(name: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=_QUESTIONS[name], choices=_CHOICES, widget=forms.RadioSelect)
