"""Writing a report: begun from the record, saved as it is typed, kept in versions, handed in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, LostRace, NotAllowed, StepRefused
from feedback.text import clean
from reports.duty import rules
from reports.duty.access import roles_on
from reports.duty.assembling import assemble, first_words
from reports.duty.models import DutyReport, LineState, ReportLine, ReportVersion
from reports.duty.services.advance import advance

if TYPE_CHECKING:
    from accounts.actors import Actor
    from accounts.models import User
    from reports.duty.models import DutyEvent

MOST = 30_000  # characters
LEAST = 50
_APART = timedelta(minutes=30)  # between two versions that nobody asked for
_VERDICTS = ("agreed", "disagreed")


def _writer(report: DutyReport, actor: Actor) -> User:
    """Who writes: the deputy. Nobody else changes a word of it."""
    if actor.user is None or "deputy" not in roles_on(actor.user, report):
        raise NotAllowed(_("Only the deputy writes the report: nobody else changes its words."))
    return actor.user


def _being_written(report: DutyReport) -> None:
    if report.status != "drafting":
        raise StepRefused(_("The report is not being written now: its words stand as they were handed in."))


@transaction.atomic
def start(report: DutyReport, *, actor: Actor) -> DutyEvent:
    """Assemble the lines of the record and the words to begin with."""
    user = _writer(report, actor)
    event = advance(report, "begin", actor=actor)
    assemble(report, user)
    if not report.text:
        _store(report, first_words(report), report.base)
        _keep(report, user, _("as assembled from the record"))
    return event


@transaction.atomic
def refresh(report: DutyReport, *, actor: Actor) -> int:
    """Look into the record again; how many lines are new. The words stay as they are."""
    user = _writer(report, actor)
    _being_written(report)
    return assemble(report, user)


@transaction.atomic
def save(report: DutyReport, text: str, base: int, *, actor: Actor, version: bool = False) -> int:
    """Keep the words; returns the new base. LostRace where another window has saved since ``base`` was read.

    ``version``: keep them as a version too; one is kept anyway when the last is older than half an hour.
    """
    user = _writer(report, actor)
    _being_written(report)
    words = clean(text)
    if len(words) > MOST:
        raise Incomplete(
            "text",
            _("At most %(most)s characters; this has %(length)s.") % {"most": MOST, "length": len(words)},
        )
    if words != report.text:
        _store(report, words, base)
    elif base != report.base:
        raise _another_window()
    last = report.versions.first()  # type: ignore[attr-defined]
    if version or last is None or last.saved_at < timezone.now() - _APART:
        _keep(report, user, "")
    return report.base


def _another_window() -> LostRace:
    return LostRace(
        _(
            "Another window has saved this report in the meantime. Open it again; your words are still on this page."
        )
    )


def _store(report: DutyReport, words: str, base: int) -> None:
    now = timezone.now()
    rows = DutyReport.objects.filter(pk=report.pk, base=base, status="drafting")
    if not rows.update(text=words, base=F("base") + 1, saved_at=now):
        raise _another_window()
    report.text, report.base, report.saved_at = words, base + 1, now


def _keep(report: DutyReport, user: User, why: str) -> None:
    """One more version, unless the last one has the same words."""
    last = report.versions.first()  # type: ignore[attr-defined]
    if last is not None and last.text == report.text:
        return
    top = report.versions.aggregate(top=Max("number"))["top"] or 0  # type: ignore[attr-defined]
    ReportVersion.objects.create(report=report, number=top + 1, text=report.text, why=why[:60], saved_by=user)


@transaction.atomic
def restore(report: DutyReport, number: int, *, actor: Actor) -> int:
    """Bring back the words of a version; those that stood are kept as one."""
    user = _writer(report, actor)
    _being_written(report)
    version = report.versions.get(number=number)  # type: ignore[attr-defined]
    _keep(report, user, "")
    _store(report, version.text, report.base)
    _keep(report, user, _("version %(n)d brought back") % {"n": number})
    return report.base


@transaction.atomic
def submit(report: DutyReport, *, actor: Actor, expected_version: int | None = None) -> DutyEvent:
    """Hand in. The office looks for form, secrets and personal data, and for nothing else."""
    user = _writer(report, actor)
    if len(report.text) < LEAST:
        raise Incomplete("text", _("Write at least %(n)d characters before you hand it in.") % {"n": LEAST})
    now = timezone.now()
    event = advance(
        report,
        "submit",
        actor=actor,
        given={"text"},
        expected_version=expected_version,
        submitted_at=report.submitted_at or now,
        check_due_on=rules.due(report.profile, "check", timezone.localdate(now)).due,
    )
    _keep(report, user, _("as handed in"))
    return event


# --- The lines of the record ------------------------------------------------------------------------------
@transaction.atomic
def contest(line: ReportLine, *, actor: Actor, state: str, reason: str, correction: str = "") -> ReportLine:
    """Leave a line out, correct it, or let it stand again. What the record said stays for the office to check."""
    _writer(line.report, actor)
    _being_written(line.report)
    why, words = clean(reason), clean(correction)
    columns: dict[str, object]
    if state == LineState.KEPT:
        columns = {"state": state, "reason": "", "correction": "", "contested_at": None, "due_on": None}
    else:
        if not why:
            raise Incomplete("reason", _("Say why: the office checks the record by it."))
        if state == LineState.CORRECTED and not words:
            raise Incomplete("correction", _("Write how the line should read."))
        now = timezone.now()
        columns = {
            "state": state,
            "reason": why,
            "correction": words if state == LineState.CORRECTED else "",
            "contested_at": now,
            "due_on": rules.due(line.report.profile, "contest", timezone.localdate(now)).due,
        }
    _update(line, {**columns, "verdict": "", "verdict_note": "", "decided_by": None, "decided_at": None})
    return line


@transaction.atomic
def decide(line: ReportLine, *, actor: Actor, verdict: str, note: str) -> ReportLine:
    """The office says whether the record is wrong. The deputy's report stays as the deputy wrote it either way."""
    if actor.user is None or "officer" not in roles_on(actor.user, line.report):
        raise NotAllowed(_("The liaison office checks what a deputy contests."))
    if line.state == LineState.KEPT or line.verdict:
        raise StepRefused(_("There is nothing to decide on this line."))
    words = clean(note)
    if verdict not in _VERDICTS or not words:
        raise Incomplete("verdict_note", _("Say what was found, and whether the record is wrong."))
    _update(
        line,
        {"verdict": verdict, "verdict_note": words, "decided_by": actor.user, "decided_at": timezone.now()},
    )
    return line


def _update(line: ReportLine, columns: dict[str, object]) -> None:
    ReportLine.objects.filter(pk=line.pk).update(**columns)
    for name, value in columns.items():
        setattr(line, name, value)
