"""Notices to citizens and staff, by e-mail and by SMS, through a backend the operator chooses.

The text never repeats what the citizen wrote: it names the number, the step and where to look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from casework.access import readers_of_complaint
from casework.history import said
from casework.models import Assignment, Event, Rung
from casework.models.case import OF_DEPUTIES, Kind
from deputies import ownership
from deputies.models import Post
from feedback.identity import open_identity
from feedback.models import Notice, Opinion
from feedback.models.notice import NoticeState
from feedback.notice_backends import PLAIN, Backend, Envelope, NoWayOutError
from feedback.notices_of_motions import of_motion
from feedback.notices_of_suggestions import (
    NEWS_OF_SUGGESTIONS,
    PROMISED_TO_DEPUTIES,
    of_suggestion,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet

    from deputies.models.post import PostQuerySet

log = structlog.get_logger()
MOST_ATTEMPTS = 8
#: Steps of the clock that concern whoever owes the next step, be it the office itself.
_OF_THE_OFFICE = ("move_date", "come_back", "take_lead", "call_meeting", "pass_to_station", *Rung.values)
#: Steps of which the organs hear what they are, not that something waits for them.
_NEWS = ("suspend", "resume_clock")
_LINE = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True)
class Posting:
    """What a room above knows of an e-mail to a citizen: words to add, how it goes out, or that it must not."""

    more: str = ""
    envelope: Envelope = PLAIN
    is_kept_back: bool = False


#: Asked with the event before its notice goes out by e-mail; the first that answers counts.
POSTINGS: list[Callable[[Event], Posting | None]] = []


@dataclass(frozen=True, slots=True)
class _Letter:
    """One notice on its way; never logged, since it holds an address."""

    event: Event
    way: str
    address: str
    subject: str
    body: str
    user: User | None = None
    envelope: Envelope = PLAIN


def backend(way: str) -> Backend:
    """What the operator has set up to send by ``way``: email or sms."""
    return import_string(settings.PORTAL_NOTICE_BACKENDS[way])()


def tell_citizen(event: Event) -> int:
    """Send the notice of one public event by every way the citizen left; returns how many went out.

    The identity is opened for this purpose and the look is logged, once for an event. Told once by each way, also
    when the effect runs twice. Each way goes by itself: one that fails keeps no other back.
    """
    if event.case.kind in OF_DEPUTIES:
        return tell_staff(event)  # what an organ promised there it promised to deputies
    opinion = Opinion.objects.select_related("case__split_from").get(pk=event.case_id)
    if not opinion.wishes_contact:
        return 0
    ways = _ways_still_owed(event)
    tried = Notice.objects.filter(event=event, to_user=None).exists()
    person = (
        open_identity(opinion.case.root_id, actor=Actor.system, purpose="notice", is_repeated=tried)
        if ways
        else None
    )
    if person is None:
        return 0
    addresses = {"email": person.email, "sms": person.phone}
    with translation.override(opinion.language):
        subject, body, short = texts(event, opinion)
        posting = _posting(event) if addresses["email"] and "email" in ways else Posting()
    if posting.is_kept_back:
        addresses["email"] = ""
    letters = {
        "email": _Letter(
            event, "email", person.email, subject, body + posting.more, envelope=posting.envelope
        ),
        "sms": _Letter(event, "sms", person.phone, subject, short),
    }
    return _send_all(letters[way] for way in ways if addresses[way])


def _posting(event: Event) -> Posting:
    return next((posting for ask in POSTINGS if (posting := ask(event)) is not None), Posting())


def _ways_still_owed(event: Event) -> list[str]:
    done = Notice.objects.filter(event=event, to_user=None).exclude(state=NoticeState.SENDING)
    settled = set(done.values_list("way", flat=True))
    return [way for way in ("email", "sms") if way not in settled]


def texts(event: Event, opinion: Opinion) -> tuple[str, str, str]:
    step = event.table.step(event.action)
    is_secret = opinion.case.is_complaint  # others may hold the telephone: what it is about is not said there
    context = {
        "case": opinion.case,
        "event": event,
        "done": _("there is news on your receipt") if is_secret else said(event),
        "number": opinion.case.split_from.number if opinion.case.split_from else opinion.case.number,
        "url": settings.PORTAL_URL,
        "note": event.note if step.tells and not is_secret else "",
    }
    subject = _LINE.sub(" ", render_to_string("notices/citizen_subject.txt", context)).strip()
    return (
        subject,
        render_to_string("notices/citizen_body.txt", context),
        _LINE.sub(" ", render_to_string("notices/citizen_sms.txt", context)).strip(),
    )


def tell_staff(event: Event) -> int:
    """Tell the people who now have to act that a case waits, without a word of its content."""
    done = Notice.objects.filter(event=event, way="email").exclude(state=NoticeState.SENDING)
    settled = set(done.values_list("to_user", flat=True))
    waiting = [user for user in _waiting(event) if user.email and user.pk not in settled]
    return _send_all(_to_colleague(event, user) for user in waiting)


def _to_colleague(event: Event, user: User) -> _Letter:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        moving = event.commitment or event.assignment or event.case
        context = {
            "case": event.case,
            "due_on": moving.due_on,
            "urging": str(Rung(event.action).label) if event.action in Rung.values else "",
            "news": said(event) if event.action in _NEWS or event.action in NEWS_OF_SUGGESTIONS else "",
            "stands_still": event.case.stands_still,
            "url": settings.PORTAL_URL,
        }
        body = render_to_string("notices/staff_body.txt", context)
        subject = context["news"] or _("A case is waiting for you")
        return _Letter(event, "email", user.email, subject, body, user)


def _waiting(event: Event) -> Iterable[User]:
    """Who has to act now, of those whose post is in force: the owner, the deputy, or the organs' people."""
    users = User.objects.filter(is_active=True)
    posts = Post.objects.in_force(timezone.localdate())
    if event.case.is_complaint:
        return _of_the_committee(event)
    if event.action in ("ask_extension", "object"):
        return _of_the_office(users, posts, event)
    if event.case.kind == Kind.MOTION:
        return of_motion(event)
    if event.case.kind == Kind.SUGGESTION and (
        event.assignment is None or event.action in PROMISED_TO_DEPUTIES
    ):
        return of_suggestion(event)
    if event.action in ("release_report", "review_due", "not_reached"):
        return _of_the_office(users, posts, event)
    if event.assignment is not None:
        return _of_organs(users, posts, [event.assignment.organ_id])
    if event.case.status in ("with_deputy", "to_convert"):
        return users.filter(pk__in=posts.filter(deputy=event.case.deputy_id, role="deputy").values("user"))
    organs = Assignment.objects.live().filter(case=event.case_id).values("organ")
    theirs = _of_organs(users, posts, organs)
    if event.action in _OF_THE_OFFICE and not _organs_are_in_turn(event):
        return _of_the_office(users, posts, event)
    return theirs


def _organs_are_in_turn(event: Event) -> bool:
    """Not while all that have the case have answered or objected: then the office is."""
    if event.case.status not in ("assigned", "handling"):
        return False
    return Assignment.objects.in_turn().answering().filter(case=event.case_id).exists()


def _of_organs(users: QuerySet[User], posts: PostQuerySet, organs: Any) -> QuerySet[User]:
    return users.filter(pk__in=posts.filter(organ__in=organs, role__in=["handler", "head"]).values("user"))


def _of_the_office(users: QuerySet[User], posts: PostQuerySet, event: Event) -> QuerySet[User]:
    """The responsible person. Where they have left, whoever answers for the liaison body, the substitute too; where
    nobody does, and before there is a responsible person, every officer of the congress.
    """
    case = event.case
    desk = posts.filter(congress=case.congress_id, role__in=["officer", "station"]).values("user")
    owner = users.filter(pk=case.owner_id or 0, pk__in=desk)
    if owner.exists():
        return owner
    officers = users.filter(pk__in=posts.filter(congress=case.congress_id, role="officer").values("user"))
    stand_ins = officers.filter(pk__in=ownership.answering_for(case.congress_id)) if case.owner_id else None
    return stand_ins if stand_ins else officers


def _of_the_committee(event: Event) -> QuerySet[User]:
    """The responsible person; before there is one, and after they have left, everybody who may read the complaint."""
    readers = readers_of_complaint(event.case)
    owner = readers.filter(pk=event.case.owner_id or 0)
    return owner if owner.exists() else readers


def _send_all(letters: Iterable[_Letter]) -> int:
    """Each by itself; the first failure that is worth another try is raised when all have had their turn."""
    sent, failures = 0, []
    for letter in letters:
        try:
            sent += _send(letter)
        except Exception as error:  # noqa: BLE001 - whatever a mail server or a gateway raises
            failures.append(error)
    if failures:
        raise failures[0]
    return sent


def _send(letter: _Letter) -> int:
    """Write the row first, then send: a crash in between sends again rather than not at all.

    A way that is not set up, or that has failed MOST_ATTEMPTS times, is noted as failed and left alone.
    """
    with transaction.atomic():
        notice, _created = Notice.objects.get_or_create(
            event=letter.event, way=letter.way, to_user=letter.user
        )
    notice.attempts += 1
    try:
        enveloped = {"envelope": letter.envelope} if letter.envelope != PLAIN else {}
        backend(letter.way).send(letter.address, letter.subject, letter.body, **enveloped)
    except NoWayOutError:
        return _note(notice, NoticeState.FAILED)
    except Exception:
        given_up = notice.attempts >= MOST_ATTEMPTS
        _note(notice, NoticeState.FAILED if given_up else NoticeState.SENDING)
        if given_up:
            log.warning("notice.given_up", way=letter.way, event_id=letter.event.pk)
            return 0
        raise
    notice.sent_at = timezone.now()
    return _note(notice, NoticeState.SENT)


def _note(notice: Notice, state: NoticeState) -> int:
    notice.state = state
    notice.save(update_fields=["state", "sent_at", "attempts"])
    return int(state == NoticeState.SENT)
