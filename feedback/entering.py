"""The form with which the office enters a visit, a call or a letter for a person at the desk."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.errors import Incomplete
from casework.files import MOST_FILES, Prepared, prepare
from casework.models import Channel, Topic
from casework.steps import day_field
from deputies.models import Division, LiaisonStation, PeoplesCongress
from feedback import kept_files
from feedback.identity import Person
from feedback.services import Submission
from feedback.text import MOST_BODY, checked

if TYPE_CHECKING:
    from deputies.models import Posts

_OLDEST = timedelta(days=366)


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class _Files(forms.FileField):
    """Several files; the checks are those of every other way in."""

    widget = _Several(attrs={"data-previews": ""})

    def clean(self, data: Any, initial: Any = None) -> tuple[Prepared, ...]:
        given = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        try:
            return prepare(given)
        except Incomplete as wrong:
            raise forms.ValidationError(str(wrong)) from None


class EnterForm(forms.Form):
    """Channel, words, place and day; the person only where the person wants to be named."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ModelChoiceField(
        Channel.objects.none(), label=_("How it came"), widget=forms.RadioSelect, empty_label=None
    )
    body = forms.CharField(
        label=_("What the person said or wrote"),
        max_length=MOST_BODY,
        widget=forms.Textarea(attrs={"rows": 8, "autofocus": True}),
        help_text=_("In the person's own words. They are never edited afterwards."),
    )
    division = forms.ModelChoiceField(
        Division.objects.none(), label=_("Place"), required=False, empty_label=_("not known")
    )
    place = forms.CharField(label=_("Where exactly"), max_length=200, required=False)
    topic = forms.ModelChoiceField(
        Topic.objects.filter(is_active=True),
        label=_("Topic"),
        required=False,
        empty_label=_("the router proposes one"),
    )
    station = forms.ModelChoiceField(
        LiaisonStation.objects.none(),
        label=_("Station"),
        required=False,
        empty_label=_("the router proposes one"),
    )
    received_on = day_field(
        _("Received on"),
        required=True,
        help_text=_("For a letter the day it arrived; the time to screen it counts from there."),
    )
    attachments = _Files(
        label=_("Photos or documents"), required=False, help_text=_("At most six, 10 MB each.")
    )
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=120, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    confidential = forms.BooleanField(
        label=_("The person wants to stay unknown to the organs"),
        required=False,
        help_text=_("Organs then see the text without the identity, and the case is never published."),
    )
    by_guardian = forms.BooleanField(
        label=_("A parent or guardian speaks for a child under 14"),
        required=False,
        help_text=_("The guardian's name is needed; the identity stays confidential."),
    )
    register = forms.BooleanField(label=_("Register at once"), required=False)

    most_files = MOST_FILES

    def __init__(
        self, *args: Any, posts: Posts, congress: PeoplesCongress | None = None, **kwargs: Any
    ) -> None:
        """``congress`` where the page knows it already; else that of the reader's post."""
        super().__init__(*args, **kwargs)
        self.congress = congress or _congress_of(posts)
        self.fields["channel"].queryset = Channel.objects.filter(is_active=True, at_desk=True)  # type: ignore[attr-defined]
        own = Division.objects.current().under([self.congress.division.code])
        self.fields["division"].queryset = own  # type: ignore[attr-defined]
        self.fields["station"].queryset = self._stations(posts)  # type: ignore[attr-defined]
        self._propose(posts)

    def _stations(self, posts: Posts) -> Any:
        """An officer chooses any station; its staff enter for their own."""
        stations = LiaisonStation.objects.filter(congress=self.congress, is_open=True)
        return stations if posts.officer else stations.filter(pk__in=posts.station)

    def _propose(self, posts: Posts) -> None:
        self.initial.setdefault("key", uuid4())
        self.initial.setdefault("received_on", timezone.localdate())
        self.initial.setdefault("channel", self.fields["channel"].queryset.first())  # type: ignore[attr-defined]
        if not posts.officer and posts.station:
            self.fields["station"].required = True
            self.initial.setdefault("station", min(posts.station))

    def clean_body(self) -> str:
        try:
            return checked(self.cleaned_data["body"])
        except Incomplete as wrong:
            raise forms.ValidationError(str(wrong)) from None

    def clean_received_on(self) -> Any:
        day, today = self.cleaned_data["received_on"], timezone.localdate()
        if day > today:
            raise forms.ValidationError(_("This day is still to come. Enter the day it was received."))
        if day < today - _OLDEST:
            raise forms.ValidationError(
                _("This is more than a year ago. Older files are loaded by the operator.")
            )
        return day

    def clean_attachments(self) -> tuple[Prepared, ...]:
        fresh: tuple[Prepared, ...] = self.cleaned_data["attachments"] or ()
        if len(fresh) + len(self.kept) > MOST_FILES:
            raise forms.ValidationError(_("At most six files can be sent."))
        return fresh

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("by_guardian") and not data.get("name"):
            self.add_error("name", _("Write the name of the parent or guardian."))
        return data

    @cached_property
    def kept(self) -> list[kept_files.Kept]:
        """Files of an earlier try, when another field was wrong."""
        return kept_files.read(self.data.getlist("kept")) if hasattr(self.data, "getlist") else []

    def keep_files(self) -> None:
        """Before the form is shown once more: what was good stays with us."""
        fresh = self.cleaned_data.get("attachments") or ()
        self.kept = [*self.kept, *(kept_files.keep(one) for one in fresh)]

    @property
    def all_files(self) -> tuple[Prepared, ...]:
        """Those of an earlier try and those that came with this one."""
        return (*(kept_files.prepared(one) for one in self.kept), *self.cleaned_data["attachments"])

    def submission(self, language: str) -> Submission:
        data = self.cleaned_data
        person = Person(**{name: data[name] for name in ("name", "phone", "email", "address")})
        same = (
            "channel",
            "body",
            "division",
            "place",
            "topic",
            "station",
            "confidential",
            "by_guardian",
            "key",
        )
        return Submission(
            congress=self.congress,
            person=person,
            language=language,
            opened_at=_moment(data["received_on"]),
            files=self.all_files,
            **{name: data[name] for name in same},
        )


def _moment(day: Any) -> datetime:
    """Now for something received today, else noon of that day."""
    if day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(12)))


def _congress_of(posts: Posts) -> PeoplesCongress:
    """The congress of the officer's post, else of the station's."""
    found = PeoplesCongress.objects.select_related("division").order_by("pk")
    if posts.officer:
        return found.filter(pk__in=posts.officer)[:1].get()
    return found.filter(stations__in=posts.station)[:1].get()
