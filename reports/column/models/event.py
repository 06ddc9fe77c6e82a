"""The history of articles and digests: appended with the change itself, never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnly, AppendOnlyQuerySet
from contacts.models.notice import ContactNoticeState
from reports.column.models.article import Article
from reports.column.models.digest import DigestIssue

if TYPE_CHECKING:
    from casework.engine import Step

Moving = Article | DigestIssue


class ColumnEvent(AppendOnly):
    """One step that was taken by a person, with what was said."""

    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    digest = models.ForeignKey(
        DigestIssue, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    action = models.CharField(max_length=20)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acting_as = models.CharField(max_length=10)
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of the column")
        verbose_name_plural = _("events of the column")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="column_event_is_of_one_thing",
                condition=models.Q(article__isnull=False, digest__isnull=True)
                | models.Q(article__isnull=True, digest__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moving}: {self.action}"

    @property
    def moving(self) -> Moving:
        return self.article or self.digest  # type: ignore[return-value]

    @property
    def step(self) -> Step:
        return self.moving.table.step(self.action)


class ColumnNotice(models.Model):
    """A mail to a colleague about one step; their address is read when it goes."""

    event = models.ForeignKey(ColumnEvent, on_delete=models.PROTECT, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(_("way"), max_length=10, default="email")
    state = models.CharField(
        _("status"), max_length=8, choices=ContactNoticeState.choices, default=ContactNoticeState.OWED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("notice about the column")
        verbose_name_plural = _("notices about the column")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user", "way"], name="colleague_is_told_of_a_column_step_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["run_after", "id"], name="column_notice_owed", condition=models.Q(state="owed")
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.way}"
