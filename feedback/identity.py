"""A citizen's identity: sealed, opened through one function that logs who and why, and deleted in time.

Personal Information Protection Law arts 6, 19, 28, 47 and 51: only what is needed, no longer than needed,
encrypted. The keys rotate: the first one seals, every one of them opens.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import access_log
from casework.models import Case
from feedback.marks import marks_of
from feedback.models import Draft, Identity
from feedback.text import mask_personal

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from accounts.actors import Actor
    from accounts.models import AccessLogQuerySet
    from feedback.models import Opinion

SUBJECT = "identity"
KEPT_FOR = timedelta(days=3 * 365)
#: Sealed rows of the rooms above (a manager's query by its function, and the marks that change with the key).
SEALED: list[tuple[Callable[[str], QuerySet[Any]], Callable[[str], dict[str, str]]]] = []
_LEAST_HIDDEN = 2  # characters: one alone stands in too many words


@dataclass(frozen=True, slots=True)
class Person:
    """Who the citizen says they are; every part may be empty."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    def __repr__(self) -> str:
        return "Person(…)"  # never into a log or a traceback


@cache
def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.PORTAL_IDENTITY_KEYS])


def seal(person: Person) -> str:
    return _box().encrypt(json.dumps(asdict(person), ensure_ascii=False).encode()).decode()


def unseal(sealed: str) -> Person:
    """Raises InvalidToken when none of the keys fits."""
    return Person(**json.loads(_box().decrypt(sealed.encode())))


def seal_words(words: str) -> str:
    """Seal with the same keys what somebody has written and not sent yet."""
    return _box().encrypt(words.encode()).decode()


def unseal_words(sealed: str) -> str:
    """Raises InvalidToken when none of the keys fits."""
    return _box().decrypt(sealed.encode()).decode()


def hide(text: str, person: Person) -> str:
    """``text`` with everything starred out that ``person`` gave, and whatever looks like personal data."""
    for part in (person.address, person.email, person.phone, person.name):
        marks = [re.escape(mark) for mark in part if mark.isalnum() or mark == "@"]
        if len(marks) >= _LEAST_HIDDEN:
            pattern = r"[\s\-.,,·()()]*".join(marks)
            text = re.sub(pattern, lambda found: "*" * len(found[0]), text, flags=re.IGNORECASE)
    return mask_personal(text)[0]


def keep(opinion: Opinion, person: Person, *, since: date | None = None) -> None:
    """Store the identity with its end date, counted from the day of the message (``since``, else today).

    Nothing at all is stored when nothing was given.
    """
    if person:
        ends = (since or timezone.localdate()) + KEPT_FOR
        row = Identity(opinion=opinion, sealed=seal(person), expires_on=ends, **marks_of(person))
        row.save(force_insert=True)


@transaction.atomic
def open_identity(opinion_id: int, *, actor: Actor, purpose: str, is_repeated: bool = False) -> Person | None:
    """Open the identity of one opinion. The look is written down first; None where there is none any more.

    ``is_repeated`` is for the portal's own second try at the same notice: that look is written down already.
    """
    row = Identity.objects.filter(pk=opinion_id).first()
    if row is None:
        return None
    if actor.user is not None or not is_repeated:
        access_log.record(actor, SUBJECT, opinion_id, purpose)
    return unseal(row.sealed)


def looks(opinion_id: int) -> AccessLogQuerySet:
    """Who opened this identity, when and why: the citizen reads it on the receipt page."""
    return access_log.seen(SUBJECT, opinion_id)


def expired(today: date | None = None) -> QuerySet[Identity]:
    """Identities past their end date whose case is closed with all of its parts; ``feedback.expiry`` ends them."""
    return Identity.objects.filter(
        expires_on__lt=today or timezone.localdate(), opinion__case__closed_at__isnull=False
    ).exclude(pk__in=Case.objects.open().exclude(split_from=None).values("split_from"))


def reseal() -> list[int]:
    """Seal every identity anew with the first key, after a new key was put in front.

    Returns the keys of identities that no key opens. Drafts are sealed anew too; one that no key opens is gone.
    """
    Draft.objects.filter(pk__in=_resealed(Draft.objects.order_by("pk"), lambda sealed: {})).delete()
    lost = _resealed(Identity.objects.order_by("pk"), lambda sealed: marks_of(unseal(sealed)))
    for rows, marks in SEALED:
        lost += _resealed(rows("pk"), marks)
    return lost


def _resealed(rows: QuerySet[Any], marks: Callable[[str], dict[str, str]]) -> list[Any]:
    """Seal ``rows`` anew, with their ``marks``; returns the keys of those that no key opens."""
    lost = []
    for pk, sealed in list(rows.values_list("pk", "sealed")):
        try:
            # Only where nothing else has written in between.
            rows.filter(pk=pk, sealed=sealed).update(
                sealed=_box().rotate(sealed.encode()).decode(), **marks(sealed)
            )
        except InvalidToken:
            lost.append(pk)
    return lost


def needing_old_keys() -> int:
    """How many identities and drafts the first key alone does not open."""
    newest = Fernet(settings.PORTAL_IDENTITY_KEYS[0])
    return sum(
        not _opens(newest, sealed)
        for rows in (Identity.objects.all(), Draft.objects.all(), *(rows("pk") for rows, _marks in SEALED))
        for sealed in rows.values_list("sealed", flat=True)
    )


def _opens(box: Fernet, sealed: str) -> bool:
    try:
        box.decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


__all__ = [
    "InvalidToken",
    "Person",
    "expired",
    "hide",
    "keep",
    "looks",
    "needing_old_keys",
    "open_identity",
    "reseal",
    "seal",
    "seal_words",
    "unseal",
    "unseal_words",
]
