"""The form in which an office sets from which confidence the router acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.routing.thresholds import MOST

if TYPE_CHECKING:
    from feedback.routing.thresholds import Thresholds


class ThresholdForm(forms.Form):
    """Two percentages; empty: the usual one. The second only where the rules let small matters go directly."""

    propose_from = forms.IntegerField(label=_("Propose a topic from how many percent"), required=False)
    send_from = forms.IntegerField(label=_("Send a small matter from how many percent"), required=False)

    def __init__(self, data: Any, *, thresholds: Thresholds, sends: bool) -> None:
        last = thresholds.last
        held = {"propose_from": last and last.propose_from, "send_from": last and last.send_from}
        super().__init__(data, initial=held)
        self.held = held
        _bounded(self.fields["propose_from"], thresholds.of_profile)
        _bounded(self.fields["send_from"], thresholds.usual_sending)
        if not sends:
            del self.fields["send_from"]

    def chosen(self) -> dict[str, int | None]:
        """What is to hold, in percent; what the page did not ask stays as it was."""
        return {**self.held, **self.cleaned_data}


def _bounded(field: forms.Field, least: int) -> None:
    words = _("From %(least)d to %(most)d percent; left empty, %(least)d holds.")
    field.help_text = words % {"least": least, "most": max(least, MOST)}
    field.widget.attrs |= {"min": least, "max": max(least, MOST), "class": "short"}
