"""What staff have typed and not saved, while they are on the line: kept for four hours, sealed, for this person alone.

A call cannot be asked for again, so here the caller's name and number are kept too: the row is found by who signed in
and by nothing else, is sealed as identities are, is not shown once its time is over, and goes when the form is saved
(docs/adr/drafts.md).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.crypto import salted_hmac

from feedback import drafts
from feedback.identity import InvalidToken, seal_words, unseal_words
from feedback.models import Draft, Opinion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from accounts.models import User

KEPT_FOR = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it is kept: the typed values by their fields, and since when and until when."""

    fields: dict[str, str]
    saved_at: datetime
    until: datetime

    def __repr__(self) -> str:
        return "Kept(…)"  # never into a log or a traceback


def find(user: User, form: str) -> Kept | None:
    """What ``user`` has begun in ``form``; None when it is too old, or was saved in the meantime."""
    row = Draft.objects.filter(pk=_key(user, form), expires_at__gt=timezone.now()).first()
    if row is None:
        return None
    try:
        fields: dict[str, str] = json.loads(unseal_words(row.sealed))
    except InvalidToken:
        return None
    if _was_saved(fields.get("key", "")):
        row.delete()
        return None
    return Kept(fields, row.expires_at - KEPT_FOR, row.expires_at)


def _was_saved(key: str) -> bool:
    """A draft that was on its way when the form was saved may have arrived after it."""
    try:
        return Opinion.objects.filter(submission_key=UUID(key)).exists()
    except ValueError:
        return False


def keep(user: User, form: str, typed: QueryDict, names: Iterable[str]) -> Kept | None:
    """Keep the values of ``names``; None, and nothing kept, where no words are typed or far too many."""
    fields = {name: value for name in names if (value := typed.get(name, ""))}
    written = set(fields) - {"key", "received_on", "station", "people", "deputy", "division", "topic"}
    if not any(fields[name].strip() for name in written):
        forget(user, form)
        return None
    if sum(map(len, fields.values())) > drafts.MOST:
        return None
    now = timezone.now()
    sealed = seal_words(json.dumps(fields, ensure_ascii=False))
    Draft.objects.update_or_create(
        pk=_key(user, form), defaults={"sealed": sealed, "expires_at": now + KEPT_FOR}
    )
    return Kept(fields, now, now + KEPT_FOR)


def forget(user: User, form: str) -> None:
    Draft.objects.filter(pk=_key(user, form)).delete()


def _key(user: User, form: str) -> str:
    return salted_hmac("feedback.desk_drafts", f"{user.pk}:{form}", algorithm="sha256").hexdigest()
