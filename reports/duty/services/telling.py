"""Who is told of a step, and sending it: a row, so that no broker and no mail server can lose it. Twice is safe."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import structlog
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework.hints import Hints
from contacts.models.notice import ContactNoticeState
from contacts.services import owed
from deputies.models import Post
from feedback.identity import SEALED, unseal_words
from reports.duty.models import DutyEvent, DutyNotice

if TYPE_CHECKING:
    from collections.abc import Sequence

log = structlog.get_logger()

#: Who hears of which step: the deputy, the office, or whoever asked.
_DEPUTY, _OFFICE, _ASKER = "deputy", "officer", "asker"
_TOLD: dict[tuple[str, str], tuple[str, ...]] = {
    ("report", "notify"): (_DEPUTY,),
    ("report", "submit"): (_OFFICE,),
    ("report", "return"): (_DEPUTY,),
    ("report", "publish"): (_DEPUTY,),
    ("report", "publish_minutes"): (_DEPUTY,),
    ("report", "move"): (_DEPUTY,),
    ("report", "join_round"): (_DEPUTY,),
    ("report", "leave_round"): (_DEPUTY,),
    ("report", "excuse"): (_DEPUTY,),
    ("report", "miss"): (_DEPUTY, _OFFICE),
    ("report", "remind"): (_DEPUTY,),
    ("question", "ask"): (_OFFICE,),
    ("question", "pass"): (_DEPUTY, _ASKER),
    ("question", "refuse"): (_ASKER,),
    ("question", "answer"): (_OFFICE,),
    ("question", "answer_privately"): (_ASKER,),
    ("question", "release"): (_DEPUTY, _ASKER),
    ("question", "return"): (_DEPUTY,),
    ("question", "remind"): ("owes",),
    ("question", "urge"): ("owes",),
    ("question", "second_urge"): ("owes", _OFFICE),
    ("question", "supervise"): ("owes", _OFFICE, "committee"),
    ("appraisal", "open"): (_DEPUTY,),
    ("appraisal", "close"): (_OFFICE,),
    ("appraisal", "publish"): (_DEPUTY, "committee"),
    ("appraisal", "remind"): (_OFFICE,),
}


# --- What is owed -----------------------------------------------------------------------------------------
def owe(events: Sequence[DutyEvent]) -> None:
    """Write down who is told of each of ``events``, in their own transaction; as few queries for many as for one."""
    held = _held(events)
    made = [DutyNotice(event=event, user_id=user) for event in events for user in _users(event, held)]
    made.extend(DutyNotice(event=event) for event in events if _is_to_the_asker(event))
    if made:
        DutyNotice.objects.bulk_create(made)
        hint()


#: Role and the key of whom or where it is held: a deputy, or a congress.
_Place = tuple[str, int]


def _held(events: Sequence[DutyEvent]) -> dict[_Place, list[int]]:
    """Users who can sign in and have an address, by the places that ``events`` tell."""
    places = {place for event in events for place in _places(event)}
    wanted = Q(role=_DEPUTY, deputy__in=[key for role, key in places if role == _DEPUTY])
    for role in (_OFFICE, "committee"):
        wanted |= Q(role=role, congress__in=[key for held, key in places if held == role])
    posts = Post.objects.reachable(timezone.localdate()).filter(wanted).exclude(user__email="")
    found: dict[_Place, list[int]] = defaultdict(list)
    for role, deputy, congress, user in posts.values_list("role", "deputy", "congress", "user"):
        found[role, deputy if role == _DEPUTY else congress].append(user)
    return found


def _places(event: DutyEvent) -> list[_Place]:
    about = event.appraisal.report if event.appraisal is not None else event.report or event.question
    assert about is not None
    roles = set(_TOLD[event.slot, event.action]) - {_ASKER}
    if "owes" in roles:
        roles.remove("owes")
        roles.add(_DEPUTY if about.status == "with_deputy" else _OFFICE)
    return [(role, about.deputy_id if role == _DEPUTY else about.congress_id) for role in sorted(roles)]


def _users(event: DutyEvent, held: dict[_Place, list[int]]) -> list[int]:
    """Each once; never whoever took the step."""
    users = {user for place in _places(event) for user in held.get(place, ())}
    return sorted(users - {event.actor_id})


def _is_to_the_asker(event: DutyEvent) -> bool:
    question = event.question
    return question is not None and bool(question.sealed) and _ASKER in _TOLD[event.slot, event.action]


def hint() -> None:
    """Tell a worker after the commit; a broker that is down costs nothing, the periodic job comes."""

    def say() -> None:
        hints.say(["duty"])

    transaction.on_commit(say, robust=True)


def _send_hint(_names: list[str]) -> None:
    try:
        current_app.tasks["duty.tell"].delay()
    except Exception as error:  # noqa: BLE001 - whatever the broker raises, the rows are safe
        log.warning("duty.hint_not_sent", error=type(error).__name__)


hints = Hints(_send_hint)


# --- Sending ----------------------------------------------------------------------------------------------
_JOINED = (
    "event__report__deputy", "event__report__mandate__term", "event__report__session__term",
    "event__question__deputy", "event__appraisal__report__deputy", "event__appraisal__report__mandate__term",
    "event__appraisal__report__session__term", "user",
)  # fmt: skip


def send_owed(*, most: int = 500) -> int:
    """Send what is owed now, one by one; returns how many went out. May run twice at the same time."""
    return sum(_sent(one) for one in owed.claim(DutyNotice.objects.all(), most).select_related(*_JOINED))


def _sent(notice: DutyNotice) -> int:
    sent = owed.settle(notice, lambda: _written(notice))
    if notice.sealed:
        gone = DutyNotice.objects.filter(pk=notice.pk).exclude(state=ContactNoticeState.OWED)
        gone.update(sealed="")
    return sent


def _written(notice: DutyNotice) -> tuple[str, str, str]:
    """Address, subject and text in the person's language."""
    if notice.user is None:
        question = notice.event.question
        assert question is not None
        address = unseal_words(question.sealed) if question.sealed else ""
        with translation.override(question.language or settings.LANGUAGE_CODE):
            return address, _("Your question to a deputy"), _body("duty_asker", notice)
    with translation.override(notice.user.language or settings.LANGUAGE_CODE):
        if notice.sealed:
            return notice.user.email, _("Your code for the appraisal of a deputy"), _body("duty_code", notice)
        return (
            notice.user.email,
            f"{subject_of(notice.event)}: {_(notice.event.step.done)}",
            _body("duty_staff", notice),
        )


def _body(name: str, notice: DutyNotice) -> str:
    event = notice.event
    context = {
        "event": event,
        "about": subject_of(event),
        "done": _(event.step.done),
        "note": event.note,
        "report": event.report,
        "question": event.question,
        "appraisal": event.appraisal,
        "code": unseal_words(notice.sealed) if notice.sealed else "",
        "url": f"{settings.PORTAL_URL.rstrip('/')}{address_of(notice)}",
    }
    return render_to_string(f"notices/{name}.txt", context).strip()


def subject_of(event: DutyEvent) -> str:
    """What a notice is called: of a question never its words."""
    if event.question is not None:
        return _("Question to deputy %(name)s") % {"name": event.question.deputy}
    report = event.report or event.appraisal.report  # type: ignore[union-attr]
    return f"{report.deputy} · {report}"


def address_of(notice: DutyNotice) -> str:
    """Where in the portal it stands."""
    event = notice.event
    if notice.user is None:
        return reverse("duty_follow")
    if event.question is not None:
        return reverse("duty_question", args=[event.question_id])
    if event.appraisal is not None:
        page = "duty_appraise" if notice.sealed else "duty_public"
        return reverse(page, args=[event.appraisal.report_id])
    return reverse("duty_report", args=[event.report_id])


# A change of keys takes codes that have not gone out yet along.
SEALED.append((DutyNotice.objects.exclude(sealed="").order_by, lambda sealed: {}))
