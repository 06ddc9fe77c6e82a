"""Fields and words that the forms of duty reports share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from contacts.forms.fields import lines
from feedback.forms.fields import LineField
from reports.duty.models import Audience, DutyReport, Ground

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.actors import Actor

_FORMS: dict[tuple[str, str], type[DutyStep]] = {}


class DutyStep(forms.Form):
    """The form of one step: ``run`` calls the service and may raise Refused; ``outcome`` says what will happen."""

    steps: ClassVar[tuple[tuple[str, str], ...]] = ()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        _FORMS.update(dict.fromkeys(cls.steps, cls))

    def __init__(self, *args: Any, thing: Any, action: str, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing, self.action, self.actor = thing, action, actor
        self.initial.setdefault("version", thing.version)

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        """Why the step makes no sense now although the table allows it; empty when it does."""
        return ""

    def outcome(self) -> list[str]:
        return []

    @property
    def given(self) -> dict[str, Any]:
        return {"actor": self.actor, "expected_version": self.cleaned_data["version"]}

    def run(self) -> None:
        raise NotImplementedError


def form_of(kind: str, action: str) -> type[DutyStep] | None:
    return _FORMS.get((kind, action))


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
