"""The form of a complaint about the conduct of a deputy: whom, what and when; who writes is optional."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deputies import finding
from deputies.models import Deputy
from feedback.forms.fields import LineField, RowField
from feedback.forms.public import WriteForm
from feedback.services import Submission
from feedback.text import MOST_BODY, clean_name

if TYPE_CHECKING:
    from casework.models import Channel

_NOT_ASKED = ("division", "place", "station", "confidential", "by_guardian")
_NONE = "none"


class ComplainForm(WriteForm):
    """What ``WriteForm`` asks of the words, the files and the person; the deputy by choice, or by a typed name."""

    who = LineField(
        label=gettext_lazy("Name of the deputy"),
        max_length=60,
        error_messages={"required": gettext_lazy("Write the name of the deputy it is about.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )
    about = RowField(label=gettext_lazy("Which of these is it?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, deputy: Deputy | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._accused = deputy
        for name in _NOT_ASKED:
            del self.fields[name]
        if deputy:
            del self.fields["who"]
        self._word()
        self._offer()

    def _word(self) -> None:
        """The same questions, as they are asked here; nothing is compared with what others have said."""
        body, happened = self.fields["body"], self.fields["happened"]
        body.label = _("What happened?")
        body.help_text = _("Say what the deputy did or failed to do, where, and who else knows of it.")
        body.widget.attrs = {"rows": 8, "maxlength": MOST_BODY, "data-counter": _("{n} characters left")}
        happened.help_text = _("Such as: on 3 May, in the afternoon.")
        self.fields["files"].label = _("Evidence: photos or documents")
        self.fields["agree"].label = _(
            "I agree that my name and contact are kept, sealed, to handle this complaint."
        )

    def _offer(self) -> None:
        """Deputies in office with the name that was typed; without any the field is not there."""
        typed = self.data.get("who", "") if self.is_bound else self.initial.get("who", "")
        found = list(finding.search(clean_name(str(typed))).deputies) if typed and not self._accused else []
        self._found = {str(one.pk): one for one in found}
        if not found:
            del self.fields["about"]
            return
        choices = [(key, _words(one)) for key, one in self._found.items()]
        self.fields["about"].choices = [*choices, (_NONE, _("None of these"))]  # type: ignore[attr-defined]

    def whom(self) -> Deputy | None:
        """The deputy whose page the reader came from, whom they chose, or who alone has the name they wrote."""
        chosen = self.cleaned_data.get("about", "")
        if self._accused or chosen:
            return self._accused or self._found.get(chosen)
        named = [one for one in self._found.values() if one.name == clean_name(self.cleaned_data["who"])]
        return named[0] if len(named) == 1 else None

    def submission(self, channel: Channel) -> Submission:
        """What was sent; raises Incomplete where the portal has no congress yet."""
        data, about = self.cleaned_data, self.whom()
        return Submission(
            congress=self._congress(None, about),
            channel=channel,
            body=data["body"],
            happened=data["happened"],
            deputy=about,
            complains_of=about.name if about else data["who"],
            person=self.person,
            files=self.prepared,
            language="en" if (get_language() or "").startswith("en") else "zh-hans",
            key=self.token,
        )


def _words(deputy: Deputy) -> str:
    """What the public reads of a deputy anyway."""
    places = [str(mandate.constituency) for mandate in deputy.current if mandate.constituency]  # type: ignore[attr-defined]
    return " · ".join([deputy.name, *places])
