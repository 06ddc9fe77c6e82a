"""The report on a frozen summary: begun from a draft, written, passed by the meetings, published, followed up.

A status changes in ``_advance`` alone: compare and swap, then the event, in one transaction.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import Incomplete, LostRace, NotAllowed, StepRefused
from reports.models import AgendaItem, Freezing, SummaryEvent, SummaryReport, SummaryText
from reports.summary import drafting, freezing
from reports.summary.access import roles_on
from reports.summary.workflow import SUMMARY

if TYPE_CHECKING:
    from datetime import date

    from casework.engine import Step
    from deputies.models import PeoplesCongress
    from reports.models import Snapshot
    from reports.summary.periods import Period

MOST_TEXT = 20_000  # characters of one section
MOST_SECTIONS = 20
_STALE = timedelta(minutes=10)
#: The body that takes each step that a meeting takes.
MEETINGS = {"pass_council": "council", "deliberate": "standing", "adopt": "congress"}


# --- Steps ------------------------------------------------------------------------------------------------
def allowed_steps(report: SummaryReport, actor: Actor) -> list[Step]:
    """The rows of the table that ``actor`` may take now."""
    roles = _acting_as(actor, report.congress_id)
    return [step for step in SUMMARY.steps_from(report.status) if roles & set(step.who)]


def check(report: SummaryReport, action: str, actor: Actor) -> frozenset[str]:
    """As what ``actor`` may take the step; NotAllowed or StepRefused with a sentence."""
    step = SUMMARY.step(action)
    roles = _acting_as(actor, report.congress_id) & set(step.who)
    if not roles:
        raise NotAllowed(_("Your role cannot take this step: “%(step)s”.") % {"step": _(step.label)})
    if report.status not in step.sources:
        status = SUMMARY.by_status[report.status]
        raise StepRefused(
            _("“%(step)s” is not possible now: it stands at “%(status)s”.")
            % {"step": _(step.label), "status": _(status.label)}
        )
    return frozenset(roles)


def _acting_as(actor: Actor, congress: int) -> frozenset[str]:
    return roles_on(actor.user, congress) if actor.user is not None else frozenset({actor.kind})


@transaction.atomic
def _advance(
    report: SummaryReport,
    action: str,
    *,
    actor: Actor,
    note: str = "",
    meeting: str = "",
    held_on: date | None = None,
    expected_version: int | None = None,
    **changes: Any,
) -> SummaryEvent:
    roles = check(report, action, actor)
    step, said = SUMMARY.step(action), {"note": note, "meeting": meeting, "held_on": held_on}
    for need in step.needs:
        if not said[need]:
            raise Incomplete(need, _("Say what is needed for “%(step)s”.") % {"step": _(step.label)})
    if expected_version is not None and expected_version != report.version:
        raise LostRace(_("A colleague has changed this in the meantime. Look at it again before you go on."))
    stood, columns = report.status, dict(changes)
    if step.target:
        columns["status"] = step.target
        if not SUMMARY.by_status[step.target].is_open and report.closed_at is None:
            columns["closed_at"] = timezone.now()
    rows = SummaryReport.objects.filter(pk=report.pk, status=stood, version=report.version)
    if not rows.update(version=F("version") + 1, **columns):
        raise LostRace(_("Somebody else took a step at the same moment. Look at it again."))
    for name, value in columns.items():
        setattr(report, name, value)
    report.version += 1
    return _append(report, step, stood, actor, roles, **said)


def _append(
    report: SummaryReport, step: Step, stood: str, actor: Actor, roles: frozenset[str], **said: Any
) -> SummaryEvent:
    return SummaryEvent.objects.create(
        report=report,
        action=step.action,
        from_status=stood,
        to_status=report.status,
        actor_kind=actor.kind,
        actor=actor.user,
        acting_as=min(roles),
        **said,
    )


# --- Writing ----------------------------------------------------------------------------------------------
@transaction.atomic
def begin(snapshot: Snapshot, *, actor: Actor) -> SummaryReport:
    """Begin the report on frozen figures, with a draft made from them. StepRefused where one is being written."""
    step = SUMMARY.step("begin")
    roles = _acting_as(actor, snapshot.congress_id) & set(step.who)
    if not roles:
        raise NotAllowed(_("Your role cannot take this step: “%(step)s”.") % {"step": _(step.label)})
    others = SummaryReport.objects.filter(congress=snapshot.congress, period=snapshot.period)
    if others.filter(closed_at=None).exists():
        raise StepRefused(_("A report on this period is being written already. Go on with that one."))
    report = SummaryReport.objects.create(
        congress=snapshot.congress,
        period=snapshot.period,
        edition=(others.aggregate(last=Max("edition"))["last"] or 0) + 1,
        snapshot=snapshot,
        title=_title(snapshot),
        sections=drafting.draft(snapshot.content),
        status=step.target,
    )
    SummaryText.objects.create(report=report, sections=report.sections)  # the portal's own draft: by nobody
    _append(report, step, "", actor, frozenset(roles), note="", meeting="", held_on=None)
    return report


def _title(snapshot: Snapshot) -> str:
    issuer = drafting.issuer_of(snapshot.content, snapshot.congress.level)
    return f"{issuer}{drafting.title_of(snapshot.content)}"[:120]


@transaction.atomic
def write(
    report: SummaryReport,
    sections: list[dict[str, str]],
    *,
    actor: Actor,
    expected_version: int | None = None,
) -> SummaryText | None:
    """Save the words as a version that stays; None where nothing was changed. Incomplete: a section is too long."""
    clean = _checked(sections)
    last = report.texts.last()
    if last is not None and last.sections == clean and report.sections == clean:
        check(report, "write", actor)
        return None
    now = timezone.now()
    _advance(report, "write", actor=actor, expected_version=expected_version, sections=clean, saved_at=now)
    return SummaryText.objects.create(report=report, sections=clean, written_by=actor.user, written_at=now)


def keep(
    report: SummaryReport,
    sections: list[dict[str, str]],
    *,
    actor: Actor,
    expected_version: int | None = None,
) -> None:
    """Keep what somebody is typing, without a version of its own: what autosave does."""
    check(report, "write", actor)
    now = timezone.now()
    rows = SummaryReport.objects.filter(
        pk=report.pk, status="writing", version=expected_version or report.version
    )
    if not rows.update(version=F("version") + 1, sections=_checked(sections), saved_at=now):
        raise LostRace(_("A colleague has changed this in the meantime. Look at it again before you go on."))
    report.refresh_from_db()


def _checked(sections: list[dict[str, str]]) -> list[dict[str, str]]:
    kept = [
        {"title": one["title"].strip()[:120], "body": one["body"].replace("\r\n", "\n").strip()}
        for one in sections[:MOST_SECTIONS]
    ]
    for place, one in enumerate(kept):
        if len(one["body"]) > MOST_TEXT:
            raise Incomplete(
                f"body_{place}", _("This section is too long: at most %(n)d characters.") % {"n": MOST_TEXT}
            )
    return [one for one in kept if one["title"] or one["body"]]


def bring_back(report: SummaryReport, text: SummaryText, *, actor: Actor) -> SummaryText | None:
    """Put the words of an earlier version in place again; the newer ones stay among the versions."""
    return write(report, text.sections, actor=actor)


def renew(report: SummaryReport, *, actor: Actor, expected_version: int | None = None) -> SummaryEvent:
    """Put the latest frozen figures under the report; its words stay and are to be looked through."""
    latest = freezing.latest(report.congress, report.period)
    if latest is None or latest.pk == report.snapshot_id:
        raise StepRefused(_("The report stands on the latest frozen figures already."))
    return _advance(report, "renew", actor=actor, expected_version=expected_version, snapshot=latest)


# --- Approval ---------------------------------------------------------------------------------------------
def submit(report: SummaryReport, *, actor: Actor, expected_version: int | None = None) -> SummaryEvent:
    """Hand it to the council of chairpersons. StepRefused while the text still says that something is to be added."""
    to_add = drafting.TO_ADD.partition("{")[0]
    if any(to_add in one["body"] for one in report.sections):
        raise StepRefused(
            _("The text still says in brackets what is to be added. Write it, or take the brackets out.")
        )
    return _advance(report, "submit", actor=actor, expected_version=expected_version)


def give_back(
    report: SummaryReport, *, actor: Actor, note: str, expected_version: int | None = None
) -> SummaryEvent:
    return _advance(report, "return", actor=actor, note=note.strip(), expected_version=expected_version)


@transaction.atomic
def decide(
    report: SummaryReport,
    action: str,
    *,
    actor: Actor,
    meeting: str,
    held_on: date | None,
    decision: str = "",
    due_on: date | None = None,
    expected_version: int | None = None,
) -> SummaryEvent:
    """A meeting has passed it: ``action`` is one of ``MEETINGS``. The item stands on the agenda with its decision."""
    if held_on is not None and held_on > timezone.localdate():
        raise Incomplete("held_on", _("This day is still to come."))
    event = _advance(
        report, action, actor=actor, note=decision.strip(), meeting=meeting.strip()[:120], held_on=held_on,
        expected_version=expected_version,
    )  # fmt: skip
    record(
        report.congress, actor=actor, body=MEETINGS[action], meeting=meeting, held_on=held_on, title=report.title,
        decision=decision, due_on=due_on, report=report,
    )  # fmt: skip
    return event


@transaction.atomic
def publish(report: SummaryReport, *, actor: Actor, expected_version: int | None = None) -> SummaryEvent:
    """Publish what was adopted; a report published before on the same period is replaced and stays readable."""
    before = SummaryReport.objects.filter(
        congress=report.congress_id, period=report.period, status="published"
    ).first()
    check(report, "publish", actor)
    if before is not None:
        _advance(before, "replace", actor=Actor.system)
    return _advance(
        report, "publish", actor=actor, expected_version=expected_version, published_at=timezone.now()
    )


# --- Agenda -----------------------------------------------------------------------------------------------
def record(
    congress: PeoplesCongress,
    *,
    actor: Actor,
    body: str,
    meeting: str,
    held_on: date | None,
    title: str,
    source: str = "",
    decision: str = "",
    organ: Any = None,
    due_on: date | None = None,
    report: SummaryReport | None = None,
) -> AgendaItem:
    """Record an item of a meeting and what was decided. NotAllowed beyond office and committee; Incomplete."""
    if not roles_on(actor.user, congress.pk) or actor.user is None:
        raise NotAllowed(_("Only the liaison office and the standing committee record agenda items."))
    if not meeting.strip() or held_on is None:
        raise Incomplete("meeting" if not meeting.strip() else "held_on", _("Name the meeting and its day."))
    if due_on is not None and not decision.strip():
        raise Incomplete("decision", _("Say what was decided, if something is to be reported."))
    return AgendaItem.objects.create(
        congress=congress, body=body, meeting=meeting.strip()[:120], held_on=held_on, title=title.strip()[:120],
        source=source.strip()[:200], decision=decision.strip(), organ=organ, due_on=due_on, report=report,
        recorded_by=actor.user,
    )  # fmt: skip


def follow_up(item: AgendaItem, *, actor: Actor, outcome: str, done_on: date | None) -> None:
    """Say what became of a decision; with ``done_on`` it is done."""
    if not roles_on(actor.user, item.congress_id):
        raise NotAllowed(_("Only the liaison office and the standing committee record agenda items."))
    if not outcome.strip():
        raise Incomplete("outcome", _("Say what became of it."))
    AgendaItem.objects.filter(pk=item.pk).update(outcome=outcome.strip(), done_on=done_on)
    item.refresh_from_db()


# --- Freezing by a worker ---------------------------------------------------------------------------------
def ask_to_freeze(congress: PeoplesCongress, period: Period, *, actor: Actor, reason: str = "") -> Freezing:
    """Ask for a summary to be frozen; a worker does it. One that is under way already is the answer."""
    if actor.user is None or not freezing.may_freeze(actor, congress):
        raise NotAllowed(_("Only the liaison office and the standing committee freeze a summary."))
    if freezing.latest(congress, period.key) is not None and not reason.strip():
        raise Incomplete("reason", _("Say why the frozen summary is corrected. The old one is kept."))
    try:
        with transaction.atomic():
            return Freezing.objects.create(
                congress=congress, period=period.key, reason=reason.strip()[:200], asked_by=actor.user
            )
    except IntegrityError:
        return Freezing.objects.get(congress=congress, period=period.key, finished_at=None)


def waiting_to_freeze() -> list[int]:
    """Those that nobody has begun, or whose worker went away."""
    gone = timezone.now() - _STALE
    waiting = Freezing.objects.filter(finished_at=None)
    return [one.pk for one in waiting.order_by("pk") if one.started_at is None or one.started_at < gone]
