"""Fields and words that the forms of duty reports share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contacts.forms.fields import lines
from feedback.forms.fields import LineField
from reports.duty.models import Audience, DutyReport, Ground

if TYPE_CHECKING:
    from collections.abc import Iterable


def ground_field(offered: Iterable[Ground]) -> forms.ChoiceField:
    """One of the grounds there are; none is chosen beforehand."""
    return forms.ChoiceField(
        label=_("Ground"), choices=[(one.value, one.label) for one in offered], widget=forms.RadioSelect
    )


def place_field() -> Any:
    return lines(
        _("Passage"),
        rows=3,
        help_text=_("Copy the words from the text, so that the deputy finds the place."),
        max_length=600,
    )


def note_field(label: Any = None, **more: Any) -> LineField:
    return LineField(label=label or _("Reason"), max_length=300, **more)


def audience_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Who reads it"), widget=forms.RadioSelect)


def audiences_of(report: DutyReport) -> list[tuple[str, Any]]:
    """Those that fit the mandate; the narrower one first."""
    found = []
    if report.mandate.elected_by_id:
        found.append(Audience.UNIT)
    if report.mandate.constituency_id:
        found.append(Audience.VOTERS)
    return [(one.value, one.label) for one in (*found, Audience.PUBLIC)]
