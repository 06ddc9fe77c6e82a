"""What a simulation has come to, in lines for a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Avg, Count
from django.utils.translation import gettext as _

from casework.models import Case, Commitment, Effect, Event, Reminder, Rung, Urging
from casework.models.case import OF_DEPUTIES, Kind
from casework.workflows import COMMITMENT, WORKFLOWS
from feedback.models import Notice
from liaison.demo.simulation import of_session
from suggestions.models import ConversionLink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liaison.demo.simulation.beat import Beat
    from liaison.demo.simulation.town import Town

_LISTED = 50


def lines(town: Town, beat: Beat, silent: list[str]) -> Iterator[str]:
    """The report, and at its end the audit."""
    yield from _opinions()
    yield from _session()
    yield from _urgings()
    yield from _promises()
    yield _heading(_("Steps that people took"))
    yield from _counted(town.done)
    yield _heading(_("Steps that were refused"))
    yield from _counted(town.refused)
    yield _heading(_("Periodic jobs started"))
    yield from _counted(Counter(beat.started))
    yield from _effects()
    yield from _audit(silent)


def _heading(words: str) -> str:
    return f"\n== {words}"


def _counted(found: Counter[str]) -> Iterator[str]:
    yield from (
        f"{count:>8,}  {name}" for name, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _by(rows: Iterable[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, count in rows:
        found[name] += count
    return found


def _opinions() -> Iterator[str]:
    received = Case.objects.received().exclude(kind__in=OF_DEPUTIES).count()
    parts = Case.objects.opinions().exclude(split_from=None).count()
    yield _heading(
        _("Opinions received: %(count)d, and %(parts)d parts of them") % {"count": received, "parts": parts}
    )
    others = Case.objects.exclude(kind__in=OF_DEPUTIES).order_by()
    rows = others.values_list("kind", "status").annotate(n=Count("pk"))
    yield from _counted(_by((_stands(kind, status), count) for kind, status, count in rows))
    yield _("Answered: %(answered)d. Late in a step: %(late)d. Handled again: %(again)d.") % {
        "answered": Case.objects.opinions().filter(answered_at__isnull=False).count(),
        "late": Case.objects.opinions().filter(was_late=True).count(),
        "again": Case.objects.opinions().filter(rework_count=1).count(),
    }
    rated = Event.objects.filter(action="rate").count()
    grade = Case.objects.opinions().aggregate(mean=Avg("result"))["mean"]
    if grade:
        yield _("Ratings: %(count)d, of the result %(mean).2f of 3.") % {"count": rated, "mean": grade}


def _session() -> Iterator[str]:
    """Suggestions and motions by where they stand, what is late, and what anyone may read."""
    headings = {Kind.SUGGESTION: _("Suggestions: %(count)d"), Kind.MOTION: _("Motions: %(count)d")}
    for kind, words in headings.items():
        found = Case.objects.filter(kind=kind)
        if not found.exists():
            continue
        yield _heading(words % {"count": found.count()})
        rows = found.order_by().values_list("status").annotate(n=Count("pk"))
        yield from _counted(_by((_stands(kind, status), count) for status, count in rows))
        yield _(
            "Public: %(public)d. Answered: %(answered)d. Late now: %(late)d. Late in a step: %(was)d."
        ) % {
            "public": found.filter(is_public=True).count(),
            "answered": found.filter(answered_at__isnull=False).count(),
            "late": found.late().count(),
            "was": found.filter(was_late=True).count(),
        }
    links = ConversionLink.objects.filter(suggestion__case__isnull=False).count()
    if links:
        yield _("Opinions behind them: %(links)d. Drafts not handed in: %(drafts)d.") % {
            "links": links,
            "drafts": of_session.drafts_left(),
        }


def _stands(kind: str, status: str) -> str:
    row = WORKFLOWS[kind].by_status[status]
    return f"{_(row.label)} ({_('open') if row.is_open else _('closed')})"


def _urgings() -> Iterator[str]:
    rows = Urging.objects.order_by("pk").values_list("rung", "assignment")
    yield _heading(_("Reminded and urged"))
    yield from _counted(_by((_rung(rung, share is None), 1) for rung, share in rows))


def _rung(rung: str, is_of_the_case: bool) -> str:
    owing = _("office or deputy") if is_of_the_case else _("organ")
    return f"{Rung(rung).label}: {owing}"


def _promises() -> Iterator[str]:
    rows = Commitment.objects.order_by().values_list("status").annotate(n=Count("pk"))
    yield _heading(_("Promises"))
    yield from _counted(_by((str(_(COMMITMENT.by_status[status].label)), count) for status, count in rows))
    keys = Reminder.objects.values_list("key", flat=True)
    yield from _counted(_by((key.partition("-")[0], 1) for key in keys))


def _effects() -> Iterator[str]:
    rows = Effect.objects.order_by().values_list("name").annotate(n=Count("pk"))
    yield _heading(_("What followed from the steps"))
    yield from _counted(_by((str(name), count) for name, count in rows))
    yield _("Notices: %(citizens)d to citizens, %(staff)d to staff.") % {
        "citizens": Notice.objects.filter(to_user=None, state="sent").count(),
        "staff": Notice.objects.filter(to_user__isnull=False, state="sent").count(),
    }


def _audit(silent: list[str]) -> Iterator[str]:
    if not silent:
        yield _heading(_("No silent case."))
        return
    yield _heading(_("Silent: %(count)d") % {"count": len(silent)})
    yield from silent[:_LISTED]
    if len(silent) > _LISTED:
        yield _("and %(count)d more") % {"count": len(silent) - _LISTED}
