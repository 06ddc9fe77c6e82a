"""Celery: the notices of this room and the periodic jobs around its days."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils.translation import gettext_noop as _

from casework.periodic import periodic
from contacts import people, services
from contacts.mail import tasks as mail_tasks
from contacts.year import following


@shared_task(name="contacts.tell")
def tell() -> None:
    """Send what is owed to visitors, deputies and staff."""
    services.send_owed()
    services.send_reminders()


@periodic("contacts.tell_owed", timedelta(minutes=1), _("Tell visitors and deputies of changes"))
def tell_owed() -> int:
    """The guarantee behind the hints."""
    return services.send_owed() + services.send_reminders()


@periodic(
    "contacts.follow", timedelta(minutes=10), _("Open registers, remind of minutes, close what has ended")
)
def follow() -> int:
    return services.follow()


@periodic(
    "contacts.remind_minimum", timedelta(hours=6), _("Remind deputies of the yearly minimum of contacts")
)
def remind_minimum() -> int:
    return services.remind_of_minimum()


@periodic(
    "contacts.follow_year",
    timedelta(hours=1),
    _("Remind of guidance, visits, campaigns and reports of obstruction, and see that each has its person"),
)
def follow_year() -> int:
    return following.follow()


@periodic(
    "contacts.forget_visitors", timedelta(hours=6), _("Delete who visitors were when their time is over")
)
def forget_visitors() -> int:
    return people.forget_expired()


__all__ = ["follow", "follow_year", "forget_visitors", "mail_tasks", "remind_minimum", "tell", "tell_owed"]
