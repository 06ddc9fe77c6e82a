"""Reading the mailboxes: each new message once, in order, put away only after it is recorded.

At least once from the server, exactly once here: a message is known by its UID and by its content, so a crash at any
place makes it come again and no second opinion of it.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from contacts.mail import box
from contacts.mail.taking import COMES_AGAIN, take
from contacts.models import Mailbox, MailMessage
from deputies.models import PeoplesCongress

if TYPE_CHECKING:
    from contacts.mail.box import Box
    from contacts.mail.taking import Arrived

log = structlog.get_logger()
_LEASE = timedelta(minutes=10)
_AT_ONCE = 50  # messages of which the size is asked together
_LONGEST = 240  # seconds for one mailbox in one turn


def fetch_all() -> int:
    """Read every mailbox in use; returns how many messages were recorded. One that fails keeps no other back."""
    from_environment()
    ends, taken = time.monotonic() + _LONGEST, 0
    longest_ago = F("checked_at").asc(nulls_first=True)
    for mailbox in Mailbox.objects.filter(is_active=True).select_related("congress").order_by(longest_ago):
        if time.monotonic() < ends:  # the others come first in the next turn
            taken += fetch(mailbox)
    return taken


def fetch(mailbox: Mailbox) -> int:
    """Read one mailbox; its row says when, and what went wrong."""
    if not _leased(mailbox):
        return 0
    error, taken = "", 0
    try:
        with box.opened(mailbox) as opened:
            taken = _read(mailbox, opened)
    except Exception as problem:  # noqa: BLE001 - whatever a server, a certificate or the network does
        error = f"{type(problem).__name__}: {_safe(problem, mailbox)}"[:200]
        log.warning("mail.not_read", mailbox=mailbox.pk, error=type(problem).__name__)
    Mailbox.objects.filter(pk=mailbox.pk).update(
        leased_until=None, last_error=error, **({} if error else {"checked_at": timezone.now()})
    )
    return taken


def _leased(mailbox: Mailbox) -> bool:
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return bool(Mailbox.objects.filter(free, pk=mailbox.pk).update(leased_until=now + _LEASE))


def _safe(problem: Exception, mailbox: Mailbox) -> str:
    """What the server said, without the user's name or address."""
    said = " ".join(str(problem).split())
    for secret in (mailbox.user, mailbox.address):
        said = said.replace(secret, "…")
    return said


def _read(mailbox: Mailbox, opened: Box) -> int:
    _same_numbering(mailbox, opened)
    ends, taken, is_whole = time.monotonic() + _LONGEST, 0, True
    new = opened.after(mailbox.last_uid)
    for start in range(0, len(new), _AT_ONCE):
        batch = new[start : start + _AT_ONCE]
        known = _known(mailbox, opened.uid_validity, batch)
        there = {one.uid: one for one in opened.arrived([uid for uid in batch if uid not in known])}
        for uid in batch:
            if time.monotonic() > ends:
                return taken
            is_new = uid in there
            if is_new and not _one(mailbox, opened, there[uid]):
                is_whole = False
                continue
            taken += is_new
            if is_new or uid in known:  # else it is gone meanwhile
                opened.done(uid)
            if is_whole:
                _remember(mailbox, uid)
    return taken


def _same_numbering(mailbox: Mailbox, opened: Box) -> None:
    """A folder that was made anew counts anew: it is read from its beginning, and copies are recognised."""
    if mailbox.uid_validity != opened.uid_validity:
        mailbox.uid_validity, mailbox.last_uid = opened.uid_validity, 0
        mailbox.save(update_fields=["uid_validity", "last_uid"])


def _known(mailbox: Mailbox, opened_as: int, uids: list[int]) -> set[int]:
    """Recorded in an earlier turn that ended before they were put away."""
    rows = MailMessage.objects.filter(mailbox=mailbox, uid_validity=opened_as, uid__in=uids)
    return set(rows.values_list("uid", flat=True))


def _one(mailbox: Mailbox, opened: Box, arrived: Arrived) -> bool:
    """Whether the message is recorded now; False where it has to come again."""
    too_large = arrived.size > settings.PORTAL_MAIL_MOST_MB * 1024 * 1024
    raw = opened.head(arrived.uid) if too_large else opened.whole(arrived.uid)
    try:
        take(mailbox, arrived, raw, too_large=too_large)
    except COMES_AGAIN as error:
        log.warning("mail.again", mailbox=mailbox.pk, error=type(error).__name__)
        return False
    return True


def _remember(mailbox: Mailbox, uid: int) -> None:
    """Everything up to ``uid`` is recorded. Another worker may be further."""
    Mailbox.objects.filter(pk=mailbox.pk, uid_validity=mailbox.uid_validity, last_uid__lt=uid).update(
        last_uid=uid
    )
    mailbox.last_uid = max(mailbox.last_uid, uid)


# --- The mailbox of the environment ---------------------------------------------------------------------
def from_environment() -> Mailbox | None:
    """The row of the mailbox that the settings name, made or brought up to date; one that is gone is not read."""
    given = settings.PORTAL_MAIL
    rows = Mailbox.objects.filter(key=Mailbox.ENVIRONMENT)
    if not given["host"]:
        rows.update(is_active=False)
        return None
    congress = _congress()
    if congress is None:
        log.warning("mail.no_congress", code=settings.PORTAL_MAIL_CONGRESS)
        return None
    columns = {**given, "congress": congress, "is_active": True}
    try:
        with transaction.atomic():
            return Mailbox.objects.update_or_create(key=Mailbox.ENVIRONMENT, defaults=columns)[0]
    except IntegrityError:
        log.warning("mail.mailbox_is_known")  # an operator keeps the same one in the back office
        return None


def _congress() -> PeoplesCongress | None:
    """The one that is named; without a name the only one there is."""
    code = settings.PORTAL_MAIL_CONGRESS
    found = list(PeoplesCongress.objects.filter(**({"code": code} if code else {}))[:2])
    return found[0] if len(found) == 1 else None
