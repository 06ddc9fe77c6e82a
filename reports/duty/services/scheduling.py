"""The schedule, kept from the calendar of each congress: planned, asked for, reminded of, excused, missed.

Every function may run twice, and makes up for turns that were missed: of several reminders the latest counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from deputies.models import Mandate, PeoplesCongress, Session, Term
from deputies.models.deputy import MandateStatus
from reports.duty import rules
from reports.duty.calendar import Kind, Meeting, Office, Planned, planned
from reports.duty.models import Audience, DutyCalendar, DutyEvent, DutyReport
from reports.duty.services.together import advance_together, begin_together

AHEAD = timedelta(days=92)  # how far the office sees what is coming
_UNSENT = ("scheduled", "notified", "drafting")


def follow(today: date | None = None) -> int:
    """Everything the day asks for; returns how many steps were taken."""
    today = today or timezone.localdate()
    made = sum(plan(one, today) for one in _congresses())
    return made + recount(today) + excuse_those_out_of_office() + notify(today) + remind(today) + miss(today)


def _congresses() -> Iterable[PeoplesCongress]:
    held = Mandate.objects.filter(status=MandateStatus.IN_FORCE)
    return PeoplesCongress.objects.filter(pk__in=held.values("deputy__congress"))


# --- Planning ---------------------------------------------------------------------------------------------
@transaction.atomic
def plan(congress: PeoplesCongress, today: date) -> int:
    """Schedule what opens within ``AHEAD`` and is due since the congress keeps the schedule; how many were new."""
    kept, _new = DutyCalendar.objects.get_or_create(congress=congress, defaults={"since": today})
    DutyCalendar.objects.select_for_update().get(pk=kept.pk)  # one worker at a time makes rows
    key = rules.key_for(congress, today)
    owed, sessions, known = rules.numbers(key), _sessions(congress), _known(congress)
    rows = (
        _row(mandate, one, key)
        for mandate in _mandates(congress)
        for one in planned(_office(mandate), sessions[mandate.term_id], owed, today + AHEAD)
        if (mandate.pk, one.kind.value, one.key) not in known
    )
    return begin_together([one for one in rows if one.due_on >= kept.since], "plan")


def _mandates(congress: PeoplesCongress) -> Iterable[Mandate]:
    held = Mandate.objects.filter(deputy__congress=congress, status=MandateStatus.IN_FORCE)
    return held.select_related("term", "deputy").order_by("pk")


def _sessions(congress: PeoplesCongress) -> dict[int, list[Meeting]]:
    found: dict[int, list[Meeting]] = defaultdict(list)
    for one in Session.objects.filter(term__congress=congress).order_by("starts_on"):
        found[one.term_id].append(Meeting(one.pk, one.starts_on, one.ends_on))
    return found


def _known(congress: PeoplesCongress) -> set[tuple[int, str, int]]:
    rows = DutyReport.objects.filter(congress=congress).values_list(
        "mandate", "kind", "session", "year", "turn"
    )
    return {(mandate, kind, session or year or turn or 0) for mandate, kind, session, year, turn in rows}


def _office(mandate: Mandate) -> Office:
    term: Term = mandate.term
    return Office(term.starts_on, term.ends_on, mandate.starts_on, mandate.ends_on)


def _row(mandate: Mandate, one: Planned, key: str) -> DutyReport:
    start = one.until if one.kind == Kind.SESSION else mandate.term.starts_on
    due_on = one.due_on or rules.due(key, "session", one.until).due
    return DutyReport(
        congress_id=mandate.deputy.congress_id,
        deputy=mandate.deputy,
        mandate=mandate,
        kind=one.kind.value,
        session_id=one.key if one.kind == Kind.SESSION else None,
        year=one.key if one.kind == Kind.YEARLY else None,
        turn=one.key if one.kind == Kind.TERM else None,
        since=one.since,
        until=one.until,
        opens_on=one.opens_on,
        due_on=due_on,
        counted_from=start,
        profile=key,
        status="scheduled",
        audience=audience_of(mandate),
    )


def audience_of(mandate: Mandate) -> str:
    """By whom the deputy was elected: voters read it on the public page, an electing unit through its members."""
    return Audience.UNIT if mandate.elected_by_id else Audience.PUBLIC


def recount(today: date) -> int:
    """Where a session closed on another day than was known, the date follows, unless the office has set it."""
    rows = DutyReport.objects.filter(kind="session", moved_why="", status__in=[*_UNSENT, "missed"])
    stale = rows.exclude(session__ends_on=F("counted_from")).select_related("session")
    alike: dict[tuple[str, date, date], list[DutyReport]] = defaultdict(list)
    for report in stale:
        session = report.session
        assert session is not None  # the table holds that a report after a session has one
        is_within = report.since <= session.ends_on
        since = max(session.starts_on, report.since) if is_within else session.starts_on
        alike[report.profile, since, session.ends_on].append(report)
    return sum(_recounted(some, *about) for about, some in alike.items())


def _recounted(rows: list[DutyReport], profile: str, since: date, closed: date) -> int:
    due = rules.due(profile, "session", closed).due
    return advance_together(
        rows,
        "recount",
        counted_from=closed,
        opens_on=closed,
        due_on=due,
        since=since,
        until=closed,
    )


# --- Asking, reminding, missing ---------------------------------------------------------------------------
def notify(today: date) -> int:
    """Ask for what opens today, or did while nobody was at work."""
    return advance_together(DutyReport.objects.filter(status="scheduled", opens_on__lte=today), "notify")


def remind(today: date) -> int:
    """The latest reminder whose day has come, once for each date; never after the date."""
    rows = DutyReport.objects.filter(status__in=("notified", "drafting"), due_on__gte=today)
    given = DutyEvent.objects.filter(action="remind", report__in=rows.values("pk"))
    known = set(given.values_list("report", "mark"))
    marks = {report.pk: _mark(report, today) for report in rows}
    due = [one for one in rows if marks[one.pk] and (one.pk, marks[one.pk]) not in known]
    # The mark in the history keeps it from being given twice, whoever looks at the same moment.
    return advance_together(due, "remind", said=lambda one: {"mark": marks[one.pk]})


def _mark(report: DutyReport, today: date) -> str:
    """Which reminder of which date is due by today; empty where none is."""
    days = rules.reminders(report.profile, report.due_on)
    come = [step for step, day in days.items() if report.opens_on < day <= today]
    return f"{come[-1]}:{report.due_on}" if come else ""


def miss(today: date) -> int:
    """Note as missed what nobody handed in; it can still be handed in, and stays noted."""
    rows = DutyReport.objects.filter(status__in=_UNSENT, due_on__lt=today)
    late = [one for one in rows if rules.missed_on(one.profile, one.due_on) <= today]
    return advance_together(late, "miss", missed_on=today)


def excuse_those_out_of_office() -> int:
    """Nobody reports while the mandate is suspended or after it has ended (Law on Deputies, articles 61 and 62)."""
    out = ~Q(mandate__status=MandateStatus.IN_FORCE)
    rows = DutyReport.objects.filter(out, status__in=_UNSENT).select_related("mandate")
    return advance_together(rows, "excuse", said=lambda one: {"note": _why_out(one.mandate)})


def _why_out(mandate: Mandate) -> str:
    if mandate.status == MandateStatus.SUSPENDED:
        return _("The mandate is suspended (Law on Deputies, article 61).")
    return _("The mandate has ended (Law on Deputies, article 62).")
