"""Comment forms and questionnaires, brought to a status by the services alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils import timezone

from accounts.actors import Actor
from contacts import services
from contacts.models import Inquiry
from contacts.services import Asked, Draft, Filled

if TYPE_CHECKING:
    from tests.factories import County

QUESTIONS = (
    Asked("single", "您怎样出行？", ["步行", "公交", "自驾"], required=True),
    Asked("multiple", "哪里需要路灯？", ["村口", "学校", "集市"]),
    Asked("scale", "您对公交班次满意吗？"),
    Asked("text", "您还有什么意见？", as_opinion=True),
)
WORDS = "石桥村到县城的末班车太早，晚上六点以后没有车，请增加一班。"


def draft(county: County, **changes: Any) -> Inquiry:
    today = timezone.localdate()
    given: dict[str, Any] = {
        "congress": county.congress,
        "kind": "survey",
        "title": "出行问卷",
        "opens_on": today,
        "closes_on": today + timedelta(days=10),
        "station": county.station,
        "questions": QUESTIONS,
    }
    return services.write(Draft(**{**given, **changes}), actor=Actor.of(county.officer))


def opened(county: County, **changes: Any) -> Inquiry:
    inquiry = draft(county, **changes)
    services.open_inquiry(inquiry, actor=Actor.of(county.officer))
    return inquiry


def answers(
    inquiry: Inquiry, option: int = 0, ticks: tuple[int, ...] = (), grade: int = 0, words: str = ""
) -> dict[int, Any]:
    """Answers by the places of the choices."""
    single, multiple, scale, text = inquiry.questions.prefetch_related("options")
    found: dict[int, Any] = {single.pk: [list(single.options.all())[option].pk]}
    if ticks:
        options = list(multiple.options.all())
        found[multiple.pk] = [options[place].pk for place in ticks]
    if grade:
        found[scale.pk] = grade
    if words:
        found[text.pk] = words
    return found


def answered(inquiry: Inquiry, **given: Any) -> None:
    """One answer of one device of its own."""
    services.answer(inquiry, Filled(answers=answers(inquiry, **given), device_mark=uuid4().hex))


def published(county: County, **changes: Any) -> Inquiry:
    inquiry = opened(county, **changes)
    officer = Actor.of(county.officer)
    services.advance(inquiry, "close", actor=officer)
    services.publish(inquiry, actor=officer, summary="将与交通部门商量增加班次。")
    return inquiry
