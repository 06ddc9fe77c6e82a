"""Taking a message in: recorded and made into what it becomes in one transaction, once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import Incomplete, LostRace
from casework.files import MOST_FILES, Prepared, prepare
from casework.grams import runs
from casework.services import advance
from casework.workflows import OPINION
from contacts.channels import channel
from contacts.mail import reading, sealing
from contacts.mail.deciding import Decision, decide
from contacts.mail.reading import Enclosed, Letter, Unreadable
from contacts.models import AnswerState, MailMessage, Outcome
from feedback import services
from feedback.models.notice import NoticeState
from feedback.services import Submission
from feedback.text import MOST_BODY, clean, clean_line, title_from

if TYPE_CHECKING:
    from casework.models import Case, Channel
    from contacts.models import Mailbox

log = structlog.get_logger()
RAW_KEPT_FOR = timedelta(days=30)
#: Another worker was first or the database is away: the next turn decides.
COMES_AGAIN = (IntegrityError, OperationalError, InterfaceError, LostRace)
#: Outcomes with which nobody has anything left to do.
_SETTLED = frozenset(Outcome) - {Outcome.HELD}
_TAKES_FILES = (Outcome.OPINION, Outcome.REMARK, Outcome.MORE)


@dataclass(frozen=True, slots=True)
class Arrived:
    """Where a message stands in its folder, how large it is, and when it came."""

    uid_validity: int
    uid: int
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Ready:
    """What can be made ready before anything is written: the words, the files that passed, those that did not.

    The channel too: one that is made inside a transaction that fails would be remembered and not be there.
    """

    letter: Letter
    raw: bytes
    files: tuple[Prepared, ...] = ()
    refused: tuple[str, ...] = ()
    channel: Channel | None = None


def take(mailbox: Mailbox, arrived: Arrived, raw: bytes, *, too_large: bool = False) -> MailMessage | None:
    """Record the message and do what follows from it; None when another worker was first.

    ``raw`` is the whole message, or its headers where it is ``too_large``. What cannot be read or done is held for
    a person. Raises what of COMES_AGAIN it meets: then nothing has happened and the message comes again.
    """
    try:
        letter = reading.read_head(raw) if too_large else reading.read(raw)
        decision = decide(letter, mailbox, too_large=too_large)
        return _recorded(mailbox, arrived, made_ready(letter, raw, decision.outcome), decision)
    except COMES_AGAIN:
        if _is_known(mailbox, arrived):
            return None
        raise
    except Unreadable:
        return _held(mailbox, arrived, raw, "unreadable")
    except Exception as error:  # noqa: BLE001 - whatever a message does to a parser, it must not stop the others
        log.warning("mail.held", why="failed", error=type(error).__name__)
        return _held(mailbox, arrived, raw, "failed")


def _is_known(mailbox: Mailbox, arrived: Arrived) -> bool:
    known = MailMessage.objects.filter(mailbox=mailbox, uid_validity=arrived.uid_validity, uid=arrived.uid)
    return known.exists()


def _held(mailbox: Mailbox, arrived: Arrived, raw: bytes, why: str) -> MailMessage:
    try:
        letter = replace(reading.read_head(raw), text="", words="")
    except Exception:  # noqa: BLE001 - not even its headers
        letter = Letter()
    decision = Decision(Outcome.HELD, why)
    try:
        return _recorded(mailbox, arrived, Ready(letter, raw), decision)
    except COMES_AGAIN:
        raise
    except Exception:  # noqa: BLE001 - then nothing of it is written but that it is there
        return _recorded(mailbox, arrived, Ready(Letter(), raw), decision)


# --- Making ready ---------------------------------------------------------------------------------------
def made_ready(letter: Letter, raw: bytes, outcome: Outcome) -> Ready:
    """Look at the files as every other way in does, before a transaction holds anything: pictures take time."""
    if outcome not in _TAKES_FILES:
        return Ready(letter, raw)
    files: list[Prepared] = []
    refused: list[str] = []
    with translation.override(language_of(letter)):
        for one in letter.files:
            try:
                files += _checked(one, len(files))
            except Incomplete as why:
                refused.append(str(why))
        whole = _as_file(letter)
    return Ready(letter, raw, (*files, *whole), tuple(refused), channel("email"))


def _checked(one: Enclosed, before: int) -> tuple[Prepared, ...]:
    if before >= MOST_FILES:
        words = {"name": one.name, "most": MOST_FILES}
        raise Incomplete("files", _("“%(name)s”: at most %(most)s files can be taken.") % words)
    return prepare([SimpleUploadedFile(clean_line(one.name) or "file", one.data)])


def language_of(letter: Letter) -> str:
    """Chinese where any of it is Chinese, else English: the portal's two languages."""
    said = f"{letter.subject}\n{letter.words}"
    is_chinese = any(is_han for is_han, _run in runs(said[:2000])) or not said.strip()
    return "zh-hans" if is_chinese else "en"


def _as_file(letter: Letter) -> list[Prepared]:
    """A letter longer than an opinion may be goes along whole."""
    words = body_of(letter, short=False)
    if len(words) <= MOST_BODY:
        return []
    name = _("whole letter") + ".txt"
    return [Prepared(name, "text/plain; charset=utf-8", words.encode())]


def body_of(letter: Letter, *, short: bool = True) -> str:
    """The words of an opinion: the subject where it says something of its own, then what was written."""
    words, subject = clean(letter.words), clean_line(letter.subject)
    said = words if subject in words else f"{subject}\n\n{words}".strip()
    said = sealing.without_address(said, letter.sender) or _("(The letter has no words; see the files.)")
    if not short or len(said) <= MOST_BODY:
        return said
    more = _("(The whole letter is among the files.)")
    return f"{said[: MOST_BODY - len(more) - 2]}\n\n{more}"


def title_of(letter: Letter) -> str:
    subject = sealing.without_address(clean_line(letter.subject), letter.sender)
    return title_from(subject) if subject else title_from(body_of(letter))


# --- Recording ------------------------------------------------------------------------------------------
@transaction.atomic
def _recorded(mailbox: Mailbox, arrived: Arrived, ready: Ready, decision: Decision) -> MailMessage:
    """The row and what it became, together or not at all."""
    letter = ready.letter
    mark = sealing.copy_mark(letter, ready.raw)
    copy = MailMessage.objects.filter(copy_mark=mark).exclude(outcome=Outcome.DUPLICATE).first()
    if copy is not None:
        decision = Decision(Outcome.DUPLICATE, case=copy.case)
    message = MailMessage(
        mailbox=mailbox,
        uid_validity=arrived.uid_validity,
        uid=arrived.uid,
        received_at=arrived.at,
        size=arrived.size,
        subject=sealing.without_address(clean_line(letter.subject), letter.sender)[:200],
        files=min(len(letter.files), 32767),
        sender_mark=sealing.sender_mark(letter.sender),
        message_mark=sealing.message_mark(letter.message_id),
        copy_mark=mark,
    )
    raw_key = ""
    if decision.outcome != Outcome.DUPLICATE and decision.why != "too_large":
        message.raw, raw_key = sealing.keep_raw(ready.raw)
    message.sealed = sealing.seal(sealing.kept_of(letter, raw_key, ready.refused))
    carry_out(message, ready, decision)
    return message


def carry_out(message: MailMessage, ready: Ready, decision: Decision) -> None:
    """Do what was decided and store the row; inside the caller's transaction."""
    message.outcome, message.why = decision.outcome, decision.why
    message.case, message.notice = decision.case, decision.notice
    message.deputy, message.station = decision.deputy, decision.station
    message.congress = decision.congress_of(message.mailbox)
    message.is_answered = decision.answers
    if decision.outcome == Outcome.OPINION:
        message.case = _submitted(message, ready, decision)
    elif decision.outcome in (Outcome.REMARK, Outcome.MORE) and decision.case:
        say = services.supply_more if decision.outcome == Outcome.MORE else services.add_remark
        say(decision.case, words=body_of(replace(ready.letter, subject="")), files=ready.files)
    elif decision.outcome == Outcome.BOUNCE:
        _came_back(decision)
    if decision.answers and decision.outcome in (Outcome.REFUSED, Outcome.HELD):
        message.answer_state = AnswerState.OWED
    if decision.outcome in _SETTLED and message.raw:
        message.raw_until = timezone.localdate() + RAW_KEPT_FOR
    message.save()


def _submitted(message: MailMessage, ready: Ready, decision: Decision) -> Case:
    letter = ready.letter
    with translation.override(language_of(letter)):
        sent = Submission(
            congress=message.congress,
            body=body_of(letter),
            title=title_of(letter),
            channel=ready.channel or channel("email"),
            station=decision.station,
            deputy=decision.deputy,
            person=sealing.kept_of(letter).person,
            files=ready.files,
            language=language_of(letter),
            opened_at=message.received_at,
        )
    case, _code = services.submit(sent)
    return case


def _came_back(decision: Decision) -> None:
    """The notice has not arrived, whatever the mail server said at first; the office hears of it."""
    notice, case = decision.notice, decision.case
    if notice is None or notice.state == NoticeState.FAILED:
        return
    notice.state = NoticeState.FAILED
    notice.save(update_fields=["state"])
    if case is not None and case.status in OPINION.step("not_reached").sources:
        advance(case, "not_reached", actor=Actor.system)
