"""A deputy's dossier of a year or a term: what was heard, conveyed and answered, each number the lines behind it.

Standing committees record how deputies do their duties (Law on Deputies, article 58). A section is a function that
gives its lines as far as the reader may see them; another room's work is another function in ``SECTIONS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts import formats
from casework.access import visible_to
from casework.models import Signatory
from casework.services import workflow_of
from contacts.access import (
    inquiries_visible_to,
    occasions_visible_to,
    records_visible_to,
    services_visible_to,
)
from reports.duty.access import reports_visible_to

if TYPE_CHECKING:
    from accounts.models import User
    from casework.models import Case
    from contacts.models import ContactRecord
    from deputies.models import Deputy, Term


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the day, what it was, a remark, and the page that is the evidence."""

    day: date
    what: str
    note: str
    url: str


@dataclass(frozen=True)
class Section:
    """``count`` is the number of lines, and nothing else."""

    name: str
    title: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.entries)


@dataclass(frozen=True)
class Period:
    """From ``since`` to ``until``, both days counted; ``year`` or ``term`` names it."""

    since: date
    until: date
    year: int | None = None
    term: Term | None = None

    @property
    def label(self) -> str:
        if self.term is not None:
            return _("term %(n)d") % {"n": self.term.number}
        return str(self.year)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment and the first one after it."""
        return _start(self.since), _start(self.until + timedelta(days=1))


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def of_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), year=year)


@dataclass(frozen=True)
class Dossier:
    deputy: Deputy
    period: Period
    sections: list[Section]

    def section(self, name: str) -> Section:
        return next(one for one in self.sections if one.name == name)


@dataclass(frozen=True)
class Asking:
    user: User
    deputy: Deputy
    period: Period


def dossier_of(user: User, deputy: Deputy, period: Period) -> Dossier:
    """Every section as ``user`` may see it: two queries each, however long the list is."""
    ask = Asking(user, deputy, period)
    return Dossier(
        deputy, period, [Section(name, _(title), list(lines(ask))) for name, title, lines in SECTIONS]
    )


# --- The sections ---------------------------------------------------------------------------------------------
def _heard(ask: Asking) -> Iterable[Entry]:
    """Contacts in which something was said, whatever became of it."""
    return (_of_record(one) for one in _records(ask) if one.said or one.case_id)


def _conveyed(ask: Asking) -> Iterable[Entry]:
    """What was heard and has become an opinion, by the day it was conveyed."""
    mine = records_visible_to(ask.user).filter(
        deputy=ask.deputy, conveyed_on__gte=ask.period.since, conveyed_on__lte=ask.period.until
    )
    for one in mine.for_lists().order_by("-conveyed_on", "-pk"):
        day = _("heard on %(day)s") % {"day": formats.day(one.heard_on)}
        yield Entry(one.conveyed_on or one.heard_on, str(one.channel), day, _record_url(one))


def _visits(ask: Asking) -> Iterable[Entry]:
    return (_of_record(one) for one in _records(ask) if one.channel.code == "visit")


def _given(ask: Asking) -> Iterable[Entry]:
    """Opinions that the office gave to the deputy."""
    since, after = ask.period.moments
    mine = _cases(ask).filter(with_deputy_at__gte=since, with_deputy_at__lt=after)
    for case in mine.order_by("-with_deputy_at", "-pk"):
        yield _of_case(case, case.with_deputy_at)


def _answered(ask: Asking) -> Iterable[Entry]:
    """Of the opinions given to the deputy those to which the citizen got the answer in the period."""
    since, after = ask.period.moments
    mine = _cases(ask).filter(answered_at__gte=since, answered_at__lt=after)
    for case in mine.order_by("-answered_at", "-pk"):
        yield _of_case(case, case.answered_at)


def _receptions(ask: Asking) -> Iterable[Entry]:
    return _days(ask, "reception")


def _symposiums(ask: Asking) -> Iterable[Entry]:
    return _days(ask, "symposium")


def _inquiries(ask: Asking) -> Iterable[Entry]:
    """Comment forms and questionnaires in which the deputy asked, once they were opened."""
    mine = inquiries_visible_to(ask.user).filter(
        deputy=ask.deputy, opens_on__gte=ask.period.since, opens_on__lte=ask.period.until
    )
    for one in mine.exclude(status__in=["draft", "discarded"]).order_by("-opens_on", "-pk"):
        yield Entry(one.opens_on, one.title, one.get_kind_display(), reverse("inquiry", args=[one.pk]))


def _helps(ask: Asking) -> Iterable[Entry]:
    """Practical help, never the handling of a case (Law on Deputies, article 31)."""
    mine = services_visible_to(ask.user).filter(
        deputy=ask.deputy, done_on__gte=ask.period.since, done_on__lte=ask.period.until
    )
    for one in mine.order_by("-done_on", "-pk"):
        yield Entry(one.done_on, one.what, "", reverse("help_record", args=[one.pk]))


def _suggestions(ask: Asking) -> Iterable[Entry]:
    """What the deputy handed in, alone or leading others."""
    return _handed_in(ask, Q(deputy=ask.deputy))


def _signed(ask: Asking) -> Iterable[Entry]:
    """What other deputies lead and this one has signed."""
    signed = Signatory.objects.filter(deputy=ask.deputy, leads=False).values("case")
    return _handed_in(ask, Q(pk__in=signed) & ~Q(deputy=ask.deputy))


def _reports(ask: Asking) -> Iterable[Entry]:
    """Duty reports by their date: published, excused, or missed."""
    mine = reports_visible_to(ask.user).filter(
        deputy=ask.deputy, due_on__gte=ask.period.since, due_on__lte=ask.period.until
    )
    for one in mine.for_lists().order_by("-due_on", "-pk"):
        yield Entry(one.due_on, str(one), one.get_status_display(), reverse("duty_report", args=[one.pk]))


SECTIONS: tuple[tuple[str, str, Callable[[Asking], Iterable[Entry]]], ...] = (
    ("heard", gettext_noop("Heard"), _heard),
    ("conveyed", gettext_noop("Conveyed"), _conveyed),
    ("given", gettext_noop("Opinions given to the deputy"), _given),
    ("answered", gettext_noop("Opinions answered"), _answered),
    ("receptions", gettext_noop("Reception days"), _receptions),
    ("visits", gettext_noop("Visits"), _visits),
    ("symposiums", gettext_noop("Symposiums"), _symposiums),
    ("inquiries", gettext_noop("Forms and questionnaires"), _inquiries),
    ("helps", gettext_noop("Help given"), _helps),
    ("suggestions", gettext_noop("Suggestions handed in"), _suggestions),
    ("cosigned", gettext_noop("Suggestions of others signed"), _signed),
    ("reports", gettext_noop("Duty reports"), _reports),
)


# --- Their lines ----------------------------------------------------------------------------------------------
def _records(ask: Asking) -> Iterable[ContactRecord]:
    mine = records_visible_to(ask.user).filter(deputy=ask.deputy).between(ask.period.since, ask.period.until)
    return mine.for_lists().order_by("-heard_on", "-pk")


def _record_url(one: ContactRecord) -> str:
    return reverse("contact_record", args=[one.pk])


def _of_record(one: ContactRecord) -> Entry:
    where = " ".join(str(part) for part in (one.division, one.place, one.whom) if part)
    what = " · ".join(part for part in (str(one.channel), where) if part)
    return Entry(one.heard_on, what, _became(one), _record_url(one))


def _became(one: ContactRecord) -> str:
    if one.conveyed_on:
        return _("conveyed on %(day)s") % {"day": formats.day(one.conveyed_on)}
    if one.kept_why:
        return _("not conveyed: %(why)s") % {"why": one.kept_why}
    return _("not conveyed yet") if one.said else ""


def _cases(ask: Asking) -> Any:
    mine = visible_to(ask.user).opinions().received().filter(deputy=ask.deputy, with_deputy_at__isnull=False)
    return mine.select_related("channel")


def _handed_in(ask: Asking, which: Q) -> Iterable[Entry]:
    since, after = ask.period.moments
    found = visible_to(ask.user).suggestions().filter(which, opened_at__gte=since, opened_at__lt=after)
    for case in found.select_related("channel").order_by("-opened_at", "-pk"):
        stands = _(workflow_of(case).by_status[case.status].label)
        yield replace(_of_case(case, case.opened_at), note=stands)


def _of_case(case: Case, at: datetime | None) -> Entry:
    """By its number; the title of a confidential one stays where it is."""
    title = _("confidential") if case.confidential else case.title
    day = timezone.localdate(at or case.opened_at)
    return Entry(day, f"{case.number} · {title}", str(case.channel), reverse("case", args=[case.number]))


def _days(ask: Asking, kind: str) -> Iterable[Entry]:
    """Days that took place and from which the deputy did not withdraw."""
    held = occasions_visible_to(ask.user).filter(
        kind=kind,
        status__in=["held", "recorded"],
        held_on__gte=ask.period.since,
        held_on__lte=ask.period.until,
        duties__deputy=ask.deputy,
        duties__withdrew_at=None,
    )
    found = list(held.select_related("station").order_by("-held_on", "-pk"))
    matters = _matters(ask, [one.pk for one in found])
    for one in found:
        n = matters.get(one.pk, 0)
        note = ngettext("%(n)d matter", "%(n)d matters", n) % {"n": n} if n else ""
        if one.status == "held":  # counts for the yearly minimum once its minutes are written
            note = one.get_status_display()
        yield Entry(one.held_on or one.day, str(one), note, reverse("occasion", args=[one.pk]))


def _matters(ask: Asking, keys: list[int]) -> dict[int, int]:
    """How many matters the deputy passed on from each day."""
    found: dict[int, int] = {}
    rows = records_visible_to(ask.user).filter(deputy=ask.deputy, occasion__in=keys, case__isnull=False)
    for key in rows.values_list("occasion", flat=True):
        found[key or 0] = found.get(key or 0, 0) + 1
    return found
