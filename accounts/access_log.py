"""The one way to write and to read who looked at protected data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import AccessLog

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.actors import Actor
    from accounts.models import AccessLogQuerySet

NOTE_LENGTH = 200

#: Words for the codes of subjects and purposes; a room above adds its own when it is loaded.
WORDS: dict[str, StrOrPromise] = {}


def words_for(code: str) -> str:
    """A code of a subject or a purpose in words; a code without words stands for itself."""
    return str(WORDS.get(code, code))


def record(actor: Actor, subject_kind: str, subject_id: int, purpose: str, note: str = "") -> AccessLog:
    """Write that ``actor`` looked at a subject. Call it before the data is handed out."""
    if not purpose:
        raise ValueError("Who looks at protected data says why.")
    return AccessLog.objects.create(
        actor_kind=actor.kind,
        user_id=actor.user_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        purpose=purpose,
        note=note[:NOTE_LENGTH],
    )


def seen(subject_kind: str, subject_id: int) -> AccessLogQuerySet:
    """Who looked at one subject, the latest first, users joined in."""
    return AccessLog.objects.about(subject_kind, subject_id).select_related("user")


def seen_by(user_id: int) -> AccessLogQuerySet:
    """What one user looked at, the latest first."""
    return AccessLog.objects.filter(user_id=user_id)
