"""Planning one day, one symposium, or the rota of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.models import Topic
from casework.rules import current_calendar
from casework.steps import day_field
from contacts import rules
from contacts.forms.fields import DeputiesField, deputies_for, lines, time_field
from contacts.forms.steps import check_hours
from contacts.models import OccasionKind
from contacts.rota import ALL_MONTHS, Pattern, Planned, rota
from contacts.services import Plan, on_day
from deputies.models import Deputy, LiaisonStation, PeoplesCongress
from feedback.forms.fields import LineField

if TYPE_CHECKING:
    from collections.abc import Sequence

WEEKDAYS = [
    (0, gettext_lazy("Monday")),
    (1, gettext_lazy("Tuesday")),
    (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")),
    (4, gettext_lazy("Friday")),
    (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
]
_MONTHS = {
    "all": (gettext_lazy("every month"), ALL_MONTHS),
    "odd": (gettext_lazy("odd months: January, March, May …"), ALL_MONTHS[::2]),
    "even": (gettext_lazy("even months: February, April, June …"), ALL_MONTHS[1::2]),
    "quarter": (gettext_lazy("once a quarter: March, June, September, December"), (3, 6, 9, 12)),
}
_WHICH = [
    ("day", gettext_lazy("a day of the month")),
    ("every", gettext_lazy("every week on a weekday")),
    ("1", gettext_lazy("the first such weekday of the month")),
    ("2", gettext_lazy("the second such weekday of the month")),
    ("3", gettext_lazy("the third such weekday of the month")),
    ("4", gettext_lazy("the fourth such weekday of the month")),
    ("5", gettext_lazy("the last such weekday of the month")),
]


class _StationForm(forms.Form):
    """Hours and people of one station."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    starts = time_field(gettext_lazy("Begins at"), initial="09:00")
    ends = time_field(gettext_lazy("Ends at"), initial="11:00")
    slot_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes for each conversation"), min_value=5, max_value=240, initial=20
    )
    per_slot = forms.IntegerField(
        label=gettext_lazy("Conversations at the same time"), min_value=1, max_value=20, initial=1
    )
    deputies = DeputiesField(
        label=gettext_lazy("Deputies on duty"),
        queryset=Deputy.objects.none(),
        help_text=gettext_lazy("Those of the station. In a rota they take turns in this order."),
    )

    def __init__(self, *args: Any, station: LiaisonStation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.station = station
        field: Any = self.fields["deputies"]
        field.offer(deputies_for(station.congress, station))
        self.initial.setdefault("key", uuid4())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        check_hours(self, data)
        return data

    def _plan(self, when: Planned, deputies: Sequence[Any], key: UUID) -> Plan:
        data = self.cleaned_data
        return Plan(
            congress=self.station.congress,
            station=self.station,
            when=when,
            starts=data["starts"],
            ends=data["ends"],
            slot_minutes=data["slot_minutes"],
            per_slot=data["per_slot"],
            place=data.get("place", ""),
            deputies=deputies,
            key=key,
        )


class DayForm(_StationForm):
    """One reception day by hand."""

    day = day_field(
        gettext_lazy("Day"),
        required=True,
        help_text=gettext_lazy("A public holiday moves to the next working day, and the page says why."),
    )
    place = LineField(
        label=gettext_lazy("Where"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Empty: the address of the station."),
    )
    field_order = ("key", "day", "starts", "ends", "slot_minutes", "per_slot", "place", "deputies")

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose another one."))
        return day

    def plan(self) -> Plan:
        data = self.cleaned_data
        return self._plan(on_day(data["day"]), list(data["deputies"]), data["key"])


class RotaForm(_StationForm):
    """A pattern for a year: “the 15th of odd months, 9 to 11”, “every Tuesday”."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)
    which = forms.ChoiceField(label=gettext_lazy("Which days"), choices=_WHICH)
    month_day = forms.IntegerField(
        label=gettext_lazy("Day of the month"), min_value=1, max_value=31, required=False, initial=15
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Weekday"), choices=WEEKDAYS, coerce=int, required=False, initial=1
    )
    months = forms.ChoiceField(
        label=gettext_lazy("In which months"),
        choices=[(name, words) for name, (words, _m) in _MONTHS.items()],
    )
    each = forms.IntegerField(
        label=gettext_lazy("Deputies on duty each day"), min_value=1, max_value=20, initial=1
    )
    field_order = (
        "key", "year", "which", "month_day", "weekday", "months", "starts", "ends", "slot_minutes", "per_slot",
        "deputies", "each",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = timezone.localdate().year
        field: Any = self.fields["year"]
        field.choices = [(one, str(one)) for one in (year, year + 1)]
        # From November on it is next year's rota that is made.
        self.initial.setdefault("year", year + (timezone.localdate().month >= 11))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("which") == "day" and not data.get("month_day"):
            self.add_error("month_day", _("Say which day of the month."))
        return data

    def pattern(self) -> Pattern:
        data = self.cleaned_data
        months = _MONTHS[data["months"]][1]
        if data["which"] == "day":
            return Pattern(months=months, month_day=data["month_day"])
        nth = 0 if data["which"] == "every" else int(data["which"])
        return Pattern(months=months, weekday=data["weekday"], nth=nth)

    def plans(self) -> list[Plan]:
        """Every day of the rota that can still be announced in time, with the deputies taking turns."""
        data = self.cleaned_data
        today = timezone.localdate()
        earliest = rules.earliest_day(rules.key_for(self.station.congress, today), today)
        days = [one for one in rota(self.pattern(), data["year"], current_calendar()) if one.day >= earliest]
        people = list(data["deputies"])
        return [
            self._plan(when, _turn(people, turn, data["each"]), uuid5(data["key"], when.day.isoformat()))
            for turn, when in enumerate(days)
        ]


def _turn(people: list[Any], turn: int, each: int) -> list[Any]:
    """Who is on duty on the day ``turn``: ``each`` people, going round."""
    first = turn * each
    return [people[(first + place) % len(people)] for place in range(min(each, len(people)))]


class SymposiumForm(forms.Form):
    """A symposium: on what, when, where, and which deputies listen."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = LineField(label=gettext_lazy("Title"), max_length=120)
    topic = forms.ModelChoiceField(
        Topic.objects.filter(is_active=True),
        label=gettext_lazy("Topic"),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    agenda = lines(
        gettext_lazy("What it is about"),
        required=False,
        help_text=gettext_lazy("It stands on the invitation."),
    )
    day = day_field(gettext_lazy("Day"), required=True)
    starts = time_field(gettext_lazy("Begins at"), initial="14:30")
    ends = time_field(gettext_lazy("Ends at"), initial="16:30")
    place = LineField(label=gettext_lazy("Where"), max_length=200)
    station = forms.ModelChoiceField(
        label=gettext_lazy("Station"),
        queryset=LiaisonStation.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    deputies = DeputiesField(label=gettext_lazy("Deputies who listen"), queryset=Deputy.objects.none())

    def __init__(
        self,
        *args: Any,
        congress: PeoplesCongress,
        stations: list[LiaisonStation],
        is_officer: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.congress = congress
        fields: dict[str, Any] = self.fields
        fields["station"].queryset = LiaisonStation.objects.filter(pk__in=[one.pk for one in stations])
        if not is_officer:
            fields["station"].required, fields["station"].empty_label = True, None
        only = stations[0] if len(stations) == 1 else None
        fields["deputies"].offer(deputies_for(congress, only))
        self.initial.setdefault("key", uuid4())

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose another one."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("It ends before it begins."))
        return data

    def plan(self) -> Plan:
        data = self.cleaned_data
        same = ("title", "topic", "agenda", "starts", "ends", "place", "station", "key")
        return Plan(
            congress=self.congress,
            kind=OccasionKind.SYMPOSIUM,
            when=on_day(data["day"]),
            deputies=list(data["deputies"]),
            **{name: data[name] for name in same},
        )


__all__ = ["DayForm", "RotaForm", "SymposiumForm"]
