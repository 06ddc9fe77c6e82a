"""The office's forms for hot issues: filters of the list, and one small form for each decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access import visible_to
from casework.errors import Incomplete
from casework.models import Case, Topic
from deputies.models import Deputy, Division, PeoplesCongress
from feedback.forms.fields import LineField
from feedback.hot import deciding
from feedback.models import HotIssue, IssueState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.actors import Actor
    from accounts.models import User
    from feedback.models.issue import IssueQuerySet

PERIODS = (28, 90, 365)  # days
HOT, ALL = "hot", "all"
_MOST_CHOICES = 200


class IssueFilter(forms.Form):
    """Which issues are shown."""

    congress = forms.ModelChoiceField(
        PeoplesCongress.objects.none(),
        label=gettext_lazy("Congress"),
        required=False,
        empty_label=gettext_lazy("all"),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Last opinion within"),
        coerce=int,
        empty_value=None,
        required=False,
        initial=PERIODS[1],
    )
    place = forms.ModelChoiceField(
        Division.objects.none(), label=gettext_lazy("Place"), required=False, empty_label=gettext_lazy("all")
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(), label=gettext_lazy("Topic"), required=False, empty_label=gettext_lazy("all")
    )
    show = forms.ChoiceField(
        label=gettext_lazy("Which"),
        choices=[(HOT, gettext_lazy("hot ones")), (ALL, gettext_lazy("lukewarm ones too"))],
        required=False,
        initial=HOT,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[one for one in IssueState.choices if one[0] != IssueState.MERGED],
        required=False,
        initial=IssueState.OPEN,
    )

    def __init__(self, *args: Any, issues: IssueQuerySet, is_whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if not is_whole:
            del fields["show"]  # of one's own opinions few issues are hot
            del fields["place"]  # it is told by the opinions of all
        standing = issues.standing().order_by()
        fields["days"].choices = [(days, _("%(n)d days") % {"n": days}) for days in PERIODS]
        if is_whole:
            places = Division.objects.filter(pk__in=standing.values("division"))
            fields["place"].queryset = places.order_by("code")
        fields["topic"].queryset = Topic.objects.filter(pk__in=standing.values("topic"))
        congresses = PeoplesCongress.objects.filter(pk__in=standing.values("congress")).order_by("code")
        fields["congress"].queryset = congresses
        if len(congresses) < 2:
            del fields["congress"]


class Decision(forms.Form):
    """A form of one decision. ``run`` takes it; ``told`` says what will happen."""

    told: Any = ""
    button: Any = ""

    def __init__(self, *args: Any, issue: HotIssue, reader: User | AnonymousUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.issue, self.reader = issue, reader
        self.prepare()

    def prepare(self) -> None:
        """Fill in the choices."""

    def run(self, actor: Actor) -> HotIssue:
        raise NotImplementedError

    def _own_cases(self) -> Any:
        own = visible_to(self.reader).filter(pk__in=self.issue.members.inside().values("case"))
        return own.select_related("division").order_by("opened_at", "pk")


class Rename(Decision):
    button = gettext_lazy("Rename")
    told = gettext_lazy("The name you give stays, also when the portal compares everything anew.")
    name = LineField(label=gettext_lazy("Name of the issue"), max_length=deciding.LONGEST_NAME)

    def prepare(self) -> None:
        self.initial.setdefault("name", self.issue.name)

    def run(self, actor: Actor) -> HotIssue:
        deciding.rename(self.issue, self.cleaned_data["name"], actor=actor)
        return self.issue


class Merge(Decision):
    button = gettext_lazy("Merge")
    told = gettext_lazy("All its opinions go into the issue you choose. You can take it back.")
    into = forms.ModelChoiceField(HotIssue.objects.none(), label=gettext_lazy("Into which issue?"))

    def prepare(self) -> None:
        fields: dict[str, Any] = self.fields
        others = HotIssue.objects.standing().filter(congress=self.issue.congress_id).exclude(pk=self.issue.pk)
        hottest = list(others.values_list("pk", flat=True)[:_MOST_CHOICES])
        fields["into"].queryset = others.filter(pk__in=hottest)
        fields["into"].label_from_instance = lambda one: f"{one.name} ({one.people})"

    def run(self, actor: Actor) -> HotIssue:
        into: HotIssue = self.cleaned_data["into"]
        deciding.merge(self.issue, into, actor=actor)
        return into


class Split(Decision):
    button = gettext_lazy("Split")
    told = gettext_lazy(
        "The opinions you choose become an issue of their own. The portal never puts them together again."
    )
    name = LineField(label=gettext_lazy("Name of the new issue"), max_length=deciding.LONGEST_NAME)
    cases = forms.ModelMultipleChoiceField(
        Case.objects.none(),
        label=gettext_lazy("Opinions that are about something else"),
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["cases"].queryset = self._own_cases()
        fields["cases"].label_from_instance = lambda one: f"{one.title} · {one.number}"

    def run(self, actor: Actor) -> HotIssue:
        return deciding.split(self.issue, self.cleaned_data["cases"], self.cleaned_data["name"], actor=actor)


class TakeOut(Decision):
    button = gettext_lazy("Take out")
    told = gettext_lazy("It does not come back into this issue by itself.")
    case = forms.ModelChoiceField(
        Case.objects.none(), label=gettext_lazy("Opinion"), to_field_name="number", empty_label=None
    )

    def prepare(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["case"].queryset = self._own_cases()
        fields["case"].label_from_instance = lambda one: f"{one.title} · {one.number}"

    def run(self, actor: Actor) -> HotIssue:
        deciding.take_out(self.issue, self.cleaned_data["case"], actor=actor)
        return self.issue


class PutIn(Decision):
    button = gettext_lazy("Put in")
    told = gettext_lazy("If it is in another issue, it is taken out there.")
    number = LineField(
        label=gettext_lazy("Tracking number"),
        max_length=20,
        help_text=gettext_lazy("It stands on the page of the opinion."),
    )

    def run(self, actor: Actor) -> HotIssue:
        case = visible_to(self.reader).opinions().filter(number=self.cleaned_data["number"].upper()).first()
        if case is None:
            raise Incomplete("number", _("There is no opinion with this number that you may open."))
        deciding.put_in(self.issue, case, actor=actor)
        return self.issue


class Dismiss(Decision):
    button = gettext_lazy("Dismiss")
    told = gettext_lazy(
        "It stands among the dismissed ones and goes on gathering what is about it. Every opinion is handled as before."
    )
    why = LineField(label=gettext_lazy("Why?"), max_length=deciding.LONGEST_WORDS)

    def run(self, actor: Actor) -> HotIssue:
        deciding.dismiss(self.issue, self.cleaned_data["why"], actor=actor)
        return self.issue


class Reopen(Decision):
    button = gettext_lazy("Watch again")
    told = gettext_lazy("It stands among the watched ones again.")

    def run(self, actor: Actor) -> HotIssue:
        deciding.reopen(self.issue, actor=actor)
        return self.issue


class Key(Decision):
    button = gettext_lazy("Make it a key matter")
    told = gettext_lazy("It is marked in the list, with who follows it and how.")
    note = LineField(label=gettext_lazy("Who follows it, and how?"), max_length=deciding.LONGEST_WORDS)

    def run(self, actor: Actor) -> HotIssue:
        deciding.make_key(self.issue, self.cleaned_data["note"], actor=actor)
        return self.issue


class HandOver(Decision):
    button = gettext_lazy("Hand to a deputy")
    told = gettext_lazy(
        "The deputy sees the issue with its figures, and may draft a suggestion from it; whether, the deputy decides. "
        "Opinions that were given to the deputy can be linked to it."
    )
    deputy = forms.ModelChoiceField(Deputy.objects.none(), label=gettext_lazy("Deputy"))
    note = LineField(
        label=gettext_lazy("A word to the deputy"), max_length=deciding.LONGEST_WORDS, required=False
    )

    def prepare(self) -> None:
        fields: dict[str, Any] = self.fields
        in_office = Deputy.objects.in_office().filter(congress=self.issue.congress_id)
        near = self._near()
        near_first = models.Case(models.When(pk__in=near, then=0), default=1)
        fields["deputy"].queryset = in_office.order_by(near_first, "name", "pk")
        fields["deputy"].label_from_instance = lambda one: (
            _("%(name)s (of this place)") % {"name": one.name} if one.pk in near else one.name
        )

    def _near(self) -> set[int]:
        """Deputies whose constituency holds the place of the issue."""
        if self.issue.division is None:
            return set()
        code = self.issue.division.code
        held = Q(mandates__constituency__divisions__code__startswith=code, mandates__status="in_force")
        return set(Deputy.objects.filter(held, congress=self.issue.congress_id).values_list("pk", flat=True))

    def run(self, actor: Actor) -> HotIssue:
        deciding.hand_over(self.issue, self.cleaned_data["deputy"], self.cleaned_data["note"], actor=actor)
        return self.issue


DECISIONS: dict[str, type[Decision]] = {
    "key": Key,
    "hand-over": HandOver,
    "rename": Rename,
    "merge": Merge,
    "split": Split,
    "put-in": PutIn,
    "take-out": TakeOut,
    "dismiss": Dismiss,
    "reopen": Reopen,
}
