"""Handling several cases together, and taking that back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, StepRefused
from casework.models import Case, Event, Joining
from casework.services.advance import advance, check_version
from casework.workflows import WORKFLOWS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.actors import Actor

UNDONE_WITHIN = timedelta(hours=1)
#: The columns that a joining changes, as they stood before.
_BEFORE = (
    "status", "due_on", "due_clock", "due_from", "due_provisional", "was_late", "owner_id", "registered_at",
    "leading_id",
)  # fmt: skip
#: What happens to a leading case by joining alone: nobody has acted on the matter.
_OF_JOINING = ("gather", "let_go")


def why_not_joined(case: Case, leading: Case) -> str:
    """Why ``case`` cannot be handled under ``leading``; empty when it can."""
    if leading.pk == case.pk:
        return _("A case cannot be joined to itself.")
    if leading.congress_id != case.congress_id:
        return _("The leading case belongs to another congress.")
    if leading.kind != case.kind:
        return _("The leading case is of another kind: opinions and suggestions are never handled as one.")
    if leading.status == "joined":
        return _("The leading case is itself handled under another one. Name that one.")
    if leading.status not in WORKFLOWS[leading.kind].step("gather").sources:
        return _("The leading case is answered or closed already.")
    return why_not_followed(case)


def why_not_followed(case: Case) -> str:
    """Why ``case`` cannot follow any other."""
    if case.joined_count:
        return _("Other cases follow this one. Join those to the other case first, or let this one lead.")
    return ""


@transaction.atomic
def join(
    case: Case,
    leading: Case,
    *,
    actor: Actor,
    action: str = "join",
    note: str = "",
    expected_version: int | None = None,
) -> Event:
    """Handle ``case`` under ``leading`` from now on: its organs, its date, its answer.

    The case keeps its number, citizen, receipt and history. ``action`` is ``join`` or ``join_again``.
    """
    check_version(case, expected_version)
    # Both in the order of their keys, so that two officers who join crosswise do not wait for each other.
    rows = {
        row.pk: row
        for row in Case.objects.select_for_update().filter(pk__in=[case.pk, leading.pk]).order_by("pk")
    }
    leading = rows[leading.pk]
    why = why_not_joined(rows[case.pk], leading)
    if why:
        raise Incomplete("leading", why)
    before = {name: _plain(getattr(case, name)) for name in _BEFORE}
    first = not leading.joined_count and not leading.events.filter(action="gather").exists()
    advance(leading, "gather", actor=actor, joined_count=leading.joined_count + 1, public=first)
    case.leading = leading
    event = advance(
        case,
        action,
        actor=actor,
        note=note,
        leading=leading,
        owner=case.owner or leading.owner or actor.user,
        registered_at=case.registered_at or timezone.now(),
    )
    Joining.objects.create(event=event, case=case, leading=leading, before=before)
    return event


def why_not_undone(case: Case) -> str:
    """Why the joining of ``case`` cannot be taken back; empty when it can."""
    joining = case.joinings.select_related("event").last()
    if joining is None or joining.leading_id != case.leading_id:
        return _("It follows another case than the one it was joined to. Separate it, with a reason.")
    return too_late(joining.event, [case.pk, joining.leading_id])


def too_late(event: Event, cases: Iterable[int], *, besides: Iterable[str] = _OF_JOINING) -> str:
    """Why a step cannot be taken back: its hour is over, or somebody has acted on one of ``cases`` since."""
    if timezone.now() > event.at + UNDONE_WITHIN:
        return _("It can be taken back within one hour; that is over.")
    later = Event.objects.filter(case__in=list(cases), pk__gt=event.pk).exclude(actor_kind="system")
    if later.exclude(action__in=besides).exists():
        return _("Somebody has acted on it since; it cannot be taken back any more.")
    return ""


@transaction.atomic
def unjoin(case: Case, *, actor: Actor, expected_version: int | None = None) -> Event:
    """Take the joining back within the hour: the case stands where it stood, with the date it had."""
    check_version(case, expected_version)
    leading = _hold_leading(case)
    why = why_not_undone(case)
    if why:
        raise StepRefused(why)
    joining = case.joinings.latest("pk")
    before: dict[str, Any] = dict(joining.before)
    status = before.pop("status")
    _release(leading, actor)
    return advance(case, "unjoin", actor=actor, back_to=status, **_as_columns(before))


@transaction.atomic
def separate(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Handle the case by itself again, for a reason; it is the office's to pass on."""
    check_version(case, expected_version)
    leading = _hold_leading(case)
    _release(leading, actor)
    return advance(case, "separate", actor=actor, note=note, leading=None)


def _hold_leading(case: Case) -> Case:
    if case.leading_id is None or case.status != "joined":
        raise StepRefused(_("The case does not follow another one."))
    return Case.objects.select_for_update().get(pk=case.leading_id)


def _release(leading: Case, actor: Actor) -> None:
    advance(leading, "let_go", actor=actor, joined_count=max(0, leading.joined_count - 1))


def _plain(value: Any) -> Any:
    """As JSON keeps it: days and moments as text, to the last microsecond."""
    return value.isoformat() if isinstance(value, date) else value


def _as_columns(before: dict[str, Any]) -> dict[str, Any]:
    """The same as the columns hold it."""
    fields = {field.attname: field for field in Case._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in before.items()}
