"""What we write back: into the notices of a case, and to a sender of whose message no case was made.

Every mail of ours says that a machine wrote it (RFC 3834) and carries the signed marks by which an answer finds its
case. It goes out from the mailbox's address: bounces come back to where they are read.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from contacts.mail import sealing, tokens
from contacts.models import AnswerState, Mailbox, MailMessage, Outcome
from feedback.notice_backends import Envelope, NoWayOutError
from feedback.notices import POSTINGS, Posting, backend
from feedback.receipts import code_for

if TYPE_CHECKING:
    from casework.models import Case, Event

log = structlog.get_logger()
_LEASE = timedelta(minutes=2)
_MOST_ATTEMPTS = 8


# --- Notices of a case ----------------------------------------------------------------------------------
def posting(event: Event) -> Posting | None:
    """How a citizen's notice goes out where their congress has a mailbox; None where it has none."""
    case = event.case
    root = case.split_from or case
    first = (
        MailMessage.objects.filter(case=root.pk, outcome=Outcome.OPINION).select_related("mailbox").first()
    )
    mailbox = first.mailbox if first else _mailbox_of(case)
    if mailbox is None:
        return None
    answers = first is not None and event.action == "submit"
    if answers and first is not None and not first.is_answered:
        return Posting(is_kept_back=True)
    headers = {
        "Message-ID": tokens.message_id("n", event.pk, _domain(mailbox)),
        "Auto-Submitted": "auto-replied" if answers else "auto-generated",
        **_threaded(sealing.unseal(first).message_id if first else ""),
        **_reply_to(root),
    }
    return Posting(_more(case, first if answers else None), Envelope(mailbox.address, headers))


def _mailbox_of(case: Case) -> Mailbox | None:
    """The station's mailbox, else the congress's own."""
    rows = Mailbox.objects.filter(congress=case.congress_id, is_active=True)
    own = rows.filter(station=case.station_id).first() if case.station_id else None
    return own or rows.filter(station=None).first()


def _domain(mailbox: Mailbox) -> str:
    return mailbox.address.rpartition("@")[2]


def _threaded(message_id: str) -> dict[str, str]:
    """The headers by which a mail program shows it under the message that it answers."""
    is_plain = message_id.isascii() and message_id.isprintable() and len(message_id) < 250
    return (
        {"In-Reply-To": f"<{message_id}>", "References": f"<{message_id}>"} if message_id and is_plain else {}
    )


def _reply_to(case: Case) -> dict[str, str]:
    domain = settings.PORTAL_RELAY_DOMAIN
    return {"Reply-To": f"{tokens.reply_local(case.number)}@{domain}"} if domain else {}


def _more(case: Case, first: MailMessage | None) -> str:
    """The words under a notice: how to add something; under the first one the receipt too."""
    key = case.opinion.submission_key if first else None
    context = {
        "code": code_for(key) if key else "",
        "number": case.number,
        "refused": sealing.unseal(first).refused if first else (),
        "url": settings.PORTAL_URL,
    }
    return render_to_string("notices/mail_more.txt", context)


POSTINGS.append(posting)


# --- Senders of whose message no case was made ----------------------------------------------------------
def send_owed(*, most: int = 100) -> int:
    """Send what is owed now, one by one; returns how many went out."""
    return sum(_sent(message) for message in _claimed(most))


def _claimed(most: int) -> list[MailMessage]:
    """Take them for this worker by a lease: a killed worker frees them."""
    now = timezone.now()
    with transaction.atomic():
        owed = MailMessage.objects.filter(answer_state=AnswerState.OWED, answer_after__lte=now)
        rows = owed.order_by("answer_after", "pk").select_for_update(skip_locked=True)
        keys = list(rows.values_list("pk", flat=True)[:most])
        MailMessage.objects.filter(pk__in=keys).update(
            answer_after=now + _LEASE, answer_attempts=F("answer_attempts") + 1
        )
    return list(MailMessage.objects.filter(pk__in=keys).select_related("mailbox", "congress").order_by("pk"))


def _sent(message: MailMessage) -> int:
    kept = sealing.unseal(message)
    try:
        if not kept.email:
            raise NoWayOutError
        backend("email").send(kept.email, *_letter(message, kept), _envelope(message, kept))
    except NoWayOutError:
        return _note(message, AnswerState.FAILED)
    except Exception as error:  # noqa: BLE001 - whatever a mail server raises
        log.warning("mail.answer_put_off", message=message.pk, error=type(error).__name__)
        return _note(
            message, AnswerState.FAILED if message.answer_attempts >= _MOST_ATTEMPTS else AnswerState.OWED
        )
    return _note(message, AnswerState.SENT)


def _letter(message: MailMessage, kept: sealing.Kept) -> tuple[str, str]:
    language = "zh-hans" if any("\u4e00" <= mark <= "\u9fff" for mark in kept.subject + kept.text) else "en"
    # Who sends too much or in cipher says nothing that could be read: both languages' readers are served by Chinese.
    language = language if kept.subject or kept.text else "zh-hans"
    context = {
        "message": message,
        "congress": message.congress,
        "most": settings.PORTAL_MAIL_MOST_MB,
        "url": settings.PORTAL_URL,
    }
    with translation.override(language):
        subject = render_to_string("notices/mail_answer_subject.txt", context)
        return " ".join(subject.split()), render_to_string("notices/mail_answer.txt", context)


def _envelope(message: MailMessage, kept: sealing.Kept) -> Envelope:
    headers = {
        "Message-ID": tokens.message_id("m", message.pk, _domain(message.mailbox)),
        "Auto-Submitted": "auto-replied",
        **_threaded(kept.message_id),
    }
    return Envelope(message.mailbox.address, headers)


def _note(message: MailMessage, state: AnswerState) -> int:
    """A failure that is worth another try comes back after 30 s, 1 min, 2 min … at most an hour."""
    wait = min(timedelta(seconds=15 * 2 ** min(message.answer_attempts, 8)), timedelta(hours=1))
    MailMessage.objects.filter(pk=message.pk).update(answer_state=state, answer_after=timezone.now() + wait)
    return int(state == AnswerState.SENT)
