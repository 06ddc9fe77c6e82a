"""What the office's forms have in common: a text with ready-made ones at hand, and whom to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from casework.access import readers_of_complaint
from casework.ready import fill, templates_for
from casework.steps import StepForm
from deputies.models import Post

if TYPE_CHECKING:
    from casework.models import Case, ReplyTemplate
    from feedback.models import Proposal


def long_text(rows: int = 6) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def joined(text: str, more: str) -> str:
    """``more`` below ``text``: what somebody has written is never replaced."""
    return f"{text.rstrip()}\n\n{more}" if text.strip() else more


def proposal_of(case: Case) -> Proposal | None:
    return getattr(case, "proposal", None)


def office_people(case: Case) -> list[tuple[str, str]]:
    """Officers of the case's congress and the staff of its station who are in post, as choices.

    Of a complaint those of the standing committee who may read it.
    """
    if case.is_complaint:
        return [(str(person.pk), str(person)) for person in readers_of_complaint(case)]
    posts = Post.objects.in_force(timezone.localdate()).filter(
        Q(role=Role.OFFICER, congress=case.congress_id) | Q(role=Role.STATION, station=case.station_id)
    )
    people = User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("display_name", "pk")
    return [(str(person.pk), str(person)) for person in people]


class Prefilled(StepForm):
    """A form that knows what it would say; what a reader has changed comes first."""

    def prefill(self, **values: Any) -> None:
        for name, value in values.items():
            self.initial.setdefault(name, "" if value is None else value)


class WithText(Prefilled):
    """A text, and a choice of the office's ready-made ones that a button puts in."""

    helpers: ClassVar[tuple[str, ...]] = ("_insert",)
    text_field: ClassVar[str] = "note"
    ready = forms.ChoiceField(label=_("Ready-made text"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._templates = templates_for(self.case, self.action)
        if self._templates:
            self._offer()
        else:
            del self.fields["ready"]

    def _offer(self) -> None:
        field = self.fields["ready"]
        field.template_name = "cases/_ready_field.html"  # type: ignore[attr-defined]
        field.choices = [("", "—"), *((str(one.pk), one.title) for one in self._templates)]  # type: ignore[attr-defined]
        self.order_fields(["ready", self.text_field])

    def help(self, button: str, written: dict[str, Any]) -> dict[str, Any]:
        chosen = self._chosen(written.get("ready", ""))
        if button == "_insert" and chosen:
            text = written.get(self.text_field) or ""
            written[self.text_field] = joined(text, fill(chosen.body, self.case))
        return written

    def _chosen(self, key: str | None) -> ReplyTemplate | None:
        return next((one for one in self._templates if str(one.pk) == key), None)
