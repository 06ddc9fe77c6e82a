"""Cases, brought to a status by the services alone, so that no test can hold an impossible row."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils import timezone

from accounts.actors import Actor
from casework.rules import loading, store
from casework.services import (
    Part,
    advance,
    approve_replies,
    assign,
    join,
    object_to,
    pass_on,
    release_reply,
    release_report,
    report_promise,
    sign,
    submit_reply,
    suspend,
    unsplit,
)
from feedback import services
from feedback.identity import Person
from feedback.services import Submission

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.models import Assignment, Case, Commitment
    from tests.factories import County

BODY = "城关镇石桥村北头的搅拌站夜里十一点以后还在开工,噪声很大,老人孩子睡不好,请帮忙协调。"
PERSON = Person(name="王秀兰", phone="13900000000", email="xiulan@example.org")
SECOND_MATTER = "另外村口到学校的路灯坏了三盏,孩子上晚自习回家看不见路。"
REPLY = "已现场核查:搅拌站夜间施工属实,自即日起二十二时后停工,并加装隔音设施,下月十五日前完成。"


def submitted(county: County, **changes: Any) -> Case:
    sent: dict[str, Any] = {
        "congress": county.congress,
        "body": BODY,
        "channel": county.channel,
        "division": county.village,
        "station": county.station,
        "topic": county.topic,
        "person": PERSON,
        "key": uuid4(),
    }
    case, _code = services.submit(Submission(**{**sent, **changes}))
    return case


def needs_info(county: County, **changes: Any) -> Case:
    case = submitted(county, **changes)
    services.ask_more(case, actor=Actor.of(county.officer), note="请补充具体位置。")
    return case


def not_accepted(county: County, **changes: Any) -> Case:
    case = submitted(county, **changes)
    services.refuse(case, actor=Actor.of(county.officer), reason="petition", note="请向信访部门反映。")
    return case


def withdrawn(county: County, **changes: Any) -> Case:
    case = submitted(county, **changes)
    services.withdraw(case)
    return case


def registered(county: County, **changes: Any) -> Case:
    case = submitted(county, **changes)
    services.register(case, actor=Actor.of(county.officer))
    return case


def with_deputy(county: County, **changes: Any) -> Case:
    case = registered(county, **changes)
    services.give_to_deputy(case, actor=Actor.of(county.officer), deputy=county.deputy)
    return case


def deputy_answered(county: County, **changes: Any) -> Case:
    case = with_deputy(county, **changes)
    services.answer(case, actor=Actor.of(county.deputy_user), body=REPLY)
    return case


def to_convert(county: County, **changes: Any) -> Case:
    case = with_deputy(county, **changes)
    services.take_up(case, actor=Actor.of(county.deputy_user), note="拟提建议,先核实。")
    return case


def carried(county: County, **changes: Any) -> Case:
    """A deputy has handed in a suggestion that grew from it; the suggestion itself: tests.suggestions.ways."""
    case = to_convert(county, **changes)
    advance(case, "carry", actor=Actor.system)
    return case


def to_refer(county: County, **changes: Any) -> Case:
    case = with_deputy(county, **changes)
    services.refer(case, actor=Actor.of(county.deputy_user), note="请交有关部门办理。")
    return case


def assigned(county: County, parts: list[Part] | None = None, **changes: Any) -> Case:
    case = registered(county, **changes)
    assign(case, parts or [Part(county.organ)], actor=Actor.of(county.officer))
    return case


def share_of(case: Case, organ: Any) -> Assignment:
    """The assignment of one organ, with this very case object on it."""
    share = case.assignments.get(organ=organ)
    share.case = case
    return share


def objected(county: County, **changes: Any) -> Case:
    case = assigned(county, **changes)
    object_to(
        share_of(case, county.organ),
        actor=Actor.of(county.handler),
        reason="属于住建部门职责。",
        proposed_organ=county.second_organ,
    )
    return case


def handling(county: County, **changes: Any) -> Case:
    case = assigned(county, **changes)
    sign(share_of(case, county.organ), actor=Actor.of(county.handler))
    return case


def drafted(county: County, **changes: Any) -> Case:
    """Still “handling”: the draft waits for the head of the organ."""
    case = handling(county, **changes)
    submit_reply(share_of(case, county.organ), actor=Actor.of(county.handler), body=REPLY, category="A")
    return case


def replied(county: County, **changes: Any) -> Case:
    case = drafted(county, **changes)
    release_reply(share_of(case, county.organ), actor=Actor.of(county.head))
    return case


def reply_reviewed(county: County, **changes: Any) -> Case:
    case = replied(county, **changes)
    approve_replies(case, actor=Actor.of(county.officer))
    return case


def fed_back(county: County, publish: bool = True, **changes: Any) -> Case:
    case = reply_reviewed(county, **changes)
    services.feed_back(case, actor=Actor.of(county.officer), body=REPLY, publish=publish)
    return case


def rated(county: County, **changes: Any) -> Case:
    """Dissatisfied, so that the choice to ask again is still open."""
    case = fed_back(county, **changes)
    services.rate(case, attitude=2, result=1, reason="夜里仍在施工。")
    return case


def rework(county: County, **changes: Any) -> Case:
    case = rated(county, **changes)
    services.ask_rework(case, words="请再办理一次。")
    return case


def closed(county: County, **changes: Any) -> Case:
    case = fed_back(county, **changes)
    services.rate(case, attitude=3, result=3)
    return case


def closed_unsatisfied(county: County, **changes: Any) -> Case:
    case = rework(county, **changes)
    assign(case, [Part(county.organ)], actor=Actor.of(county.officer))
    share = case.assignments.live().get()
    share.case = case
    sign(share, actor=Actor.of(county.handler))
    submit_reply(share, actor=Actor.of(county.handler), body=REPLY + "再次核查完毕。", category="A")
    release_reply(share, actor=Actor.of(county.head))
    approve_replies(case, actor=Actor.of(county.officer))
    services.feed_back(case, actor=Actor.of(county.officer), body=REPLY)
    services.rate(case, attitude=1, result=1, reason="没有解决。")
    return case


def joined(county: County, leading: Case | None = None, **changes: Any) -> Case:
    """Follows ``leading``, or a registered case of its own."""
    case = registered(county, **changes)
    join(case, leading or registered(county), actor=Actor.of(county.officer))
    return case


def split(county: County, **changes: Any) -> tuple[Case, list[Case]]:
    """One opinion with two matters: the case, which stays the first part, and the other part."""
    case = registered(county, body=f"{BODY}\n{SECOND_MATTER}", **changes)
    part = services.PartOf("路灯", SECOND_MATTER)
    return case, services.split(case, [part], actor=Actor.of(county.officer))


def taken_back(county: County, **changes: Any) -> Case:
    """A part whose splitting was taken back."""
    case, parts = split(county, **changes)
    unsplit(case, actor=Actor.of(county.officer))
    parts[0].refresh_from_db()
    return parts[0]


PROMISE = "在搅拌站北侧建隔音墙"


def promised(county: County, days: int = 30, **changes: Any) -> Commitment:
    """An organ's promise, told to the citizen, in a case that is closed."""
    case = handling(county, **changes)
    day = timezone.localdate() + timedelta(days=days)
    share = share_of(case, county.organ)
    submit_reply(
        share, actor=Actor.of(county.handler), body=REPLY, category="B", promise=PROMISE, promised_for=day
    )
    release_reply(share, actor=Actor.of(county.head))
    approve_replies(case, actor=Actor.of(county.officer))
    services.feed_back(case, actor=Actor.of(county.officer), body=REPLY)
    services.rate(case, attitude=3, result=3)
    promise = case.commitments.get()
    promise.case = case
    return promise


def reported(
    county: County, promise: Commitment, outcome: str, *, new_due_on: date | None = None, release: bool = True
) -> None:
    """The second answer, on its way to the office."""
    report_promise(
        promise,
        actor=Actor.of(county.handler),
        outcome=outcome,
        body="隔音墙已于本周建成,夜间噪声经监测已降到标准以内。",
        new_due_on=new_due_on,
    )
    if release:
        release_report(promise, actor=Actor.of(county.head))


def promise_at(county: County, status: str) -> Commitment:
    """A promise at any status of its workflow."""
    promise = promised(county)
    if status == "drafted":
        reported(county, promise, "confirm_kept", release=False)
    elif status in ("released", "kept", "not_kept"):
        outcome = "confirm_not_kept" if status == "not_kept" else "confirm_kept"
        reported(county, promise, outcome)
        if status != "released":
            pass_on(promise, outcome, actor=Actor.of(county.officer))
    elif status == "dropped":
        advance(promise, "drop_promise", actor=Actor.system)
    return promise


COUNTERSIGNING = """
name = "{name}"
version = "1"
level = "county"
parent = "national"
in_force_from = 2016-01-01
title = {{ zh = "会签县", en = "Countersigning county" }}

[switch.reply_countersign]
value = true
article = "《会签县意见办理规则》第六条"
basis = "practice"
{more}
"""


def countersigning(county: County, name: str = "countersigning", more: str = "") -> None:
    """From now on the county's rules ask assisting organs to countersign."""
    _own_rules(county, name, COUNTERSIGNING.format(name=name, more=more))


STANDING_STILL = """
name = "{name}"
version = "1"
level = "county"
parent = "{parent}"
in_force_from = 2016-01-01
title = {{ zh = "中止县", en = "Standing county" }}

[switch.suspend_clock]
value = true
article = "《中止县意见办理规则》第八条"
basis = "practice"
{more}
"""


def may_stand_still(county: County, name: str = "standing", parent: str = "national", more: str = "") -> None:
    """From now on the county's rules let the time for an answer stand still."""
    _own_rules(county, name, STANDING_STILL.format(name=name, parent=parent, more=more))


def _own_rules(county: County, name: str, text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.toml"
        path.write_text(text, "utf-8")
        loading.load_profiles(loading.read_all([path]))
    store.forget()
    county.congress.rule_profile = name
    county.congress.save(update_fields=["rule_profile"])


def standing_still(county: County, parts: list[Part] | None = None, until: date | None = None) -> Case:
    """Being handled, under rules that let the time stand still, and it does."""
    may_stand_still(county)
    case = assigned(county, parts)
    sign(share_of(case, county.organ), actor=Actor.of(county.handler))
    suspend(case, actor=Actor.of(county.officer), note="等待鉴定结论。", until=until)
    return case


def circulated(county: County, **changes: Any) -> Case:
    """The draft of the organ that leads waits for two others to countersign it."""
    countersigning(county)
    parts = [Part(county.organ), Part(county.second_organ, "assist"), Part(county.third_organ, "assist")]
    case = assigned(county, parts=parts, **changes)
    lead = share_of(case, county.organ)
    sign(lead, actor=Actor.of(county.handler))
    submit_reply(lead, actor=Actor.of(county.handler), body=REPLY, category="A")
    return case


def to_meet(county: County, rules: str = "shanghai", **changes: Any) -> Case:
    """Dissatisfied for the second time, under rules that ask for a meeting or an expert opinion."""
    usual = county.congress.rule_profile
    county.congress.rule_profile = rules
    case = closed_unsatisfied(county, **changes)
    county.congress.rule_profile = usual
    return case


TO_STATUS: dict[str, Callable[..., Case]] = {
    "submitted": submitted,
    "needs_info": needs_info,
    "not_accepted": not_accepted,
    "withdrawn": withdrawn,
    "registered": registered,
    "with_deputy": with_deputy,
    "deputy_answered": deputy_answered,
    "to_convert": to_convert,
    "carried": carried,
    "to_refer": to_refer,
    "assigned": assigned,
    "objected": objected,
    "handling": handling,
    "replied": replied,
    "reply_reviewed": reply_reviewed,
    "fed_back": fed_back,
    "rated": rated,
    "rework": rework,
    "to_meet": to_meet,
    "closed": closed,
    "closed_unsatisfied": closed_unsatisfied,
    "joined": joined,
    "taken_back": taken_back,
}
