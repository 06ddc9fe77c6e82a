"""The history of reports, questions and appraisals, appended with the change itself, and what is owed to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnly, AppendOnlyQuerySet
from accounts.models import ActorKind
from contacts.models.notice import ContactNoticeState
from reports.duty.models.appraisal import Appraisal
from reports.duty.models.question import VoterQuestion
from reports.duty.models.report import DutyReport

if TYPE_CHECKING:
    from casework.engine import Step

Moving = DutyReport | VoterQuestion | Appraisal
#: What an event may be of: each column is named as the process of its thing is.
SLOTS = ("report", "question", "appraisal")


def _of_one_thing() -> models.Q:
    found = models.Q()
    for slot in SLOTS:
        found |= models.Q(**{f"{other}__isnull": other != slot for other in SLOTS})
    return found


def _once(slot: str, name: str) -> models.BaseConstraint:
    return models.UniqueConstraint(
        fields=[slot, "mark"],
        name=name,
        condition=models.Q(**{f"{slot}__isnull": False}) & ~models.Q(mark=""),
    )


class DutyEvent(AppendOnly):
    """One step that was taken. ``mark`` names what happens once: the reminder of a date, a rung of the ladder."""

    report = models.ForeignKey(
        DutyReport, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    question = models.ForeignKey(
        VoterQuestion, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    appraisal = models.ForeignKey(
        Appraisal, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    action = models.CharField(max_length=20)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acting_as = models.CharField(max_length=10, blank=True)
    mark = models.CharField(max_length=60, blank=True)
    ground = models.CharField(max_length=10, blank=True)
    place = models.TextField(blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a duty report")
        verbose_name_plural = _("events of duty reports")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="duty_event_is_of_one_thing", condition=_of_one_thing()),
            models.CheckConstraint(
                name="duty_event_of_a_user_names_the_user",
                condition=models.Q(actor_kind="user", actor__isnull=False)
                | (~models.Q(actor_kind="user") & models.Q(actor__isnull=True)),
            ),
            _once("report", "report_is_reminded_of_once"),
            _once("question", "question_is_urged_once_by_each_rung"),
            _once("appraisal", "appraisal_is_reminded_of_once"),
        ]

    def __str__(self) -> str:
        return f"{self.slot} {getattr(self, f'{self.slot}_id')}: {self.action}"

    @property
    def slot(self) -> str:
        """The name of the column that is filled."""
        return next(name for name in SLOTS if getattr(self, f"{name}_id"))

    @property
    def moving(self) -> Moving:
        return getattr(self, self.slot)  # type: ignore[no-any-return]

    @property
    def step(self) -> Step:
        return self.moving.table.step(self.action)


class DutyNotice(models.Model):
    """One message about one step, by one way: to a colleague, or to whoever asked. Their address is read when it goes.

    ``sealed`` holds a code that is on its way to a member of the electing unit, and is emptied when it has gone.
    """

    event = models.ForeignKey(DutyEvent, on_delete=models.PROTECT, related_name="notices")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    way = models.CharField(_("way"), max_length=10, default="email")
    sealed = models.TextField(blank=True, editable=False)
    state = models.CharField(
        _("status"), max_length=8, choices=ContactNoticeState.choices, default=ContactNoticeState.OWED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("notice about a duty report")
        verbose_name_plural = _("notices about duty reports")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user", "way"],
                name="colleague_is_told_of_a_duty_step_once",
                condition=models.Q(user__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["event", "way"], name="asker_is_told_of_a_step_once", condition=models.Q(user=None)
            ),
        ]
        indexes = [
            models.Index(
                fields=["run_after", "id"], name="duty_notice_owed", condition=models.Q(state="owed")
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.way}"
