"""How suggestions and motions are made public, or why not: decided by two people, in a copy without private data."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suggestions.models.motion import Motion
from suggestions.models.suggestion import Suggestion


class Decision(models.TextChoices):
    WHOLE = "whole", _("publish suggestion and answer")
    PART = "part", _("publish a part")
    NONE = "none", _("do not publish")


class LegalException(models.TextChoices):
    """The three reasons in law not to publish, and the deputy's own where the rules know it (Henan, article 29)."""

    STATE = "state", _("state secret")
    BUSINESS = "business", _("business secret")
    PRIVATE = "private", _("private matters of persons")
    DEPUTY = "deputy", _("the deputy finds publication unsuitable")


def _two_people(of: str) -> list[models.BaseConstraint]:
    """What holds of every decision on publication; the names of the constraints end in ``of``."""
    return [
        models.CheckConstraint(
            name=f"two_people_decide_on_publication{of}",
            condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
        ),
        models.CheckConstraint(
            name=f"what_is_kept_back_names_its_exception{of}",
            condition=models.Q(decided_by__isnull=True)
            | models.Q(decision="whole")
            | ~models.Q(exception=""),
        ),
        models.CheckConstraint(
            name=f"public_means_decided{of}",
            condition=models.Q(published_at__isnull=True)
            | models.Q(decided_by__isnull=False, decision__in=("whole", "part")),
        ),
    ]


class DecidedByTwo(models.Model):
    """A proposal of one officer, and the decision of another. The words are the redacted copy that anyone may read.

    What deputies and citizens wrote is never changed: the copy stands beside it.
    """

    decision = models.CharField(_("decision"), max_length=5, choices=Decision.choices, blank=True)
    exception = models.CharField(
        _("legal exception"), max_length=8, choices=LegalException.choices, blank=True
    )
    note = models.TextField(_("why"), blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.pk}: {self.decision}"

    @property
    def waits(self) -> bool:
        """Whether a second person has to decide."""
        return bool(self.proposed_by_id) and not self.decided_by_id

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.taken_down_at is None


class Publication(DecidedByTwo):
    """Of a suggestion and its answer; ``due_on`` is the profile's day."""

    suggestion = models.OneToOneField(Suggestion, on_delete=models.PROTECT, related_name="publication")
    due_on = models.DateField(_("to be public by"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    facts = models.TextField(_("facts and reasons"), blank=True)
    proposal = models.TextField(_("what is proposed"), blank=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = _two_people("")
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                name="suggestion_public",
                condition=models.Q(published_at__isnull=False, taken_down_at__isnull=True),
            ),
        ]


class MotionPublication(DecidedByTwo):
    """Of a motion and what was decided on it. A motion goes on after it was published: each decision is a row.

    The one that counts is public; it is taken down when a later one is decided.
    """

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="publications")
    cause = models.CharField(_("cause"), max_length=120, blank=True)
    grounds = models.TextField(_("grounds"), blank=True)
    plan = models.TextField(_("plan"), blank=True)
    results = models.TextField(_("what was decided"), blank=True)

    class Meta:
        verbose_name = _("publication of a motion")
        verbose_name_plural = _("publications of motions")
        ordering = ["pk"]
        constraints = [
            *_two_people("_of_motion"),
            models.UniqueConstraint(
                fields=["motion"],
                name="one_proposal_to_publish_a_motion",
                condition=models.Q(decided_by__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["motion"],
                name="motion_is_public_in_one_copy",
                condition=models.Q(published_at__isnull=False, taken_down_at__isnull=True),
            ),
        ]
