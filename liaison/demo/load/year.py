"""Writes the yearly work of the office that is shown: the plan and its topics, campaigns, guidance, two reports.

Written in bulk, as the services would have left it.
"""

from __future__ import annotations

import calendar
import tomllib
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils import timezone

from casework.models import Channel
from contacts.models import (
    Campaign,
    ContactEvent,
    ContactPlan,
    Inquiry,
    LineOpinion,
    Occasion,
    PlanLine,
    PlanTopic,
)
from contacts.year import hot
from contacts.year.campaigns import name_key
from deputies.models import LiaisonBody
from liaison.demo.load import guided
from liaison.demo.load.contact_parts import Desk, at_hour, event_by
from liaison.demo.matters import FOLDER

if TYPE_CHECKING:
    from accounts.models import User
    from deputies.models import PeoplesCongress

_SPACE = UUID("6f0f2c5e-5a53-4b0e-9a67-1f6f3b6a2c13")
_OPINIONS = (9, 25)  # for each topic: from, to
_DAYS = 5
_HALF_YEAR = timedelta(days=180)


def write(desk: Desk) -> None:
    """The office that is shown has done the work of a year, and the next year's plan waits for approval."""
    text = (FOLDER / "words" / "year.toml").read_text(encoding="utf-8")
    words = tomllib.loads(text.replace("LAST_YEAR", str(desk.today.year - 1)))
    lines = _plans(desk, words)
    for one in words["campaign"]:
        _campaign(desk, one, lines)
    guided.write(desk, words)


# --- The plan ---------------------------------------------------------------------------------------------
def _plans(desk: Desk, words: dict[str, Any]) -> list[PlanLine]:
    """This year's plan in its second edition, and next year's, which waits for a second person."""
    congress, year = desk.rows.congresses[desk.code], desk.today.year
    now = desk.rows.now
    first = min(at_hour(date(year, 1, 26), 10), now)
    second = min(at_hour(date(year, 6, 12), 10), now)
    topics = [*words["topic"], _hot(desk, congress, words["hot"])]
    before = _plan(desk, year, 1, first, words["passed_by"], replaced_at=second, intro=words["intro"])
    lines = [_topic(desk, before, None, place, one) for place, one in enumerate(topics, start=1) if one]
    plan = _plan(desk, year, 2, second, words["passed_again"], intro=words["intro"], reason=words["reason"])
    for topic in before.topics.all():
        _copy(topic, plan)
    lines.append(_topic(desk, plan, None, len(lines) + 1, words["added"]))
    _happened(desk, before, ("replace", "published", "replaced", second, None))
    _belongs(desk, lines, topics)
    _next(desk, words, topics[:3])
    return lines


def _plan(
    desk: Desk,
    year: int,
    edition: int,
    at: datetime,
    passed_by: str,
    replaced_at: datetime | None = None,
    **more: Any,
) -> ContactPlan:
    drafted, approved = desk.officer, desk.rows.users[desk.code, "committee:0"]
    plan = ContactPlan.objects.create(
        congress=desk.rows.congresses[desk.code],
        year=year,
        edition=edition,
        drafted_by=drafted,
        approved_by=approved,
        adopted_by=passed_by,
        adopted_on=timezone.localdate(at - timedelta(days=2)),
        published_at=at,
        status="replaced" if replaced_at else "published",
        closed_at=replaced_at,
        version=5 if replaced_at else 4,
        **more,
    )
    begun = "draft" if edition == 1 else "revise"
    _happened(
        desk,
        plan,
        (begun, "", "draft", at - timedelta(days=20), drafted),
        ("change", "draft", "draft", at - timedelta(days=12), drafted),
        ("submit", "draft", "submitted", at - timedelta(days=6), drafted),
        ("publish", "submitted", "published", at, approved),
    )
    return plan


def _happened(desk: Desk, thing: Any, *steps: tuple[str, str, str, datetime, User | None]) -> None:
    ContactEvent.objects.bulk_create(
        event_by(thing, action, source, target, at, user) for action, source, target, at, user in steps
    )


def _hot(desk: Desk, congress: PeoplesCongress, words: dict[str, Any]) -> dict[str, Any] | None:
    """What was raised most often in the half year, counted as the page counts it."""
    since, until = desk.today - _HALF_YEAR, desk.today
    found = hot.issues(congress, since, until)
    if not found:
        return None
    most = found[0]
    counted = {
        "counted": most.number,
        "counted_topic": most.topic,
        "counted_place": most.place,
        "counted_since": since,
        "counted_until": until,
        "counted_issue": most.issue,
    }
    given = {
        "source": "hot_issue",
        "title": most.title,
        "document": "",
        "field": most.topic.code,
        "months": [1, 12],
    }
    return {**given, **words, "count": most.number, "ways": ["web", "reception"], "columns": counted}


def _topic(
    desk: Desk, plan: ContactPlan, line: PlanLine | None, place: int, words: dict[str, Any]
) -> PlanLine:
    line = line or PlanLine.objects.create(congress=plan.congress, year=plan.year)
    first, last = words["months"]
    topic = PlanTopic.objects.create(
        plan=plan,
        line=line,
        position=place,
        source=words["source"],
        title=words["title"],
        why=words["why"],
        document=words["document"],
        organ=desk.rows.organs.get((desk.code, words.get("organ", "ecology")))
        if words["source"] == "organ_priority"
        else None,
        topic=desk.rows.topics.get(words["field"]),
        body=LiaisonBody.objects.filter(congress=plan.congress).order_by("pk").first(),
        responsible=desk.officer,
        starts_on=date(plan.year, first, 1),
        ends_on=date(plan.year, last, calendar.monthrange(plan.year, last)[1]),
        target=words["target"],
        target_count=words.get("count"),
        **words.get("columns", {}),
    )
    topic.channels.set(Channel.objects.filter(code__in=words["ways"]))
    return line


def _copy(topic: PlanTopic, plan: ContactPlan) -> None:
    ways = list(topic.channels.all())
    topic.pk, topic.plan = None, plan
    topic._state.adding = True
    topic.save()
    topic.channels.set(ways)


def _belongs(desk: Desk, lines: list[PlanLine], topics: list[Any]) -> None:
    """Days at the home, the form and the questionnaire, and opinions of the field that people wrote to a topic."""
    days = Occasion.objects.filter(
        congress_id=lines[0].congress_id, station__isnull=False, day__year=desk.today.year
    )
    chosen = list(days.exclude(status="cancelled").order_by("-day", "pk")[: _DAYS * len(lines)])
    forms = list(Inquiry.objects.filter(congress_id=lines[0].congress_id))
    since = at_hour(date(desk.today.year, 1, 27), 8)
    taken: set[int] = set()
    for place, line in enumerate(lines):
        line.occasions.set(chosen[place :: len(lines)])
        if place < len(topics) and topics[place] and "asked" in topics[place]:
            line.inquiries.set(forms)
        words = line.topics.order_by("-plan__edition")[0]
        cases = hot.opinions_in(line.congress, since.date(), desk.today).filter(
            Q(topic=words.topic) | Q(topic__parent=words.topic)
        )
        wanted = cases.filter(channel__code="web").exclude(pk__in=taken).order_by("-opened_at", "-pk")
        found = _spread(list(wanted.values_list("pk", "opened_at")), place)
        taken |= {key for key, _at in found}
        LineOpinion.objects.bulk_create(LineOpinion(line=line, case_id=key, at=at) for key, at in found)


def _spread(rows: list[tuple[int, datetime]], place: int) -> list[tuple[int, datetime]]:
    """Some of the rows, from the latest to the earliest, a different number for each topic."""
    fewest, most = _OPINIONS
    number = fewest + place * 7 % (most - fewest + 1)
    return rows[:: max(1, len(rows) // number)][:number]


def _next(desk: Desk, words: dict[str, Any], topics: list[Any]) -> None:
    """Next year's plan: a colleague has drafted it, so whoever looks on may approve it."""
    colleague = desk.rows.users.get((desk.code, "officer:1"), desk.officer)
    at = desk.rows.now - timedelta(days=2)
    plan = ContactPlan.objects.create(
        congress=desk.rows.congresses[desk.code],
        year=desk.today.year + 1,
        drafted_by=colleague,
        status="submitted",
        version=3,
        intro=words["next_year"]["intro"],
    )
    for place, one in enumerate(topics, start=1):
        _topic(desk, plan, None, place, one)
    _happened(
        desk,
        plan,
        ("draft", "", "draft", at - timedelta(days=9), colleague),
        ("change", "draft", "draft", at - timedelta(days=5), colleague),
        ("submit", "draft", "submitted", at, colleague),
    )


# --- Campaigns --------------------------------------------------------------------------------------------
def _campaign(desk: Desk, words: dict[str, Any], lines: list[PlanLine]) -> None:
    first = desk.today + timedelta(days=words["since"])
    last = first + timedelta(days=words["days"])
    told = min(at_hour(first - timedelta(days=12), 10), desk.rows.now)
    summed = at_hour(last + timedelta(days=9), 15) if "summary" in words else None
    campaign = Campaign.objects.create(
        congress=desk.rows.congresses[desk.code],
        name=words["name"],
        name_key=name_key(words["name"]),
        aim=words["aim"],
        starts_on=first,
        ends_on=last,
        summary=words.get("summary", ""),
        key=uuid5(_SPACE, words["name"]),
        status="summed_up" if summed else "announced",
        closed_at=summed,
        version=3 if summed else 2,
    )
    stations = [station for station, _deputies, _shown in desk.stations()]
    campaign.stations.set(stations[:4])
    campaign.bodies.set(LiaisonBody.objects.filter(congress=campaign.congress))
    campaign.lines.set(lines[place] for place in words["lines"])
    days = Occasion.objects.filter(
        congress=campaign.congress, station__in=stations[:4], day__range=(first, last)
    )
    campaign.occasions.set(days.exclude(status="cancelled"))
    steps = [
        ("write", "", "draft", told - timedelta(days=5), desk.officer),
        ("announce", "draft", "announced", told, desk.officer),
    ]
    if summed:
        steps.append(("sum_up", "announced", "summed_up", summed, desk.officer))
    _happened(desk, campaign, *steps)
