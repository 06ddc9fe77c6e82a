"""How suggestions and motions are made public, or why not: decided by two people, in a copy without private data."""

from __future__ import annotations

from typing import ClassVar, TypeVar

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


_Row = TypeVar("_Row", bound="DecidedByTwo")


class DecidedQuerySet(models.QuerySet[_Row]):
    def public(self) -> DecidedQuerySet[_Row]:
        """The copies that anyone may read now."""
        return self.filter(published_at__isnull=False, taken_down_at=None)

    def undecided(self) -> DecidedQuerySet[_Row]:
        """Decisions that are still to be taken: owed, proposed, or refused and to be proposed anew."""
        return self.filter(decided_by=None)

    def decided(self) -> DecidedQuerySet[_Row]:
        return self.filter(decided_by__isnull=False)


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


def _one_at_a_time(field: str, proposal: str, copy: str) -> list[models.BaseConstraint]:
    """One decision is to be taken, and one copy is public."""
    return [
        models.UniqueConstraint(fields=[field], name=proposal, condition=models.Q(decided_by__isnull=True)),
        models.UniqueConstraint(
            fields=[field],
            name=copy,
            condition=models.Q(published_at__isnull=False, taken_down_at__isnull=True),
        ),
    ]


class DecidedByTwo(models.Model):
    """A proposal of one officer, and the decision of another. The words are the redacted copy that anyone may read.

    What was published goes on, so each decision is a row. The one that counts is public; it is taken down when a later
    one is decided.
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

    objects = DecidedQuerySet.as_manager()
    copy_fields: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.pk}: {self.decision}"

    @property
    def copied(self) -> list[tuple[str, str]]:
        """The words of the copy with what they are called; the title comes first."""
        said = [(self._meta.get_field(name), getattr(self, name)) for name in self.copy_fields]
        return [(str(field.verbose_name), text) for field, text in said if text]  # type: ignore[union-attr]

    @property
    def waits(self) -> bool:
        """Whether a second person has to decide."""
        return bool(self.proposed_by_id) and not self.decided_by_id

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.taken_down_at is None


class Publication(DecidedByTwo):
    """Of a suggestion and its answer; ``due_on`` is the profile's day."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.PROTECT, related_name="publications")
    due_on = models.DateField(_("to be public by"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    facts = models.TextField(_("facts and reasons"), blank=True)
    proposal = models.TextField(_("what is proposed"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    copy_fields = ("title", "facts", "proposal", "answer")

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["pk"]
        constraints = [
            *_two_people(""),
            *_one_at_a_time(
                "suggestion", "one_proposal_to_publish_a_suggestion", "suggestion_is_public_in_one_copy"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                name="suggestion_public",
                condition=models.Q(published_at__isnull=False, taken_down_at__isnull=True),
            ),
        ]


class MotionPublication(DecidedByTwo):
    """Of a motion and what was decided on it."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="publications")
    cause = models.CharField(_("cause"), max_length=120, blank=True)
    grounds = models.TextField(_("grounds"), blank=True)
    plan = models.TextField(_("plan"), blank=True)
    results = models.TextField(_("what was decided"), blank=True)
    copy_fields = ("cause", "grounds", "plan", "results")

    class Meta:
        verbose_name = _("publication of a motion")
        verbose_name_plural = _("publications of motions")
        ordering = ["pk"]
        constraints = [
            *_two_people("_of_motion"),
            *_one_at_a_time("motion", "one_proposal_to_publish_a_motion", "motion_is_public_in_one_copy"),
        ]
