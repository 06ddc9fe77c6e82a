"""Questions to a deputy: asked, passed on or kept back with a reason, answered in public or to the asker, urged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import ActorKind
from casework.errors import Incomplete, Refused, StepRefused
from casework.numbers import new_number, tidy
from casework.rules import urging_days
from deputies.models import Deputy
from feedback import receipts
from feedback.identity import SEALED, seal_words
from feedback.text import checked, clean
from reports.duty import rules
from reports.duty.models import DutyReport, Ground, VoterQuestion
from reports.duty.services.advance import advance, begin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.duty.models import DutyEvent

MOST = 2_000  # characters of a question
LEAST = 10
MOST_ANSWER = 10_000
_ASKERS = Actor(ActorKind.CITIZEN.value, case_id=0)  # of no case: whoever holds the number and the code
KEPT_FOR = timedelta(days=30)  # the way to reach the asker, after the question is closed
_UNTIL_CLOSED = timedelta(days=180)
#: Why a question is not passed on: never because of what it asks.
GROUNDS = (Ground.PERSONAL, Ground.INSULT)
#: Why an answer is sent back.
ANSWER_GROUNDS = (Ground.FORM, Ground.SECRET, Ground.PERSONAL)
_LADDER = ("remind", "urge", "second_urge", "supervise")


@dataclass(frozen=True)
class Asked:
    """A question as it came: of which deputy, in which words, and how the asker wants to be told."""

    deputy: Deputy
    body: str
    report: DutyReport | None = None
    email: str = ""
    is_voter: bool = False
    wants_private: bool = False
    key: UUID = field(default_factory=uuid4)


@transaction.atomic
def ask(asked: Asked) -> tuple[VoterQuestion, str]:
    """Take a question in; returns it with its query code. The same form sent twice is one question."""
    known = VoterQuestion.objects.filter(key=asked.key).first()
    code = receipts.code_for(asked.key)
    if known is not None:
        return known, code
    body = checked(asked.body, most=MOST)
    if len(body) < LEAST:
        raise Incomplete("body", _("Write at least %(n)d characters.") % {"n": LEAST})
    today = timezone.localdate()
    profile = rules.key_for(asked.deputy.congress, today)
    number = new_number()
    question = VoterQuestion(
        congress=asked.deputy.congress,
        deputy=asked.deputy,
        report=asked.report,
        number=number,
        code_digest=receipts.digest_of(number, code),
        key=asked.key,
        body=body,
        is_voter=asked.is_voter,
        wants_private=asked.wants_private,
        status="asked",
        profile=profile,
        **_clock(profile, "screen", today),
        language=(get_language() or "")[:10],
        sealed=seal_words(asked.email) if asked.email else "",
        expires_on=today + _UNTIL_CLOSED if asked.email else None,
    )
    begin(question, "ask", actor=_ASKERS)
    return question, code


def _clock(profile: str, name: str, start: date) -> dict[str, Any]:
    return {"due_on": rules.due(profile, name, start).due, "due_clock": name, "counted_from": start}


def _closed() -> dict[str, Any]:
    return {"due_on": None, "due_clock": "", "counted_from": None}


def _forgetting(question: VoterQuestion) -> dict[str, Any]:
    return {"expires_on": timezone.localdate() + KEPT_FOR} if question.sealed else {}


def find(number: str, code: str) -> VoterQuestion | None:
    """The question of a number and a code, or None: a wrong number and a wrong code look and cost the same."""
    question = VoterQuestion.objects.for_lists().filter(number=tidy(number)).first()
    stored = question.code_digest if question else ""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    fits = [constant_time_compare(stored or "-", receipts.digest_of(tidy(number), code, key)) for key in keys]
    return question if question and stored and any(fits) else None


# --- The office -------------------------------------------------------------------------------------------
def pass_on(
    question: VoterQuestion,
    *,
    actor: Actor,
    blacked: Sequence[str] = (),
    expected_version: int | None = None,
) -> DutyEvent:
    """Hand it to the deputy. ``blacked``: passages with personal data, which others read as bars."""
    passages = [part for part in dict.fromkeys(clean(one) for one in blacked) if part]
    strange = next((part for part in passages if part not in question.body), None)
    if strange is not None:
        raise Incomplete(
            "blacked", _("“%(passage)s” does not stand in the question.") % {"passage": strange[:40]}
        )
    return advance(
        question,
        "pass",
        actor=actor,
        expected_version=expected_version,
        blacked=passages,
        **_clock(question.profile, "question", timezone.localdate()),
    )


def refuse(
    question: VoterQuestion, *, actor: Actor, ground: str, note: str, expected_version: int | None = None
) -> DutyEvent:
    """Keep it back, with a reason that the asker reads."""
    if ground not in GROUNDS:
        raise Incomplete("ground", _("A question is kept back for personal data or insults only."))
    words = clean(note)
    return advance(
        question,
        "refuse",
        actor=actor,
        note=words,
        expected_version=expected_version,
        said={"ground": ground},
        refused_ground=ground,
        refused_why=words[:300],
        **_closed(),
        **_forgetting(question),
    )


def release(question: VoterQuestion, *, actor: Actor, expected_version: int | None = None) -> DutyEvent:
    """Publish question and answer, in the words of the two."""
    return advance(
        question,
        "release",
        actor=actor,
        expected_version=expected_version,
        **_closed(),
        **_forgetting(question),
    )


def send_back(
    question: VoterQuestion,
    *,
    actor: Actor,
    ground: str,
    place: str,
    note: str,
    expected_version: int | None = None,
) -> DutyEvent:
    """The answer goes back to the deputy, with the passage and one of three grounds."""
    if ground not in ANSWER_GROUNDS:
        raise Incomplete("ground", _("Choose form, secrets or personal data: nothing else is a ground."))
    words = clean(place)
    if not words or words not in question.answer:
        raise Incomplete(
            "place",
            _("Copy the passage from the answer: these words do not stand in it as they are written here."),
        )
    return advance(
        question,
        "return",
        actor=actor,
        note=clean(note),
        expected_version=expected_version,
        said={"ground": ground, "place": words},
        answered_at=None,
        **_clock(question.profile, "question", timezone.localdate()),
    )


# --- The deputy -------------------------------------------------------------------------------------------
def answer(
    question: VoterQuestion,
    *,
    actor: Actor,
    words: str,
    private: bool = False,
    expected_version: int | None = None,
) -> DutyEvent:
    """Answer for everybody to read, or the asker alone. Who asked to be answered alone is never answered in public."""
    if question.wants_private and not private:
        raise StepRefused(_("The asker wants an answer to themselves alone."))
    text = checked(words, field="answer", most=MOST_ANSWER)
    today = timezone.localdate()
    after = {**_closed(), **_forgetting(question)} if private else _clock(question.profile, "release", today)
    return advance(
        question,
        "answer_privately" if private else "answer",
        actor=actor,
        expected_version=expected_version,
        answer=text,
        answered_at=timezone.now(),
        **after,
    )


# --- The ladder and the end -------------------------------------------------------------------------------
def urge(today: date | None = None) -> int:
    """Take the latest rung whose day has come, once for each date: reminded, urged, urged again, supervised."""
    today = today or timezone.localdate()
    return sum(_urged(one, today) for one in VoterQuestion.objects.open())


def _urged(question: VoterQuestion, today: date) -> int:
    if question.due_on is None:
        return 0
    days = urging_days(question.profile, question.due_on)
    come = [rung for rung in _LADDER if days[rung] <= today]
    if not come:
        return 0
    mark = f"{come[-1]}:{question.due_clock}:{question.due_on}"
    if question.events.filter(mark=mark).exists():  # type: ignore[attr-defined]
        return 0
    try:
        with transaction.atomic():
            advance(question, come[-1], actor=Actor.system, said={"mark": mark})
    except (Refused, IntegrityError):
        return 0
    return 1


def forget_askers(today: date | None = None) -> int:
    """Delete the ways to reach askers whose time is over; returns how many."""
    over = VoterQuestion.objects.filter(expires_on__lt=today or timezone.localdate()).exclude(sealed="")
    return over.update(sealed="", expires_on=None)


# A change of keys takes the ways to reach askers along.
SEALED.append((VoterQuestion.objects.exclude(sealed="").order_by, lambda sealed: {}))
