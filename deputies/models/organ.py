"""The organs and organisations that handle what is assigned to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from deputies.models.congress import PeoplesCongress


class OrganKind(models.TextChoices):
    GOVERNMENT = "government", _("people's government")
    DEPARTMENT = "department", _("government department")
    SUPERVISORY = "supervisory_commission", _("commission of supervision")
    COURT = "court", _("people's court")
    PROCURATORATE = "procuratorate", _("people's procuratorate")
    ENTERPRISE = "enterprise", _("enterprise")
    INSTITUTION = "institution", _("public institution")
    ORGANISATION = "organisation", _("organisation")


class Organ(models.Model):
    """A handling organ; an office can switch off one that no longer exists but never delete its past."""

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="organs"
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=OrganKind.choices, default=OrganKind.DEPARTMENT)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("organ")
        verbose_name_plural = _("organs")
        ordering = ["congress", "code"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "code"], name="organ_code_once_per_congress"),
            models.UniqueConstraint(fields=["congress", "name"], name="organ_name_once_per_congress"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class OrganAlias(models.Model):
    """A confirmed other spelling of an organ's name: short, usual, or the name it had before it was renamed.

    The days are those on which a former name began and ceased to be the official one; empty for a mere spelling.
    """

    organ = models.ForeignKey(
        Organ, verbose_name=_("organ"), on_delete=models.CASCADE, related_name="aliases"
    )
    spelling = models.CharField(_("spelling"), max_length=100)
    named_from = models.DateField(_("official name from"), null=True, blank=True)
    named_until = models.DateField(_("official name until"), null=True, blank=True)

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        constraints = [
            models.UniqueConstraint(fields=["organ", "spelling"], name="spelling_once_per_organ"),
            models.CheckConstraint(
                name="former_name_ends_after_it_begins",
                condition=models.Q(named_from__isnull=True)
                | models.Q(named_until__isnull=True)
                | models.Q(named_until__gte=models.F("named_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.spelling


class OrganSpelling(models.Model):
    """A spelling met in a loaded file that no organ answers to: a match is proposed, a person decides."""

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.CASCADE, related_name="organ_spellings"
    )
    spelling = models.CharField(_("spelling"), max_length=200)
    proposed = models.ForeignKey(
        Organ,
        verbose_name=_("proposed organ"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    score = models.FloatField(_("likeness"), default=0)
    seen = models.PositiveIntegerField(_("times seen"), default=0)
    decided = models.BooleanField(_("decided"), default=False)

    class Meta:
        verbose_name = _("unknown spelling of an organ")
        verbose_name_plural = _("unknown spellings of organs")
        ordering = ["decided", "-seen"]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "spelling"], name="unknown_spelling_once_per_congress"
            ),
        ]

    def __str__(self) -> str:
        return self.spelling
