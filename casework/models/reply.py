"""What an organ or a deputy answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.assignment import Assignment, HandlingRole
from casework.models.case import Case


class ReplyState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waits for release")
    RELEASED = "released", _("released")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned")


class ReplyQuerySet(models.QuerySet["Reply"]):
    def sent(self) -> ReplyQuerySet:
        """What has left the organ."""
        return self.exclude(state__in=[ReplyState.DRAFT, ReplyState.SUBMITTED])

    def assisting(self, case: Case) -> ReplyQuerySet:
        """What the assisting organs of the case as it is assigned now have given to the one that leads."""
        return self.filter(
            case=case,
            assignment__role=HandlingRole.ASSIST,
            assignment__assigned_at__gte=case.assigned_at,
            state__in=[ReplyState.RELEASED, ReplyState.APPROVED],
        ).select_related("assignment__organ")


class Reply(models.Model):
    """An answer: an organ's for its assignment, or, without one, the deputy's own."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="replies")
    assignment = models.ForeignKey(
        Assignment, null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    body = models.TextField(_("reply"))
    category = models.CharField(_("result category"), max_length=8, blank=True)
    promise = models.TextField(_("what is promised"), blank=True)
    promised_for = models.DateField(_("promised for"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ReplyState.choices, default=ReplyState.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                name="one_draft_per_assignment",
                condition=models.Q(state__in=["draft", "submitted"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.state}"

    @property
    def words(self) -> str:
        """All that the reply says: what whoever countersigns it has agreed to."""
        said = (self.body, self.category, self.promise, self.promised_for)
        return "\n".join(str(one) for one in said if one)
