"""Taking back the step one has just taken: for a few seconds, and only while nobody else has acted since."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from casework import outbox, snapshots
from casework.engine import UNDO
from casework.errors import LostRace, NotAllowed, TooLate
from casework.models import Assignment, Case, Effect, Event, Undo
from casework.services.advance import acting_as, workflow_of
from casework.workflows import WORKFLOWS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from accounts.actors import Actor
    from casework.engine import Step
    from casework.services.advance import Moving

_KEPT = timedelta(hours=1)  # after it was over: the page that comes back from an undo still reads it


def undoable(
    moving: Moving,
    action: str,
    run: Callable[[], None],
    *,
    actor: Actor,
    session: str,
    page: Mapping[str, Any] | None = None,
) -> Undo | None:
    """Take a step by ``run`` and remember what it changes; returns the offer to undo it, if there is one.

    All that follows from the step is owed only when the offer is over. ``page`` is kept for the page that comes
    after an undo.
    """
    step = workflow_of(moving).step(action)
    alone = not (
        moving.case.joined_count or moving.case.leading_id
    )  # others would have to be brought back too
    if not (settings.UNDO_SECONDS and step.undo and alone and actor.is_user and session):
        run()
        return None
    until = timezone.now() + timedelta(seconds=settings.UNDO_SECONDS)
    with transaction.atomic(), outbox.held_until(until):
        case = moving.case
        before = snapshots.take(case.pk)
        last = case.events.order_by("-pk").values_list("pk", flat=True).first() or 0
        run()
        events = list(case.events.filter(pk__gt=last).order_by("pk"))
        if not events or not _may_go_back(case, events, actor):
            return None
        return _kept(case, events, before, by=actor.user, session=session, until=until, page=dict(page or {}))


def _may_go_back(case: Case, events: Sequence[Event], actor: Actor) -> bool:
    """Whether every row the step brought can be undone, and who took it still has their part in the case."""
    return all(_row(event).undo for event in events) and events[0].acting_as in acting_as(actor, case)


def _row(event: Event) -> Step:
    return event.table.step(event.action)


def _kept(case: Case, events: Sequence[Event], before: snapshots.Rows, **kept: Any) -> Undo:
    after = snapshots.take(case.pk)
    offer = Undo(
        case=case,
        first=events[0],
        last=events[-1],
        version=case.version,
        before=snapshots.changes(before, after),
        after=snapshots.digest(after),
        **kept,
    )
    columns = [field.name for field in Undo._meta.concrete_fields if not field.primary_key]
    Undo.objects.bulk_create(
        [offer], update_conflicts=True, unique_fields=["case"], update_fields=columns
    )  # one query: the offer of the step before gives way
    return offer


def session_mark(key: str | None) -> str:
    """What is kept of a session: enough to know it again, not enough to enter it. Empty without one."""
    return salted_hmac("casework.undo", key, algorithm="sha256").hexdigest() if key else ""


@transaction.atomic
def undo(case: Case, first: int, *, actor: Actor, session: str) -> Undo:
    """Take the step that began with the event ``first`` back, with all that it brought.

    Raises NotAllowed for anybody but who took it, TooLate when its time is over, LostRace when anybody has acted
    since; then nothing is changed. The events stay; for each of them one is added that takes it back.
    """
    now = snapshots.take(case.pk)
    offer = _offer_to(actor, session, case, first)
    if snapshots.digest(now) != offer.after:
        raise LostRace(
            _("A colleague has acted on this case in the meantime; the step can no longer be undone.")
        )
    events = list(case.events.filter(pk__gte=offer.first_id, pk__lte=offer.last_id).order_by("-pk"))
    _forget_effects(events)
    snapshots.put_back(offer.before)
    case.refresh_from_db()
    _write_down(case, events, offer.first.acting_as, actor)
    offer.undone_at, offer.before = timezone.now(), {}
    offer.save(update_fields=["undone_at", "before"])
    return offer


def forget_offers() -> int:
    """Remove the offers that are over: what they kept of a case is a copy, and nobody needs it."""
    removed, _by_table = Undo.objects.filter(until__lt=timezone.now() - _KEPT).delete()
    return removed


def _offer_to(actor: Actor, session: str, case: Case, first: int) -> Undo:
    """The offer that this person has in this session, while it is open."""
    offer = Undo.objects.filter(case=case, first=first).select_related("first").first()
    if offer is None:
        raise _too_late()
    if (offer.by_id, offer.session) != (actor.user_id, session):
        raise NotAllowed(_("Only who took this step can undo it, right after it."))
    if not offer.is_open:
        raise _too_late()
    if offer.first.acting_as not in acting_as(actor, case):
        raise NotAllowed(_("Only who took this step can undo it, right after it."))
    return offer


def _too_late() -> TooLate:
    return TooLate(
        _("It is too late to undo this step; nothing was changed. Take the step that puts it right.")
    )


def _forget_effects(events: Sequence[Event]) -> None:
    """Cancel what follows from ``events``. What a worker has taken up has left the house: then it is too late."""
    owed = Effect.objects.filter(event__in=[event.pk for event in events]).select_for_update()
    if any(one.attempts or one.done_at for one in owed):
        raise _too_late()
    owed.delete()


def _write_down(case: Case, events: Sequence[Event], role: str, actor: Actor) -> None:
    """One event for each that is taken back, the last first: every version of a row has one event."""
    for event in events:
        undone = Event.objects.create(
            case=case,
            assignment_id=event.assignment_id,
            action=UNDO,
            from_status=event.to_status,
            to_status=event.from_status,
            actor_kind=actor.kind,
            actor=actor.user,
            acting_as=role,
            is_public=False,
            clock="" if event.assignment_id else case.due_clock,
            due_on=None if event.assignment_id else case.due_on,
            was_due_on=event.due_on,
            takes_back=event,
        )
        moved = Assignment if event.assignment_id else Case
        key = event.assignment_id or case.pk
        moved._default_manager.filter(pk=key).update(version=F("version") + 1)
    case.refresh_from_db(fields=["version"])
    outbox.owe(undone, WORKFLOWS[case.kind].after_undo)
