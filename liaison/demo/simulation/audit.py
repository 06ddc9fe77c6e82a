"""No silent case: what a portal owes for every case it holds, looked up in the rows and not asked of the jobs.

Each finding is a sentence that names the case. The days of the urging ladder come from the rules of the case; who is
in turn is read here anew from where the case and its organs stand, so that a job that overlooks somebody is found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Assignment, Case, Commitment, Effect, Event, Reminder, Rung, Urging
from casework.periodic import overdue
from casework.rules import urging_days
from casework.workflows import ASSIGNMENT, OPINION, WORKFLOWS
from feedback.models import Identity, Notice
from liaison.demo.simulation import of_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

RUNGS = {
    "remind": Rung.REMIND,
    "urge": Rung.URGE,
    "second_urge": Rung.URGE_AGAIN,
    "supervise": Rung.SUPERVISE,
}
_OF_THE_CITIZEN = ("rating", "needs_info")  # clocks of those whom nobody urges
#: Where nobody is urged: the case follows another one, or a deputy or citizen takes the time that is theirs.
_NOBODY_URGED = ("joined", "sent_back", "delivered", "incomplete", "not_motion")
_ENDED_BY_CITIZEN = ("withdraw", "lapse")


@dataclass(frozen=True, slots=True)
class Owed:
    """Somebody is in turn: for the case itself, or with an organ's share of it."""

    case: int
    share: int | None
    number: str
    profile: str
    first: date | None
    due_on: date


def today_at_the_latest() -> Iterator[str]:
    """Everything whose day has come was reminded or urged, once for each step of the ladder, and not before."""
    taken = _taken()
    today = timezone.localdate()
    for owed in [*_owed_by_organs(), *_owed_by_others()]:
        planned = urging_days(owed.profile, owed.due_on)
        for name, rung in RUNGS.items():
            # A clock that is shorter than the time of the reminder begins with its date.
            counts = planned[name] <= today and (owed.first is None or planned[name] > owed.first)
            times = taken[owed.case, owed.share, owed.due_on, rung]
            if counts and times != 1:
                yield _("%(number)s: %(step)s planned for %(day)s was taken %(times)d times") % {
                    "number": owed.number,
                    "step": Rung(rung).label,
                    "day": planned[name],
                    "times": times,
                }
    yield from _promises_unreminded(today)
    yield from of_session.today_at_the_latest(today)


def _taken() -> Counter[tuple[int, int | None, date, str]]:
    rows = Urging.objects.filter(case__closed_at=None)
    return Counter(rows.values_list("case", "assignment", "due_on", "rung"))


def _in_turn() -> QuerySet[Assignment]:
    """Once the reply is with the office, an assisting organ that has not spoken owes nothing any more."""
    with_organs = OPINION.step("release_reply").sources
    return Assignment.objects.filter(
        status__in=ASSIGNMENT.step("remind").sources, case__status__in=with_organs
    )


def _owed_by_organs() -> Iterator[Owed]:
    rows = _in_turn().select_related("case").order_by("pk")
    for share in rows:
        first = timezone.localdate(share.assigned_at)
        yield Owed(share.case_id, share.pk, share.case.number, share.case.profile, first, share.due_on)


def _owed_by_others() -> Iterator[Owed]:
    """Cases in which no organ is in turn, and not the citizen: then the office is, or the deputy."""
    answering = _in_turn().filter(case=OuterRef("pk")).exclude(role="assist")
    rows = Case.objects.open().exclude(status__in=_NOBODY_URGED).exclude(due_clock__in=_OF_THE_CITIZEN)
    for case in rows.filter(~Exists(answering)).order_by("pk"):
        if case.due_on:
            yield Owed(case.pk, None, case.number, case.profile, case.due_from, case.due_on)


def _promises_unreminded(today: date) -> Iterator[str]:
    given = set(Reminder.objects.values_list("key", flat=True))
    for promise in Commitment.objects.owed().select_related("case").order_by("pk"):
        days = {
            "remind_promise": urging_days(promise.case.profile, promise.due_on)["remind"],
            "promise_due": promise.due_on,
        }
        for action, day in days.items():
            if day <= today and f"{action}-{promise.pk}-{promise.due_on}" not in given:
                yield _("%(number)s: nobody was reminded of the promise for %(day)s") % {
                    "number": promise.case.number,
                    "day": promise.due_on,
                }


def in_the_end() -> Iterator[str]:
    """What must hold of all cases, whatever has happened to them."""
    yield from today_at_the_latest()
    yield from _open_without_owner_or_date()
    yield from _closed_without_answer_or_reason()
    yield from of_session.in_the_end()
    yield from _urged_too_early_or_nobody()
    yield from _not_told()
    yield from _broken_histories()
    yield from _still_owed()
    yield from (_("the periodic job %(job)s is overdue") % {"job": name} for name in overdue())


def _open_without_owner_or_date() -> Iterator[str]:
    for case in Case.objects.open().order_by("pk"):
        status = WORKFLOWS[case.kind].by_status[case.status]
        if case.due_on is None:
            yield _("%(number)s: open without a next date") % {"number": case.number}
        if status.owned and case.owner_id is None:
            yield _("%(number)s: open without a responsible person") % {"number": case.number}


def _closed_without_answer_or_reason() -> Iterator[str]:
    """Fed back; or refused for a reason; or ended by the citizen; or a part that is with the whole again."""
    fed_back = Event.objects.filter(case=OuterRef("pk"), action="feed_back")
    for case in Case.objects.opinions().filter(~Exists(fed_back), closed_at__isnull=False).order_by("pk"):
        last = case.events.filter(assignment=None, commitment=None).latest("pk")
        explained = bool(last.reason and last.note) or last.action in _ENDED_BY_CITIZEN
        if not explained and last.action != "void_part":
            yield _("%(number)s: closed without an answer or a reason") % {"number": case.number}


def _urged_too_early_or_nobody() -> Iterator[str]:
    told = Notice.objects.filter(event=OuterRef("event"), to_user__isnull=False)
    for urging in Urging.objects.select_related("case", "event").annotate(told=Exists(told)).order_by("pk"):
        if timezone.localdate(urging.event.at) < urging.planned_on:
            yield _("%(number)s: %(step)s came before its day") % {
                "number": urging.case.number,
                "step": Rung(urging.rung).label,
            }
        if not urging.told:
            yield _("%(number)s: %(step)s reached nobody") % {
                "number": urging.case.number,
                "step": Rung(urging.rung).label,
            }


def _not_told() -> Iterator[str]:
    """Citizens who left an address and were not told of a step that they are told of."""
    notices = Notice.objects.filter(event=OuterRef("event"), to_user=None)
    done = Effect.objects.filter(name="feedback.notify", done_at__isnull=False)
    effects = done.filter(event__case__opinion__wishes_contact=True)
    kept = Identity.objects.filter(Q(pk=OuterRef("event__case")) | Q(pk=OuterRef("event__case__split_from")))
    for effect in effects.filter(~Exists(notices), Exists(kept)).select_related("event__case").order_by("pk"):
        yield _("%(number)s: the citizen was not told of “%(step)s”") % {
            "number": effect.event.case.number,
            "step": effect.event.action,
        }


def _broken_histories() -> Iterator[str]:
    """Every version of a case has one event, and each begins where the one before it ended."""
    of_the_case = Q(events__assignment=None, events__commitment=None)
    counted = Case.objects.annotate(n=Count("events", filter=of_the_case))
    for number in counted.exclude(version=F("n")).order_by("pk").values_list("number", flat=True):
        yield _("%(number)s: the history lacks a step") % {"number": number}
    stands: dict[int, str] = defaultdict(str)
    events = Event.objects.filter(assignment=None, commitment=None).order_by("pk")
    rows = events.values_list("case", "case__number", "from_status", "to_status")
    for case, number, source, target in rows.iterator():
        if stands[case] != source:
            yield _("%(number)s: the history is broken") % {"number": number}
        stands[case] = target


def _still_owed() -> Iterator[str]:
    owed = Effect.objects.filter(done_at=None).select_related("event__case").order_by("pk")
    for effect in owed:
        yield _("%(number)s: “%(effect)s” is still owed: %(error)s") % {
            "number": effect.event.case.number,
            "effect": effect.name,
            "error": effect.last_error or "-",
        }
