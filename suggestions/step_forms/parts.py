"""What forms of suggestions and motions have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from casework.models.assignment import HandlingRole
from casework.models.reply import ReplyState
from casework.steps import StepForm
from deputies.models import SpecialCommittee

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from casework.models import Case, Reply


class ProposingInput(forms.TextInput):
    """A line of text that proposes what was written before; anything else may be written too."""

    proposals: tuple[str, ...] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        key = f"{(attrs or {}).get('id', name)}_known"
        line = super().render(name, value, {**(attrs or {}), "list": key}, renderer)
        known = format_html_join("", '<option value="{}">', ((one,) for one in self.proposals))
        return format_html('{}<datalist id="{}">{}</datalist>', line, key, known)


def committee_field() -> forms.CharField:
    return forms.CharField(label=_("Committee"), max_length=100, widget=ProposingInput)


def propose_committees(field: Any, case: Case) -> None:
    """Propose the special committees of the congress in the field."""
    known = SpecialCommittee.objects.filter(congress=case.congress_id, is_active=True)
    field.widget.proposals = tuple(known.values_list("name", flat=True))


class WithAnswers(StepForm):
    """A form that is filled in with the organs' answers in view."""

    @property
    def answers(self) -> QuerySet[Reply]:
        """What the organs answered, the latest first."""
        rows = self.case.replies.filter(state=ReplyState.APPROVED).exclude(
            assignment__role=HandlingRole.ASSIST
        )
        return rows.select_related("assignment__organ").order_by("-pk")
