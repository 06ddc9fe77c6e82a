"""The form of each step: it asks for what the step needs and calls the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.errors import Incomplete
from casework.files import prepare
from casework.steps import day_field
from contacts.forms.fields import lines
from contacts.forms.moving import MovingForm
from feedback.forms.fields import LineField
from reports.duty.forms.fields import (
    audience_field,
    audiences_of,
    ground_field,
    note_field,
    place_field,
)
from reports.duty.models import DutyMeeting, ReportForm, ReportKind
from reports.duty.services import advance, appraisals, drafting, publishing, questions, rounds
from reports.duty.services.publishing import Held

if TYPE_CHECKING:
    from accounts.actors import Actor
    from casework.files import Prepared


# --- A report ---------------------------------------------------------------------------------------------
class BeginForm(MovingForm):
    steps = (("report", "begin"),)

    def outcome(self) -> list[str]:
        return [
            _(
                "The record of this time is looked through, and a draft is written from it; you change it as you like."
            ),
        ]

    def run(self) -> None:
        drafting.start(self.thing, actor=self.actor)


class SubmitForm(MovingForm):
    steps = (("report", "submit"),)

    def outcome(self) -> list[str]:
        return [
            _(
                "The office looks at form, secrets and personal data, and at nothing else. It changes no word."
            ),
            _("Then it is published, and people may ask you about it."),
        ]

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        if len(thing.text) < drafting.LEAST:
            return _("Write at least %(n)d characters before you hand it in.") % {"n": drafting.LEAST}
        return ""

    def run(self) -> None:
        drafting.submit(self.thing, **self.given)


class TakeBackForm(MovingForm):
    steps = (("report", "take_back"),)

    def run(self) -> None:
        advance.advance(self.thing, "take_back", **self.given, check_due_on=None)


class ReturnForm(MovingForm):
    steps = (("report", "return"),)
    ground = ground_field(publishing.GROUNDS)
    place = place_field()
    note = note_field(gettext_lazy("What the deputy is to do"))

    def outcome(self) -> list[str]:
        return [_("What somebody thinks is no ground. The deputy changes the words, nobody else.")]

    def run(self) -> None:
        data = self.cleaned_data
        given = {name: data[name] for name in ("ground", "place", "note")}
        publishing.send_back(self.thing, **given, **self.given)


class _WithAudience(MovingForm):
    audience = audience_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = audiences_of(self.thing)  # type: ignore[attr-defined]
        self.initial.setdefault("audience", self.thing.audience)


class PublishForm(_WithAudience):
    steps = (("report", "publish"),)

    def run(self) -> None:
        publishing.publish(self.thing, audience=self.cleaned_data["audience"], **self.given)


class PublishMinutesForm(_WithAudience):
    steps = (("report", "publish_minutes"),)

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        if not thing.is_oral:
            return _("This is a written report.")
        return "" if hasattr(thing, "meeting") else _("Record the meeting first.")

    def run(self) -> None:
        publishing.publish_minutes(self.thing, audience=self.cleaned_data["audience"], **self.given)


class MeetingForm(MovingForm):
    steps = (("report", "record_meeting"),)
    held_on = day_field(gettext_lazy("Day"), required=True)
    place = LineField(label=gettext_lazy("Place"), max_length=120)
    attendance = forms.IntegerField(
        label=gettext_lazy("How many attended"),
        min_value=0,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    minutes = lines(gettext_lazy("Minutes of the meeting"), rows=8, max_length=20_000)
    questions = lines(
        gettext_lazy("Questions asked, and the answers"),
        rows=6,
        required=False,
        max_length=20_000,
        help_text=gettext_lazy("Published with the minutes. Name no citizen."),
    )
    scan = forms.FileField(
        label=gettext_lazy("Signed list, scanned"),
        required=False,
        help_text=gettext_lazy("PDF or photo. For the office and the deputy; never published."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in self._beforehand().items():
            self.initial.setdefault(name, value)
        self._scan: Prepared | None = None

    def _beforehand(self) -> dict[str, Any]:
        """Today; of a round its day and place, and how many came as another report of it has noted."""
        held = self.thing.round
        if held is None:
            return {"held_on": timezone.localdate()}
        other = DutyMeeting.objects.filter(report__round=held).order_by("-pk").first()
        known = {"held_on": held.day, "place": held.place}
        return {**known, "attendance": other.attendance} if other else known

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        return _("The meeting is recorded already.") if hasattr(thing, "meeting") else ""

    def clean_scan(self) -> Any:
        file = self.cleaned_data["scan"]
        if file:
            try:
                self._scan = prepare([file])[0]
            except Incomplete as refused:
                raise forms.ValidationError(str(refused)) from None
        return file

    def run(self) -> None:
        data = self.cleaned_data
        given = {name: data[name] for name in ("held_on", "place", "attendance", "minutes", "questions")}
        publishing.record_meeting(self.thing, Held(**given, scan=self._scan), **self.given)


class MoveForm(MovingForm):
    steps = (("report", "move"),)
    due_on = day_field(gettext_lazy("Due on"), required=True)
    form = forms.ChoiceField(
        label=gettext_lazy("Written or oral"), choices=ReportForm.choices, widget=forms.RadioSelect
    )
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"due_on": self.thing.due_on, "form": self.thing.form})
        if self.thing.kind != ReportKind.TERM:
            del self.fields["form"]

    def run(self) -> None:
        data = self.cleaned_data
        publishing.move(
            self.thing, due_on=data["due_on"], note=data["note"], form=data.get("form", ""), **self.given
        )


class LeaveRoundForm(MovingForm):
    steps = (("report", "leave_round"),)
    note = note_field()

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        return "" if thing.round_id else _("It is in no round.")

    def outcome(self) -> list[str]:
        return [_("The report is still due on its day. The deputy is told, with this reason.")]

    def run(self) -> None:
        rounds.leave(self.thing, note=self.cleaned_data["note"], **self.given)


class ExcuseForm(MovingForm):
    steps = (("report", "excuse"),)
    note = note_field()

    def outcome(self) -> list[str]:
        return [_("It stands in the schedule and in the record as excused, with this reason.")]

    def run(self) -> None:
        publishing.excuse(self.thing, note=self.cleaned_data["note"], **self.given)


# --- A question -------------------------------------------------------------------------------------------
class PassForm(MovingForm):
    steps = (("question", "pass"),)
    blacked = lines(
        gettext_lazy("Passages to black out"),
        rows=3,
        required=False,
        help_text=gettext_lazy(
            "Personal data of people, one passage on each line, copied from the question. Nothing else is changed."
        ),
    )

    def run(self) -> None:
        passages = self.cleaned_data["blacked"].splitlines()
        questions.pass_on(self.thing, blacked=passages, **self.given)


class RefuseForm(MovingForm):
    steps = (("question", "refuse"),)
    ground = ground_field(questions.GROUNDS)
    note = note_field()

    def outcome(self) -> list[str]:
        return [
            _("The asker reads the ground and the reason, and may ask again. A sharp question is no insult.")
        ]

    def run(self) -> None:
        data = self.cleaned_data
        questions.refuse(self.thing, ground=data["ground"], note=data["note"], **self.given)


class AnswerForm(MovingForm):
    steps = (("question", "answer"), ("question", "answer_privately"))
    answer = lines(gettext_lazy("Answer"), rows=8, max_length=questions.MOST_ANSWER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("answer", self.thing.answer)

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        return ""

    def outcome(self) -> list[str]:
        if self.action == "answer_privately":
            return [_("The asker alone reads it, with number and code.")]
        return [
            _(
                "The office looks for personal data, then question and answer stand on your page, without the asker."
            )
        ]

    def run(self) -> None:
        private = self.action == "answer_privately"
        questions.answer(self.thing, words=self.cleaned_data["answer"], private=private, **self.given)


class ReleaseForm(MovingForm):
    steps = (("question", "release"),)

    def run(self) -> None:
        questions.release(self.thing, **self.given)


class AnswerBackForm(MovingForm):
    steps = (("question", "return"),)
    ground = ground_field(questions.ANSWER_GROUNDS)
    place = place_field()
    note = note_field(gettext_lazy("What the deputy is to do"))

    def run(self) -> None:
        data = self.cleaned_data
        given = {name: data[name] for name in ("ground", "place", "note")}
        questions.send_back(self.thing, **given, **self.given)


# --- An appraisal -----------------------------------------------------------------------------------------
class OpenForm(MovingForm):
    steps = (("appraisal", "open"),)

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        return "" if thing.codes.filter(is_void=False).exists() else _("Print or send codes first.")

    def outcome(self) -> list[str]:
        last = appraisals.last_day_from_today(self.thing)
        return [_("Votes are taken from today until %(day)s.") % {"day": last}]

    def run(self) -> None:
        appraisals.open_appraisal(self.thing, **self.given)


class SendCodesForm(MovingForm):
    steps = (("appraisal", "send_codes"),)

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        if thing.report.mandate.elected_by_id is None:
            return _("For deputies whom another congress elected; voters get printed codes.")
        return "" if appraisals.members_of(thing) else _("No member of the electing unit has an address.")

    def outcome(self) -> list[str]:
        return [_("Each member who has none yet gets a code by mail, good for one vote.")]

    def run(self) -> None:
        appraisals.send_codes(self.thing, **self.given)


class PublishResultForm(MovingForm):
    steps = (("appraisal", "publish"),)

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        unread = thing.remarks.filter(is_looked_at=False).exists()
        return _("Look through the words first.") if unread else ""

    def outcome(self) -> list[str]:
        return [_("The counts, how many voted, and the words stand beside the report; the deputy is told.")]

    def run(self) -> None:
        appraisals.publish(self.thing, **self.given)


class DiscardForm(MovingForm):
    steps = (("appraisal", "discard"),)
    note = note_field()

    def run(self) -> None:
        appraisals.discard(self.thing, note=self.cleaned_data["note"], **self.given)
