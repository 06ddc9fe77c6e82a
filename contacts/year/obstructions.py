"""A deputy reports that a guarantee was denied; the standing committee takes it in hand and tells the outcome.

No report is left without somebody who answers for it: one is named as it comes in, and another one where that
person has left. What was sent is never deleted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from casework.errors import Incomplete, NotAllowed
from contacts.models import Disclosure, ObstructionReport
from contacts.services.advance import advance, begin
from contacts.year.access import committee_of
from deputies.models import Post
from feedback.text import clean, clean_line

if TYPE_CHECKING:
    from contacts.models import ContactEvent
    from deputies.models import Deputy, Organ


@dataclass(frozen=True)
class Report:
    """What a deputy tells."""

    deputy: Deputy
    kind: str
    who: str
    what: str
    happened: str = ""
    wanted: str = ""
    key: UUID = field(default_factory=uuid4)


@transaction.atomic
def submit(told: Report, *, actor: Actor) -> ObstructionReport:
    """Take it in for the standing committee of the deputy's congress; the same form sent twice is one."""
    known = ObstructionReport.objects.filter(key=told.key, deputy=told.deputy).first()
    if known is not None:
        return known
    report = ObstructionReport(
        congress=told.deputy.congress,
        deputy=told.deputy,
        kind=told.kind,
        who=clean_line(told.who),
        what=clean(told.what),
        happened=clean_line(told.happened),
        wanted=clean(told.wanted),
        owner=owner_for(told.deputy),
        key=told.key,
        **{"status": "submitted"},
    )
    begin(report, "submit", actor=actor)
    return report


def may_own(deputy: Deputy) -> list[User]:
    """Members of the committee who can sign in and are not the deputy who reports; the longest in office first."""
    today = timezone.localdate()
    oneself = Post.objects.filter(role="deputy", deputy=deputy).values("user")
    posts = committee_of(deputy.congress_id, today).exclude(user__in=oneself)
    users = {post.user_id: post.user for post in posts.select_related("user").order_by("starts_on", "pk")}
    return list(users.values())


def owner_for(deputy: Deputy) -> User | None:
    """Whoever of the committee has the fewest reports in hand; None where nobody can sign in at present."""
    found = may_own(deputy)
    if not found:
        return None
    open_ones = ObstructionReport.objects.filter(closed_at=None, owner__in=found)
    load = list(open_ones.values_list("owner", flat=True))
    return min(found, key=lambda user: load.count(user.pk))


def add(
    report: ObstructionReport, *, actor: Actor, note: str, expected_version: int | None = None
) -> ContactEvent:
    return advance(report, "add", actor=actor, note=clean(note), expected_version=expected_version)


def take(
    report: ObstructionReport,
    *,
    actor: Actor,
    owner: User,
    note: str = "",
    expected_version: int | None = None,
) -> ContactEvent:
    """Acknowledge it: the deputy reads so, and who is responsible."""
    _check_owner(report, owner)
    return advance(
        report, "take", actor=actor, owner=owner, note=clean(note), expected_version=expected_version
    )


def give(
    report: ObstructionReport, *, actor: Actor, owner: User, expected_version: int | None = None
) -> ContactEvent:
    _check_owner(report, owner)
    return advance(report, "give", actor=actor, owner=owner, expected_version=expected_version)


def _check_owner(report: ObstructionReport, owner: User) -> None:
    if owner not in may_own(report.deputy):
        raise Incomplete("owner", _("Choose a member of the standing committee who can sign in."))


def act(
    report: ObstructionReport, *, actor: Actor, note: str, expected_version: int | None = None
) -> ContactEvent:
    """A step of the committee in words that the deputy reads."""
    return advance(report, "act", actor=actor, note=clean(note), expected_version=expected_version)


@transaction.atomic
def disclose(
    report: ObstructionReport,
    *,
    actor: Actor,
    words: str,
    organ: Organ | None = None,
    to_whom: str = "",
    expected_version: int | None = None,
) -> ContactEvent:
    """Put ``words`` to an organ of the portal or to another unit: the only step by which one of them learns of it.

    The report itself stays hidden: the organ reads these words and nothing else.
    """
    if actor.user is None:
        raise NotAllowed(_("Only the standing committee decides this."))
    whom = clean_line(to_whom)
    if organ is None and not whom:
        raise Incomplete("organ", _("Choose an organ, or name the unit."))
    if organ is not None and organ.congress_id != report.congress_id:
        raise Incomplete("organ", _("%(what)s belongs to another congress.") % {"what": organ})
    said = clean(words)
    if not said:
        raise Incomplete("words", _("Write what is said to them."))
    note = _("To %(whom)s: %(words)s") % {"whom": organ or whom, "words": said}
    event = advance(
        report, "disclose", actor=actor, note=note, given={"words"}, expected_version=expected_version
    )
    Disclosure.objects.create(report=report, organ=organ, to_whom=whom, words=said, made_by=actor.user)
    return event


def close(
    report: ObstructionReport, *, actor: Actor, outcome: str, note: str, expected_version: int | None = None
) -> ContactEvent:
    """Tell the deputy the outcome, with the reasons."""
    return advance(
        report, "close", actor=actor, outcome=outcome, note=clean(note), expected_version=expected_version
    )


def reopen(
    report: ObstructionReport, *, actor: Actor, note: str, expected_version: int | None = None
) -> ContactEvent:
    """Take a closed one up again: the deputy is not content, or it happened again."""
    owner = (
        report.owner if report.owner in may_own(report.deputy) else owner_for(report.deputy) or report.owner
    )
    return advance(
        report,
        "reopen",
        actor=actor,
        note=clean(note),
        expected_version=expected_version,
        outcome="",
        closed_at=None,
        owner=owner,
    )


def withdraw(
    report: ObstructionReport, *, actor: Actor, note: str, expected_version: int | None = None
) -> ContactEvent:
    return advance(report, "withdraw", actor=actor, note=clean(note), expected_version=expected_version)


def without_owner() -> list[ObstructionReport]:
    """Open reports for which nobody answers: nobody was named, or that person cannot act for the committee any more."""
    today = timezone.localdate()
    found = []
    for report in ObstructionReport.objects.filter(closed_at=None).select_related("deputy", "owner"):
        posts = committee_of(report.congress_id, today)
        if report.owner_id is None or not posts.filter(user=report.owner_id).exists():
            found.append(report)
    return found


@transaction.atomic
def rehome(report: ObstructionReport) -> bool:
    """Name somebody where nobody answers any more; False where nobody of the committee can sign in."""
    owner = owner_for(report.deputy)
    if owner is None:
        return False
    if report.status == "taken":
        give(report, actor=Actor.system, owner=owner)
        return True
    rows = ObstructionReport.objects.filter(pk=report.pk, status=report.status, version=report.version)
    return bool(rows.update(owner=owner))
