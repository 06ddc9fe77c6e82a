"""Administrative divisions, from the province down to the village or community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable


class DivisionLevel(models.IntegerChoices):
    PROVINCE = 1, _("province")
    CITY = 2, _("city")
    COUNTY = 3, _("county")
    TOWNSHIP = 4, _("township")
    VILLAGE = 5, _("village or community")


class DivisionQuerySet(models.QuerySet["Division"]):
    def current(self) -> DivisionQuerySet:
        """Divisions that exist today: codes are abolished and re-issued over the years."""
        return self.filter(valid_to__isnull=True)

    def under(self, codes: Iterable[str]) -> DivisionQuerySet:
        """Every division whose code lies below one of ``codes`` (statistical codes nest by prefix)."""
        condition = models.Q(pk__in=[])
        for code in codes:
            condition |= models.Q(code__startswith=code)
        return self.filter(condition)


class Division(models.Model):
    """A place with its statistical code: 2, 4, 6, 9 or 12 digits, each the prefix of those below it."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    level = models.PositiveSmallIntegerField(_("level"), choices=DivisionLevel.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["code"]
        indexes = [models.Index(fields=["parent", "code"], name="division_parent_code")]
        constraints = [
            models.CheckConstraint(
                name="division_ends_after_it_begins",
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def holds(self, other: Division) -> bool:
        """Whether ``other`` is this division or lies inside it."""
        return other.code.startswith(self.code)


class DivisionAlias(models.Model):
    """What people call a place beside its name: a former village, an estate, a market."""

    division = models.ForeignKey(
        Division, verbose_name=_("division"), on_delete=models.CASCADE, related_name="aliases"
    )
    spelling = models.CharField(_("other name"), max_length=60)

    class Meta:
        verbose_name = _("other name of a place")
        verbose_name_plural = _("other names of places")
        ordering = ["division", "spelling"]
        constraints = [
            models.UniqueConstraint(fields=["division", "spelling"], name="other_name_once_per_division"),
        ]

    def __str__(self) -> str:
        return self.spelling
