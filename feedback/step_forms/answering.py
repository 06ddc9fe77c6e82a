"""The answer to the citizen: returned to the deputy, or given in the deputy's or the station's name."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import clocks
from casework.models import Case, Event
from casework.models.reply import ReplyState
from casework.rules import profile_by_key
from casework.services import acting_as
from casework.steps import day_field, step_form
from casework.workflows import OPINION
from feedback import notices, progress, services, warnings
from feedback.enclosures import enclosures_of, replies_of_organs
from feedback.models.meeting import MeetingKind
from feedback.step_forms.parts import WithText, long_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.models import Reply


def deputys_answer(case: Case) -> Reply | None:
    return case.replies.filter(assignment=None, state=ReplyState.RELEASED).select_related("author").last()


def in_whose_name(case: Case) -> str:
    """The deputy the case was given to, else the station, else the office of the congress."""
    if case.deputy and case.with_deputy_at:
        return gettext("%(deputy)s, deputy to the %(congress)s") % {
            "deputy": case.deputy,
            "congress": case.congress,
        }
    return str(case.station or gettext("Liaison office of the %(congress)s") % {"congress": case.congress})


#: Asked for the answer to a case that no organ had itself: a room above may know one. The first that has it is shown.
ANSWERED_ELSEWHERE: list[Callable[[Case], str]] = []


def answer_text(case: Case) -> str:
    """What was approved, as one text, signed in the deputy's or the station's name."""
    own = deputys_answer(case) if case.status == "deputy_answered" else None
    if own:
        body = own.body
    else:
        body = _organs_text(case)
    return f"{body}\n\n{in_whose_name(case)}" if body else ""


def _organs_text(case: Case) -> str:
    """The replies of the organs that were asked last; each under its name where there are several."""
    if case.assigned_at is None:
        return next((text for ask in ANSWERED_ELSEWHERE if (text := ask(case))), "")
    replies = list(replies_of_organs(case).select_related("assignment__organ"))
    if len(replies) == 1:
        return replies[0].body
    return "\n\n".join(
        f"{reply.assignment.organ.name}\n{reply.body}" for reply in replies if reply.assignment
    )


@step_form("return_answer")
class ReturnAnswerForm(WithText):
    template: ClassVar[str] = "cases/step_answer.html"
    note = forms.CharField(
        label=_("What should be added"), widget=long_text(), help_text=_("The deputy reads it.")
    )

    @property
    def answer(self) -> Reply | None:
        return deputys_answer(self.case)

    def run(self) -> None:
        services.return_answer(
            self.case, actor=self.actor, note=self.cleaned_data["note"], expected_version=self.expected
        )


@step_form("feed_back")
class FeedBackForm(WithText):
    template: ClassVar[str] = "cases/step_feed_back.html"
    preview: ClassVar[str] = "cases/step_feed_back_preview.html"
    text_field: ClassVar[str] = "body"
    body = forms.CharField(
        label=_("What the citizen reads"),
        widget=long_text(14),
        help_text=_(
            "The approved reply, signed. Shorten it, or say it in plainer words, but promise nothing more."
        ),
    )
    enclosed = forms.MultipleChoiceField(
        label=_("What the organ enclosed"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "What is ticked goes to the citizen with the answer. Look into it first: other people's names stay here."
        ),
    )
    publish = forms.BooleanField(
        label=_("Show opinion and answer to everybody"),
        required=False,
        help_text=_("Only what touches others too; never who wrote it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with translation.override(self.case.opinion.language):
            self.prefill(body=answer_text(self.case))
        self._offer_enclosures()
        if self.case.confidential:
            del self.fields["publish"]

    def _offer_enclosures(self) -> None:
        files = [(str(one.pk), one.name) for one in enclosures_of(self.case)]
        if not files:
            del self.fields["enclosed"]
            return
        self.fields["enclosed"].choices = files  # type: ignore[attr-defined]
        self.prefill(enclosed=[key for key, _name in files])

    @property
    def enclosed_names(self) -> list[str]:
        """The names of the files that go with it."""
        chosen = self.cleaned_data.get("enclosed", [])
        return [name for key, name in self.fields["enclosed"].choices if key in chosen] if chosen else []  # type: ignore[attr-defined]

    @classmethod
    def why_not(cls, moving: Any) -> str:
        return services.why_not_fed_back(moving)

    @property
    def name(self) -> str:
        return in_whose_name(self.case)

    @property
    def publishes(self) -> bool:
        return bool(self.cleaned_data.get("publish"))

    @property
    def warnings(self) -> list[str]:
        """What should be looked at twice before the text goes out."""
        opinion = self.case.opinion
        found = warnings.personal(self._body(), gettext("The answer"))
        found += warnings.wrong_case(opinion.body, self._body())
        found += warnings.wrong_for_others(self._others(), self._body())
        if not self.case.confidential:
            found += warnings.personal(f"{self.case.title}\n{opinion.body}", gettext("The opinion itself"))
        return found

    def _others(self) -> list[str]:
        """What the citizens wrote who get the same answer."""
        if not self.case.joined_count:
            return []
        following = Case.objects.following(self.case)
        return list(following.values_list("opinion__body", flat=True))

    def _body(self) -> str:
        if self.is_bound:
            return str(self.cleaned_data.get("body") or "")
        return str(self.initial.get("body") or "")

    def citizens_page(self) -> dict[str, Any]:
        """The answer as the citizen's page will show it, and the notices, in the citizen's language."""
        answered, event = self._as_if_sent()
        opinion = answered.opinion
        with translation.override(opinion.language):
            lines = progress.timeline(answered, [event])
            subject, body, short = notices.texts(event, opinion)
        told = {"subject": subject, "body": body, "sms": short} if opinion.wishes_contact else None
        return {"answer": event, "lines": lines, "notice": told, "language": opinion.language}

    def _as_if_sent(self) -> tuple[Case, Event]:
        """The case and the event as they will be, written nowhere."""
        answered = copy(self.case)
        answered.opinion = copy(self.case.opinion)
        answered.opinion.case = answered
        step = OPINION.step("feed_back")
        shown = {"status": step.target, **clocks.start(self.case, step.clock).columns()}
        for column, value in shown.items():  # on a copy that is never saved
            setattr(answered, column, value)
        acting = min(acting_as(self.actor, self.case) & {"officer", "station"}, default="officer")
        return answered, Event(
            case=answered,
            action="feed_back",
            from_status=self.case.status,
            to_status=step.target,
            note=self.cleaned_data["body"],
            acting_as=acting,
            is_public=True,
        )

    def run(self) -> None:
        services.feed_back(
            self.case,
            actor=self.actor,
            body=self.cleaned_data["body"],
            publish=self.publishes,
            enclosed=[int(key) for key in self.cleaned_data.get("enclosed", [])],
            expected_version=self.expected,
        )


@step_form("record_meeting")
class MeetingForm(WithText):
    """The meeting or expert opinion that the rules ask for when a citizen is dissatisfied again."""

    text_field: ClassVar[str] = "came_of_it"
    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind.choices, widget=forms.RadioSelect)
    held_on = day_field(_("Held on"), required=True)
    participants = forms.CharField(
        label=_("Who took part"),
        widget=long_text(3),
        help_text=_("Organs and functions rather than names. The citizen reads it."),
    )
    came_of_it = forms.CharField(
        label=_("What came of it"),
        widget=long_text(),
        help_text=_("The citizen reads it word for word; the case is then closed as dissatisfied."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prefill(kind=profile_by_key(self.case.profile).switch("second_dissatisfied"))

    def run(self) -> None:
        given = {name: self.cleaned_data[name] for name in ("kind", "held_on", "participants")}
        services.record_meeting(
            self.case,
            actor=self.actor,
            outcome=self.cleaned_data["came_of_it"],
            expected_version=self.expected,
            **given,
        )
