"""The history of a case, which is also the outbox and the statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnly, AppendOnlyQuerySet
from accounts.models import ActorKind
from casework.models.case import Case
from casework.workflows import ASSIGNMENT, COMMITMENT, home_of

if TYPE_CHECKING:
    from casework.engine import Workflow


class EventQuerySet(AppendOnlyQuerySet["Event"]):
    def told(self) -> EventQuerySet:
        """The public steps that still stand: what was undone has never been told to anybody."""
        return self.filter(is_public=True, taken_back=None)


class Event(AppendOnly):
    """One step that was taken: appended with the change itself, never edited.

    ``note`` is what was said with the step: to the citizen where the step is public, to colleagues
    where it is not. ``was_due_on`` is the date that ran when the step was taken, so that a late step
    can be counted for ever; ``due_on`` is the date it started. ``takes_back`` is the event that this one undoes.
    A step of a promise names the share it was made for as well, so that whoever may read of the share may read
    of it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    assignment = models.ForeignKey(
        "casework.Assignment", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    commitment = models.ForeignKey(
        "casework.Commitment", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    action = models.CharField(max_length=20)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acting_as = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)
    reason = models.CharField(max_length=40, blank=True)
    is_public = models.BooleanField(default=True)
    clock = models.CharField(max_length=20, blank=True)
    due_on = models.DateField(null=True, blank=True)
    was_due_on = models.DateField(null=True, blank=True)
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back"
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["pk"]
        indexes = [models.Index(fields=["case", "id"], name="event_case")]
        constraints = [
            models.CheckConstraint(
                name="event_of_a_user_names_the_user",
                condition=models.Q(actor_kind="user", actor__isnull=False)
                | (~models.Q(actor_kind="user") & models.Q(actor__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.action}"

    @property
    def table(self) -> Workflow:
        """The process of which this was a step: of a promise, of an organ's share, or of the case itself.

        Of a case that has become another thing, the earlier steps stay those of what it was.
        """
        if self.commitment_id:
            return COMMITMENT
        return (
            ASSIGNMENT if self.assignment_id else home_of(self.from_status or self.to_status, self.case.kind)
        )


class Effect(models.Model):
    """Something that follows from an event and is still owed: a row, so that no broker can lose it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="effects")
    name = models.CharField(_("job"), max_length=40)
    run_after = models.DateTimeField(_("run after"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("effect")
        verbose_name_plural = _("effects")
        indexes = [
            models.Index(
                fields=["name", "run_after", "id"],
                name="effect_owed",
                condition=models.Q(done_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of event {self.event_id}"
