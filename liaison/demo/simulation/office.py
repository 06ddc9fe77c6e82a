"""What an office and its deputies do with the cases that wait for them; each returns what it took, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils import timezone

from casework import services as casework
from casework.models import AssignmentObjection, Case, ExtensionRequest
from casework.services import Part
from feedback import services
from feedback.models.meeting import MeetingKind
from liaison.demo.simulation.acting import Hands

if TYPE_CHECKING:
    from accounts.actors import Actor
    from liaison.demo.dice import Dice
    from liaison.demo.simulation.town import Story

_JOINABLE = ("registered", "to_refer", "assigned", "handling")  # at a desk where others are gathered
URGED_OFTEN = 3  # then somebody else takes the matter into their hands


class Office(Hands):
    """The steps of officers, station staff and deputies."""

    def act(self, case: Case) -> None:
        """Whatever the status of the case asks for; at a status that nobody here knows, nothing."""
        step = _BY_STATUS.get(case.status)
        if step:
            story = self.town.story_of(case)
            step(self, case, story, self.town.dice("does", case.pk, case.status, case.status_since))

    # --- Screening ----------------------------------------------------------------------------------------
    def screen(self, case: Case, story: Story, dice: Dice) -> None:
        officer, now = self.town.officer(case), timezone.now()
        reason = story.said.reason
        if reason:
            note = story.papers.refusal(reason, now)
            self.take("refuse", lambda: services.refuse(case, actor=officer, reason=reason, note=note))
        elif dice.random() < 0.07:
            note = story.papers.line("ask_more", now)
            self.take("ask_more", lambda: services.ask_more(case, actor=officer, note=note))
        else:
            self._register(case, story, officer)

    def _register(self, case: Case, story: Story, officer: Actor) -> None:
        rows = self.town.rows
        key = story.cast.screener if case.station else story.cast.officer
        self.take(
            "register",
            lambda: services.register(
                case,
                actor=self.town.actor(case, key),
                owner=officer.user,
                topic=rows.topics.get(story.papers.matter.code),
                title=story.said.office_title,
            ),
        )

    # --- Passing on ---------------------------------------------------------------------------------------
    def pass_on(self, case: Case, story: Story, dice: Dice) -> None:
        draw = dice.random()
        if draw < 0.05 and self._join(case):
            return
        if draw < 0.07 and self._split(case, story):
            return
        if draw < 0.55:
            return self._to_a_deputy(case, story)
        if draw < 0.65:
            note = story.papers.line("refer", timezone.now())
            self.take("refer", lambda: services.refer(case, actor=self.town.officer(case), note=note))
            return
        self.assign(case, story, dice)

    def _to_a_deputy(self, case: Case, story: Story) -> None:
        deputy = self.town.rows.deputies[story.cast.deputy.partition(":")[2]]
        note = story.papers.line("to_deputy", timezone.now())
        self.take(
            "give_to_deputy",
            lambda: services.give_to_deputy(case, actor=self.town.officer(case), deputy=deputy, note=note),
        )

    def _join(self, case: Case) -> bool:
        """Handled together with another on the same topic; now and then taken back at once."""
        others = Case.objects.filter(congress=case.congress_id, topic=case.topic_id, status__in=_JOINABLE)
        leading = others.exclude(pk=case.pk).order_by("-joined_count", "pk").first()
        if leading is None or not self.take(
            "join", lambda: casework.join(case, leading, actor=self.town.officer(case))
        ):
            return False
        if self.town.dice("unjoins", case.pk).random() < 0.1:
            self.take("unjoin", lambda: casework.unjoin(case, actor=self.town.officer(case)))
        return True

    def _split(self, case: Case, story: Story) -> bool:
        words = next((line for line in case.opinion.body.split("。") if len(line) > 8), "")
        part = services.PartOf(f"{case.title[:30]}（其二）", words)
        return bool(words) and self.take(
            "split", lambda: services.split(case, [part], actor=self.town.officer(case))
        )

    def separate(self, case: Case, story: Story, dice: Dice) -> None:
        self.take(
            "separate",
            lambda: casework.separate(case, actor=self.town.officer(case), note="情况不同，单独办理。"),
        )

    # --- Deputies -----------------------------------------------------------------------------------------
    def at_the_deputy(self, case: Case, story: Story, dice: Dice) -> None:
        deputy, now = self.town.actor(case, story.cast.deputy), timezone.now()
        draw = dice.random()
        if draw < 0.5:
            body = story.papers.answer(now)
            self.take("answer", lambda: services.answer(case, actor=deputy, body=body))
        elif draw < 0.56 and case.status == "with_deputy":
            note = story.papers.line("take_up", now)
            self.take("take_up", lambda: services.take_up(case, actor=deputy, note=note))
        else:
            note = story.papers.line("refer", now)
            self.take("refer", lambda: services.refer(case, actor=deputy, note=note))

    def take_back(self, case: Case) -> None:
        """From a deputy who stays silent however often they are urged."""
        officer = self.town.officer(case)
        self.take(
            "take_back",
            lambda: services.take_back(case, actor=officer, note="多次催办未答复，收回另行办理。"),
        )

    # --- Organs -------------------------------------------------------------------------------------------
    def assign(self, case: Case, story: Story, dice: Dice) -> None:
        parts = self._parts(case, story, dice)
        note = story.papers.line("assign", timezone.now())
        self.take("assign", lambda: casework.assign(case, parts, actor=self.town.officer(case), note=note))

    def _parts(self, case: Case, story: Story, dice: Dice) -> list[Part]:
        """One organ; or one that leads and one that assists; or two or three, each with its own answer."""
        code = story.office.congress.code
        codes = list(dict.fromkeys((story.cast.organ, *story.cast.others)))
        organs = [self.town.rows.organs[code, key] for key in codes]
        if case.status != "rework" and case.assignments.exists():  # the first organ was not the right one
            organs = organs[1:] + organs[:1]
        draw = dice.random()
        if draw < 0.76 or len(organs) < 2:
            return [Part(organs[0])]
        if draw < 0.9:
            return [Part(organs[0], "lead", "现场核查与执法"), Part(organs[1], "assist", "配合核查")]
        return [Part(organ, "separate", "各自职责内的部分") for organ in organs[: dice.randint(2, 3)]]

    def recall(self, case: Case) -> None:
        officer = self.town.officer(case)
        self.take(
            "recall", lambda: casework.recall(case, actor=officer, note="多次催办未答复，改派其他单位。")
        )

    def decide_objection(self, objection: AssignmentObjection) -> None:
        case = objection.assignment.case
        papers, now = self.town.story_of(case).papers, timezone.now()
        upheld = self.town.dice("upholds", case.pk, objection.pk).random() < 0.6
        note = papers.line("uphold" if upheld else "refuse_object", now)
        self.take(
            "decide_objection",
            lambda: casework.decide_objection(
                objection, actor=self.town.officer(case), upheld=upheld, note=note
            ),
        )

    def decide_extension(self, request: ExtensionRequest) -> None:
        case = request.assignment.case
        papers, now = self.town.story_of(case).papers, timezone.now()
        granted = self.town.dice("grants", case.pk, request.pk).random() < 0.75
        note = papers.line("grant" if granted else "refuse_extension", now)
        self.take(
            "decide_extension",
            lambda: casework.decide_extension(
                request, actor=self.town.officer(case), granted=granted, note=note
            ),
        )

    def review(self, case: Case, story: Story, dice: Dice) -> None:
        officer = self.town.officer(case)
        if dice.random() < 0.06:
            note = story.papers.line("return_reply", timezone.now())
            self.take("return_reply", lambda: casework.return_replies(case, actor=officer, note=note))
        else:
            self.take("approve_reply", lambda: casework.approve_replies(case, actor=officer))

    # --- The answer ---------------------------------------------------------------------------------------
    def review_answer(self, case: Case, story: Story, dice: Dice) -> None:
        if dice.random() < 0.05:
            note, officer = story.papers.line("return_answer", timezone.now()), self.town.officer(case)
            self.take("return_answer", lambda: services.return_answer(case, actor=officer, note=note))
        else:
            self.feed_back(case, story, dice)

    def feed_back(self, case: Case, story: Story, dice: Dice) -> None:
        answer = case.replies.order_by("-pk").values_list("body", flat=True).first() or ""
        body = story.papers.feed_back(timezone.now(), answer)
        publish = dice.random() < 0.5
        self.take(
            "feed_back",
            lambda: services.feed_back(case, actor=self.town.officer(case), body=body, publish=publish),
        )

    def hold_a_meeting(self, case: Case, story: Story, dice: Dice) -> None:
        self.take(
            "record_meeting",
            lambda: services.record_meeting(
                case,
                actor=self.town.officer(case),
                kind=dice.choice(MeetingKind.values),
                held_on=timezone.localdate(),
                participants="代表、承办单位、群众",
                outcome="会上说明了办理情况和后续安排，形成了会议记录。",
            ),
        )


_BY_STATUS: dict[str, Callable[[Office, Case, Story, Dice], None]] = {
    "submitted": Office.screen,
    "registered": Office.pass_on,
    "with_deputy": Office.at_the_deputy,
    "to_convert": Office.at_the_deputy,
    "deputy_answered": Office.review_answer,
    "to_refer": Office.assign,
    "replied": Office.review,
    "reply_reviewed": Office.feed_back,
    "rework": Office.assign,
    "to_meet": Office.hold_a_meeting,
}
#: Where somebody of the office or a deputy has something to do; organs and citizens have lists of their own.
AT_THE_OFFICE = tuple(_BY_STATUS)
