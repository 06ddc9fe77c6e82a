"""What somebody asks about how a deputy does the duties of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.moving import Moves, checks, status_field
from deputies.models import Deputy, PeoplesCongress
from reports.duty import rules
from reports.duty.models.report import DutyReport, Ground
from reports.duty.workflow import QUESTION

if TYPE_CHECKING:
    from casework.engine import Workflow


class VoterQuestionQuerySet(models.QuerySet["VoterQuestion"]):
    def open(self) -> VoterQuestionQuerySet:
        return self.filter(closed_at=None)

    def public(self) -> VoterQuestionQuerySet:
        return self.filter(status="published")

    def for_lists(self) -> VoterQuestionQuerySet:
        return self.select_related("deputy", "congress", "report")


class VoterQuestion(Moves):
    """``body`` stays as it was asked; ``blacked`` names the passages that others read as black bars.

    ``is_voter``: the browser had entered a code of the constituency. Who asks is known by nothing but the way they
    left to be told, sealed, until ``expires_on``. ``code_digest`` opens the question with its number.
    """

    congress = models.ForeignKey(PeoplesCongress, on_delete=models.PROTECT, related_name="voter_questions")
    deputy = models.ForeignKey(
        Deputy, verbose_name=_("deputy"), on_delete=models.PROTECT, related_name="voter_questions"
    )
    report = models.ForeignKey(
        DutyReport, null=True, blank=True, on_delete=models.PROTECT, related_name="questions"
    )
    number = models.CharField(max_length=20, unique=True)
    code_digest = models.CharField(max_length=64)
    key = models.UUIDField(unique=True)
    body = models.TextField(_("question"))
    blacked = models.JSONField(default=list, blank=True)
    is_voter = models.BooleanField(_("voter of the constituency"), default=False)
    wants_private = models.BooleanField(_("asks for an answer to themselves alone"), default=False)
    answer = models.TextField(_("answer"), blank=True)
    refused_ground = models.CharField(_("ground"), max_length=10, choices=Ground.choices, blank=True)
    refused_why = models.CharField(_("reason"), max_length=300, blank=True)
    status = status_field(QUESTION)
    profile = models.CharField(max_length=200)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_clock = models.CharField(max_length=20, blank=True)
    counted_from = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    sealed = models.TextField(blank=True)
    expires_on = models.DateField(null=True, blank=True)

    objects = VoterQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a deputy")
        verbose_name_plural = _("questions to deputies")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            *checks(QUESTION, "voter_question"),
            models.CheckConstraint(
                name="open_question_has_a_date",
                condition=models.Q(closed_at__isnull=True, due_on__isnull=False)
                | models.Q(closed_at__isnull=False, due_on=None),
            ),
            models.CheckConstraint(
                name="answered_question_has_an_answer",
                condition=~models.Q(status__in=["answered", "published", "private"]) | ~models.Q(answer=""),
            ),
            models.CheckConstraint(
                name="question_not_passed_on_says_why",
                condition=~models.Q(status="refused")
                | ~models.Q(refused_ground="") & ~models.Q(refused_why=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["congress", "due_on", "id"],
                name="voter_question_open",
                condition=models.Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["deputy", "-answered_at"],
                name="voter_question_public",
                condition=models.Q(status="published"),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def table(self) -> Workflow:
        return QUESTION

    @property
    def shown(self) -> str:
        """The question as others read it: its words, with bars over what the office blacked out."""
        text = self.body
        for passage in sorted(self.blacked, key=len, reverse=True):
            text = text.replace(passage, "█" * len(passage))
        return text

    @property
    def due_why(self) -> Any:
        if not self.due_clock or self.counted_from is None:
            return None
        return rules.due(self.profile, self.due_clock, self.counted_from)

    @property
    def due_url(self) -> str:
        return reverse("duty_question_why", args=[self.pk])
