"""Deputies and the mandates they hold."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deputies.models.congress import Constituency, PeoplesCongress, Term
from deputies.models.contact import CONSTRAINTS, AddressKind, Visibility, new_code, new_token, visibility


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def in_office(self) -> DeputyQuerySet:
        """Deputies who may act now: a mandate in force, neither suspended nor ended (Law on Deputies arts 61-63)."""
        return self.filter(
            models.Exists(Mandate.objects.filter(deputy=models.OuterRef("pk"), status=MandateStatus.IN_FORCE))
        )

    def of_divisions(self, codes: list[str]) -> DeputyQuerySet:
        """Deputies whose constituency takes in one of ``codes``; a subquery, so that nobody appears twice."""
        mandates = Mandate.objects.filter(
            deputy=models.OuterRef("pk"),
            status=MandateStatus.IN_FORCE,
            constituency__in=Constituency.objects.filter(divisions__code__in=codes).values("pk"),
        )
        return self.filter(models.Exists(mandates))


class Gender(models.TextChoices):
    MALE = "male", _("male")
    FEMALE = "female", _("female")


class Deputy(models.Model):
    """A person elected to a people's congress. ``number`` is that of the deputy's certificate.

    The public reads the name, constituency and term of whoever is in office, and what each ``…_visibility``
    opens (``deputies.contact`` alone reads them). Birth, ethnicity, party and position are for the office.
    """

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="deputies"
    )
    number = models.CharField(_("certificate number"), max_length=40, blank=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    pinyin = models.CharField(
        _("pinyin"), max_length=120, blank=True, help_text=_("Full pinyin and initials.")
    )
    gender = models.CharField(_("gender"), max_length=10, blank=True, choices=Gender.choices)
    ethnicity = models.CharField(_("ethnicity"), max_length=20, blank=True)
    birth = models.CharField(
        _("born"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^\d{4}(-\d{2}(-\d{2})?)?$", _("Write 1975, 1975-03 or 1975-03-12."))],
        help_text=_("As exactly as it is known: 1975, 1975-03 or 1975-03-12."),
    )
    party = models.CharField(_("party"), max_length=40, blank=True)
    occupation = models.CharField(_("occupation"), max_length=60, blank=True)
    position = models.CharField(_("position"), max_length=120, blank=True)
    work_unit = models.CharField(_("work unit"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    address_kind = models.CharField(
        _("kind of address"), max_length=4, choices=AddressKind.choices, default=AddressKind.HOME
    )
    introduction = models.TextField(_("introduction"), blank=True)
    occupation_visibility = visibility(_("who sees the occupation"), Visibility.PUBLIC)
    work_unit_visibility = visibility(_("who sees the work unit"), Visibility.PUBLIC)
    phone_visibility = visibility(_("who sees the telephone"), Visibility.STATION)
    email_visibility = visibility(_("who sees the e-mail"), Visibility.STATION)
    address_visibility = visibility(_("who sees the address"), Visibility.STATION)
    short_code = models.CharField(
        _("short address"), max_length=12, unique=True, default=new_code, editable=False
    )
    relay_token = models.CharField(
        _("relay address"), max_length=16, unique=True, default=new_token, editable=False
    )

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["congress", "number", "pk"]
        indexes = [models.Index(fields=["name"], name="deputy_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "number"],
                name="deputy_number_once_per_congress",
                condition=~models.Q(number=""),
            ),
            *CONSTRAINTS,
        ]

    def __str__(self) -> str:
        return self.name


class MandateStatus(models.TextChoices):
    IN_FORCE = "in_force", _("in force")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")


class Mandate(models.Model):
    """A deputy's office for one term, from one constituency."""

    deputy = models.ForeignKey(
        Deputy, verbose_name=_("deputy"), on_delete=models.PROTECT, related_name="mandates"
    )
    term = models.ForeignKey(Term, verbose_name=_("term"), on_delete=models.PROTECT, related_name="mandates")
    constituency = models.ForeignKey(
        Constituency,
        verbose_name=_("constituency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mandates",
    )
    constituency_words = models.CharField(
        _("constituency as the list names it"),
        max_length=100,
        blank=True,
        help_text=_("Kept where a loaded list names a constituency that is not known yet."),
    )
    delegation = models.CharField(_("delegation"), max_length=60, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=MandateStatus.choices, default=MandateStatus.IN_FORCE
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["deputy", "term"], name="one_mandate_per_deputy_and_term"),
            models.CheckConstraint(
                name="mandate_ends_after_it_starts",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} ({self.term})"
