"""The form of each step of the yearly work: it asks for what the step needs and calls the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.steps import day_field
from contacts.forms.fields import lines
from contacts.forms.moving import MovingForm
from contacts.models import ObstructionOutcome
from contacts.services.advance import advance
from contacts.year import campaigns, guiding, obstructions, plans
from deputies.models import Organ
from feedback.forms.fields import LineField
from feedback.text import clean

if TYPE_CHECKING:
    from accounts.actors import Actor


class YearStep(MovingForm):
    """What most steps of the yearly work do: take the step as it is."""

    def run(self) -> None:
        advance(self.thing, self.action, **self.given)


def _reason(**more: Any) -> LineField:
    return LineField(label=gettext_lazy("Reason"), max_length=200, **more)


# --- The plan ---------------------------------------------------------------------------------------------
class SubmitPlan(YearStep):
    steps = (("plan", "submit"),)

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        return "" if thing.topics.exists() else _("It has no topic yet. Add at least one.")

    def outcome(self) -> list[str]:
        return [_("A second person looks at it and approves it, or returns it to you.")]

    def run(self) -> None:
        plans.submit(self.thing, **self.given)


class PublishPlan(YearStep):
    steps = (("plan", "publish"),)
    adopted_by = LineField(
        label=gettext_lazy("Passed by"),
        max_length=120,
        help_text=gettext_lazy(
            "Such as: the 41st meeting of the council of chairpersons; in a township the presidium."
        ),
    )
    adopted_on = day_field(gettext_lazy("Passed on"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("adopted_on", timezone.localdate())

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        return plans.why_not_approved(thing, actor)

    def outcome(self) -> list[str]:
        found = [
            _("It stands on the public pages from now on, and every deputy of the congress is told."),
            _("People can write to each topic during its days."),
        ]
        if self.thing.edition > 1:
            found.append(_("It replaces the edition in force, which stays readable."))
        return found

    def run(self) -> None:
        data = self.cleaned_data
        plans.publish(self.thing, adopted_by=data["adopted_by"], adopted_on=data["adopted_on"], **self.given)


class NotePlan(YearStep):
    steps = (("plan", "return"), ("plan", "discard"))
    note = _reason()

    def run(self) -> None:
        take = plans.give_back if self.action == "return" else plans.discard
        take(self.thing, note=self.cleaned_data["note"], **self.given)


class ReviewPlan(YearStep):
    steps = (("plan", "review"),)
    review = lines(
        gettext_lazy("What was done, what was heard, what is learned for the rules and for next year"), rows=8
    )

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        is_time = timezone.localdate().year > thing.year or timezone.localdate().month == 12
        return "" if is_time else _("A year is reviewed from its December on.")

    def outcome(self) -> list[str]:
        return [_("The review is published with the plan, and the plan is closed.")]

    def run(self) -> None:
        plans.review(self.thing, review=self.cleaned_data["review"], **self.given)


# --- Campaigns --------------------------------------------------------------------------------------------
class AnnounceCampaign(YearStep):
    steps = (("campaign", "announce"),)

    def outcome(self) -> list[str]:
        return [
            _(
                "It stands on the public pages; it opens on its first day and ends with its last one by itself."
            )
        ]

    def run(self) -> None:
        campaigns.announce(self.thing, **self.given)


class SumUpCampaign(YearStep):
    steps = (("campaign", "sum_up"),)
    summary = lines(gettext_lazy("What came of it, for the public"), rows=6)

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        return campaigns.why_not_summed_up(thing)

    def run(self) -> None:
        campaigns.sum_up(self.thing, summary=self.cleaned_data["summary"], **self.given)


class CancelCampaign(YearStep):
    steps = (("campaign", "cancel"),)
    note = _reason()

    def run(self) -> None:
        campaigns.cancel(self.thing, note=self.cleaned_data["note"], **self.given)


# --- Guidance ---------------------------------------------------------------------------------------------
class Acknowledge(YearStep):
    steps = (("copy", "take"), ("copy", "note"))

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        return ""

    def outcome(self) -> list[str]:
        return [_("The office above sees who has read it and when.")]

    def run(self) -> None:
        guiding.acknowledge(self.thing, **self.given)


class AnswerCopy(YearStep):
    steps = (("copy", "answer"),)
    reply = lines(gettext_lazy("Reply"), rows=6)

    def run(self) -> None:
        guiding.answer(self.thing, reply=self.cleaned_data["reply"], **self.given)


class RemindCopy(YearStep):
    steps = (("copy", "remind"),)

    def outcome(self) -> list[str]:
        return [_("The officers of %(congress)s get a mail.") % {"congress": self.thing.congress}]


class MoveVisit(YearStep):
    steps = (("visit", "move"),)
    day = day_field(gettext_lazy("New day"), required=True)
    note = _reason()

    def run(self) -> None:
        guiding.move_visit(
            self.thing, day=self.cleaned_data["day"], note=self.cleaned_data["note"], **self.given
        )


class NoteVisit(YearStep):
    steps = (("visit", "cancel"), ("visit", "report"))
    note = lines(gettext_lazy("What is to be said"), rows=5)

    def run(self) -> None:
        advance(self.thing, self.action, note=clean(self.cleaned_data["note"]), **self.given)


class FindVisit(YearStep):
    steps = (("visit", "find"), ("visit", "clear"))
    findings = lines(gettext_lazy("Findings"), rows=6)
    due_on = day_field(gettext_lazy("To be followed up by"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.action == "clear":
            del self.fields["due_on"]

    @classmethod
    def why_not(cls, thing: Any, actor: Actor) -> str:
        return guiding.why_not_recorded(thing)

    def run(self) -> None:
        data = self.cleaned_data
        guiding.record_findings(
            self.thing, findings=data["findings"], due_on=data.get("due_on"), **self.given
        )


class AskAgain(YearStep):
    steps = (("visit", "again"),)
    note = lines(gettext_lazy("What is missing"), rows=4)
    due_on = day_field(gettext_lazy("To be followed up by"), required=True)

    def run(self) -> None:
        data = self.cleaned_data
        guiding.ask_again(self.thing, note=data["note"], due_on=data["due_on"], **self.given)


class AcceptVisit(YearStep):
    steps = (("visit", "accept"),)


# --- Reports of obstruction -------------------------------------------------------------------------------
class OwnerForm(YearStep):
    steps = (("obstruction", "take"), ("obstruction", "give"))
    owner = forms.ChoiceField(label=gettext_lazy("Responsible person"))
    note = lines(gettext_lazy("To the deputy"), rows=4, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in obstructions.may_own(self.thing.deputy)}
        fields: dict[str, Any] = self.fields
        fields["owner"].choices = [(key, str(user)) for key, user in self.people.items()]
        self.initial.setdefault("owner", self.thing.owner_id or self.actor.user_id)
        if self.action == "give":
            del self.fields["note"]

    def outcome(self) -> list[str]:
        return [_("The deputy reads that it is acknowledged and who is responsible.")]

    def run(self) -> None:
        data = self.cleaned_data
        owner = self.people[data["owner"]]
        if self.action == "give":
            obstructions.give(self.thing, owner=owner, **self.given)
        else:
            obstructions.take(self.thing, owner=owner, note=data["note"], **self.given)


class NoteReport(YearStep):
    steps = (
        ("obstruction", "add"),
        ("obstruction", "act"),
        ("obstruction", "reopen"),
        ("obstruction", "withdraw"),
    )
    note = lines(gettext_lazy("What is to be said"), rows=5)

    def outcome(self) -> list[str]:
        if self.action == "act":
            return [_("The deputy reads these words. Nobody outside the committee does.")]
        return []

    def run(self) -> None:
        take = {
            "add": obstructions.add,
            "act": obstructions.act,
            "reopen": obstructions.reopen,
            "withdraw": obstructions.withdraw,
        }[self.action]
        take(self.thing, note=self.cleaned_data["note"], **self.given)


class DiscloseForm(YearStep):
    steps = (("obstruction", "disclose"),)
    organ = forms.ModelChoiceField(
        label=gettext_lazy("Organ"),
        queryset=Organ.objects.none(),
        required=False,
        empty_label=gettext_lazy("no organ of this portal"),
    )
    to_whom = LineField(
        label=gettext_lazy("Employer or other unit"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "It has no access here: you write or speak to it yourselves, and this is the record."
        ),
    )
    words = lines(
        gettext_lazy("What is said to them"),
        rows=5,
        help_text=gettext_lazy(
            "They read these words and nothing else of the report. The deputy reads them too."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        organs = Organ.objects.filter(congress=self.thing.congress_id, is_active=True)
        fields["organ"].queryset = organs.order_by("code")

    def outcome(self) -> list[str]:
        return [_("Until this step neither organ nor employer knows of the report. It cannot be taken back.")]

    def run(self) -> None:
        given = {name: self.cleaned_data[name] for name in ("organ", "to_whom", "words")}
        obstructions.disclose(self.thing, **given, **self.given)


class CloseReport(YearStep):
    steps = (("obstruction", "close"),)
    outcome_is = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=ObstructionOutcome.choices)
    note = lines(gettext_lazy("To the deputy: what was found, what was done, and why"), rows=6)

    def run(self) -> None:
        data = self.cleaned_data
        obstructions.close(self.thing, outcome=data["outcome_is"], note=data["note"], **self.given)
