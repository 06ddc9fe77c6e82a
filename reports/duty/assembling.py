"""A draft out of the record: its lines, each with its evidence, and the words a deputy begins with.

The lines are the dossier's, in the deputy's own visibility, with motions and promises. The words hold numbers and
what is public anyway (days, titles of what was handed in): nothing that somebody told the deputy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts import formats
from casework.access import commitments_visible_to, visible_to
from casework.models import Signatory
from casework.services import workflow_of
from contacts.access import records_visible_to
from reports.dossier import SECTIONS, Asking, Entry, Period
from reports.duty.models import LineState, ReportLine

if TYPE_CHECKING:
    from accounts.models import User
    from deputies.models import Session
    from reports.duty.models import DutyReport

_CUT = 300


# --- What the dossier does not have -----------------------------------------------------------------------
def _motions(ask: Asking) -> Iterable[Entry]:
    """Motions the deputy led or signed, with where they stand."""
    since, after = ask.period.moments
    signed = Signatory.objects.filter(deputy=ask.deputy).values("case")
    mine = visible_to(ask.user).filter(Q(deputy=ask.deputy) | Q(pk__in=signed), kind="motion")
    for case in mine.filter(opened_at__gte=since, opened_at__lt=after).order_by("-opened_at", "-pk"):
        stands = _(workflow_of(case).by_status[case.status].label)
        day = timezone.localdate(case.opened_at)
        title = _("confidential") if case.confidential else case.title
        yield Entry(day, f"{case.number} · {title}", stands, reverse("case", args=[case.number]))


def _promises(ask: Asking) -> Iterable[Entry]:
    """What organs promised on the deputy's matters, and whether it was kept."""
    since, after = ask.period.moments
    made = commitments_visible_to(ask.user).standing().filter(case__deputy=ask.deputy)
    for one in (
        made.filter(made_at__gte=since, made_at__lt=after).select_related("organ").order_by("-made_at", "pk")
    ):
        what = f"{one.organ}{_(': ')}{one.promise}"
        yield Entry(
            timezone.localdate(one.made_at), what, one.get_status_display(), reverse("promise", args=[one.pk])
        )


def _own_steps(ask: Asking) -> Iterable[Entry]:
    """The next steps the deputy promised with a contact, settled or open."""
    mine = records_visible_to(ask.user).filter(deputy=ask.deputy).exclude(next_step="")
    for one in mine.between(ask.period.since, ask.period.until).select_related("next_step_done"):
        done = getattr(one, "next_step_done", None)
        note = _("done on %(day)s") % {"day": formats.day(done.done_on)} if done else _("open")
        yield Entry(one.heard_on, one.next_step, note, reverse("contact_record", args=[one.pk]))


MORE = (
    ("motions", gettext_noop("Motions"), _motions),
    ("promises", gettext_noop("Promises of organs"), _promises),
    ("steps", gettext_noop("Next steps promised"), _own_steps),
)
TITLES = {name: title for name, title, _lines in (*SECTIONS, *MORE)}
#: The parts of a report, and the sections of the record that each draws on.
PARTS = (
    (gettext_noop("What people said, and what became of it"), ("heard", "conveyed", "given", "answered")),
    (gettext_noop("Motions and suggestions"), ("motions", "suggestions", "cosigned")),
    (
        gettext_noop("Contact with the people"),
        ("receptions", "visits", "symposiums", "inquiries", "helps"),
    ),
    (gettext_noop("What was promised"), ("promises", "steps")),
)
#: Sections whose lines are public acts: they may stand in the words themselves.
_NAMED = ("motions", "suggestions", "receptions", "inquiries")
_CASES = ("motions", "suggestions")


def entries(report: DutyReport, user: User) -> list[tuple[str, Entry]]:
    """Section and entry of everything the record has for the report's time, as ``user`` sees it."""
    ask = Asking(user, report.deputy, Period(report.since, report.until))
    away = _days_of_sessions(report)
    used = {name for _title, names in PARTS for name in names}
    return [
        (name, one)
        for name, _title, lines in (*SECTIONS, *MORE)
        if name in used
        for one in lines(ask)
        if not any(first <= one.day <= last for first, last in away)
    ]


def _days_of_sessions(report: DutyReport) -> list[tuple[date, date]]:
    """A report of the year is about the time outside the sessions: those have their own."""
    if report.kind != "yearly":
        return []
    held: Iterable[Session] = report.mandate.term.sessions.filter(  # type: ignore[attr-defined]
        starts_on__lte=report.until, ends_on__gte=report.since
    )
    return [(one.starts_on, one.ends_on) for one in held]


def assemble(report: DutyReport, user: User) -> int:
    """Add what the record has and the report has not; what the deputy contested stays. Returns how many were new.

    The lines are Chinese whatever the language of the page, as the report itself is.
    """
    with translation.override("zh-hans"):
        return _assemble(report, user)


def _assemble(report: DutyReport, user: User) -> int:
    known = set(report.lines.values_list("section", "url", "day"))  # type: ignore[attr-defined]
    fresh: dict[tuple[str, str, date], Entry] = {}
    for section, one in entries(report, user):
        place = (section, one.url, one.day)
        if place not in known:
            fresh.setdefault(place, one)
    made = [
        ReportLine(
            report=report,
            section=section,
            day=day,
            what=one.what[:_CUT],
            note=str(one.note)[:_CUT],
            url=url,
        )
        for (section, url, day), one in fresh.items()
    ]
    return len(ReportLine.objects.bulk_create(made))


# --- The words to begin with ------------------------------------------------------------------------------
def counts(report: DutyReport) -> dict[str, int]:
    """How many lines stand in each section, those left out not counted."""
    found: dict[str, int] = defaultdict(int)
    stands = report.lines.exclude(state=LineState.LEFT_OUT)  # type: ignore[attr-defined]
    for section in stands.values_list("section", flat=True):
        found[section] += 1
    return found


def first_words(report: DutyReport) -> str:
    """The text a deputy begins with: one part for each group of sections, with its numbers."""
    stands: dict[str, list[ReportLine]] = defaultdict(list)
    for line in report.lines.exclude(state=LineState.LEFT_OUT):  # type: ignore[attr-defined]
        stands[line.section].append(line)
    with translation.override("zh-hans"):
        return "\n".join(line for title, names in PARTS for line in _part(_(title), names, stands))


def _part(title: str, names: tuple[str, ...], stands: dict[str, list[ReportLine]]) -> Iterator[str]:
    yield f"## {title}"
    rows = [(name, stands[name]) for name in names if stands[name]]
    if not rows:
        yield _("The record has nothing here for this time.")
    for name, lines in rows:
        count = ngettext("%(n)d item", "%(n)d items", len(lines)) % {"n": len(lines)}
        yield f"- {_(TITLES[name])}{_(': ')}{count}"
    for name, lines in rows:
        if name in _NAMED:
            yield from _named(_(TITLES[name]), lines)
    yield ""


def _named(title: str, lines: list[ReportLine]) -> Iterator[str]:
    """A table of what may be named: without numbers of cases, and without a column that would be empty."""
    named = [(line, line.correction or _bare(line)) for line in lines]
    rows = [
        [formats.day(line.day), words, _stands(line)] for line, words in named if words != _("confidential")
    ]
    wide = 3 if any(row[2] for row in rows) else 2
    head = [_("Day"), title, _("Result")]
    yield ""
    for row in (head, *rows):
        yield "| " + " | ".join(str(cell).replace("|", "/") for cell in row[:wide]) + " |"


def _bare(line: ReportLine) -> str:
    """The title of a motion or suggestion without the number under which the portal knows it."""
    return line.what.split(" · ", 1)[-1] if line.section in _CASES else line.what


def _stands(line: ReportLine) -> str:
    return line.note if line.section in _CASES else ""
