"""Motions, brought to a status by the services alone, so that no test can hold an impossible row."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.actors import Actor
from casework.models import Case
from deputies.models import Session
from suggestions import services as drafts
from suggestions.models import Form, Suggestion
from suggestions.services import motions as services
from tests.factories import County
from tests.suggestions import ways

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User

TITLE = "关于作出加强饮用水水源保护决定的议案"
WORDS: dict[str, Any] = {
    "title": TITLE,
    "facts": "近三年水源地周边违法排放案件逐年上升,现有措施分散在多个部门,缺少统一规定。",
    "proposal": "建议县人民代表大会作出决定,划定保护范围,明确部门职责和年度报告制度。",
    "one_matter": True,
}
NOTE = "按议事规则处理。"
COMMITTEE = "环境与资源保护委员会"
lead, office = ways.lead, ways.office


def meeting(county: County, *, cutoff_in: timedelta | None = timedelta(hours=6)) -> Session:
    """A session that meets today; motions are taken until ``cutoff_in`` from now."""
    today = timezone.localdate()
    session = Session.objects.get_or_create(
        term=county.term,
        number=4,
        defaults={"starts_on": today - timedelta(days=1), "ends_on": today + timedelta(days=2)},
    )[0]
    session.motion_cutoff = timezone.now() + cutoff_in if cutoff_in is not None else None
    session.save()
    return session


def over(session: Session) -> None:
    """The cut-off has passed."""
    session.motion_cutoff = timezone.now() - timedelta(minutes=1)
    session.save()


def draft(county: County, opinions: tuple[Case, ...] = (), **changes: Any) -> Suggestion:
    return drafts.begin(
        county.deputy, actor=lead(county), opinions=opinions, form=Form.MOTION, **{**WORDS, **changes}
    )


def signed(
    county: County, *, by: int = 9, opinions: tuple[Case, ...] = (), **changes: Any
) -> tuple[Suggestion, list[User]]:
    """A draft that ``by`` other deputies have signed, each in their own session."""
    motion = draft(county, opinions, **changes)
    others = [ways.another_deputy(county) for _ in range(by)]
    drafts.invite(motion, [deputy for deputy, _user in others], actor=lead(county))
    for _deputy, user in others:
        drafts.sign(motion, actor=Actor.of(user), expected_version=motion.version)
    return motion, [user for _deputy, user in others]


def handed_in(county: County, **given: Any) -> tuple[Case, list[User]]:
    meeting(county)
    motion, others = signed(county, **given)
    return services.hand_in_motion(motion, actor=lead(county)), others


def received(county: County, **given: Any) -> Case:
    return handed_in(county, **given)[0]


def incomplete(county: County, **given: Any) -> Case:
    case = received(county, **given)
    services.return_motion(case, actor=office(county), note="方案请写明责任部门。")
    return case


def before_presidium(county: County, **given: Any) -> Case:
    case = received(county, **given)
    services.pass_check(case, actor=office(county))
    return case


def to_committee(county: County, **given: Any) -> Case:
    case = before_presidium(county, **given)
    services.refer_first(case, actor=office(county), committee=COMMITTEE)
    return case


def _decided(county: County, case: Case, action: str) -> Case:
    services.decide(case, action, actor=office(county), note=NOTE)
    return case


def on_agenda(county: County, **given: Any) -> Case:
    return _decided(county, before_presidium(county, **given), "put_on_agenda")


def adopted(county: County, **given: Any) -> Case:
    return _decided(county, on_agenda(county, **given), "adopt")


def not_adopted(county: County, **given: Any) -> Case:
    return _decided(county, on_agenda(county, **given), "reject")


def in_committee(county: County, **given: Any) -> Case:
    case = before_presidium(county, **given)
    services.leave_off(case, actor=office(county), committee=COMMITTEE)
    return case


def before_standing(county: County, **given: Any) -> Case:
    return _decided(county, in_committee(county, **given), "report_motion")


def placed(county: County, **given: Any) -> Case:
    case = before_standing(county, **given)
    services.place(case, actor=office(county), outcome="plan", note=NOTE)
    return case


def with_organ(county: County, **given: Any) -> Case:
    case = before_standing(county, **given)
    services.give_to_organ(case, actor=office(county), organ=county.organ)
    return case


def organ_reported(county: County, **given: Any) -> Case:
    case = with_organ(county, **given)
    services.report_handling(case, actor=Actor.of(county.head), note="办理方案已经制定,年底前完成划定。")
    return case


def redoing(county: County, **given: Any) -> Case:
    return _decided(county, organ_reported(county, **given), "redo")


def settled(county: County, **given: Any) -> Case:
    return _decided(county, organ_reported(county, **given), "agree_to_report")


def not_motion(county: County, **given: Any) -> Case:
    return _decided(county, before_presidium(county, **given), "no_motion")


def reconsidering(county: County, **given: Any) -> Case:
    case, others = handed_in(county, **given)
    services.pass_check(case, actor=office(county))
    _decided(county, case, "no_motion")
    for user in others:
        services.second_request(case, actor=Actor.of(user))
    services.ask_again(case, actor=lead(county), note="属于本级人民代表大会职权范围,请求复议。")
    return case


def motion_withdrawn(county: County, **given: Any) -> Case:
    case, others = handed_in(county, **given)
    for user in others:
        services.agree_to_withdraw(case, actor=Actor.of(user))
    services.withdraw_motion(case, actor=lead(county), note="另行提出。")
    return case


def lapsed(county: County, **given: Any) -> Case:
    case, others = handed_in(county, **given)
    services.pass_check(case, actor=office(county))
    over(case.session)  # type: ignore[arg-type]
    services.drop_signature(case, actor=Actor.of(others[0]), note="情况有变化。")
    return case


def published(county: County, case: Case, **changes: Any) -> Case:
    """Proposed by one officer, decided by another."""
    copy = drafts.first_copy(case)
    given = {"decision": "whole", "copy": copy, **changes}
    drafts.propose(case, actor=office(county), **given)
    drafts.confirm(case, actor=Actor.of(county.colleague))
    return case


def moment_of(day: Any, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


TO_STATUS: dict[str, Callable[..., Case]] = {
    one.__name__: one
    for one in (
        received, incomplete, before_presidium, to_committee, on_agenda, adopted, not_adopted, in_committee,
        before_standing, placed, with_organ, organ_reported, redoing, settled, not_motion, reconsidering,
        motion_withdrawn, lapsed,
    )
}  # fmt: skip
