"""Celery: the effects of opinions and the periodic jobs around them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from celery import shared_task
from django.utils.translation import gettext_noop as _

from casework.models import Effect
from casework.outbox import ORGANS, effect
from casework.periodic import periodic
from feedback import drafts, expiry, kept_files, notices, reminders
from feedback.hot import joining
from feedback.hot import turn as hot_turn
from feedback.learning import turn
from feedback.organ_api import feed, once, sending
from feedback.routing import service as routing
from feedback.search import index_events
from feedback.services import close_due, rehome, settle_due


@effect("feedback.route", batch=50)
def route(effects: Sequence[Effect]) -> None:
    """Propose place, topic, station, deputy and organ for newly received opinions."""
    routing.propose_for([one.event for one in effects])


@effect("feedback.send_on", batch=20)
def send_on(effects: Sequence[Effect]) -> None:
    """Assign small matters without the office, where the office has switched that on for the topic."""
    for one in effects:
        routing.send_on(one.event.case)


@effect("feedback.index", batch=50)
def index(effects: Sequence[Effect]) -> None:
    """Bring the search index up to date with what was said."""
    index_events([one.event for one in effects])
    joining.join({one.event.case_id for one in effects})


# One at a time: a server may take ten seconds for each, and all of a batch must end within the lease.
@effect("feedback.notify", batch=1, atomic=False)
def notify(effects: Sequence[Effect]) -> None:
    """Tell the citizen, if there is a way to."""
    for one in effects:
        notices.tell_citizen(one.event)


@effect("feedback.notify_staff", batch=1, atomic=False)
def notify_staff(effects: Sequence[Effect]) -> None:
    """Tell the deputy or the organ that something waits for them."""
    for one in effects:
        notices.tell_staff(one.event)


@effect(ORGANS, batch=100)
def tell_organs(effects: Sequence[Effect]) -> None:
    """Number what organs' own systems hear of."""
    sending.hint(feed.number([one.event for one in effects]))


@shared_task(name="feedback.send_news_now")
def send_news_now() -> None:
    """By a hint, right after the change; an address that another worker tells is passed over."""
    sending.send_due()


@periodic("feedback.send_news", timedelta(minutes=1), _("Send news to organs' systems"))
def send_news() -> int:
    return sending.send_due()


@periodic(
    "feedback.forget_calls", timedelta(hours=24), _("Forget old requests and deliveries of organs' systems")
)
def forget_calls() -> int:
    return once.forget_old() + sending.forget_old()


@periodic("feedback.close_due", timedelta(minutes=10), _("Close what has run out"))
def close_what_ran_out() -> int:
    return close_due() + settle_due()


@periodic("feedback.rehome", timedelta(hours=1), _("Pass on what waits for a deputy who has left"))
def pass_on_what_nobody_has() -> int:
    """Also where a mandate ended or was suspended within the term."""
    return rehome().total


@periodic("feedback.remind_of_the_calendar", timedelta(hours=6), _("Remind of next year's days off"))
def remind_of_the_calendar() -> int:
    """In November operators hear that next year's days off are missing."""
    return reminders.remind_of_the_calendar()


@periodic("feedback.delete_expired_identities", timedelta(hours=6), _("Delete identities whose time is over"))
def delete_expired_identities() -> int:
    """And with them what the words, the files and the organ's notes still tell of the person."""
    return expiry.end_expired()


@periodic("feedback.forget_kept_files", timedelta(hours=1), _("Delete files and drafts nobody came back to"))
def forget_kept_files() -> int:
    """Files and drafts of forms that nobody came back to."""
    return kept_files.forget_old() + drafts.forget_old()


@periodic("feedback.learn", timedelta(hours=1), _("Learn topics from what was decided, at night"))
def learn() -> int:
    """In a process of its own, so that no worker keeps the memory that training takes."""
    return turn.learn_at_night()


@periodic("feedback.hot_issues", timedelta(hours=1), _("Find what many people raise, at night"))
def find_hot_issues() -> int:
    """In a process of its own; in the day new opinions join what was found."""
    return hot_turn.renew_at_night()
