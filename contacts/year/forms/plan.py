"""Drafting a plan, one topic of it, and what belongs to a topic."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from casework.models import Channel, Topic
from casework.steps import day_field
from casework.typed import whole
from contacts.forms.fields import lines
from contacts.models import Inquiry, Occasion, TopicSource
from contacts.year import hot
from contacts.year.plans import Counted, TopicDraft
from deputies.models import Division, LiaisonBody, Organ, PeoplesCongress, Post
from feedback.forms.fields import LineField
from feedback.models import HotIssue

if TYPE_CHECKING:
    from contacts.models import ContactPlan, PlanLine, PlanTopic

_WINDOW = timedelta(days=180)
_LONGEST = 3660  # days


class PlanForm(forms.Form):
    """A new plan."""

    congress = forms.ModelChoiceField(
        label=gettext_lazy("Congress"), queryset=PeoplesCongress.objects.none(), empty_label=None
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    intro = lines(gettext_lazy("Introduction, for the public"), required=False)

    def __init__(self, *args: Any, congresses: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["congress"].queryset = PeoplesCongress.objects.filter(pk__in=congresses)
        today = timezone.localdate()
        self.initial.setdefault("year", today.year + (today.month >= 10))


class ReviseForm(forms.Form):
    reason = LineField(
        label=gettext_lazy("Why is it revised?"),
        max_length=200,
        help_text=gettext_lazy("The public reads it."),
    )


class WindowForm(forms.Form):
    """The days in which opinions are counted, and how many make an issue."""

    since = day_field(gettext_lazy("From"), required=True)
    until = day_field(gettext_lazy("Until"), required=True)
    least = forms.IntegerField(
        label=gettext_lazy("At least so many opinions"),
        min_value=1,
        max_value=10_000,
        initial=hot.LEAST,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    @staticmethod
    def usual() -> dict[str, Any]:
        today = timezone.localdate()
        return {"since": today - _WINDOW, "until": today, "least": hot.LEAST}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("since") and data.get("until"):
            if data["until"] < data["since"]:
                self.add_error("until", _("It ends before it begins."))
            elif (data["until"] - data["since"]).days > _LONGEST:
                self.add_error("since", _("Choose ten years at most."))
        return data


class TopicForm(forms.Form):
    """One topic. A hot issue carries its count in hidden fields, which are counted anew before they are believed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    source = forms.ChoiceField(
        label=gettext_lazy("Source"),
        choices=TopicSource.choices,
        help_text=gettext_lazy(
            "An issue that many people raise is chosen from the counts, on the page of issues."
        ),
    )
    title = LineField(label=gettext_lazy("Title"), max_length=100)
    why = lines(gettext_lazy("Why this topic, for the public"))
    document = LineField(
        label=gettext_lazy("Document it follows from"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Title, number and date; for the handling of suggestions, which ones."),
    )
    organ = forms.ModelChoiceField(
        label=gettext_lazy("Organ whose priority it is"),
        queryset=Organ.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.filter(is_active=True),
        label=gettext_lazy("Field of the opinions"),
        required=False,
        empty_label=gettext_lazy("the office decides for each"),
    )
    body = forms.ModelChoiceField(
        label=gettext_lazy("Responsible body"),
        queryset=LiaisonBody.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    responsible = forms.ModelChoiceField(
        label=gettext_lazy("Responsible person"), queryset=User.objects.none(), empty_label=None
    )
    starts_on = day_field(gettext_lazy("First day"), required=True)
    ends_on = day_field(gettext_lazy("Last day"), required=True)
    channels = forms.ModelMultipleChoiceField(
        Channel.objects.filter(is_active=True),
        label=gettext_lazy("Ways of contact"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    target = LineField(
        label=gettext_lazy("What is to be reached"),
        max_length=200,
        help_text=gettext_lazy(
            "Such as: every township heard by June; the report to the committee in September."
        ),
    )
    target_count = forms.IntegerField(
        label=gettext_lazy("Opinions to be heard"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    issue = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, plan: ContactPlan, known: PlanTopic | None = None, issue: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.known = plan, known
        fields: dict[str, Any] = self.fields
        fields["organ"].queryset = Organ.objects.filter(congress=plan.congress, is_active=True).order_by(
            "code"
        )
        fields["body"].queryset = LiaisonBody.objects.filter(congress=plan.congress)
        posts = Post.objects.reachable(timezone.localdate())
        staff = posts.filter(congress=plan.congress, role__in=["officer", "station", "committee"])
        fields["responsible"].queryset = User.objects.filter(pk__in=staff.values("user")).order_by("pk")
        self.initial.setdefault("version", plan.version)
        self.initial.setdefault("issue", issue)
        self.initial.setdefault("starts_on", date(plan.year, 1, 1))
        self.initial.setdefault("ends_on", date(plan.year, 12, 31))
        self._start(known, self.counted(issue))
        given = self["issue"].value()
        if not given and not (known and known.counted):
            fields["source"].choices = [one for one in TopicSource.choices if one[0] != TopicSource.HOT_ISSUE]

    def _start(self, known: PlanTopic | None, counted: Counted | None) -> None:
        if known is not None:
            for name in (
                "source", "title", "why", "document", "organ", "topic", "body", "responsible", "starts_on", "ends_on",
                "target", "target_count",
            ):  # fmt: skip
                self.initial.setdefault(name, getattr(known, name))
            self.initial.setdefault("channels", list(known.channels.values_list("pk", flat=True)))
        elif counted is not None:
            where = counted.place.name if counted.place else ""
            self.initial.setdefault("source", TopicSource.HOT_ISSUE)
            self.initial.setdefault("topic", counted.topic)
            named = counted.issue.name if counted.issue else f"{where}{counted.topic.name}"
            self.initial.setdefault("title", named)

    def counted(self, issue: str) -> Counted | None:
        """The issue that an address or a hidden field names, counted now; None where it names none."""
        what, _mark, days = issue.partition("_")
        if what.startswith("h"):
            return self._found(what[1:], days)
        place, _mark, days = days.partition("_")
        return self._counted(what, place, days)

    def _found(self, key: str, written: str) -> Counted | None:
        """Of an issue that the portal has found, by its key: its opinions in the days."""
        days, pk = _days(written), whole(key)
        if days is None or pk is None:
            return None
        watched = HotIssue.objects.watched().filter(pk=pk, congress=self.plan.congress)
        found = watched.select_related("topic", "division").first()
        if found is None or found.topic is None:
            return None
        number = hot.of_found(hot.opinions_in(self.plan.congress, *days), found).count()
        return Counted(number, found.topic, *days, found.division, found) if number else None

    def _counted(self, key: str, code: str, written: str) -> Counted | None:
        """Of a topic, by its key, and a township, by its code or none."""
        days, pk = _days(written), whole(key)
        topic = Topic.objects.filter(pk=pk).first() if pk is not None else None
        place = Division.objects.filter(code=code).order_by("valid_to").last() if code else None
        if topic is None or days is None or (code and place is None):
            return None
        cases = hot.of_issue(hot.opinions_in(self.plan.congress, *days), topic.pk, code)
        number = cases.count()
        return Counted(number, topic, *days, place) if number else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("source") == TopicSource.HOT_ISSUE:
            data["counted"] = self.counted(data.get("issue") or "")
            if data["counted"] is None and not (self.known and self.known.counted):
                self.add_error("source", _("Choose the issue on the page of issues, where it is counted."))
        return data

    def draft(self) -> TopicDraft:
        data = self.cleaned_data
        same = (
            "source", "title", "why", "document", "organ", "topic", "body", "responsible", "starts_on", "ends_on",
            "target", "target_count",
        )  # fmt: skip
        return TopicDraft(
            channels=list(data["channels"]),
            counted=data.get("counted"),
            **{name: data[name] for name in same},
        )


def _days(written: str) -> tuple[date, date] | None:
    """Two days with “_” between them, the first not after the second."""
    try:
        since, until = (date.fromisoformat(part) for part in written.split("_"))
    except ValueError:
        return None
    return None if until < since else (since, until)


class AttachForm(forms.Form):
    """The days and forms that belong to a topic: of the congress, of its year."""

    occasions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Reception days and symposiums"),
        queryset=Occasion.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    inquiries = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Comment forms and questionnaires"),
        queryset=Inquiry.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    def __init__(self, *args: Any, line: PlanLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        days, asked = offered(line.congress_id, date(line.year, 1, 1), date(line.year, 12, 31))
        fields["occasions"].queryset, fields["inquiries"].queryset = days, asked
        fields["occasions"].label_from_instance = label_of_day
        self.initial.setdefault("occasions", list(line.occasions.values_list("pk", flat=True)))
        self.initial.setdefault("inquiries", list(line.inquiries.values_list("pk", flat=True)))


def offered(congress: int, first: date, last: date) -> tuple[Any, Any]:
    """The days and forms of a congress that lie, in part, between two days."""
    days = Occasion.objects.exclude(status="cancelled").filter(congress=congress, day__range=(first, last))
    asked = Inquiry.objects.exclude(status="discarded").filter(
        congress=congress, opens_on__lte=last, closes_on__gte=first
    )
    return days.select_related("station").order_by("day", "starts", "pk"), asked.order_by("opens_on", "pk")


def label_of_day(occasion: Occasion) -> str:
    return f"{occasion.day:%m-%d} {occasion}"
