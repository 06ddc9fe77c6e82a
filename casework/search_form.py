"""What can be asked of the search: words, and what narrows them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from casework.models import Topic
from casework.models.case import OF_DEPUTIES, Kind
from deputies.models import Division, Organ, PeoplesCongress
from deputies.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User
    from casework.models.case import CaseQuerySet
    from deputies.models import Posts

MOST_WORDS = 100  # characters of a query
_KEPT_SECONDS = 300
_STATES = (
    ("", _("any")),
    ("open", _("not closed yet")),
    ("answered", _("answered")),
    ("closed", _("closed")),
)
CASE_KINDS = (Kind.OPINION, *OF_DEPUTIES)
#: Searched for as words are; everything else narrows.
NARROWING = ("state", "organ", "topic", "place", "since", "to")


class _Kept(ModelChoiceIterator):
    """The choices as they were some minutes ago: the page of a search costs two statements less."""

    def __iter__(self) -> Iterator[Any]:
        rows: Any = self.queryset
        key = f"casework.choices.{rows.model._meta.label_lower}.{self.field.kept_for}.{get_language()}"  # type: ignore[attr-defined]
        yield ("", self.field.empty_label)
        yield from remembered(key, _KEPT_SECONDS, lambda: [(one.pk, str(one)) for one in rows.all()])


class KeptChoice(forms.ModelChoiceField):
    """A choice among rows that seldom change; ``kept_for`` says for whom they are listed."""

    iterator = _Kept
    kept_for = ""


class SearchForm(forms.Form):
    """Everything by GET, as in the queue: a page can be gone back to. The address is written into no log."""

    q = forms.CharField(label=_("Words, name or number"), max_length=MOST_WORDS, required=False)
    state = forms.ChoiceField(label=_("Status"), choices=_STATES, required=False)
    topic = KeptChoice(
        label=_("Topic"), empty_label=_("any"), queryset=Topic.objects.filter(is_active=True), required=False
    )
    organ = KeptChoice(label=_("Organ"), empty_label=_("any"), queryset=Organ.objects.none(), required=False)
    place = forms.CharField(label=_("Place (name or a part of it)"), max_length=40, required=False)
    since = forms.DateField(
        label=_("Received from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    to = forms.DateField(
        label=_("Received until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any, *, user: User, posts: Posts) -> None:
        super().__init__(data)
        self.posts = posts
        organs: Any = self.fields["organ"]
        organs.kept_for = ".".join(map(str, sorted(posts.congresses)))
        organs.queryset = Organ.objects.filter(congress__in=posts.congresses, is_active=True).order_by("name")

    def clean_q(self) -> str:
        return str(self.cleaned_data["q"]).replace("\x00", "").strip()

    @property
    def words(self) -> str:
        return self.cleaned_data.get("q", "")

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in NARROWING)

    def narrowed(self, cases: CaseQuerySet) -> CaseQuerySet:
        """Those of ``cases`` that the filters leave."""
        given = self.cleaned_data
        for name in NARROWING:
            if given.get(name):
                cases = getattr(self, f"_by_{name}")(cases, given[name])
        return cases

    def _by_state(self, cases: CaseQuerySet, value: str) -> CaseQuerySet:
        if value == "answered":
            return cases.filter(answered_at__isnull=False)
        return cases.filter(closed_at__isnull=value == "open")

    def _by_topic(self, cases: CaseQuerySet, value: Topic) -> CaseQuerySet:
        return cases.filter(topic__in=Topic.objects.filter(Q(pk=value.pk) | Q(parent=value.pk)).values("pk"))

    def _by_organ(self, cases: CaseQuerySet, value: Organ) -> CaseQuerySet:
        return cases.filter(organ=value.pk)

    def _by_place(self, cases: CaseQuerySet, value: str) -> CaseQuerySet:
        """All places of that name within the reader's own congresses, with everything below them."""
        own = PeoplesCongress.objects.filter(pk__in=self.posts.congresses)
        within = Division.objects.under(list(own.values_list("division__code", flat=True)))
        called = list(within.filter(name__icontains=value.strip()).values_list("code", flat=True)[:50])
        below = (
            Division.objects.under(called).values("pk") if called else Division.objects.none().values("pk")
        )
        return cases.filter(division__in=below)

    def _by_since(self, cases: CaseQuerySet, value: date) -> CaseQuerySet:
        return cases.filter(opened_at__gte=_midnight(value))

    def _by_to(self, cases: CaseQuerySet, value: date) -> CaseQuerySet:
        return cases.filter(opened_at__lt=_midnight(value + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
