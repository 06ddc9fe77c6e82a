"""Writes duty reports of the congress that is shown, in every state; questions, and appraisals with their votes.

Written in bulk, as the services would have left it. The votes are as they are in life: in a box without an order.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.utils import timezone

from accounts.actors import Actor
from casework.numbers import new_number
from deputies.models import Mandate, Post, Session
from feedback import receipts
from liaison.demo.load.contact_parts import Desk, at_hour
from liaison.demo.matters import FOLDER
from reports.duty import rules
from reports.duty.assembling import assemble, first_words
from reports.duty.models import (
    Appraisal,
    Ballot,
    DutyCalendar,
    DutyEvent,
    DutyMeeting,
    DutyReport,
    Remark,
    ReportLine,
    ReportVersion,
    VoteCode,
    VoterQuestion,
)
from reports.duty.services import rounds
from reports.duty.services.appraisals import digest_of
from reports.duty.services.rounds import RoundDraft
from reports.duty.workflow import APPRAISAL, QUESTION, REPORT

if TYPE_CHECKING:
    from accounts.models import User
    from casework.engine import Workflow
    from reports.duty.models import Moving

_SPACE = UUID("6f0f2c5e-5a53-4b0e-9a67-1f6f3b6a2c31")
_DEPUTIES = 20
#: How the reports after the last session stand, one deputy after another; and those of the year, where it is time.
_AFTER_SESSION = ("published", "published", "published", "missed", "published", "excused", "late")
_OF_THE_YEAR = ("drafting", "notified", "submitted", "published", "returned", "notified", "drafting")
_WAYS: dict[str, tuple[str, ...]] = {
    "scheduled": ("plan",),
    "notified": ("plan", "notify"),
    "drafting": ("plan", "notify", "begin"),
    "submitted": ("plan", "notify", "begin", "submit"),
    "returned": ("plan", "notify", "begin", "submit", "return"),
    "published": ("plan", "notify", "begin", "submit", "publish"),
    "late": ("plan", "notify", "miss", "begin", "submit", "publish"),
    "excused": ("plan", "notify", "excuse"),
    "missed": ("plan", "notify", "miss"),
}
_GRADES = ("satisfied",) * 21 + ("basically",) * 9 + ("dissatisfied",) * 4


def write(desk: Desk) -> None:
    words = tomllib.loads((FOLDER / "words" / "duty.toml").read_text(encoding="utf-8"))
    congress = desk.rows.congresses[desk.code]
    DutyCalendar.objects.create(congress=congress, since=desk.today)
    mandates = _mandates(desk)
    sessions = Session.objects.filter(term__congress=congress, ends_on__lt=desk.today)
    session = sessions.order_by("-ends_on").first()
    if session is not None:
        _after_session(desk, mandates, session, words)
    _of_the_year(desk, mandates, words)
    _oral(desk, mandates[3:4], words)
    _round(desk, mandates[4:9], words["round"])
    _questions(desk, mandates, words["question"])


def _mandates(desk: Desk) -> list[Mandate]:
    """Those whom visitors act as come first."""
    shown = [one.number for one in desk.shown.demo_deputies]
    held = Mandate.objects.filter(deputy__congress=desk.rows.congresses[desk.code], status="in_force")
    rows = held.select_related("deputy", "term").order_by("deputy__number")
    own = [one for one in rows if one.deputy.number in shown]
    own.sort(key=lambda one: shown.index(one.deputy.number))
    return [*own, *(one for one in rows if one.deputy.number not in shown)][:_DEPUTIES]


def _after_session(desk: Desk, mandates: Sequence[Mandate], session: Session, words: dict[str, Any]) -> None:
    due = rules.due(desk.rules, "session", session.ends_on).due
    for place, mandate in enumerate(mandates):
        stands = _AFTER_SESSION[place % len(_AFTER_SESSION)]
        if due >= desk.today and stands in ("missed", "late"):
            stands = "notified"
        report = _report(
            desk,
            mandate,
            stands,
            words["texts"][0] if stands in ("published", "late") else "",
            kind="session",
            session=session,
            since=session.starts_on,
            until=session.ends_on,
            opens_on=session.ends_on,
            due_on=due,
            counted_from=session.ends_on,
            note=words["excused"] if stands == "excused" else "",
        )
        if place == 0:
            _appraised(desk, report, words["remarks"]["words"])
        elif place == 1:
            _open(desk, report)


def _of_the_year(desk: Desk, mandates: Sequence[Mandate], words: dict[str, Any]) -> None:
    """Reports of this year, where the time to write has come."""
    year, last = desk.today.year, date(desk.today.year, 12, 31)
    opens = last - timedelta(days=rules.numbers(desk.rules).opens)
    for place, mandate in enumerate(mandates):
        stands = _OF_THE_YEAR[place % len(_OF_THE_YEAR)] if opens <= desk.today else "scheduled"
        written = stands in ("submitted", "published", "returned")
        report = _report(
            desk,
            mandate,
            stands,
            words["texts"][1 + place % 2] if written else "",
            kind="yearly",
            year=year,
            since=max(date(year, 1, 1), mandate.starts_on),
            until=last,
            opens_on=opens,
            due_on=last,
            counted_from=mandate.term.starts_on,
            note=words["returned"] if stands == "returned" else "",
        )
        if place == 0 and stands == "drafting":
            _draft(desk, report, words["contested"])


def _oral(desk: Desk, mandates: Sequence[Mandate], words: dict[str, Any]) -> None:
    """A report of the term given at a meeting."""
    day = desk.today - timedelta(days=40)
    for mandate in mandates:
        report = _report(
            desk,
            mandate,
            "published",
            words["texts"][2],
            kind="term",
            turn=1,
            form="oral",
            since=mandate.starts_on,
            until=day,
            opens_on=day - timedelta(days=60),
            due_on=day + timedelta(days=5),
            counted_from=mandate.term.starts_on,
            note="",
        )
        DutyMeeting.objects.create(
            report=report,
            held_on=day,
            place=words["place"],
            attendance=63,
            minutes=words["minutes"],
            recorded_by=desk.officer,
            recorded_at=at_hour(day, 15),
        )


def _round(desk: Desk, mandates: Sequence[Mandate], words: dict[str, Any]) -> None:
    """One that is announced: several deputies report at a station in a fortnight."""
    congress = desk.rows.congresses[desk.code]
    station = congress.stations.filter(is_open=True).exclude(address="").order_by("pk").first()
    draft = RoundDraft(
        words["title"],
        "oral",
        desk.today + timedelta(days=14),
        time(9, 30),
        station,
        words["place"],
        words["about"],
        uuid5(_SPACE, "round"),
    )
    people = [one.deputy_id for one in mandates]
    rounds.plan_round(congress, draft, people, actor=Actor.of(desk.officer))


# --- One report -------------------------------------------------------------------------------------------
def _report(desk: Desk, mandate: Mandate, stands: str, text: str, *, note: str, **columns: Any) -> DutyReport:
    way = _WAYS[stands]
    status = REPORT.step(way[-1]).target
    handed_in = _moments(desk, columns["opens_on"], columns["due_on"], way)
    is_closed = not REPORT.by_status[status].is_open
    missed = handed_in.get("miss")
    check = rules.due(desk.rules, "check", desk.today).due if status == "submitted" else None
    report = DutyReport.objects.create(
        congress_id=mandate.deputy.congress_id,
        deputy=mandate.deputy,
        mandate=mandate,
        profile=desk.rules,
        status=status,
        audience="unit" if mandate.elected_by_id else "public",
        text=text.strip(),
        base=int(bool(text)),
        version=len(way),
        submitted_at=handed_in.get("submit"),
        check_due_on=check,
        published_at=handed_in.get("publish"),
        missed_on=timezone.localdate(missed) if missed else None,
        closed_at=handed_in[way[-1]] if is_closed else None,
        **columns,
    )
    _happened(desk, report, REPORT, [(action, handed_in[action]) for action in way], note)
    if text:
        ReportVersion.objects.create(
            report=report, number=1, text=report.text, saved_at=handed_in["submit"], saved_by=_user(mandate)
        )
    return report


def _moments(desk: Desk, opens: date, due: date, way: tuple[str, ...]) -> dict[str, datetime]:
    """When each step was taken: from the day it was asked for on, and never in the future."""
    found: dict[str, datetime] = {}
    for place, action in enumerate(way):
        day = due + timedelta(days=11) if action == "miss" else opens + timedelta(days=4 * max(0, place - 1))
        if "miss" in found and action != "miss":
            day = timezone.localdate(found["miss"]) + timedelta(days=3 * place)
        found[action] = min(at_hour(day, 9 + place), desk.rows.now - timedelta(minutes=len(way) - place))
    return found


def _user(mandate: Mandate) -> User | None:
    post = Post.objects.filter(role="deputy", deputy=mandate.deputy_id).select_related("user").first()
    return post.user if post else None


def _happened(
    desk: Desk, thing: Moving, table: Workflow, steps: list[tuple[str, datetime]], note: str = ""
) -> None:
    """The history of a thing: each step by whoever may take it."""
    about = thing.report if isinstance(thing, Appraisal) else thing
    deputys = Post.objects.filter(role="deputy", deputy=about.deputy_id).select_related("user").first()
    people = {"officer": desk.officer, "deputy": deputys.user if deputys else None}
    stood, made = "", []
    for action, at in steps:
        step = table.step(action)
        user = people.get(step.who[0])
        is_last = action == steps[-1][0]
        made.append(
            DutyEvent(
                **{table.kind: thing},
                action=action,
                from_status=stood,
                to_status=step.target or stood,
                actor_kind="user" if user else ("citizen" if step.who == ("citizen",) else "system"),
                actor=user,
                acting_as=step.who[0],
                at=at,
                note=note if is_last else "",
                ground="personal" if action == "return" else "",
                place=thing.text.splitlines()[1]
                if action == "return" and isinstance(thing, DutyReport)
                else "",
            )
        )
        stood = step.target or stood
    DutyEvent.objects.bulk_create(made)


def _draft(desk: Desk, report: DutyReport, why: str) -> None:
    """What the deputy whom a visitor is finds: lines of the record, one of them contested, and words to begin with."""
    user = _user(report.mandate)
    if user is None:
        return
    assemble(report, user)
    text = first_words(report)
    DutyReport.objects.filter(pk=report.pk).update(text=text, base=1, saved_at=desk.rows.now)
    ReportVersion.objects.create(report=report, number=1, text=text, saved_at=desk.rows.now, saved_by=user)
    line = ReportLine.objects.filter(report=report).first()
    if line is not None:
        contested_at = at_hour(desk.today - timedelta(days=1), 10)
        due = rules.due(desk.rules, "contest", timezone.localdate(contested_at)).due
        ReportLine.objects.filter(pk=line.pk).update(
            state="left_out", reason=why, contested_at=contested_at, due_on=due
        )


# --- Appraisals -------------------------------------------------------------------------------------------
def _appraised(desk: Desk, report: DutyReport, remarks: list[str]) -> None:
    """A result that is out: how many voted, what came out, and the words; one of them kept back."""
    if report.published_at is None:
        return
    opened = timezone.localdate(report.published_at) + timedelta(days=2)
    closes = rules.due(desk.rules, "appraisal", opened).due
    closed = min(closes + timedelta(days=1), desk.today)
    moments = [
        (action, min(at_hour(day, 9 + place), desk.rows.now))
        for place, (action, day) in enumerate(
            (
                ("prepare", opened),
                ("print_codes", opened),
                ("open", opened),
                ("close", closed),
                ("look_through", closed),
                ("publish", closed),
            )
        )
    ]
    appraisal = Appraisal.objects.create(
        report=report,
        status="published",
        profile=desk.rules,
        opens_on=opened,
        closes_on=closes,
        closed_on=closed,
        published_at=moments[-1][1],
        closed_at=moments[-1][1],
        version=len(moments),
    )
    _codes(desk, appraisal, 60, used=len(_GRADES))
    Ballot.objects.bulk_create(Ballot(appraisal=appraisal, grade=grade) for grade in _GRADES)
    Remark.objects.bulk_create(
        Remark(appraisal=appraisal, words=text, is_looked_at=True, hidden_ground="" if place else "personal")
        for place, text in enumerate(remarks)
    )
    _happened(desk, appraisal, APPRAISAL, moments)


def _open(desk: Desk, report: DutyReport) -> None:
    """One that takes votes now: an officer may print codes and try."""
    first = desk.today - timedelta(days=3)
    moments = [(action, at_hour(first, 9 + n)) for n, action in enumerate(("prepare", "print_codes", "open"))]
    appraisal = Appraisal.objects.create(
        report=report,
        status="open",
        profile=desk.rules,
        opens_on=first,
        closes_on=rules.due(desk.rules, "appraisal", first).due,
        version=len(moments),
    )
    _codes(desk, appraisal, 40, used=7)
    Ballot.objects.bulk_create(Ballot(appraisal=appraisal, grade=grade) for grade in _GRADES[-7:])
    _happened(desk, appraisal, APPRAISAL, moments)


def _codes(desk: Desk, appraisal: Appraisal, count: int, *, used: int) -> None:
    """The codes themselves are nobody's: what is kept are digests of nothing that was ever printed."""
    who = set(desk.dice.sample(range(1, count + 1), used))
    VoteCode.objects.bulk_create(
        VoteCode(
            appraisal=appraisal,
            serial=serial,
            digest=digest_of(new_number()),
            is_used=serial in who,
        )
        for serial in range(1, count + 1)
    )


# --- Questions --------------------------------------------------------------------------------------------
def _questions(desk: Desk, mandates: Sequence[Mandate], asked: list[dict[str, Any]]) -> None:
    """Two answered in public, one with the deputy, one to be looked at: of the deputies whom visitors act as."""
    ways = (
        ("ask", "pass", "answer", "release"),
        ("ask", "pass", "answer", "release"),
        ("ask", "pass"),
        ("ask",),
    )
    for place, (one, way) in enumerate(zip(asked, ways, strict=True)):
        day = desk.today - timedelta(days=(30, 21, 4, 1)[place])
        moments = [
            (action, min(at_hour(day + timedelta(days=2 * turn), 10), desk.rows.now))
            for turn, action in enumerate(way)
        ]
        key = uuid5(_SPACE, f"question-{place}")
        number = new_number()
        status = QUESTION.step(way[-1]).target
        clock = {"asked": "screen", "with_deputy": "question"}.get(status, "")
        start = timezone.localdate(moments[-1][1])
        mandate = mandates[place % 2]
        question = VoterQuestion.objects.create(
            congress_id=mandate.deputy.congress_id,
            deputy=mandate.deputy,
            number=number,
            code_digest=receipts.digest_of(number, receipts.code_for(key)),
            key=key,
            body=one["body"],
            answer=one["answer"],
            is_voter=place % 2 == 0,
            status=status,
            profile=desk.rules,
            due_on=rules.due(desk.rules, clock, start).due if clock else None,
            due_clock=clock,
            counted_from=start if clock else None,
            asked_at=moments[0][1],
            answered_at=moments[2][1] if one["answer"] else None,
            closed_at=moments[-1][1] if status == "published" else None,
            version=len(way),
        )
        _happened(desk, question, QUESTION, moments)
