"""Every step that can be undone, ready to be taken: of the case itself and of an organ's share of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.actors import Actor
from casework import services as case_services
from casework.models import Assignment, Case, Undo
from casework.models.assignment import HandlingRole
from casework.services import Part, undoable
from feedback import services
from tests import loops

if TYPE_CHECKING:
    from accounts.models import User
    from tests.factories import County

SESSION = "the session of who takes the step"


@dataclass
class Ready:
    """A step before it is taken: what moves, who takes it, and how."""

    moving: Case | Assignment
    action: str
    user: User
    run: Callable[[], Any]

    @property
    def case(self) -> Case:
        return self.moving.case

    def take(self, session: str = SESSION) -> Undo | None:
        return undoable(self.moving, self.action, self.run, actor=Actor.of(self.user), session=session)


Recipe = Callable[["County"], Ready]


def _office(action: str, status: str, **given: Any) -> Recipe:
    """A step of the office's by the service of the same name."""

    def ready(county: County) -> Ready:
        case = loops.TO_STATUS[status](county)
        service = getattr(services, action, None) or getattr(case_services, action)
        filled = {name: value(county) if callable(value) else value for name, value in given.items()}
        actor = Actor.of(county.officer)
        return Ready(case, action, county.officer, lambda: service(case, actor=actor, **filled))

    return ready


def _deputy(action: str, **given: Any) -> Recipe:
    def ready(county: County) -> Ready:
        case, actor = loops.with_deputy(county), Actor.of(county.deputy_user)
        service = getattr(services, action)
        return Ready(case, action, county.deputy_user, lambda: service(case, actor=actor, **given))

    return ready


def _share(
    action: str, service: Callable[..., Any], before: Callable[..., Case], who: str, **given: Any
) -> Recipe:
    """A step of one organ's share."""

    def ready(county: County) -> Ready:
        share, user = loops.share_of(before(county), county.organ), getattr(county, who)
        return Ready(share, action, user, lambda: service(share, actor=Actor.of(user), **given))

    return ready


def _assign(county: County) -> Ready:
    case, actor = loops.registered(county), Actor.of(county.officer)
    parts = [Part(county.organ), Part(county.second_organ, HandlingRole.ASSIST, "夜间巡查")]
    return Ready(
        case,
        "assign",
        county.officer,
        lambda: case_services.assign(case, parts, actor=actor, note="请协同。"),
    )


def _assign_again(county: County) -> Ready:
    case, actor = loops.rework(county), Actor.of(county.officer)
    return Ready(
        case, "assign", county.officer, lambda: case_services.assign(case, [Part(county.organ)], actor=actor)
    )


def _with_assisting(county: County) -> Case:
    assist = Part(county.second_organ, HandlingRole.ASSIST)
    return loops.assigned(county, [Part(county.organ), assist])


def _recall(county: County) -> Ready:
    case, actor = _with_assisting(county), Actor.of(county.officer)
    return Ready(
        case, "recall", county.officer, lambda: case_services.recall(case, actor=actor, note="交办有误。")
    )


def _add_organ(county: County) -> Ready:
    case, actor, organ = loops.assigned(county), Actor.of(county.officer), county.third_organ
    return Ready(
        case,
        "add_organ",
        county.officer,
        lambda: case_services.add_organ(case, organ, actor=actor, part="道路"),
    )


def _approve_with_assisting(county: County) -> Ready:
    """The lead's reply is approved; the assisting organ, which said nothing, is released."""
    case = _with_assisting(county)
    share = loops.share_of(case, county.organ)
    case_services.sign(share, actor=Actor.of(county.handler))
    case_services.submit_reply(share, actor=Actor.of(county.handler), body=loops.REPLY, category="A")
    case_services.release_reply(share, actor=Actor.of(county.head))
    actor = Actor.of(county.officer)
    return Ready(
        case, "approve_reply", county.officer, lambda: case_services.approve_replies(case, actor=actor)
    )


def _return_reply(county: County) -> Ready:
    case, actor = loops.replied(county), Actor.of(county.officer)
    return Ready(
        case, "return_reply", county.officer,
        lambda: case_services.return_replies(case, actor=actor, note="请逐项答复。"),
    )  # fmt: skip


def _objection(upheld: bool, *, of_share: bool = False) -> Recipe:
    def ready(county: County) -> Ready:
        case = loops.objected(county)
        share = loops.share_of(case, county.organ)
        objection = share.objections.get()
        objection.assignment = share
        action = "uphold_objection" if upheld else "refuse_objection"
        return Ready(
            share if of_share else case, action, county.officer,
            lambda: case_services.decide_objection(
                objection, actor=Actor.of(county.officer), upheld=upheld, note="已研究。"
            ),
        )  # fmt: skip

    return ready


def _ask_extension(county: County) -> Ready:
    case = loops.handling(county)
    share, actor = loops.share_of(case, county.organ), Actor.of(county.handler)
    return Ready(
        case, "ask_extension", county.handler,
        lambda: case_services.ask_extension(share, actor=actor, reason="需检测两周。"),
    )  # fmt: skip


def _extension(granted: bool) -> Recipe:
    def ready(county: County) -> Ready:
        asked = _ask_extension(county)
        asked.run()
        request = asked.case.assignments.get().extensions.get()
        request.assignment.case = asked.case
        action = "grant_extension" if granted else "refuse_extension"
        return Ready(
            asked.case, action, county.officer,
            lambda: case_services.decide_extension(
                request, actor=Actor.of(county.officer), granted=granted, note="情况属实。"
            ),
        )  # fmt: skip

    return ready


def _suspend(county: County) -> Ready:
    loops.may_stand_still(county)
    case, actor = loops.handling(county), Actor.of(county.officer)
    return Ready(
        case, "suspend", county.officer,
        lambda: case_services.suspend(case, actor=actor, note="等待鉴定结论。"),
    )  # fmt: skip


def _resume_clock(county: County) -> Ready:
    case, actor = loops.standing_still(county), Actor.of(county.officer)
    return Ready(case, "resume_clock", county.officer, lambda: case_services.resume_clock(case, actor=actor))


def _apply_rules(county: County) -> Ready:
    case = loops.assigned(county, parts=[Part(county.organ), Part(county.second_organ, HandlingRole.ASSIST)])
    county.congress.rule_profile = "shandong"
    county.congress.save()
    actor = Actor.of(county.officer)
    return Ready(
        case, "apply_rules", county.officer,
        lambda: case_services.apply_rules(case, actor=actor, note="新规定已施行。"),
    )  # fmt: skip


def _officer_of(county: County) -> User:
    return county.colleague


def _deputy_of(county: County) -> Any:
    return county.deputy


def _note(county: County) -> Ready:
    case = loops.handling(county)
    return Ready(
        case, "note", county.handler,
        lambda: services.write_note(case, actor=Actor.of(county.handler), note="已电话联系。"),
    )  # fmt: skip


def _contact(county: County) -> Ready:
    share = loops.share_of(loops.handling(county), county.organ)
    return Ready(
        share, "record_contact", county.handler,
        lambda: case_services.record_contact(
            share, actor=Actor.of(county.handler), manner="phone", happened_on=timezone.localdate(),
            summary="已说明进度。",
        ),
    )  # fmt: skip


def _circulate(county: County) -> Ready:
    """The draft of the leading organ goes to the one that assists."""
    loops.countersigning(county)
    case = _with_assisting(county)
    share, actor = loops.share_of(case, county.organ), Actor.of(county.handler)
    case_services.sign(share, actor=actor)
    return Ready(
        share, "submit_reply", county.handler,
        lambda: case_services.submit_reply(share, actor=actor, body=loops.REPLY, category="A"),
    )  # fmt: skip


def _take_back_draft(county: County) -> Ready:
    circulated = _circulate(county)
    circulated.run()
    share = circulated.moving
    return Ready(
        share, "take_back_draft", county.handler,
        lambda: case_services.take_back_draft(share, actor=Actor.of(county.handler)),
    )  # fmt: skip


def _countersign(agreed: bool) -> Recipe:
    def ready(county: County) -> Ready:
        circulated = _circulate(county)
        circulated.run()
        share = loops.share_of(circulated.case, county.second_organ)
        return Ready(
            share, "agree" if agreed else "disagree", county.second_head,
            lambda: case_services.countersign(
                share, actor=Actor.of(county.second_head), agreed=agreed, reason="" if agreed else "费用未定。"
            ),
        )  # fmt: skip

    return ready


UNDOABLE: dict[str, Recipe] = {
    "ask_more": _office("ask_more", "submitted", note="请补充具体位置。"),
    "refuse": _office("refuse", "submitted", reason="petition", note="请向信访部门反映。"),
    "register": _office("register", "submitted", title="夜间施工噪声", owner=_officer_of),
    "give_to_deputy": _office("give_to_deputy", "registered", deputy=_deputy_of, note="请您了解。"),
    "take_back": _office("take_back", "with_deputy", note="代表出差。"),
    "return_answer": _office("return_answer", "deputy_answered", note="请补充时间。"),
    "feed_back": _office("feed_back", "reply_reviewed", body=loops.REPLY, publish=True),
    "feed_back of the deputy's answer": _office("feed_back", "deputy_answered", body=loops.REPLY),
    "set_owner": _office("set_owner", "registered", owner=_officer_of),
    "urge": _office("urge", "handling", note="请本周答复。"),
    "supervise": _office("supervise", "handling", leader="王副主任"),
    "answer": _deputy("answer", body=loops.REPLY),
    "take_up": _deputy("take_up", note="拟提建议。"),
    "refer": _deputy("refer", note="请交有关部门办理。"),
    "apply_rules": _apply_rules,
    "assign": _assign,
    "assign again": _assign_again,
    "recall": _recall,
    "add_organ": _add_organ,
    "approve_reply": _approve_with_assisting,
    "return_reply": _return_reply,
    "uphold_objection": _objection(True),
    "refuse_objection": _objection(False),
    "uphold_objection of a share": _objection(True, of_share=True),
    "refuse_objection of a share": _objection(False, of_share=True),
    "ask_extension": _ask_extension,
    "grant_extension": _extension(True),
    "refuse_extension": _extension(False),
    "suspend": _suspend,
    "resume_clock": _resume_clock,
    "note": _note,
    "object": _share("object", case_services.object_to, loops.handling, "handler", reason="不属本单位职责。"),
    "record_contact": _contact,
    "submit_reply": _share(
        "submit_reply", case_services.submit_reply, loops.handling, "handler", body=loops.REPLY, category="A"
    ),
    "submit_reply to be countersigned": _circulate,
    "take_back_draft": _take_back_draft,
    "agree": _countersign(True),
    "disagree": _countersign(False),
    "send_back": _share("send_back", case_services.send_back, loops.drafted, "head", note="请写明时间。"),
    "release_reply": _share("release_reply", case_services.release_reply, loops.drafted, "head"),
}
