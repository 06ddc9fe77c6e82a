"""Complaints about deputies, brought to a status by the services alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from accounts.actors import Actor
from feedback import services
from feedback.services import Submission
from tests import loops

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.models import Case
    from tests.factories import County

WORDS = "该代表多次在接待群众时收受土特产,还辱骂反映问题的老人,请调查处理。"
TOLD = "已受理,由代表工作委员会核实,六十日内答复。"


def received(county: County, **changes: Any) -> Case:
    sent: dict[str, Any] = {
        "congress": county.congress,
        "body": WORDS,
        "channel": county.channel,
        "deputy": county.deputy,
        "complains_of": county.deputy.name,
        "person": loops.PERSON,
        "key": uuid4(),
    }
    case, _code = services.submit(Submission(**{**sent, **changes}))
    return case


def handed_over(county: County, status: str = "submitted") -> Case:
    """An opinion that turned out to be a complaint, from a status at which the office can find that out."""
    case = loops.TO_STATUS[status](county, body=WORDS, deputy=county.deputy)
    services.hand_over(case, actor=Actor.of(county.officer), name=county.deputy.name)
    return case


def on_file(county: County, **changes: Any) -> Case:
    case = received(county, **changes)
    services.take_on(case, actor=Actor.of(county.committee), owner=county.committee)
    return case


def looked_into(county: County, **changes: Any) -> Case:
    case = on_file(county, **changes)
    services.inform(case, actor=Actor.of(county.committee), note=TOLD)
    return case


def answered(county: County, **changes: Any) -> Case:
    case = looked_into(county, **changes)
    services.give_answer(case, actor=Actor.of(county.committee), note="经核实,已对该代表批评教育。")
    return case


def settled(county: County, **changes: Any) -> Case:
    case = answered(county, **changes)
    services.settle(case, actor=Actor.of(county.committee))
    return case


def declined(county: County, **changes: Any) -> Case:
    case = received(county, **changes)
    services.decline(
        case, actor=Actor.of(county.committee), reason="supervision", note="请向监察委员会反映。"
    )
    return case


def transferred(county: County, **changes: Any) -> Case:
    case = on_file(county, **changes)
    services.transfer(
        case, actor=Actor.of(county.committee), organ_named="县监察委员会", note="已转县监察委员会办理。"
    )
    return case


def given_up(county: County, **changes: Any) -> Case:
    case = received(county, **changes)
    services.withdraw(case)
    return case


TO_STATUS: dict[str, Callable[..., Case]] = {
    "received": received,
    "on_file": on_file,
    "looked_into": looked_into,
    "answered": answered,
    "settled": settled,
    "declined": declined,
    "transferred": transferred,
    "given_up": given_up,
}
