"""Suggestions, brought to a status by the services alone, so that no test can hold an impossible row."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.actors import Actor
from casework import outbox
from casework import services as casework
from casework.models import Case
from casework.services import Part
from casework.services.letters import LetterHead
from deputies.models import Deputy, Mandate, Session
from suggestions import services
from suggestions.models import Sort, Suggestion, VerifiedHow
from tests import loops
from tests.factories import County, DeputyFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User
    from casework.models import Assignment

TITLE = "关于规范石桥村北搅拌站夜间施工的建议"
WORDS: dict[str, Any] = {
    "sort": Sort.SUGGESTION,
    "title": TITLE,
    "facts": "石桥村北头的搅拌站夜里仍在开工,周边一百二十户休息受到影响,去年以来反映集中。",
    "proposal": "建议生态环境部门核定夜间作业时段,督促加装隔音设施,并在村口公布监测数据。",
    "one_matter": True,
    "verified_how": VerifiedHow.VISIT,
    "verified": "今年三月两次夜间到现场察看,与村民、企业负责人分别座谈,情况属实。",
}
NOTE = "按办理规定处理。"
ANSWER = "经会同属地现场核查:搅拌站夜间作业属实,已核定二十二时后停止作业,隔音屏障将分段建设,监测数据按月在村口公布。"


def session_of(county: County, *, days: int = 4, starts: int = -60) -> Session:
    """A session of the county's congress: by default one that ended some weeks ago."""
    first = timezone.localdate() + timedelta(days=starts)
    return Session.objects.get_or_create(
        term=county.term, number=3, defaults={"starts_on": first, "ends_on": first + timedelta(days=days)}
    )[0]


def another_deputy(county: County, *, in_office: bool = True) -> tuple[Deputy, User]:
    deputy = DeputyFactory(congress=county.congress)
    Mandate.objects.create(
        deputy=deputy,
        term=county.term,
        constituency=county.constituency,
        starts_on=county.term.starts_on,
        status="in_force" if in_office else "ended",
    )
    return deputy, county.person("deputy", deputy=deputy)


def lead(county: County) -> Actor:
    return Actor.of(county.deputy_user)


def office(county: County) -> Actor:
    return Actor.of(county.officer)


def draft(county: County, opinions: tuple[Case, ...] = (), **changes: Any) -> Suggestion:
    return services.begin(county.deputy, actor=lead(county), opinions=opinions, **{**WORDS, **changes})


def signed(county: County, *, by: int = 1, **changes: Any) -> tuple[Suggestion, list[User]]:
    """A draft that ``by`` other deputies have signed, each in their own session."""
    suggestion = draft(county, **changes)
    others = [another_deputy(county) for _ in range(by)]
    services.invite(suggestion, [deputy for deputy, _user in others], actor=lead(county))
    for _deputy, user in others:
        services.sign(suggestion, actor=Actor.of(user), expected_version=suggestion.version)
    return suggestion, [user for _deputy, user in others]


def lodged(county: County, opinions: tuple[Case, ...] = (), **changes: Any) -> Case:
    session_of(county)
    return services.hand_in(draft(county, opinions, **changes), actor=lead(county))


def jointly(county: County, *, by: int = 1) -> tuple[Case, list[User]]:
    """Handed in by the county's deputy with co-signers; the case and the co-signers."""
    session_of(county)
    suggestion, others = signed(county, by=by)
    return services.hand_in(suggestion, actor=lead(county)), others


def sent_back(county: County, **changes: Any) -> Case:
    case = lodged(county, **changes)
    services.send_back(case, actor=office(county), note="请补充核实情况。")
    return case


def turned_down(county: County, **changes: Any) -> Case:
    case = lodged(county, **changes)
    services.turn_down(case, actor=office(county), reason="vague", note="缺少具体内容。")
    return case


def accepted(county: County, **changes: Any) -> Case:
    case = lodged(county, **changes)
    services.accept(case, actor=office(county))
    return case


def assigned(county: County, parts: list[Part] | None = None, **changes: Any) -> Case:
    case = accepted(county, **changes)
    casework.assign(case, parts or [Part(county.organ)], actor=office(county), note=NOTE)
    return case


def objected(county: County, **changes: Any) -> Case:
    case = assigned(county, **changes)
    share = loops.share_of(case, county.organ)
    casework.object_to(share, actor=Actor.of(county.handler), reason="属于住建部门职责。")
    return case


def to_reassign(county: County, **changes: Any) -> Case:
    case = assigned(county, **changes)
    casework.recall(case, actor=office(county), note=NOTE)
    return case


def handling(county: County, **changes: Any) -> Case:
    case = assigned(county, **changes)
    casework.sign(loops.share_of(case, county.organ), actor=Actor.of(county.handler))
    return case


def joined(county: County, leading: Case | None = None, **changes: Any) -> Case:
    """Follows ``leading``, or an accepted suggestion of the same deputy."""
    first = leading or accepted(county)
    case = accepted(county, **changes)
    services.merge(case, first, actor=office(county))
    return case


def live_share(case: Case) -> Assignment:
    share = case.assignments.live().order_by("pk").first()
    assert share is not None
    share.case = case
    return share


def letter(case: Case, **changes: Any) -> LetterHead:
    given: dict[str, Any] = {
        "number": f"石环函〔2026〕{case.pk}号",
        "answers": f"第{case.serial}号",
        "signer": "周明远",
        "signer_office": "局长",
        "contact": "李卫东",
        "contact_phone": "0375-2210018",
        "sealed": True,
        "joined": {one.number: f"石环函〔2026〕{one.pk}号" for one in Case.objects.following(case)},
    }
    return LetterHead(**{**given, **changes})


def spoken(county: County, share: Assignment) -> None:
    casework.record_contact(
        share,
        actor=Actor.of(county.handler),
        manner="visit",
        happened_on=timezone.localdate(),
        summary="当面听取代表意见。",
    )


def answered(county: County, case: Case, *, body: str = ANSWER, category: str = "A", **promise: Any) -> Case:
    """The organ that has ``case`` speaks with the deputy, drafts its letter, and its head releases it."""
    share = live_share(case)
    if share.status == "assigned":
        casework.sign(share, actor=Actor.of(county.handler))
    spoken(county, share)
    casework.submit_reply(
        share, actor=Actor.of(county.handler), body=body, category=category, letter=letter(case), **promise
    )
    casework.release_reply(share, actor=Actor.of(county.head))
    return case


def delivered(county: County, **changes: Any) -> Case:
    return answered(county, assigned(county, **changes))


def appraised(county: County, **changes: Any) -> Case:
    case = delivered(county, **changes)
    services.rate(case, actor=lead(county), attitude=2, result=1, reason="隔音屏障没有时间表。")
    return case


def to_mediate(county: County, **changes: Any) -> Case:
    case = appraised(county, **changes)
    casework.assign(case, [Part(county.organ)], actor=office(county))
    answered(county, case, body=ANSWER + "屏障六月底前完成。")
    services.rate(case, actor=lead(county), attitude=2, result=1, reason="仍未落实。")
    return case


def concluded(county: County, **changes: Any) -> Case:
    case = delivered(county, **changes)
    services.rate(case, actor=lead(county), attitude=3, result=3)
    return case


def concluded_unhappy(county: County, **changes: Any) -> Case:
    case = to_mediate(county, **changes)
    services.record_mediation(
        case, actor=office(county), kind="meeting", held_on=timezone.localdate(), participants="代表、生态环境局",
        outcome="当面沟通,局里承诺六月底前完成。",
    )  # fmt: skip
    return case


def retracted(county: County, **changes: Any) -> Case:
    case = accepted(county, **changes)
    services.retract(case, actor=lead(county), note="事项已经解决,请求撤回。")
    return case


def news() -> int:
    """Run what follows from the steps of suggestions; how many effects were done."""
    return outbox.drain("suggestions.tell_citizens")


TO_STATUS: dict[str, Callable[..., Case]] = {
    "lodged": lodged,
    "sent_back": sent_back,
    "turned_down": turned_down,
    "accepted": accepted,
    "assigned": assigned,
    "objected": objected,
    "to_reassign": to_reassign,
    "handling": handling,
    "joined": joined,
    "delivered": delivered,
    "appraised": appraised,
    "to_mediate": to_mediate,
    "concluded": concluded,
    "concluded_unhappy": concluded_unhappy,
    "retracted": retracted,
}
