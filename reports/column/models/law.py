"""The law library: texts that operators load, cut into articles that can be linked and found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date


class LawLevel(models.TextChoices):
    LAW = "law", _("law")
    ADMINISTRATIVE = "admin", _("administrative regulation")
    LOCAL = "local", _("local regulation")
    RULE = "rule", _("rule of a government or department")
    PARTY = "party", _("Party regulation")
    OWN = "own", _("document of the congress")


class LawQuerySet(models.QuerySet["Law"]):
    def in_force(self, on: date | None = None) -> LawQuerySet:
        day = on or timezone.localdate()
        return self.filter(in_force_from__lte=day).filter(
            Q(in_force_until__isnull=True) | Q(in_force_until__gte=day)
        )


class Law(models.Model):
    """One version of one text. The same title with another first day in force is another version of it."""

    title = models.CharField(_("title"), max_length=120)
    aliases = models.CharField(_("short names"), max_length=200, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120)
    level = models.CharField(_("level"), max_length=6, choices=LawLevel.choices)
    number = models.CharField(_("document number"), max_length=80, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"))
    in_force_until = models.DateField(_("in force until"), null=True, blank=True)
    amends = models.CharField(_("amends or repeals"), max_length=200, blank=True)
    preamble = models.TextField(_("before the first article"), blank=True)
    digest = models.CharField(max_length=64, editable=False)
    loaded_at = models.DateTimeField(_("loaded at"), default=timezone.now, editable=False)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = LawQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal text")
        verbose_name_plural = _("legal texts")
        ordering = ["-in_force_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["title", "in_force_from"], name="one_version_of_a_law_a_day"),
            models.CheckConstraint(
                name="a_law_ends_after_it_begins",
                condition=Q(in_force_until__isnull=True) | Q(in_force_until__gte=models.F("in_force_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("law", args=[self.pk])

    @property
    def is_in_force(self) -> bool:
        today = timezone.localdate()
        return self.in_force_from <= today and (self.in_force_until is None or today <= self.in_force_until)

    @property
    def is_coming(self) -> bool:
        return self.in_force_from > timezone.localdate()


class LawArticle(models.Model):
    """One article. ``label`` is its place in addresses: "12", "12-1" for 第十二条之一, "0" for what stands before."""

    law = models.ForeignKey(Law, on_delete=models.CASCADE, related_name="articles")
    position = models.PositiveIntegerField()
    label = models.CharField(max_length=12)
    heading = models.CharField(_("article"), max_length=40)
    chapter = models.CharField(_("chapter"), max_length=120, blank=True)
    text = models.TextField(_("text"))
    grams = models.TextField(editable=False)

    class Meta:
        verbose_name = _("article of a legal text")
        verbose_name_plural = _("articles of legal texts")
        ordering = ["law", "position"]
        constraints = [
            models.UniqueConstraint(fields=["law", "label"], name="one_article_of_each_number"),
        ]

    def __str__(self) -> str:
        return f"{self.law} {self.heading}"

    def get_absolute_url(self) -> str:
        return f"{reverse('law', args=[self.law_id])}#{self.anchor}"

    @property
    def anchor(self) -> str:
        return f"art-{self.label}"
