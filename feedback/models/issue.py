"""Hot issues: which opinions are about one matter, how hot it is, and what the office has decided of it.

Nothing here tells who wrote: a person is a number within the issue. Words are those that several people share.
"""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case, Topic
from deputies.models import Deputy, Division, PeoplesCongress
from feedback.hot.heat import USUAL, Counts, Weights, as_data


class IssueState(models.TextChoices):
    OPEN = "open", _("watched")
    DISMISSED = "dismissed", _("dismissed")
    MERGED = "merged", _("merged into another")


class IssueQuerySet(models.QuerySet["HotIssue"]):
    def standing(self) -> IssueQuerySet:
        """Those that still hold opinions: watched or dismissed."""
        return self.exclude(state=IssueState.MERGED)

    def watched(self) -> IssueQuerySet:
        return self.filter(state=IssueState.OPEN)

    def hot(self) -> IssueQuerySet:
        """Those with as many points as their congress asks for, and those of which somebody has decided something."""
        rules = dict(HeatRule.objects.values_list("congress", "hot"))
        hot = models.Q(settled=True) | models.Q(heat__gte=USUAL.hot) & ~models.Q(congress__in=rules)
        for congress, points in rules.items():
            hot |= models.Q(congress=congress, heat__gte=points)
        return self.filter(hot)

    def for_lists(self) -> IssueQuerySet:
        return self.select_related("congress", "topic", "division")


class HotIssue(models.Model):
    """One issue. Its key stays through all recomputations; ``settled``: a person has decided something of it, and
    since then the machine neither merges nor splits nor names it.

    ``weeks``: [monday, messages, people] each; ``words``: [phrase, people]; ``places``: [key of a township, messages].
    """

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.CASCADE, related_name="hot_issues"
    )
    name = models.CharField(_("name"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=IssueState.choices, default=IssueState.OPEN)
    settled = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="merged",
    )
    dismissed_why = models.CharField(_("why it was dismissed"), max_length=200, blank=True)
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    division = models.ForeignKey(
        Division, verbose_name=_("place"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.JSONField(default=list)
    places = models.JSONField(default=list)
    weeks = models.JSONField(default=list)
    messages = models.PositiveIntegerField(_("opinions"), default=0)
    people = models.PositiveIntegerField(_("people"), default=0)
    recent = models.PositiveIntegerField(_("people lately"), default=0)
    before = models.PositiveIntegerField(_("people in the time before"), default=0)
    support = models.PositiveIntegerField(_("opinions joined by the office"), default=0)
    heat = models.FloatField(_("heat"), default=0)
    first_day = models.DateField(_("first opinion"), null=True, blank=True)
    last_day = models.DateField(_("last opinion"), null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    counted_at = models.DateTimeField(default=timezone.now)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("hot issue")
        verbose_name_plural = _("hot issues")
        ordering = ["-heat", "pk"]
        indexes = [
            models.Index(
                fields=["congress", "-heat", "id"], name="issue_by_heat", condition=models.Q(state="open")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="merged_issue_is_not_its_own_target",
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
            ),
            models.CheckConstraint(
                name="dismissed_issue_says_why",
                condition=~models.Q(state="dismissed") | ~models.Q(dismissed_why=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def counts(self) -> Counts:
        return Counts(self.messages, self.people, self.recent, self.before, self.support)


class MemberQuerySet(models.QuerySet["IssueMember"]):
    def inside(self) -> MemberQuerySet:
        return self.filter(is_out=False)


class IssueMember(models.Model):
    """An opinion in an issue, written by the person with that number in it.

    ``is_out``: somebody took it out of this issue; it may be in another one.
    """

    issue = models.ForeignKey(HotIssue, on_delete=models.CASCADE, related_name="members")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="issue_members")
    person = models.PositiveIntegerField(default=0)
    is_out = models.BooleanField(default=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion in a hot issue")
        verbose_name_plural = _("opinions in hot issues")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "case"], name="opinion_once_in_an_issue"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(is_out=False), name="opinion_in_one_issue"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.case_id}"


class Decided(models.TextChoices):
    MERGE = "merge", _("merged")
    SPLIT = "split", _("split")
    RENAME = "rename", _("renamed")
    PUT_IN = "put_in", _("opinion put in")
    TAKE_OUT = "take_out", _("opinion taken out")
    DISMISS = "dismiss", _("dismissed")
    REOPEN = "reopen", _("watched again")
    TOPIC = "topic", _("taken up as a topic of the year")
    KEY = "key", _("made a key matter")
    SUGGESTION = "suggestion", _("handed to a deputy")
    DRAFT = "draft", _("a deputy drafts a suggestion from it")


class IssueDecision(models.Model):
    """What a person decided of an issue: never edited; taking it back marks it and says who did.

    ``before`` and ``after`` hold what changed: names and keys, never words of an opinion.
    """

    issue = models.ForeignKey(HotIssue, on_delete=models.CASCADE, related_name="decisions")
    action = models.CharField(_("decision"), max_length=12, choices=Decided.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=200, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    deputy = models.ForeignKey(
        Deputy, null=True, blank=True, on_delete=models.CASCADE, related_name="handed_issues"
    )
    path = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("decision on a hot issue")
        verbose_name_plural = _("decisions on hot issues")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="issue_is_handed_to_somebody",
                condition=~models.Q(action="suggestion") | models.Q(deputy__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.action}"


class HeatRule(models.Model):
    """How a congress weighs the parts of the heat; without a row the usual weights hold."""

    congress = models.OneToOneField(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.CASCADE, related_name="heat_rule"
    )
    people = models.FloatField(
        _("points for each person"), default=USUAL.people,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip
    recent = models.FloatField(
        _("points more for each person who wrote lately"), default=USUAL.recent,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip
    growth = models.FloatField(
        _("points for each person more than in the time before"), default=USUAL.growth,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip
    support = models.FloatField(
        _("points for the root of the support"), default=USUAL.support,
        help_text=_("The square root counts: a hundred joined opinions weigh ten times what one does."),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip
    days = models.PositiveSmallIntegerField(
        _("days that count as lately"), default=USUAL.days,
        validators=[MinValueValidator(1), MaxValueValidator(180)],
    )  # fmt: skip
    least_people = models.PositiveSmallIntegerField(
        _("people that make an issue"), default=USUAL.least_people,
        validators=[MinValueValidator(2), MaxValueValidator(1000)],
    )  # fmt: skip
    hot = models.FloatField(
        _("points that make an issue hot"), default=USUAL.hot,
        help_text=_("Below, it is lukewarm: the list leaves it out until somebody asks for it."),
        validators=[MinValueValidator(0), MaxValueValidator(10_000)],
    )  # fmt: skip

    class Meta:
        verbose_name = _("weights of the heat")
        verbose_name_plural = _("weights of the heat")

    def __str__(self) -> str:
        return str(self.congress)

    @property
    def weights(self) -> Weights:
        return Weights(**{name: getattr(self, name) for name in as_data(USUAL)})


class IssueSpace(models.Model):
    """How new opinions of a congress are compared with its issues in the day: ``feedback.hot.spacefile`` reads it."""

    congress = models.OneToOneField(PeoplesCongress, on_delete=models.CASCADE, related_name="issue_space")
    data = models.BinaryField()
    digest = models.CharField(max_length=64)
    opinions = models.PositiveIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=365)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("comparison of hot issues")
        verbose_name_plural = _("comparisons of hot issues")

    def __str__(self) -> str:
        return str(self.congress_id)
