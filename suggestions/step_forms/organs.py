"""Assigning a suggestion, and the organ's formal answer to it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from casework import clocks
from casework import services as casework
from casework.models import Case
from casework.services.assignments import clock_of_answer, council_assigns, first_day_of_answer
from casework.services.letters import JOINED_FIELD, LetterHead, owes_letter, why_no_answer_yet
from casework.step_forms import ContactForm, ExtensionForm, ReplyForm
from casework.steps import step_form
from feedback.step_forms.organs import AssignForm, GrantForm
from feedback.step_forms.parts import long_text
from suggestions.models import Suggestion

KIND = "suggestion"
_HEAD = ("number", "answers", "signer", "signer_office", "contact", "contact_phone")
_THE_DEPUTY_READS = _("The deputy reads it too.")


@step_form("assign", KIND)
class AssignSuggestionForm(AssignForm):
    """To the organs, with the longer time where the matter is wide or difficult."""

    template: ClassVar[str] = "suggestions/step_assign.html"
    bulk: ClassVar[tuple[str, ...] | None] = None  # type: ignore[assignment]
    is_wide = forms.BooleanField(
        label=_("Wide or difficult: the longer time from the start"),
        required=False,
        help_text=_("Law on Deputies, article 51. An organ may also ask for it later, with reasons."),
    )
    note = forms.CharField(
        label=_("What the organs should know"),
        required=False,
        widget=long_text(3),
        help_text=_THE_DEPUTY_READS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case.rework_count:
            del self.fields["is_wide"]
        if council_assigns(self.case):
            field = self.fields["note"]
            field.label, field.wanted = _("The decision of the council of chairpersons, with its day"), True  # type: ignore[attr-defined]

    def _first(self) -> int | None:
        """The organ that the deputy proposes is considered first (Shanghai 12, Henan 12)."""
        if self.case.rework_count or self.case.assigned_at:
            return super()._first() or self.case.organ_id
        proposed = Suggestion.objects.filter(case=self.case).values_list("organ", flat=True).first()
        return proposed or super()._first()

    @property
    def owed(self) -> clocks.Planned:
        return self._planned(is_wide=bool(self.data.get("is_wide")) if self.is_bound else False)

    @property
    def owed_if_wide(self) -> clocks.Planned:
        return self._planned(is_wide=True)

    def _planned(self, *, is_wide: bool) -> clocks.Planned:
        name = clock_of_answer(self.case, is_wide=is_wide)
        return clocks.planned(self.case, name, first_day_of_answer(self.case, name))

    def run(self) -> None:
        casework.assign(
            self.case,
            self.parts(),
            actor=self.actor,
            note=self.cleaned_data["note"],
            is_wide=bool(self.cleaned_data.get("is_wide")),
            expected_version=self.expected,
        )


@step_form("record_contact", KIND)
class ContactDeputyForm(ContactForm):
    """How the organ heard the deputy: the law asks for it before the answer."""

    label: ClassVar[Any] = gettext_noop("Record a contact with the deputy")

    summary = forms.CharField(
        label=_("What the deputy said"),
        widget=long_text(6),
        help_text=_(
            "The deputy reads it. An organ hears the deputy before it answers (Law on Deputies, article 51)."
        ),
    )


@step_form("ask_extension", KIND)
class LongerForm(ExtensionForm):
    note = forms.CharField(
        label=_("Why more time is needed"),
        widget=long_text(6),
        help_text=_("It can be asked for once, for wide or difficult matters. The deputy reads the reason."),
    )


@step_form("grant_extension", KIND)
class GrantLongerForm(GrantForm):
    note = forms.CharField(
        label=_("Reason"), widget=long_text(4), help_text=_("The deputy reads it, with the new date.")
    )


@step_form("submit_reply", KIND)
class LetterForm(ReplyForm):
    """The formal answer: its words, its class, and what makes it an official letter."""

    template: ClassVar[str] = "suggestions/step_letter.html"
    number = forms.CharField(
        label=_("Number of the letter"),
        max_length=60,
        required=False,
        help_text=_("As it stands on its head."),
    )
    answers = forms.CharField(
        label=_("Number of the suggestion it answers"),
        max_length=40,
        required=False,
        help_text=_(
            "Type it from the suggestion in front of you: it is compared, so that no answer goes astray."
        ),
    )
    signer = forms.CharField(label=_("Who signs it"), max_length=60, required=False)
    signer_office = forms.CharField(label=_("Office of who signs"), max_length=60, required=False)
    sealed = forms.BooleanField(label=_("The paper copy carries the organ's seal"), required=False)
    contact = forms.CharField(label=_("Contact person"), max_length=60, required=False)
    contact_phone = forms.CharField(label=_("Telephone of the contact person"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].help_text = _(
            "Answer each point of the proposal, and name the assisting organs' opinions."
        )
        if "promise" in self.fields:
            self.fields["promise"].help_text = _(
                "Only with a result that is a promise. The deputy reads it, and it is followed until kept."
            )
        self.fields["category"].wanted = True  # type: ignore[attr-defined]
        if owes_letter(self.assignment):
            for name in _HEAD:
                self.fields[name].wanted = True  # type: ignore[attr-defined]
            self._remember()
            self._ask_for_the_others()
        else:
            for name in (*_HEAD, "sealed"):
                del self.fields[name]

    def _ask_for_the_others(self) -> None:
        """The number of the letter to each deputy whose suggestion is handled together with this one."""
        for one in Case.objects.following(self.case).select_related("deputy"):
            label = _("Number of the letter to %(deputy)s on suggestion No. %(serial)d") % {
                "deputy": one.deputy, "serial": one.serial or 0,
            }  # fmt: skip
            field = forms.CharField(label=label, max_length=60, required=False)
            field.wanted = True  # type: ignore[attr-defined]
            self.fields[f"{JOINED_FIELD}{one.number}"] = field

    @property
    def others(self) -> list[Any]:
        """The fields of the other letters."""
        return [self[name] for name in self.fields if name.startswith(JOINED_FIELD)]

    def _remember(self) -> None:
        """Who signed and whom to ask, as in the organ's latest letter."""
        last = self._latest()
        for name in ("signer", "signer_office", "contact", "contact_phone"):
            self.initial.setdefault(name, getattr(last, name, ""))

    def _latest(self) -> Any:
        replies = self.assignment.organ.assignments.filter(replies__letter__isnull=False).order_by("-pk")
        share = replies.first()
        reply = share.replies.filter(letter__isnull=False).last() if share else None
        return reply.letter if reply else None

    @property
    def why_not_yet(self) -> str:
        return why_no_answer_yet(self.assignment)

    def run(self) -> None:
        given = {
            name: self.cleaned_data[name]
            for name in ("body", "category", "promise", "promised_for")
            if name in self.cleaned_data
        }
        if self.cleaned_data["keep"]:
            casework.save_draft(self.assignment, actor=self.actor, **given)
            return
        files = self.cleaned_data["files"]
        casework.submit_reply(self.assignment, actor=self.actor, letter=self._letter(), files=files, **given)

    def _letter(self) -> LetterHead | None:
        if "number" not in self.fields:
            return None
        return LetterHead(
            **{name: self.cleaned_data[name].strip() for name in _HEAD},
            sealed=self.cleaned_data["sealed"],
            joined={
                name.removeprefix(JOINED_FIELD): self.cleaned_data[name].strip()
                for name in self.fields
                if name.startswith(JOINED_FIELD)
            },
        )
