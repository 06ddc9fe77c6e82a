"""Whatever is joined, split, taken back and handled, in whatever order: no opinion goes silent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actors import Actor
from casework import services as casework
from casework.errors import Refused
from casework.models import Assignment, Case
from casework.services import Part
from casework.workflows import OPINION, WORKFLOWS
from feedback import services
from feedback.services import PartOf
from tests import loops
from tests.factories import County

PASSAGE = "老人孩子睡不好"
LATER = timedelta(days=400)


class Desk:
    """A few opinions and everybody who may do something to them."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.officer, self.colleague = Actor.of(county.officer), Actor.of(county.colleague)
        for status in ("submitted", "registered", "handling"):
            leading = loops.TO_STATUS[status](county)
            for _ in range(2):
                self.join(loops.submitted(county), leading)

    def join(self, case: Case, leading: Case) -> None:
        casework.join(case, Case.objects.get(pk=leading.pk), actor=self.officer)

    @property
    def cases(self) -> list[Case]:
        return list(Case.objects.order_by("pk"))

    def take(self, step: str, one: int, other: int) -> None:
        """Try a step; what is refused has changed nothing."""
        cases = self.cases
        ready = [case for case in cases if case.status in OPINION.step(TAKES.get(step, step)).sources]
        if not ready:
            return
        case, second = ready[one % len(ready)], cases[other % len(cases)]
        try:
            with transaction.atomic():
                STEPS[step](self, case, second)
        except Refused:
            pass

    def share(self, case: Case) -> Assignment:
        share = case.assignments.live().order_by("pk").first()
        if share is None:
            raise Refused("no organ has it")
        share.case = case
        return share

    def assign(self, case: Case) -> None:
        casework.assign(case, [Part(self.county.organ)], actor=self.officer)

    def reply(self, case: Case) -> None:
        """All that the organ does, and the office's review."""
        share = self.share(case)
        if share.status == "assigned":
            casework.sign(share, actor=Actor.of(self.county.handler))
        casework.submit_reply(share, actor=Actor.of(self.county.handler), body=loops.REPLY, category="A")
        casework.release_reply(share, actor=Actor.of(self.county.head))
        casework.approve_replies(case, actor=self.officer)

    def finish(self, case: Case) -> None:
        """The next step towards an end, whatever it is."""
        case = Case.objects.get(pk=case.pk)
        step = ENDS[case.status]
        if step:
            STEPS[step](self, case, case)


def _split(desk: Desk, case: Case, other: Case) -> None:
    services.split(case, [PartOf("部分", PASSAGE)], actor=desk.officer)
    part = case.parts.latest("pk")
    assert (part.due_on, part.opened_at) == (case.due_on, case.opened_at)


STEPS: dict[str, Callable[[Desk, Case, Case], object]] = {
    "join": lambda desk, case, other: desk.join(case, other),
    "add": lambda desk, case, other: services.add_to_earlier(case, other, actor=desk.officer),
    "unjoin": lambda desk, case, other: casework.unjoin(case, actor=desk.colleague),
    "separate": lambda desk, case, other: casework.separate(case, actor=desk.officer, note="情况不同。"),
    "split": _split,
    "unsplit": lambda desk, case, other: casework.unsplit(case, actor=desk.colleague),
    "register": lambda desk, case, other: services.register(case, actor=desk.officer),
    "ask": lambda desk, case, other: services.ask_more(case, actor=desk.officer, note="在哪里?"),
    "supply": lambda desk, case, other: services.supply_more(case, words="村北头。"),
    "refuse": lambda desk, case, other: services.refuse(
        case, actor=desk.officer, reason="petition", note="请向信访部门反映。"
    ),
    "withdraw": lambda desk, case, other: services.withdraw(case),
    "give": lambda desk, case, other: services.give_to_deputy(
        case, actor=desk.officer, deputy=desk.county.deputy
    ),
    "take_back": lambda desk, case, other: services.take_back(case, actor=desk.officer, note="收回。"),
    "answer": lambda desk, case, other: services.answer(
        case, actor=Actor.of(desk.county.deputy_user), body=loops.REPLY
    ),
    "assign": lambda desk, case, other: desk.assign(case),
    "recall": lambda desk, case, other: casework.recall(case, actor=desk.officer, note="改派。"),
    "reply": lambda desk, case, other: desk.reply(case),
    "feed_back": lambda desk, case, other: services.feed_back(case, actor=desk.officer, body=loops.REPLY),
    "praise": lambda desk, case, other: services.rate(case, attitude=3, result=3),
    "complain": lambda desk, case, other: services.rate(case, attitude=2, result=1, reason="没有解决。"),
    "again": lambda desk, case, other: services.ask_rework(case, words="请再办理一次。"),
    "remark": lambda desk, case, other: services.add_remark(case, words="昨晚又吵。"),
    "run_out": lambda desk, case, other: services.close_due(timezone.localdate() + LATER),
}
#: The action by which a step begins, where it has another name.
TAKES = {
    "add": "join_again", "ask": "ask_more", "supply": "supply_more", "give": "give_to_deputy", "reply": "release_reply",
    "praise": "rate", "complain": "rate", "again": "ask_rework", "remark": "add_remark", "run_out": "remind",
}  # fmt: skip
#: From each open status, a step that leads on.
ENDS = {
    "submitted": "register", "needs_info": "supply", "registered": "assign", "with_deputy": "answer",
    "deputy_answered": "feed_back", "to_refer": "assign", "assigned": "reply", "handling": "reply",
    "reply_reviewed": "feed_back", "fed_back": "praise", "rated": "run_out", "rework": "assign", "joined": "",
}  # fmt: skip


def nobody_is_left_behind() -> None:
    for case in Case.objects.select_related("leading"):
        assert (case.due_on is not None) == case.is_open, case.status
        assert case.owner_id or case.status in WORKFLOWS[case.kind].unowned_names
        assert case.joined_count == Case.objects.following(case).count()
        if case.status == "joined":
            _follows(case)
        if not case.is_open:
            _has_its_reason(case)
        _history_holds(case)


def _follows(case: Case) -> None:
    leading = case.leading
    assert leading is not None and leading.status in OPINION.step("gather").sources
    assert (case.due_on, case.due_clock) == (leading.due_on, leading.due_clock)
    assert not case.assignments.live().exists()


def _has_its_reason(case: Case) -> None:
    """Answered; or not accepted for a reason; or ended by the citizen, sent on, or one with the whole again."""
    last = case.events.filter(assignment=None).latest("pk")
    answered = case.events.filter(action__in=["feed_back", "give_answer"]).exists()
    by_citizen = last.action in ("withdraw", "lapse")
    put_back = last.action == "void_part" and case.split_from.events.filter(action="unsplit").exists()  # type: ignore[union-attr]
    sent_on = last.action == "transfer" and last.note
    assert answered or by_citizen or put_back or sent_on or (last.reason and last.note), last.action


def _history_holds(case: Case) -> None:
    events = list(case.events.filter(assignment=None).order_by("pk"))
    assert case.version == len(events)
    assert (events[-1].to_status, events[-1].due_on) == (case.status, case.due_on)
    for before, after in pairwise(events):
        assert after.from_status == before.to_status
        assert after.was_due_on == before.due_on


@pytest.fixture(scope="module")
def county(module_transaction: None) -> County:
    return County()


@pytest.mark.django_db
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 7), st.integers(0, 7)), max_size=15
    )
)
def test_no_opinion_is_left_without_owner_date_or_end(
    county: County, steps: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        desk = Desk(county)
        for step, one, other in steps:
            desk.take(step, one, other)
            nobody_is_left_behind()
        for _turn in range(12):
            for case in desk.cases:
                if case.is_open:
                    desk.finish(case)
        nobody_is_left_behind()
        assert not Case.objects.open().exists()
        transaction.set_rollback(True)
