"""Who sees a message and may decide about it: the office of the congress, the station it is for, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from casework.access import visible_to
from contacts.models import MailMessage
from deputies.models import posts_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from contacts.models.mail import MailMessageQuerySet

    Reader = User | AnonymousUser


def messages_visible_to(user: Reader) -> MailMessageQuerySet:
    """Of one's congress; the staff of a station see what came to its mailbox or by its relay address.

    What belongs to a case is seen by those who see the case, and by nobody else.
    """
    posts = posts_of(user)
    seen = Q(congress__in=posts.officer)
    if posts.station:
        own = Q(mailbox__station__in=posts.station, station=None, deputy=None)
        seen |= own | Q(station__in=posts.station)
    of_a_seen_case = Q(case=None) | Q(case__in=visible_to(user).order_by().values("pk"))
    return MailMessage.objects.filter(seen & of_a_seen_case)


def may_handle(user: Reader, message: MailMessage) -> bool:
    return messages_visible_to(user).filter(pk=message.pk).exists()


def waiting(user: User) -> int:
    """Messages about which the reader has to decide, for the navigation."""
    return messages_visible_to(user).held().count() if posts_of(user).has("officer", "station") else 0
