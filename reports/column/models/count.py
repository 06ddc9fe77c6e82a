"""How often a public page was opened on a day. Nothing of who opened it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageCount(models.Model):
    """``page`` is the name of the address, ``of`` the key of what it shows (0: a list)."""

    page = models.CharField(_("page"), max_length=30)
    of = models.PositiveBigIntegerField(default=0)
    day = models.DateField(_("day"))
    views = models.PositiveIntegerField(_("views"), default=0)

    class Meta:
        verbose_name = _("views of a page")
        verbose_name_plural = _("views of pages")
        ordering = ["-day", "page"]
        constraints = [
            models.UniqueConstraint(fields=["page", "of", "day"], name="one_count_of_a_page_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.of} {self.day}"
