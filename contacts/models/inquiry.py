"""What people are asked: comment forms and questionnaires, their questions, and what came back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.models import Case, Topic
from contacts.workflow import INQUIRY
from deputies.models import Deputy, LiaisonStation, PeoplesCongress

if TYPE_CHECKING:
    from casework.engine import Workflow

_OPEN = INQUIRY.open_names


class InquiryKind(models.TextChoices):
    """The value is the code of the channel of the opinions that come of it."""

    FORM = "form", _("comment form")
    SURVEY = "survey", _("questionnaire")


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def public(self) -> InquiryQuerySet:
        return self.filter(status__in=["open", "closed", "published"])

    def running(self, on: date | None = None) -> InquiryQuerySet:
        """Open, and within their period on the day ``on``."""
        day = on or timezone.localdate()
        return self.filter(status="open", opens_on__lte=day, closes_on__gte=day)


class Inquiry(models.Model):
    """A comment form on a topic, or a questionnaire. Its status changes in ``contacts.services.advance`` alone.

    ``needs_code``: whoever answers has a code that the office printed, good for one answer.
    ``printed`` counts the numbered forms that were printed.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=InquiryKind.choices)
    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="inquiries"
    )
    station = models.ForeignKey(
        LiaisonStation,
        verbose_name=_("station"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inquiries",
    )
    deputy = models.ForeignKey(
        Deputy,
        verbose_name=_("deputy who asks"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inquiries",
    )
    title = models.CharField(_("title"), max_length=120)
    intro = models.TextField(_("what it is about, for the reader"), blank=True)
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opens_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day"))
    needs_code = models.BooleanField(_("only with a printed code"), default=False)
    printed = models.PositiveIntegerField(_("forms printed"), default=0)
    summary = models.TextField(_("what follows from it"), blank=True)
    key = models.UUIDField(unique=True)
    status = models.CharField(
        _("status"), max_length=20, choices=[(one.name, _(one.label)) for one in INQUIRY.statuses]
    )
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment form or questionnaire")
        verbose_name_plural = _("comment forms and questionnaires")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="inquiry_status_is_in_the_workflow", condition=models.Q(status__in=INQUIRY.names)
            ),
            models.CheckConstraint(
                name="inquiry_is_closed_exactly_when_its_status_is",
                condition=models.Q(status__in=_OPEN, closed_at__isnull=True)
                | (~models.Q(status__in=_OPEN) & models.Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="inquiry_closes_after_it_opens",
                condition=models.Q(closes_on__gte=models.F("opens_on")),
            ),
            models.CheckConstraint(
                name="published_inquiry_says_what_follows",
                condition=~models.Q(status="published") | ~models.Q(summary=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def table(self) -> Workflow:
        return INQUIRY

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_form(self) -> bool:
        return self.kind == InquiryKind.FORM

    @property
    def takes_answers(self) -> bool:
        return self.status == "open" and self.opens_on <= timezone.localdate() <= self.closes_on


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("one choice")
    MULTIPLE = "multiple", _("several choices")
    SCALE = "scale", _("scale from 1 to 5")
    TEXT = "text", _("own words")


class Question(models.Model):
    """``as_opinion``: an answer in words to it is handled as an opinion, with a receipt and an answer."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(pgettext_lazy("place in a list", "position"))
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind.choices)
    text = models.CharField(_("question"), max_length=200)
    required = models.BooleanField(_("must be answered"), default=False)
    as_opinion = models.BooleanField(_("the words are an opinion to be answered"), default=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "position"], name="one_question_at_a_position"),
            models.CheckConstraint(
                name="only_words_are_an_opinion", condition=models.Q(as_opinion=False) | models.Q(kind="text")
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Option(models.Model):
    """One choice of a question."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(pgettext_lazy("place in a list", "position"))
    text = models.CharField(_("choice"), max_length=100)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="one_choice_at_a_position")
        ]

    def __str__(self) -> str:
        return self.text


class Source(models.TextChoices):
    ONLINE = "online", _("online")
    PAPER = "paper", _("on paper")


class Response(models.Model):
    """One answered form. ``number`` is that of the paper, once in an inquiry; ``device_mark`` is of one device.

    Words that are an opinion stand in the opinion alone; who wrote them stands nowhere but in its identity.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="responses")
    source = models.CharField(_("how it was filled in"), max_length=10, choices=Source.choices)
    number = models.CharField(_("form number"), max_length=20, blank=True)
    device_mark = models.CharField(max_length=64, blank=True, editable=False)
    key = models.UUIDField(unique=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    cases = models.ManyToManyField(Case, related_name="responses", blank=True)

    class Meta:
        verbose_name = _("answered form")
        verbose_name_plural = _("answered forms")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "number"], name="paper_form_once", condition=~models.Q(number="")
            ),
            models.UniqueConstraint(
                fields=["inquiry", "device_mark"],
                name="one_answer_for_a_device",
                condition=~models.Q(device_mark=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)


class Answer(models.Model):
    """What was ticked or written at one question; several choices are several rows."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    option = models.ForeignKey(
        Option, null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("answer of a form")
        verbose_name_plural = _("answers of forms")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question", "option"],
                name="a_choice_is_ticked_once",
                condition=models.Q(option__isnull=False),
            ),
            models.CheckConstraint(
                name="scale_is_one_to_five",
                condition=models.Q(grade=None) | models.Q(grade__gte=1, grade__lte=5),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.question_id}"


class AccessCode(models.Model):
    """A printed code, good for one answer; its digest alone is kept."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("code for one answer")
        verbose_name_plural = _("codes for one answer")
        constraints = [models.UniqueConstraint(fields=["inquiry", "digest"], name="code_once_in_an_inquiry")]

    def __str__(self) -> str:
        return str(self.pk)
