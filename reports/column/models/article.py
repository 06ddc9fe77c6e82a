"""Articles of the column: the text that is being written, and the versions that anyone has read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case
from casework.models.attachment import storage_path
from contacts.models.moving import Moves, checks, status_field
from deputies.models import Deputy, Organ, PeoplesCongress
from reports.column.workflow import ARTICLE, SHOWN

if TYPE_CHECKING:
    from casework.engine import Workflow


class ArticleKind(models.TextChoices):
    NEWS = "news", _("news of the congress")
    STORY = "story", _("deputies' stories")
    PRACTICE = "practice", _("good practice")
    NOTICE = "notice", _("announcements")


class ArticleQuerySet(models.QuerySet["Article"]):
    def public(self) -> ArticleQuerySet:
        """What anyone may read; it is read in its released version, ``shown``."""
        return self.filter(status__in=SHOWN).select_related("shown", "congress")


class Article(Moves):
    """``title``, ``summary`` and ``body`` are what is being written; anyone reads ``shown``.

    ``grams`` are those of ``shown``, and of nothing else: a search finds no word that was never released.
    """

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="articles"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ArticleKind.choices)
    title = models.CharField(_("title"), max_length=100)
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    body = models.TextField(_("text"))
    source = models.CharField(_("source"), max_length=100, blank=True)
    deputy = models.ForeignKey(
        Deputy,
        verbose_name=_("deputy it names"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    organ = models.ForeignKey(
        Organ,
        verbose_name=_("organ it names"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    case = models.ForeignKey(
        Case,
        verbose_name=_("case it was made from"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    deputy_agreed_at = models.DateTimeField(_("the deputy agreed at"), null=True, blank=True)
    organ_agreed_at = models.DateTimeField(_("the organ agreed at"), null=True, blank=True)
    begun_at = models.DateTimeField(_("begun at"), default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    shown = models.ForeignKey(
        "ArticleVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    key = models.UUIDField(unique=True)
    grams = models.TextField(blank=True, editable=False)
    status = status_field(ARTICLE)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article of the column")
        verbose_name_plural = _("articles of the column")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                "published_at", "id", name="column_shown_articles", condition=models.Q(status__in=SHOWN)
            ),
            models.Index("congress", "begun_at", "id", name="column_articles_of_congress"),
        ]
        constraints = [
            *checks(ARTICLE, "article"),
            models.CheckConstraint(
                name="article_is_released_by_another_person",
                condition=models.Q(released_by__isnull=True) | ~models.Q(released_by=models.F("written_by")),
            ),
            models.CheckConstraint(
                name="published_article_has_a_version",
                condition=~models.Q(status__in=[*SHOWN, "withdrawn"])
                | models.Q(shown__isnull=False, published_at__isnull=False, released_by__isnull=False),
            ),
            models.CheckConstraint(
                name="good_practice_alone_comes_from_a_case",
                condition=models.Q(case__isnull=True) | models.Q(kind="practice"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def table(self) -> Workflow:
        return ARTICLE

    @property
    def is_shown(self) -> bool:
        return self.status in SHOWN


class ArticleVersion(models.Model):
    """What was released, as it was released. ``note`` says what the correction corrected; the first has none."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=100)
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    body = models.TextField(_("text"))
    source = models.CharField(_("source"), max_length=100, blank=True)
    note = models.CharField(_("what was corrected"), max_length=300, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(_("released at"), default=timezone.now)

    class Meta:
        verbose_name = _("version of an article")
        verbose_name_plural = _("versions of articles")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="one_version_of_each_number"),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.number}"


class Picture(models.Model):
    """A picture of an article: made anew without what the camera wrote into it, and never without words for it.

    ``consent`` says who was asked and agreed, for the desk alone; the first pictures have none.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="pictures")
    file = models.FileField(upload_to=storage_path, max_length=100)
    content_type = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(_("what it shows"), max_length=200)
    consent = models.CharField(_("who agreed"), max_length=200, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="a_picture_says_what_it_shows", condition=~models.Q(alt="")),
        ]

    def __str__(self) -> str:
        return self.alt
