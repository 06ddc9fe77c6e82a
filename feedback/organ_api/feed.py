"""The feed of an organ: every step that its people may read in the history, numbered without a gap.

A number taken from a sequence may be seen before a lower one is committed, and whoever has read up to it would miss
that one. So the numbers are given after the steps, by whoever holds the organ's row of ``OrganFeed``: the next
is given only when the last one can be seen. What was undone within its seconds was never numbered.
"""

from __future__ import annotations

import base64
import binascii
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from casework.errors import Incomplete
from casework.models import Assignment, Effect, Event
from casework.models.case import Kind
from casework.outbox import ORGANS
from feedback.models import OrganChange, OrganFeed
from feedback.organ_api.kinds import ChangeKind, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deputies.models import Organ

_OFFICE = frozenset({"officer", "station", "committee"})


def begin(organ: Organ) -> OrganFeed:
    """From now on the organ's changes are numbered; one that has begun goes on."""
    return OrganFeed.objects.get_or_create(organ=organ)[0]


def number(events: Sequence[Event]) -> list[int]:
    """Give ``events`` their numbers in the feeds of the organs that may read of them; may run twice.

    Returns the keys of the organs that have something new. Runs inside a transaction. Earlier steps of the same cases
    that still wait for their turn are taken along, so that no case is told out of order.
    """
    if not OrganFeed.objects.exists():
        return []
    concerned = _concerned(events)
    feeds = {
        feed.organ_id: feed
        for feed in OrganFeed.objects.select_for_update()
        .filter(organ__in={organ for organs in concerned.values() for organ in organs})
        .order_by("pk")
    }
    if not feeds:
        return []
    events = _with_earlier(events)
    concerned = _concerned(events)
    wanted = [
        (organ, event, kind)
        for event in events
        for organ, kind in concerned[event.pk].items()
        if organ in feeds
    ]
    known = set(
        OrganChange.objects.filter(event__in=[event.pk for event in events]).values_list("organ", "event")
    )
    made = []
    for organ, event, kind in wanted:
        if (organ, event.pk) not in known:
            feeds[organ].last += 1
            made.append(OrganChange(organ_id=organ, seq=feeds[organ].last, event=event, kind=kind))
    OrganChange.objects.bulk_create(made)
    grown = sorted({change.organ_id for change in made})
    OrganFeed.objects.bulk_update([feeds[organ] for organ in grown], ["last"])
    return grown


def _with_earlier(events: Sequence[Event]) -> list[Event]:
    latest: dict[int, int] = {}
    for event in events:
        latest[event.case_id] = max(event.pk, latest.get(event.case_id, 0))
    waiting = Effect.objects.filter(name=ORGANS, done_at=None, event__case__in=latest).select_related(
        "event__case"
    )
    found = {event.pk: event for event in events}
    for effect in waiting:
        if effect.event_id < latest[effect.event.case_id]:
            found.setdefault(effect.event_id, effect.event)
    return [found[key] for key in sorted(found)]


def _concerned(events: Iterable[Event]) -> dict[int, dict[int, ChangeKind]]:
    """By event the organs that may read of it, each with what it is to them."""
    events = list(events)
    shares: dict[int, list[Assignment]] = defaultdict(list)
    cases = {event.case_id for event in events}
    for share in Assignment.objects.filter(case__in=cases).order_by("pk"):
        shares[share.case_id].append(share)
    return {event.pk: _of_one(event, shares[event.case_id]) for event in events}


def _of_one(event: Event, shares: list[Assignment]) -> dict[int, ChangeKind]:
    if event.case.kind == Kind.COMPLAINT or (event.action == "note" and event.acting_as in _OFFICE):
        return {}
    if event.assignment_id is not None:
        mine = next(share for share in shares if share.pk == event.assignment_id)
        return {mine.organ_id: kind_of(event, is_given=False)}
    if event.case.kind == Kind.MOTION:
        organ = event.case.organ_id
        return {organ: kind_of(event, is_given=event.action == "give_to_organ")} if organ else {}
    given = _given_by(event, shares)
    having = {share.organ_id for share in shares if _had(share, event)} | given
    return {organ: kind_of(event, is_given=organ in given) for organ in sorted(having)}


def _given_by(event: Event, shares: list[Assignment]) -> set[int]:
    """The organs that got the case by this step: its shares are dated with the step, added ones right after it."""
    if event.action == "assign":
        dates = [share.assigned_at for share in shares if share.assigned_at <= event.at]
        return {share.organ_id for share in shares if dates and share.assigned_at == max(dates)}
    if event.action == "add_organ":
        return {share.organ_id for share in [one for one in shares if one.assigned_at >= event.at][:1]}
    return set()


def _had(share: Assignment, event: Event) -> bool:
    """Whether the organ had the case when the step was taken."""
    is_gone = share.status == "void" and share.closed_at is not None and share.closed_at < event.at
    return share.assigned_at <= event.at and not is_gone


# --- Reading ------------------------------------------------------------------------------------------------
def after(organ: Organ, seq: int, limit: int) -> list[OrganChange]:
    """The changes after the ``seq``-th, at most ``limit``, in order."""
    rows = OrganChange.objects.filter(Q(organ=organ), seq__gt=seq).select_related("event__case")
    return list(rows.order_by("seq")[:limit])


def last_of(organ: Organ) -> int:
    return OrganFeed.objects.filter(organ=organ).values_list("last", flat=True).first() or 0


def cursor(organ: Organ, seq: int) -> str:
    """Where somebody has read to; it stays good for ever, also when the portal's keys change."""
    return base64.urlsafe_b64encode(f"1.{organ.pk}.{seq}".encode()).decode().rstrip("=")


def position(organ: Organ, text: str) -> int:
    """The number in a cursor of this organ; Incomplete("after") for one that is none, or another organ's."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        version, key, seq = (int(part) for part in raw.split("."))
    except (ValueError, binascii.Error):
        version, key, seq = 0, 0, 0
    if (version, key) != (1, organ.pk) or not 0 <= seq <= last_of(organ):
        raise Incomplete(
            "after", _("This cursor is not one of your organ. Leave it out to begin at the beginning.")
        )
    return seq
