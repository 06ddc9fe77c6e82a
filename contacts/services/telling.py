"""Who is told of a step: those who booked, the deputies on duty, the staff of the station. Each once, by each way.

The rows are written with the step; they go out a moment later, again and again until they are out or given up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from casework.hints import Hints
from contacts.models import ContactEvent, ContactNotice, ContactNoticeState, Occasion, Visitor
from contacts.people import open_visitor
from contacts.services import owed
from contacts.year import telling as year
from deputies.models import Post

if TYPE_CHECKING:
    from collections.abc import Iterable

log = structlog.get_logger()
_WAYS = ("email", "sms")
_VISITORS = frozenset({"postpone", "cancel"})
_DEPUTIES = frozenset({"announce", "postpone", "cancel", "recuse"})
_STAFF = frozenset({"recuse", "remind", "lapse"})


# --- What is owed -----------------------------------------------------------------------------------------
def owe(event: ContactEvent) -> None:
    """Write down who is told of ``event``, in its own transaction."""
    occasion = event.occasion
    if occasion is None:
        _owe_colleagues(event)
        return
    visitors = [
        ContactNotice(event=event, visitor=visitor, way=way)
        for visitor in _visitors_of(occasion, event.action)
        for way in _WAYS
    ]
    users = [
        ContactNotice(event=event, user=user, way="email")
        for user in _users_of(occasion, event.action)
        if user.pk != event.actor_id
    ]
    ContactNotice.objects.bulk_create([*visitors, *users])
    if visitors or users:
        hint()


def _owe_colleagues(event: ContactEvent) -> None:
    """Of the yearly work only colleagues are told."""
    made = ContactNotice.objects.bulk_create(
        ContactNotice(event=event, user=user, way="email") for user in year.users_of(event)
    )
    if made:
        hint()


def _visitors_of(occasion: Occasion, action: str) -> Iterable[Visitor]:
    """Whoever expects to come and left a way to be reached; of a symposium, the invited too when it is announced."""
    if action not in _VISITORS and not (action == "announce" and not occasion.is_reception):
        return ()
    return occasion.visitors.expected().exclude(sealed="")


def _users_of(occasion: Occasion, action: str) -> QuerySet[User]:
    posts = Post.objects.reachable(timezone.localdate())
    keys = posts.none()
    if action in _DEPUTIES:
        on_duty = occasion.duties.filter(withdrew_at=None).values("deputy")
        keys |= posts.filter(role="deputy", deputy__in=on_duty)
    if action in _STAFF:
        keys |= _staff(posts, occasion)
    return User.objects.filter(pk__in=keys.values("user")).exclude(email="")


def _staff(posts: QuerySet[Post], occasion: Occasion) -> QuerySet[Post]:
    """The staff of the station; where nobody there can be reached, the officers of the congress."""
    own = posts.filter(role="station", station=occasion.station_id or 0)
    return own if own.exists() else posts.filter(role="officer", congress=occasion.congress_id)


def hint() -> None:
    """Tell a worker after the commit; a broker that is down costs nothing, the periodic job comes."""

    def say() -> None:
        hints.say(["contacts"])

    transaction.on_commit(say, robust=True)


def _send_hint(_names: list[str]) -> None:
    try:
        current_app.tasks["contacts.tell"].delay()
    except Exception as error:  # noqa: BLE001 - whatever the broker raises, the rows are safe
        log.warning("contacts.hint_not_sent", error=type(error).__name__)


hints = Hints(_send_hint)


# --- Sending ----------------------------------------------------------------------------------------------
def send_owed(*, most: int = 500) -> int:
    """Send what is owed now, one by one; returns how many went out. May run twice at the same time."""
    return sum(_sent(notice) for notice in _claimed(most))


def _claimed(most: int) -> list[ContactNotice]:
    found = owed.claim(ContactNotice.objects.all(), most)
    return list(
        found.select_related("event__occasion__station", "event__occasion__congress", "visitor", "user")
    )


def _sent(notice: ContactNotice) -> int:
    return owed.settle(notice, lambda: _to_visitor(notice) if notice.visitor else _to_colleague(notice))


def _to_visitor(notice: ContactNotice) -> tuple[str, str, str]:
    visitor = notice.visitor
    assert visitor is not None
    person = open_visitor(visitor, actor=Actor.system, purpose="notice")
    address = person.email if notice.way == "email" else person.phone
    with translation.override(visitor.language):
        body = render_to_string(f"notices/visit_{notice.way}.txt", _context(notice))
        return address, _subject(notice), body.strip()


def _to_colleague(notice: ContactNotice) -> tuple[str, str, str]:
    user = notice.user
    assert user is not None
    with translation.override(user.language or settings.LANGUAGE_CODE):
        template = "contact_staff" if notice.event.occasion_id else "year_staff"
        body = render_to_string(f"notices/{template}.txt", _context(notice))
        return user.email, _subject(notice), body


def _subject(notice: ContactNotice) -> str:
    event = notice.event
    what = event.occasion.get_kind_display() if event.occasion else year.subject_of(event)
    return f"{what}: {_(event.step.done)}"


def _context(notice: ContactNotice) -> dict[str, object]:
    event = notice.event
    if event.occasion is None:
        address = f"{settings.PORTAL_URL}{year.address_of(event)}"
        return {"about": year.subject_of(event), "done": _(event.step.done), "url": address}
    return {
        "occasion": event.occasion,
        "event": event,
        "done": _(event.step.done),
        "note": event.note if event.step.tells else "",
        "url": settings.PORTAL_URL,
        "visitor": notice.visitor,
    }


def not_reached(occasion: Occasion) -> list[Visitor]:
    """Visitors whom no way has reached with the last change they had to hear of: somebody telephones them."""
    last = occasion.events.filter(action__in=_VISITORS).order_by("pk").last()
    if last is None:
        return []
    told = last.notices.filter(visitor__isnull=False)
    reached = told.exclude(state=ContactNoticeState.FAILED).values("visitor")
    expected = occasion.visitors.expected().filter(created_at__lte=last.at)
    return list(expected.exclude(pk__in=reached))
