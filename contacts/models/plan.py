"""The yearly contact plan: its editions, the topics of each, and what belongs to a topic over the year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.models import Case, Channel, Topic
from contacts.models.inquiry import Inquiry
from contacts.models.moving import Moves, checks, status_field
from contacts.models.occasion import Occasion
from contacts.year.workflow import PLAN
from deputies.models import Division, LiaisonBody, Organ, PeoplesCongress
from feedback.models import HotIssue

if TYPE_CHECKING:
    from casework.engine import Workflow

EARLIEST, LATEST = 2000, 2100


class TopicSource(models.TextChoices):
    """Where the topics of a year come from; the third source has two kinds."""

    PARTY_DECISION = "party_decision", _("an important decision of the Party committee")
    DEVELOPMENT = "development", _("local economic and social development")
    CONGRESS_RESOLUTION = "congress_resolution", _("a resolution or decision of the congress")
    COMMITTEE_PLAN = "standing_committee_plan", _("the standing committee's key points of work")
    ORGAN_PRIORITY = (
        "organ_priority",
        _("a priority of the government, supervision commission, court or procuratorate"),
    )
    HOT_ISSUE = "hot_issue", _("an issue that many people raise")
    SUGGESTIONS = "handling_of_suggestions", _("the handling of deputies' motions and suggestions")


class ContactPlanQuerySet(models.QuerySet["ContactPlan"]):
    def public(self) -> ContactPlanQuerySet:
        """Every edition that was ever in force: the old ones stay readable."""
        return self.filter(status__in=["published", "reviewed", "replaced"])

    def current(self) -> ContactPlanQuerySet:
        """The edition of each year that nothing has replaced."""
        return self.filter(status__in=["published", "reviewed"])


class ContactPlan(Moves):
    """One edition of a congress's plan for a year (Law on Deputies, article 43: passed, made known, published).

    ``reason`` says why there is a later edition. Whoever wrote an edition does not approve it: ``approved_by`` is
    a second person, ``adopted_by`` the meeting that passed it.
    """

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="contact_plans"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    intro = models.TextField(_("introduction"), blank=True)
    reason = models.CharField(_("why there is a new edition"), max_length=200, blank=True)
    status = status_field(PLAN)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("drafted by"), on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    adopted_by = models.CharField(_("passed by"), max_length=120, blank=True)
    adopted_on = models.DateField(_("passed on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    review = models.TextField(_("review of the year"), blank=True)

    objects = ContactPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact plan")
        verbose_name_plural = _("contact plans")
        ordering = ["-year", "congress", "-edition"]
        constraints = [
            *checks(PLAN, "plan"),
            models.CheckConstraint(
                name="plan_of_a_believable_year", condition=models.Q(year__range=(EARLIEST, LATEST))
            ),
            models.CheckConstraint(
                name="later_edition_says_why", condition=models.Q(edition=1) | ~models.Q(reason="")
            ),
            models.CheckConstraint(
                name="plan_is_approved_by_a_second_person",
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("drafted_by")),
            ),
            models.CheckConstraint(
                name="published_plan_was_approved_and_passed",
                condition=models.Q(status__in=["draft", "submitted", "discarded"])
                | models.Q(approved_by__isnull=False, adopted_on__isnull=False, published_at__isnull=False)
                & ~models.Q(adopted_by=""),
            ),
            models.CheckConstraint(
                name="reviewed_plan_has_a_review",
                condition=~models.Q(status="reviewed") | ~models.Q(review=""),
            ),
            models.UniqueConstraint(fields=["congress", "year", "edition"], name="plan_edition_once"),
            models.UniqueConstraint(
                fields=["congress", "year"],
                name="one_plan_in_force_a_year",
                condition=models.Q(status__in=["published", "reviewed"]),
            ),
            models.UniqueConstraint(
                fields=["congress", "year"],
                name="one_plan_being_written_a_year",
                condition=models.Q(status__in=["draft", "submitted"]),
            ),
        ]

    def __str__(self) -> str:
        return _("%(congress)s: contact plan of %(year)d") % {"congress": self.congress, "year": self.year}

    @property
    def table(self) -> Workflow:
        return PLAN

    @property
    def is_public(self) -> bool:
        return self.published_at is not None


class PlanLine(models.Model):
    """A topic through all editions of its year, and what belongs to it: days, forms, and what people wrote."""

    congress = models.ForeignKey(PeoplesCongress, on_delete=models.PROTECT, related_name="plan_lines")
    year = models.PositiveSmallIntegerField(_("year"))
    occasions = models.ManyToManyField(
        Occasion, verbose_name=_("reception days and symposiums"), related_name="plan_lines", blank=True
    )
    inquiries = models.ManyToManyField(
        Inquiry, verbose_name=_("comment forms and questionnaires"), related_name="plan_lines", blank=True
    )
    cases = models.ManyToManyField(Case, through="LineOpinion", related_name="plan_lines", blank=True)

    class Meta:
        verbose_name = _("topic of the year")
        verbose_name_plural = _("topics of the year")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.congress_id} {self.year} {self.pk}"


class LineOpinion(models.Model):
    """An opinion that somebody wrote to a topic of the year."""

    line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="opinions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opinion on a topic of the year")
        verbose_name_plural = _("opinions on topics of the year")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], name="opinion_belongs_to_one_topic_of_the_year")
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.case_id}"


class PlanTopicQuerySet(models.QuerySet["PlanTopic"]):
    def for_lists(self) -> PlanTopicQuerySet:
        return self.select_related(
            "plan__congress",
            "line",
            "organ",
            "body",
            "responsible",
            "topic",
            "counted_topic",
            "counted_place",
        )

    def running(self, on: date | None = None) -> PlanTopicQuerySet:
        """Of plans in force, and within their period on the day ``on``."""
        day = on or timezone.localdate()
        return self.filter(plan__status="published", starts_on__lte=day, ends_on__gte=day)


class PlanTopic(models.Model):
    """One topic as one edition words it: what, why, who, when, by which ways, and what is to be reached.

    ``document`` is the paper that stands behind it. An issue that many people raise has a count instead: so many
    opinions on ``counted_topic`` from ``counted_place``, or of ``counted_issue``, in the days ``counted_since`` to
    ``counted_until``.
    """

    plan = models.ForeignKey(ContactPlan, on_delete=models.CASCADE, related_name="topics")
    line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="topics")
    position = models.PositiveSmallIntegerField(pgettext_lazy("place in a list", "position"), default=1)
    source = models.CharField(_("source"), max_length=30, choices=TopicSource.choices)
    title = models.CharField(_("title"), max_length=100)
    why = models.TextField(_("why this topic"))
    document = models.CharField(_("document it follows from"), max_length=200, blank=True)
    organ = models.ForeignKey(
        Organ,
        verbose_name=_("organ whose priority it is"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    counted = models.PositiveIntegerField(_("opinions counted"), null=True, blank=True)
    counted_topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    counted_place = models.ForeignKey(
        Division, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    counted_since = models.DateField(null=True, blank=True)
    counted_until = models.DateField(null=True, blank=True)
    counted_issue = models.ForeignKey(
        HotIssue, null=True, blank=True, on_delete=models.SET_NULL, related_name="plan_topics"
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("field of the opinions"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    body = models.ForeignKey(
        LiaisonBody,
        verbose_name=_("responsible body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible person"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    channels = models.ManyToManyField(
        Channel, verbose_name=_("ways of contact"), related_name="+", blank=True
    )
    target = models.CharField(_("what is to be reached"), max_length=200)
    target_count = models.PositiveIntegerField(_("opinions to be heard"), null=True, blank=True)

    objects = PlanTopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic of a contact plan")
        verbose_name_plural = _("topics of contact plans")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "line"], name="topic_once_in_an_edition"),
            models.CheckConstraint(
                name="plan_topic_ends_after_it_starts", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
            models.CheckConstraint(
                name="plan_topic_has_a_paper_or_a_count_behind_it",
                condition=models.Q(source="hot_issue", counted__gt=0, counted_topic__isnull=False)
                & models.Q(counted_since__isnull=False, counted_until__isnull=False)
                | ~models.Q(source="hot_issue") & ~models.Q(document=""),
            ),
            models.CheckConstraint(
                name="priority_of_an_organ_names_the_organ",
                condition=~models.Q(source="organ_priority") | models.Q(organ__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def takes_opinions(self) -> bool:
        """Somebody may write to it: it is in force and today lies in its period."""
        return self.plan.status == "published" and self.starts_on <= timezone.localdate() <= self.ends_on
