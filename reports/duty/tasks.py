"""Celery: the schedule of duty reports, the ladder of questions, the end of appraisals, and what is owed to people."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils.translation import gettext_noop as _

from casework.periodic import periodic
from reports.duty.services import appraisals, questions, scheduling, telling


@shared_task(name="duty.tell")
def tell() -> None:
    """Send what is owed to deputies, offices and askers."""
    telling.send_owed()


@periodic("duty.tell_owed", timedelta(minutes=1), _("Tell of duty reports, questions and appraisals"))
def tell_owed() -> int:
    """The guarantee behind the hints."""
    return telling.send_owed()


@periodic("duty.follow", timedelta(hours=1), _("Schedule duty reports, remind of them, note what is missed"))
def follow() -> int:
    return scheduling.follow()


@periodic("duty.follow_people", timedelta(hours=1), _("Urge answers to questions, close appraisals"))
def follow_people() -> int:
    return questions.urge() + appraisals.follow() + questions.forget_askers()
