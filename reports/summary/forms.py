"""Forms of the summary: why it is corrected, the words of the report, what a meeting decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _

from deputies.models import Organ, PeoplesCongress
from reports.models import AgendaBody
from reports.summary import periods
from reports.summary.services import MOST_SECTIONS, MOST_TEXT

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from reports.models import AgendaItem, SummaryReport

_DAY = {"type": "date", "class": "short"}


class FreezeForm(forms.Form):
    """Freeze the figures; a correction says why."""

    reason = forms.CharField(
        label=_("Why is it corrected?"),
        help_text=_("It stands on the corrected summary. The one that is frozen already is kept."),
        max_length=200,
    )

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["reason"]


class DaysForm(forms.Form):
    """Any days of a congress, for a summary of a quarter or of a campaign."""

    congress = forms.ModelChoiceField(
        label=_("Congress"), queryset=PeoplesCongress.objects.none(), to_field_name="code", empty_label=None
    )
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))

    def __init__(self, data: Any = None, *, congresses: QuerySet[PeoplesCongress]) -> None:
        super().__init__(data)
        choices: Any = self.fields["congress"]
        choices.queryset = congresses.order_by("division__code", "code")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        congress, since, until = (found.get(name) for name in ("congress", "since", "until"))
        if congress and since and until and periods.read(congress, periods.between(since, until).key) is None:
            self.add_error(
                "until", gettext_now("Days in their order, begun by today, and not more than three years.")
            )
        return found


class TextForm(forms.Form):
    """The sections of a report: for each a heading and its paragraphs, one a line; and one empty section to add."""

    def __init__(self, data: Any = None, *, report: SummaryReport) -> None:
        super().__init__(data)
        self.report = report
        self.number = self._number(data)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=report.version)
        self.fields["sections"] = forms.IntegerField(widget=forms.HiddenInput, initial=self.number)
        for place in range(self.number):
            self._add(place)

    def _number(self, data: Any) -> int:
        if data is None:
            return min(len(self.report.sections) + 1, MOST_SECTIONS)
        sent = str(data.get("sections", ""))
        return min(int(sent), MOST_SECTIONS) if sent.isdecimal() else len(self.report.sections)

    def _add(self, place: int) -> None:
        known = (
            self.report.sections[place] if place < len(self.report.sections) else {"title": "", "body": ""}
        )
        label = {"n": place + 1}
        self.fields[f"title_{place}"] = forms.CharField(
            label=gettext_now("Heading %(n)d") % label, max_length=120, required=False, initial=known["title"]
        )
        self.fields[f"body_{place}"] = forms.CharField(
            label=gettext_now("Text under heading %(n)d") % label,
            required=False,
            max_length=MOST_TEXT,
            initial=known["body"],
            widget=forms.Textarea(attrs={"rows": max(4, min(16, known["body"].count("\n") * 2 + 4))}),
        )

    def words(self) -> list[dict[str, str]]:
        """The sections as they were written, in their order."""
        return [
            {"title": self.cleaned_data[f"title_{n}"], "body": self.cleaned_data[f"body_{n}"]}
            for n in range(self.number)
        ]


class ReturnForm(forms.Form):
    note = forms.CharField(label=_("What is to be changed"), widget=forms.Textarea(attrs={"rows": 4}))


class MeetingForm(forms.Form):
    """A meeting that has passed the report."""

    meeting = forms.CharField(
        label=_("Meeting"),
        max_length=120,
        help_text=_("For example: 55th council of chairpersons of the 17th term."),
    )
    held_on = forms.DateField(
        label=_("Day of the meeting"),
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )
    decision = forms.CharField(
        label=_("What was decided or asked for"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    due_on = forms.DateField(
        label=_("To be reported by"),
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        help_text=_("Only where something is to be carried out and reported."),
    )


class AgendaForm(MeetingForm):
    """An item of a meeting on liaison work."""

    body = forms.ChoiceField(label=_("Body"), choices=AgendaBody.choices)
    title = forms.CharField(label=_("Item"), max_length=120)
    source = forms.CharField(
        label=_("Where it came from"),
        max_length=200,
        required=False,
        help_text=_("For example: opinions that cluster on one topic, or a deputies' suggestion."),
    )
    organ = forms.ModelChoiceField(
        label=_("Who carries it out"), queryset=Organ.objects.none(), required=False
    )

    field_order = ("body", "meeting", "held_on", "title", "source", "decision", "organ", "due_on")

    def __init__(self, *args: Any, congress: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organs: Any = self.fields["organ"]
        organs.queryset = Organ.objects.filter(congress=congress).order_by("code")


class FollowForm(forms.Form):
    """What became of a decision."""

    outcome = forms.CharField(label=_("What became of it"), widget=forms.Textarea(attrs={"rows": 4}))
    done_on = forms.DateField(
        label=_("Done on"),
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        help_text=_("Leave empty while it is still being carried out."),
    )

    def __init__(self, data: Any = None, *, item: AgendaItem) -> None:
        super().__init__(data, initial={"outcome": item.outcome, "done_on": item.done_on})
