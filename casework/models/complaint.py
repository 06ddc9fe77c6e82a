"""What a complaint about a deputy has beyond the case: whom it is about, and where it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.case import Case
from deputies.models import Deputy

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def about(self, deputies: Collection[int] | QuerySet[Any, Any]) -> ComplaintQuerySet:
        """Those about one of ``deputies`` (keys, or a query of keys): by key, and by name as well.

        The same person may be a deputy of several congresses and terms, each a row of its own, and a citizen may
        have given the name alone. So who bears the name is kept out too: rather too often than once too rarely.
        """
        names = Deputy.objects.filter(pk__in=deputies).values("name")
        return self.filter(Q(about__in=deputies) | Q(about_name__in=names))


class Complaint(models.Model):
    """A case of the kind ``complaint`` extended one-to-one. The words and the person are the opinion's row.

    ``case.deputy`` stays empty: it means who acts on a case, and this is whom the case is about. It stands here so
    that ``casework.access`` can keep the material from that person.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="complaint")
    about = models.ForeignKey(
        Deputy, verbose_name=_("deputy"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    about_name = models.CharField(_("name of the deputy"), max_length=60, blank=True)
    handed_over_at = models.DateTimeField(_("handed over by the office at"), null=True, blank=True)
    transferred_to = models.CharField(_("transferred to"), max_length=100, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint about a deputy")
        verbose_name_plural = _("complaints about deputies")

    def __str__(self) -> str:
        return str(self.case_id)

    @property
    def whom(self) -> str:
        """The deputy's name, else what the citizen wrote."""
        return str(self.about) if self.about else self.about_name
