"""A citizen's draft: kept for a day for the device it was written on, sealed, and no opinion.

The device holds a random key in a cookie that no script reads; the row is found by the key's digest and by
nothing else. A key that is made up, too old or another's leads nowhere, and the form is empty, as it was before.
Who the writer is never belongs to a draft (docs/adr/drafts.md).
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from feedback import kept_files, throttling
from feedback.forms.public import read_key
from feedback.identity import InvalidToken, seal_words, unseal_words
from feedback.models import Draft, Opinion
from feedback.services import is_same
from feedback.text import MOST_BODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

COOKIE = "draft"
KEPT_FOR = timedelta(hours=24)
#: Neither name nor contact, nor the leave to keep them; but whether who wrote it is to stay unknown.
FIELDS = ("body", "division", "place", "happened", "to", "station", "confidential")
_WORDS = ("body", "place", "happened")
MOST = 2 * MOST_BODY  # characters: who has written too much must be able to shorten it tomorrow


@dataclass(frozen=True, slots=True)
class Form:
    """A form of which drafts are kept: each has a cookie of its own, so that no words turn up at the other door.

    ``address`` is the name of the form's address; browsers send the cookie to it and below.
    """

    cookie: str
    address: str
    fields: tuple[str, ...]


OPINION = Form(COOKIE, "write", FIELDS)
COMPLAINT = Form("complaint", "complain", ("who", "about", "body", "happened"))
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it is kept; ``files`` are the notes of files that passed, ``key`` opens it."""

    key: str
    fields: dict[str, str]
    files: tuple[str, ...]
    saved_at: datetime

    def __repr__(self) -> str:
        return "Kept(…)"  # never into a log or a traceback


def _key(request: HttpRequest, form: Form) -> str:
    """The key this device holds; empty where there is none that could be ours."""
    held = request.COOKIES.get(form.cookie, "")
    return held if _KEY.fullmatch(held) else ""


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def find(request: HttpRequest, form: Form = OPINION) -> Kept | None:
    """The draft of this device. One whose words were sent in the meantime is not one any more."""
    key = _key(request, form)
    row = Draft.objects.filter(pk=_digest(key), expires_at__gt=timezone.now()).first() if key else None
    if row is None:
        return None
    try:
        read = json.loads(unseal_words(row.sealed))
    except InvalidToken:
        return None
    if _was_sent(read):
        row.delete()
        return None
    return Kept(key, read["fields"], tuple(read["files"]), row.expires_at - KEPT_FOR)


def _was_sent(read: dict[str, object]) -> bool:
    """A draft that was on its way when the form was sent may have arrived after it."""
    token = read_key(str(read["form"]))
    sent = Opinion.objects.filter(submission_key=token).first() if token else None
    fields: dict[str, str] = read["fields"]  # type: ignore[assignment]
    return sent is not None and is_same(sent, **{name: fields.get(name, "") for name in _WORDS})


def keep(request: HttpRequest, files: Sequence[str] | None = None, form: Form = OPINION) -> Kept | None:
    """Keep what the form holds, in the one row of this device; None where nothing was kept.

    That is so for an empty form, for more than anybody may send, and beyond the limits of the address.
    ``files`` are the notes of its files, where the form has looked at them; else those it was sent with.
    """
    fields = {name: value for name in form.fields if (value := request.POST.get(name, ""))}
    key = _key(request, form)
    if not any(fields.get(name, "").strip() for name in _WORDS):
        _row(key).delete()
        return None
    known = bool(key) and _row(key).filter(expires_at__gt=timezone.now()).exists()
    if sum(map(len, fields.values())) > MOST or not throttling.allowed(_KIND[known], request):
        return None
    notes = request.POST.getlist("kept") if files is None else files
    kept = Kept(
        key if known else secrets.token_urlsafe(32),
        fields,
        tuple(notes)[: kept_files.MOST_FILES],
        timezone.now(),
    )
    _store(kept, request.POST.get("key", ""))
    return kept


_KIND = {True: "draft", False: "new_draft"}


def _row(key: str) -> QuerySet[Draft]:
    return Draft.objects.filter(pk=_digest(key))


def _store(kept: Kept, form: str) -> None:
    sealed = seal_words(json.dumps({"fields": kept.fields, "files": kept.files, "form": form}))
    Draft.objects.update_or_create(
        pk=_digest(kept.key), defaults={"sealed": sealed, "expires_at": kept.saved_at + KEPT_FOR}
    )


def hand_over(request: HttpRequest, response: HttpResponse, kept: Kept | None, form: Form = OPINION) -> None:
    """Give the device the key of its draft, for as long as the draft is kept."""
    if kept is not None:
        response.set_cookie(
            form.cookie,
            kept.key,
            max_age=KEPT_FOR,
            path=reverse(form.address),
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )


def forget(
    request: HttpRequest, response: HttpResponse, *, files: bool = False, form: Form = OPINION
) -> None:
    """Delete the draft of this device and its key; ``files`` too where they went nowhere else."""
    key = _key(request, form)
    if not key:
        return
    kept = find(request, form) if files else None
    if kept:
        kept_files.forget(kept_files.read(kept.files))
    _row(key).delete()
    response.delete_cookie(form.cookie, path=reverse(form.address), samesite="Lax")


def forget_old(now: datetime | None = None) -> int:
    """Delete what nobody came back for within a day; returns how many drafts."""
    return Draft.objects.filter(expires_at__lte=now or timezone.now()).delete()[0]
