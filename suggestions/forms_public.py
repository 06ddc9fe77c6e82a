"""The search in what was made public of suggestions and motions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models.functions import ExtractYear
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from casework.models import Case, Topic
from casework.models.case import Kind
from deputies.models import Deputy, Organ, Session
from deputies.remembered import remembered
from suggestions.public import answers, find, latest_answers, published

if TYPE_CHECKING:
    from casework.models.case import CaseQuerySet

_KEPT = 300  # seconds for which the choices are remembered
_CLASSES = "ABCD"


class PublicSearchForm(forms.Form):
    """Words and what to narrow by; every field may be left out, and what is unknown finds nothing."""

    q = forms.CharField(label=gettext_lazy("Words"), max_length=60, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Suggestions or motions"), required=False,
        choices=[("", gettext_lazy("both")), (Kind.SUGGESTION, gettext_lazy("suggestions")),
                 (Kind.MOTION, gettext_lazy("motions"))],
    )  # fmt: skip
    organ = forms.ChoiceField(label=gettext_lazy("Organ"), required=False)
    deputy = forms.ChoiceField(label=gettext_lazy("Deputy who leads"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    session = forms.ChoiceField(label=gettext_lazy("Session"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("Year"), required=False)
    result = forms.ChoiceField(label=gettext_lazy("Class of the answer"), required=False)
    key = forms.BooleanField(label=gettext_lazy("Under key supervision"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in _choices().items():
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words was asked for: then the fields stand open."""
        return any(self[name].value() for name in self.fields if name != "q")

    def found(self) -> CaseQuerySet:
        """The public suggestions and motions that fit; none for what cannot be."""
        if not self.is_bound:
            return published()
        if not self.is_valid():
            return Case.objects.none()
        given = self.cleaned_data
        rows = find(given["q"])
        for name in ("kind", "deputy", "topic", "session"):
            rows = rows.filter(**{name: given[name]}) if given[name] else rows
        if given["organ"]:
            rows = rows.filter(
                pk__in=answers().filter(assignment__organ=given["organ"]).values("case")
            ) | rows.filter(organ=given["organ"])
        if given["result"]:
            rows = rows.filter(pk__in=latest_answers().filter(category=given["result"]).values("case"))
        if given["year"]:
            rows = rows.filter(opened_at__year=given["year"])
        return rows.filter(suggestion__key__isnull=False) if given["key"] else rows


def _choices() -> dict[str, list[tuple[Any, str]]]:
    """What there is to choose among what is public; remembered for some minutes."""
    return remembered(f"suggestions.public.{get_language()}", _KEPT, _read_choices)


def _read_choices() -> dict[str, list[tuple[Any, str]]]:
    public = published().order_by()
    sessions = Session.objects.filter(pk__in=public.values("session")).select_related("term__congress")
    years = public.annotate(year=ExtractYear("opened_at")).values_list("year", flat=True).distinct()
    organs = Organ.objects.filter(pk__in=public.values("organ")).order_by("code")
    deputies = Deputy.objects.filter(pk__in=public.values("deputy")).order_by("pinyin", "pk")
    topics = Topic.objects.filter(pk__in=public.values("topic"))
    return {
        "organ": [(one.pk, one.name) for one in organs],
        "deputy": [(one.pk, one.name) for one in deputies],
        "topic": [(one.pk, str(one)) for one in topics],
        "session": [(one.pk, session_name(one)) for one in sessions.order_by("-starts_on")],
        "year": [(one, str(one)) for one in sorted(set(years), reverse=True)],
        "result": [(code, _("Class %(code)s") % {"code": code}) for code in _CLASSES],
    }


def session_name(session: Session) -> str:
    """The session in words, with its congress: several may publish on one portal."""
    return _("%(congress)s, term %(term)d, session %(number)d") % {
        "congress": session.term.congress, "term": session.term.number, "number": session.number,
    }  # fmt: skip
