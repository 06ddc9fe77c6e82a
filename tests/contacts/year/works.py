"""Plans, campaigns, guidance and reports of obstruction, brought to a status by the services alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.actors import Actor
from contacts.models import Campaign, ContactPlan, Guidance, InspectionVisit, ObstructionReport, PlanTopic
from contacts.year import campaigns, guiding, obstructions, plans
from contacts.year.campaigns import CampaignDraft
from contacts.year.guiding import Paper, VisitPlan
from contacts.year.obstructions import Report
from contacts.year.plans import TopicDraft
from deputies.models import PeoplesCongress
from tests.factories import CongressFactory, DivisionFactory, PostFactory

if TYPE_CHECKING:
    from accounts.models import User
    from tests.factories import County

PASSED_BY = "县人大常委会第41次主任会议"


def words(county: County, **changes: Any) -> TopicDraft:
    year = timezone.localdate().year
    given: dict[str, Any] = {
        "source": "development",
        "title": "城乡公交一体化",
        "why": "今年开通六条镇村公交线路，想听听乘客的意见。",
        "document": "县国民经济和社会发展年度计划（2026年1月）",
        "responsible": county.officer,
        "starts_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31),
        "target": "九月向常委会提交报告",
        "target_count": 30,
    }
    return TopicDraft(**{**given, **changes})


def draft(county: County, year: int | None = None) -> ContactPlan:
    return plans.draft(county.congress, year or timezone.localdate().year, actor=Actor.of(county.officer))


def topic(county: County, plan: ContactPlan, **changes: Any) -> PlanTopic:
    return plans.put_topic(plan, words(county, **changes), actor=Actor.of(county.officer))


def submitted(county: County, **changes: Any) -> ContactPlan:
    plan = draft(county)
    topic(county, plan, **changes)
    plans.submit(plan, actor=Actor.of(county.officer))
    return plan


def approve(county: County, plan: ContactPlan, who: User | None = None) -> ContactPlan:
    plans.publish(
        plan,
        actor=Actor.of(who or county.committee),
        adopted_by=PASSED_BY,
        adopted_on=timezone.localdate(),
    )
    return plan


def published(county: County, **changes: Any) -> ContactPlan:
    return approve(county, submitted(county, **changes))


def campaign_draft(county: County, **changes: Any) -> CampaignDraft:
    today = timezone.localdate()
    given: dict[str, Any] = {
        "congress": county.congress,
        "name": "代表进社区",
        "aim": "听取群众对老旧小区改造的意见。",
        "starts_on": today,
        "ends_on": today + timedelta(days=30),
        "stations": [county.station],
    }
    return CampaignDraft(**{**given, **changes})


def campaign(county: County, **changes: Any) -> Campaign:
    return campaigns.write(campaign_draft(county, **changes), actor=Actor.of(county.officer))


def announced(county: County, **changes: Any) -> Campaign:
    found = campaign(county, **changes)
    campaigns.announce(found, actor=Actor.of(county.officer))
    return found


class Levels:
    """A county and a township below it with an officer of its own."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.town: PeoplesCongress = CongressFactory(
            level="township", parent=county.congress, division=DivisionFactory(level=4)
        )
        self.town_officer: User = PostFactory(congress=self.town, role="officer").user


def paper(levels: Levels, **changes: Any) -> Paper:
    given: dict[str, Any] = {
        "congress": levels.county.congress,
        "kind": "note",
        "title": "关于规范代表接待日的意见",
        "body": "接待日须提前公布，记录须在两个工作日内完成。",
        "to": [levels.town],
    }
    return Paper(**{**given, **changes})


def sent(levels: Levels, **changes: Any) -> Guidance:
    return guiding.send(paper(levels, **changes), actor=Actor.of(levels.county.officer))


def visit(levels: Levels, **changes: Any) -> InspectionVisit:
    given: dict[str, Any] = {
        "congress": levels.county.congress,
        "lower": levels.town,
        "about": "接待日记录检查",
        "day": timezone.localdate(),
    }
    return guiding.plan_visit(VisitPlan(**{**given, **changes}), actor=Actor.of(levels.county.officer))


def report(county: County, **changes: Any) -> ObstructionReport:
    given: dict[str, Any] = {
        "deputy": county.deputy,
        "kind": "time",
        "who": "县城建投资公司",
        "what": "单位不同意请假参加统一组织的视察。",
    }
    return obstructions.submit(Report(**{**given, **changes}), actor=Actor.of(county.deputy_user))
