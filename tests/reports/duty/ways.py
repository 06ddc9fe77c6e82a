"""Duty reports, questions and appraisals, brought to a status by the services alone."""

from __future__ import annotations

from datetime import date, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from fpdf import FPDF
from PIL import Image

from accounts.actors import Actor
from casework.files import prepare
from contacts import services as contacts
from deputies.models import Session
from reports.duty.models import Appraisal, DutyReport, DutyRound, VoterQuestion
from reports.duty.services import (
    appraisals,
    drafting,
    photos,
    publishing,
    questions,
    rounds,
    scheduling,
    voting,
)
from reports.duty.services.advance import begin
from reports.duty.services.appraisals import Slip
from reports.duty.services.publishing import Held
from reports.duty.services.questions import Asked
from reports.duty.services.rounds import RoundDraft
from tests.contacts import days

if TYPE_CHECKING:
    from tests.factories import County

TEXT = """## 听取和反映意见
一年来走访三个村，听取意见十二条，转交有关部门办理。

- 石桥村的路灯已经修好
- 城关镇的排水还在办

| 事项 | 结果 |
| 路灯 | 已解决 |
"""
QUESTION = "您去年提到的石桥村排水问题，后来跟进了几次？"
ANSWER = "去年九月和今年三月各去现场一次，水利站已排入今年的计划。"


def me(county: County) -> Actor:
    return Actor.of(county.deputy_user)


def office(county: County) -> Actor:
    return Actor.of(county.officer)


def session_over(county: County, days_ago: int = 0, number: int = 5) -> Session:
    """A session of the county's term that closed so many days ago."""
    last = timezone.localdate() - timedelta(days=days_ago)
    return Session.objects.create(
        term=county.term, number=number, starts_on=last - timedelta(days=3), ends_on=last
    )


def asked_for(county: County) -> DutyReport:
    """The report after a session that closed today: scheduled, and asked for."""
    session_over(county, number=40 + DutyReport.objects.count())
    scheduling.follow(timezone.localdate())
    return DutyReport.objects.filter(deputy=county.deputy, kind="session").latest("pk")


def begun(county: County) -> DutyReport:
    report = asked_for(county)
    drafting.start(report, actor=me(county))
    return report


def written(county: County, text: str = TEXT) -> DutyReport:
    report = begun(county)
    drafting.save(report, text, report.base, actor=me(county))
    return report


def handed_in(county: County, text: str = TEXT) -> DutyReport:
    report = written(county, text)
    drafting.submit(report, actor=me(county))
    return report


def contested(county: County) -> DutyReport:
    """Being written; one line of the record is left out by the deputy, and the office has not decided."""
    report = begun(county)
    if not report.lines.exists():
        contacts.note(days.heard(county), actor=me(county))
        drafting.refresh(report, actor=me(county))
    line = report.lines.first()
    drafting.contest(line, actor=me(county), state="left_out", reason="这次由同事代为参加")
    return report


def met(county: County, report: DutyReport) -> None:
    """A meeting at which the deputy reported, with its signed list."""
    page = FPDF()
    page.add_page()
    scan = prepare([SimpleUploadedFile("签到表.pdf", bytes(page.output()))])[0]
    held = Held(timezone.localdate(), "石桥村村委会", 52, "代表报告了履职情况，选民提问六条。", scan=scan)
    meeting = publishing.record_meeting(report, held, actor=office(county))
    photos.add(meeting, photo(), "代表在村委会报告", "现场告知并同意", actor=office(county))


def photo() -> SimpleUploadedFile:
    """A photo with notes of the camera in it."""
    data, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "GPS 石桥"
    Image.new("RGB", (64, 48), "white").save(data, "JPEG", exif=exif)
    return SimpleUploadedFile("会场.jpg", data.getvalue(), content_type="image/jpeg")


def in_a_round(county: County) -> DutyRound:
    """A round in three weeks in which the deputy reports to the voters."""
    day = timezone.localdate() + timedelta(days=21)
    draft = RoundDraft("石桥镇代表述职", "oral", day, time(9), place="石桥镇文化站")
    return rounds.plan_round(county.congress, draft, [county.deputy.pk], actor=office(county))


def published(county: County, audience: str = "public") -> DutyReport:
    """The report being written, or a new one, handed in and published."""
    report = DutyReport.objects.filter(deputy=county.deputy, status="drafting").first()
    if report is None:
        report = written(county)
    else:
        drafting.save(report, TEXT, report.base, actor=me(county))
    drafting.submit(report, actor=me(county))
    publishing.publish(report, actor=office(county), audience=audience)
    return report


def of_the_term(county: County, turn: int = 9, **more: Any) -> DutyReport:
    """A report of the term whose writing has begun: the office may make it an oral one."""
    mandate = county.deputy.mandates.get()
    today = timezone.localdate()
    report = DutyReport(
        congress=county.congress,
        deputy=county.deputy,
        mandate=mandate,
        kind="term",
        turn=turn,
        since=mandate.starts_on,
        until=today,
        opens_on=today,
        due_on=today + timedelta(days=60),
        counted_from=county.term.starts_on,
        profile=scheduling.rules.key_for(county.congress, today),
        status="scheduled",
        audience="public",
        **more,
    )
    begin(report, "plan", actor=Actor.system)
    scheduling.notify(today)
    report.refresh_from_db()
    return report


def asked(county: County, **more: Any) -> tuple[VoterQuestion, str]:
    return questions.ask(Asked(county.deputy, more.pop("body", QUESTION), **more))


def passed_on(county: County, **more: Any) -> VoterQuestion:
    question, _code = asked(county, **more)
    questions.pass_on(question, actor=office(county))
    return question


def answered(county: County, **more: Any) -> VoterQuestion:
    question = passed_on(county, **more)
    questions.answer(question, actor=me(county), words=ANSWER)
    return question


def prepared(county: County, count: int = 5) -> tuple[Appraisal, list[Slip]]:
    appraisal = appraisals.prepare(published(county), actor=office(county))
    return appraisal, appraisals.print_codes(appraisal, count, actor=office(county))


def opened(county: County, count: int = 5) -> tuple[Appraisal, list[Slip]]:
    appraisal, slips = prepared(county, count)
    appraisals.open_appraisal(appraisal, actor=office(county))
    return appraisal, slips


def closed(county: County, votes: list[tuple[str, str]] | None = None) -> Appraisal:
    """Closed after ``votes``: grade and words of each."""
    cast = [("satisfied", ""), ("dissatisfied", "来得少")] if votes is None else votes
    appraisal, slips = opened(county, max(1, len(cast)))
    for slip, (grade, words) in zip(slips, cast, strict=False):
        voting.vote(appraisal, code=slip.code, grade=grade, words=words)
    appraisal.refresh_from_db()
    assert isinstance(appraisal.closes_on, date)
    appraisals.follow(appraisal.closes_on + timedelta(days=1))
    appraisal.refresh_from_db()
    return appraisal
