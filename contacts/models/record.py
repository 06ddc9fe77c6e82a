"""What a deputy heard, when, and when it was conveyed; and the practical help a deputy gave."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case, Channel
from contacts.models.occasion import Occasion
from contacts.models.visitor import Visitor
from deputies.models import Deputy, Division, LiaisonStation, PeoplesCongress


class ContactRecordQuerySet(models.QuerySet["ContactRecord"]):
    def between(self, since: date, until: date) -> ContactRecordQuerySet:
        """Heard from ``since`` to ``until``, both days counted."""
        return self.filter(heard_on__gte=since, heard_on__lte=until)

    def not_conveyed(self) -> ContactRecordQuerySet:
        """Something was said that has not been passed on yet."""
        return self.exclude(said="").filter(conveyed_on=None, kept_why="")

    def for_lists(self) -> ContactRecordQuerySet:
        return self.select_related("deputy", "channel", "case", "division", "occasion", "station")


class ContactRecord(models.Model):
    """One contact of one deputy with people: heard on a day, by a channel, and conveyed on another one or never.

    ``said`` is the matter until it is conveyed; then the opinion holds the words, and ``case`` leads to it.
    ``kept_why`` says why something that was heard is not conveyed. Nobody is named here: ``whom`` tells the kind of
    people ("three households"), the opinion's identity holds who they are.
    """

    congress = models.ForeignKey(PeoplesCongress, on_delete=models.PROTECT, related_name="contact_records")
    deputy = models.ForeignKey(
        Deputy, verbose_name=_("deputy"), on_delete=models.PROTECT, related_name="contact_records"
    )
    channel = models.ForeignKey(
        Channel, verbose_name=_("channel"), on_delete=models.PROTECT, related_name="contact_records"
    )
    heard_on = models.DateField(_("heard on"))
    conveyed_on = models.DateField(_("conveyed on"), null=True, blank=True)
    is_organised = models.BooleanField(_("organised activity"), default=False)
    occasion = models.ForeignKey(
        Occasion, null=True, blank=True, on_delete=models.PROTECT, related_name="contact_records"
    )
    visitor = models.ForeignKey(
        Visitor, null=True, blank=True, on_delete=models.PROTECT, related_name="contact_records"
    )
    station = models.ForeignKey(
        LiaisonStation,
        verbose_name=_("station"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contact_records",
    )
    division = models.ForeignKey(
        Division,
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contact_records",
    )
    place = models.CharField(_("where exactly"), max_length=200, blank=True)
    whom = models.CharField(_("with whom"), max_length=200, blank=True)
    people = models.PositiveSmallIntegerField(_("how many people"), default=1)
    said = models.TextField(_("what people said"), blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    kept_why = models.CharField(_("why it is not conveyed"), max_length=200, blank=True)
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="contact_records"
    )
    key = models.UUIDField(unique=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    objects = ContactRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact record")
        verbose_name_plural = _("contact records")
        ordering = ["-heard_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="conveyed_not_before_it_was_heard",
                condition=models.Q(conveyed_on=None) | models.Q(conveyed_on__gte=models.F("heard_on")),
            ),
            models.CheckConstraint(
                name="conveyed_contact_leads_to_its_opinion",
                condition=models.Q(conveyed_on=None, case=None)
                | models.Q(conveyed_on__isnull=False, case__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["deputy", "heard_on"], name="contact_of_a_deputy")]

    def __str__(self) -> str:
        return f"{self.deputy} · {self.heard_on}"


class ServiceRecord(models.Model):
    """Practical help that a deputy gave: explained, accompanied, put in touch. Never the handling of a case.

    A deputy may raise suggestions and does not handle problems directly (Law on Deputies, article 31).
    """

    deputy = models.ForeignKey(
        Deputy, verbose_name=_("deputy"), on_delete=models.PROTECT, related_name="service_records"
    )
    contact = models.ForeignKey(
        ContactRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    done_on = models.DateField(_("day"))
    what = models.CharField(_("what was done"), max_length=200)
    key = models.UUIDField(unique=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("record of help given")
        verbose_name_plural = _("records of help given")
        ordering = ["-done_on", "-pk"]
        constraints = [models.CheckConstraint(name="help_says_what", condition=~models.Q(what=""))]

    def __str__(self) -> str:
        return f"{self.deputy} · {self.done_on}"
