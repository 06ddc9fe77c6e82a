"""The form of each step of an occasion: it asks for what the step needs and calls the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.steps import day_field
from contacts import rules, services
from contacts.forms.fields import DeputiesField, deputies_for, lines, time_field
from contacts.forms.moving import MovingForm
from contacts.models import Visitor
from contacts.rota import slots
from deputies.models import Deputy
from feedback.forms.fields import LineField

if TYPE_CHECKING:
    from accounts.actors import Actor
    from contacts.models import Occasion


def _told(occasion: Occasion) -> str:
    n = occasion.visitors.expected().count()
    words = ngettext(
        "%(n)d person who booked or was invited is told, and the deputies on duty.",
        "%(n)d people who booked or were invited are told, and the deputies on duty.",
        n,
    )
    return words % {"n": n}


class AnnounceForm(MovingForm):
    steps = (("occasion", "announce"),)

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        return services.why_not_announced(thing)

    def outcome(self) -> list[str]:
        if not self.thing.is_reception:
            return [_told(self.thing)]
        rule = rules.notice(self.thing.profile)
        words = ngettext(
            "It is announced at least %(n)d day ahead (%(source)s).",
            "It is announced at least %(n)d days ahead (%(source)s).",
            rule.value,
        )
        return [
            _("The day stands on the public pages from now on, and can be booked."),
            words % {"n": rule.value, "source": rule.source()},
            _("The deputies on duty are told."),
        ]

    def run(self) -> None:
        services.announce(self.thing, **self.given)


class HoursForm(MovingForm):
    """Day and hours, checked against one another."""

    day = day_field(
        gettext_lazy("Day"),
        required=True,
        help_text=gettext_lazy("A public holiday moves to the next working day, and the page says why."),
    )
    starts = time_field(gettext_lazy("Begins at"))
    ends = time_field(gettext_lazy("Ends at"))
    slot_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes for each conversation"), min_value=5, max_value=240, initial=20
    )
    per_slot = forms.IntegerField(
        label=gettext_lazy("Conversations at the same time"), min_value=1, max_value=20, initial=1
    )
    place = LineField(
        label=gettext_lazy("Where"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Empty: the address of the station."),
    )

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose another one."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        check_hours(self, data)
        return data


def check_hours(form: forms.Form, data: dict[str, Any]) -> None:
    starts, ends, minutes = data.get("starts"), data.get("ends"), data.get("slot_minutes")
    if starts and ends and minutes and not slots(starts, ends, minutes):
        form.add_error("ends", _("Between these times there is no room for one conversation."))


class ChangeForm(HoursForm):
    steps = (("occasion", "change"),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.thing.is_reception:
            names = ["day", "starts", "ends", "slot_minutes", "per_slot", "place"]
        else:
            self.fields["title"] = LineField(label=_("Title"), max_length=120)
            self.fields["agenda"] = lines(_("What it is about"), required=False)
            del self.fields["slot_minutes"], self.fields["per_slot"]
            names = ["day", "starts", "ends", "place", "title", "agenda"]
        for name in names:
            self.initial.setdefault(name, getattr(self.thing, name))
        self.names = names

    def run(self) -> None:
        changed = {name: self.cleaned_data[name] for name in self.names}
        services.change(self.thing, **self.given, **changed)


class DutyForm(MovingForm):
    steps = (("occasion", "change_duty"),)
    deputies = DeputiesField(label=gettext_lazy("On duty"), queryset=Deputy.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["deputies"]
        field.offer(deputies_for(self.thing.congress, self.thing.station))
        standing = self.thing.duties.filter(withdrew_at=None)
        self.initial.setdefault("deputies", list(standing.values_list("deputy", flat=True)))

    def run(self) -> None:
        services.set_duty(self.thing, deputies=list(self.cleaned_data["deputies"]), **self.given)


class PostponeForm(MovingForm):
    steps = (("occasion", "postpone"),)
    day = day_field(gettext_lazy("New day"), required=True)
    note = LineField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("Whoever booked reads it, and so does the public page."),
    )

    def outcome(self) -> list[str]:
        return [_told(self.thing), _("Who booked keeps the time on the new day, and may give it back.")]

    def run(self) -> None:
        given = self.cleaned_data
        services.postpone(self.thing, day=given["day"], note=given["note"], **self.given)


class CancelForm(MovingForm):
    steps = (("occasion", "cancel"),)
    note = LineField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("Whoever booked reads it, and so does the public page."),
    )

    def outcome(self) -> list[str]:
        return [_told(self.thing)]

    def run(self) -> None:
        services.cancel(self.thing, note=self.cleaned_data["note"], **self.given)


class RecuseForm(MovingForm):
    """For the whole day, or for one visitor whose key the address names."""

    steps = (("occasion", "recuse"),)
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Deputy who withdraws"), queryset=Deputy.objects.none()
    )
    visitor = forms.ModelChoiceField(
        label=gettext_lazy("Only from one conversation"),
        queryset=Visitor.objects.none(),
        required=False,
        empty_label=gettext_lazy("from the whole day"),
    )
    taken_by = forms.ModelChoiceField(
        label=gettext_lazy("Taken over by"),
        queryset=Deputy.objects.none(),
        required=False,
        empty_label=gettext_lazy("the others on duty"),
    )
    reason = LineField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy(
            "Such as: a matter of the deputy's own or of relatives. For the office alone."
        ),
    )

    def __init__(self, *args: Any, mine: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        """``mine``: the deputies as whom the reader withdraws; empty for the office, which chooses."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        all_of_them = deputies_for(self.thing.congress, self.thing.station)
        standing = self.thing.duties.filter(withdrew_at=None)
        on_duty = all_of_them.model.objects.filter(pk__in=standing.values("deputy"))
        fields["deputy"].queryset = on_duty.filter(pk__in=mine) if mine else on_duty
        gone = self.thing.duties.exclude(withdrew_at=None).values("deputy")
        fields["taken_by"].queryset = all_of_them.exclude(pk__in=gone)
        fields["visitor"].queryset = self.thing.visitors.live()
        fields["visitor"].label_from_instance = _line_of_visitor
        if mine:
            self.initial.setdefault("deputy", next(iter(mine)))

    def run(self) -> None:
        given = {name: self.cleaned_data[name] for name in ("deputy", "visitor", "taken_by", "reason")}
        services.recuse(self.thing, **given, **self.given)


def _line_of_visitor(visitor: Any) -> str:
    at = f"{visitor.slot:%H:%M}" if visitor.slot else visitor.get_way_display()
    return " · ".join(part for part in (str(at), visitor.about) if part)


class HoldForm(MovingForm):
    steps = (("occasion", "hold"),)

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        if timezone.localdate() < thing.day:
            return _("The register opens on the day itself.")
        return ""

    def run(self) -> None:
        services.hold(self.thing, **self.given)


class RecordForm(MovingForm):
    steps = (("occasion", "record"),)
    minutes = lines(
        gettext_lazy("Minutes"),
        rows=8,
        help_text=gettext_lazy(
            "Who received, how many came, what it was about and what was said to it. Name no citizen: each matter "
            "is an opinion of its own."
        ),
    )

    def outcome(self) -> list[str]:
        waiting = self.thing.visitors.expected().count()
        if not waiting:
            return []
        words = ngettext(
            "%(n)d person who booked is not marked and will stand as “did not come”.",
            "%(n)d people who booked are not marked and will stand as “did not come”.",
            waiting,
        )
        return [words % {"n": waiting}]

    def run(self) -> None:
        services.record(self.thing, minutes=self.cleaned_data["minutes"], **self.given)
