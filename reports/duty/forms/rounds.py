"""Planning a round: its day and place, and the deputies it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.steps import day_field
from contacts.forms.fields import lines, time_field
from deputies.models import LiaisonStation
from feedback.forms.fields import LineField
from reports.duty import rounds
from reports.duty.models import ReportForm
from reports.duty.services.rounds import RoundDraft

if TYPE_CHECKING:
    from deputies.models import PeoplesCongress
    from reports.duty.models import DutyRound

_NAMES = ("title", "form", "day", "starts", "station", "place", "about")


class RoundForm(forms.Form):
    """What a round is. Whether an oral one has place and time, the service asks."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = LineField(
        label=_("Name of the round"),
        max_length=80,
        help_text=_("Such as: deputies of Shiqiao town report to their voters."),
    )
    form = forms.ChoiceField(label=_("Written or oral"), choices=ReportForm.choices, widget=forms.RadioSelect)
    day = day_field(
        _("Day"), required=True, help_text=_("Of the meeting; of written reports the day they are due.")
    )
    starts = time_field(_("Begins at"), required=False, help_text=_("For an oral round."))
    station = forms.ModelChoiceField(
        label=_("Station"),
        queryset=LiaisonStation.objects.none(),
        required=False,
        empty_label=_("at another place"),
    )
    place = LineField(
        label=_("Place"),
        max_length=120,
        required=False,
        help_text=_("Empty: the address of the station."),
    )
    about = lines(
        _("For the public"),
        rows=3,
        required=False,
        max_length=500,
        help_text=_("Who is invited, how to get there, whom to call. Stands on the public page."),
    )

    def __init__(
        self, *args: Any, congress: PeoplesCongress, known: DutyRound | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["station"].queryset = rounds.stations_of(congress)
        if known is not None:
            self.initial.update({name: getattr(known, name) for name in _NAMES})
        self.initial.setdefault("key", known.key if known else uuid4())
        self.initial.setdefault("form", ReportForm.ORAL)

    def draft(self) -> RoundDraft:
        data = self.cleaned_data
        return RoundDraft(key=data["key"], **{name: data[name] for name in _NAMES})


class ChosenForm(forms.Form):
    """The deputies that were ticked; the page draws them itself, with what each has reported."""

    deputies = forms.TypedMultipleChoiceField(
        label=_("Deputies"),
        coerce=int,
        error_messages={"required": _("Choose at least one deputy.")},
    )

    def __init__(self, *args: Any, offered: list[rounds.Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["deputies"].choices = [(one.deputy.pk, str(one.deputy)) for one in offered]


class ReasonForm(forms.Form):
    note = LineField(
        label=_("Reason"),
        max_length=200,
        help_text=_("The deputies read it, and so does the public page."),
    )
