"""Writing an article, a picture, a digest with its matters, an adoption, a line of the media log; finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access import visible_to
from casework.models import Case, Topic
from casework.steps import day_field
from contacts.forms.fields import lines
from deputies.models import Deputy, Division, Organ
from feedback.forms.fields import LineField
from reports.column.articles import ArticleDraft
from reports.column.digests import EntryDraft, IssueDraft
from reports.column.models import AdoptionKind, ArticleKind, MediaKind

if TYPE_CHECKING:
    from accounts.models import User
    from deputies.models import PeoplesCongress
    from reports.column.models import Article, DigestEntry, MediaMention

_MOST = 20_000


class ArticleForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=ArticleKind.choices)
    title = LineField(label=gettext_lazy("Title"), max_length=100)
    summary = LineField(
        label=gettext_lazy("Summary, for lists"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Left empty, the first words of the text stand in lists."),
    )
    body = lines(
        gettext_lazy("Text"),
        rows=16,
        max_length=_MOST,
        help_text=gettext_lazy(
            "## begins a heading, - a list, > a quotation; **bold**, [words](address). "
            "A picture stands where you put the line that is shown beside it."
        ),
    )
    source = LineField(label=gettext_lazy("Source, or who wrote it"), max_length=100, required=False)
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Deputy it names"),
        queryset=Deputy.objects.none(),
        required=False,
        help_text=gettext_lazy("Whoever is named agrees before it is published."),
    )
    organ = forms.ModelChoiceField(
        label=gettext_lazy("Organ it names"), queryset=Organ.objects.none(), required=False
    )

    def __init__(
        self,
        *args: Any,
        congress: PeoplesCongress,
        known: Article | None = None,
        case: Case | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.congress, self.case = congress, case
        fields: dict[str, Any] = self.fields
        fields["deputy"].queryset = Deputy.objects.in_office().filter(congress=congress).order_by("name")
        fields["organ"].queryset = congress.organs.filter(is_active=True).order_by("name")
        self.initial.setdefault("key", known.key if known else uuid4())
        if known is not None:
            self.case = known.case
            for name in ("version", "kind", "title", "summary", "body", "source", "deputy", "organ"):
                self.initial.setdefault(name, getattr(known, name))
        if known is not None or case is not None:
            fields["kind"].disabled = True
            self.initial.setdefault("kind", "practice")

    def draft(self) -> ArticleDraft:
        data = self.cleaned_data
        names = ("kind", "title", "summary", "body", "source", "deputy", "organ", "key")
        return ArticleDraft(congress=self.congress, case=self.case, **{name: data[name] for name in names})


class IssueForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    title = LineField(label=gettext_lazy("Title"), max_length=100)
    month = day_field(gettext_lazy("Month, any day of it"), required=True)
    foreword = lines(gettext_lazy("Foreword"), required=False, max_length=2000)

    def __init__(self, *args: Any, congress: PeoplesCongress, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.congress = congress
        self.initial.setdefault("key", uuid4())
        self.initial.setdefault("month", timezone.localdate())

    def draft(self) -> IssueDraft:
        data = self.cleaned_data
        return IssueDraft(congress=self.congress, **{name: data[name] for name in self.fields})


class EntryForm(forms.Form):
    """``numbers`` names the opinions a matter is drawn from, of those the reader sees."""

    heading = LineField(label=gettext_lazy("Heading"), max_length=100)
    numbers = lines(
        gettext_lazy("Tracking numbers of the opinions it is drawn from"),
        rows=2,
        required=False,
        help_text=gettext_lazy("They are not printed."),
    )
    body = lines(
        gettext_lazy("What people say"),
        rows=8,
        max_length=5000,
        help_text=gettext_lazy("In words that tell of nobody: no names, numbers or exact addresses."),
    )
    suggestion = lines(gettext_lazy("Suggestion"), required=False, max_length=3000)
    people = forms.IntegerField(
        label=gettext_lazy("Number of people"), min_value=1, max_value=1_000_000, initial=1
    )
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Topic"), queryset=Topic.objects.filter(is_active=True), required=False
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"), queryset=Division.objects.none(), required=False
    )

    def __init__(
        self,
        *args: Any,
        user: User,
        congress: PeoplesCongress,
        known: DigestEntry | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.congress = user, congress
        fields: dict[str, Any] = self.fields
        below = Division.objects.filter(code__startswith=congress.division.code, level__lte=4)
        fields["place"].queryset = below.order_by("code")
        if known is not None:
            for name in ("heading", "body", "suggestion", "people", "topic", "place"):
                self.initial.setdefault(name, getattr(known, name))
            self.initial.setdefault("numbers", " ".join(known.cases.values_list("number", flat=True)))

    def clean_numbers(self) -> list[Case]:
        asked = self.cleaned_data["numbers"].upper().replace("，", " ").replace(",", " ").split()
        mine = visible_to(self.user).opinions().filter(congress=self.congress, confidential=False)
        found = list(mine.filter(number__in=asked))
        unknown = set(asked) - {case.number for case in found}
        if unknown:
            words = _("Not an opinion that may be used here: %(numbers)s")
            raise forms.ValidationError(words % {"numbers": " ".join(sorted(unknown))})
        return found

    def draft(self) -> EntryDraft:
        data = self.cleaned_data
        names = ("heading", "body", "suggestion", "people", "topic", "place")
        return EntryDraft(cases=data["numbers"], **{name: data[name] for name in names})


class AdoptionForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Taken up, or instructed"), choices=AdoptionKind.choices)
    by = LineField(label=gettext_lazy("By whom"), max_length=100)
    on = day_field(gettext_lazy("Day"), required=True)
    words = lines(gettext_lazy("Words of the instruction"), rows=3, required=False, max_length=1000)
    followed = lines(gettext_lazy("What followed"), rows=3, required=False, max_length=2000)


class FollowForm(forms.Form):
    followed = lines(gettext_lazy("What followed"), rows=4, max_length=2000)


class MediaForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    day = day_field(gettext_lazy("Date"), required=True)
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=MediaKind.choices)
    medium = LineField(label=gettext_lazy("Medium"), max_length=80)
    title = LineField(label=gettext_lazy("Headline"), max_length=150)
    subject = LineField(label=gettext_lazy("What was reported"), max_length=300, required=False)
    deputies = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Deputies concerned"),
        queryset=Deputy.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    link = forms.URLField(label=gettext_lazy("Link"), max_length=500, required=False, assume_scheme="https")
    file = forms.FileField(label=gettext_lazy("Attachment"), required=False)
    result = LineField(label=gettext_lazy("What came of it"), max_length=500, required=False)

    def __init__(
        self, *args: Any, congress: PeoplesCongress, known: MediaMention | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["deputies"].queryset = Deputy.objects.filter(congress=congress).order_by("name")
        self.initial.setdefault("key", known.key if known else uuid4())
        if known is not None:
            for name in ("day", "kind", "medium", "title", "subject", "link", "result"):
                self.initial.setdefault(name, getattr(known, name))
            self.initial.setdefault("deputies", list(known.deputies.values_list("pk", flat=True)))


class ColumnFilter(forms.Form):
    """Finding in the column."""

    q = forms.CharField(label=gettext_lazy("Words"), max_length=60, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Type"),
        choices=[("", gettext_lazy("All")), *ArticleKind.choices],
        required=False,
    )
    congress = forms.ChoiceField(label=gettext_lazy("Congress"), required=False)

    def __init__(self, *args: Any, congresses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["congress"].choices = [("", _("All")), *congresses]  # type: ignore[attr-defined]
