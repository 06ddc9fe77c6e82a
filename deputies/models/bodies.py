"""Liaison bodies and the stations where deputies meet people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from deputies.models.congress import PeoplesCongress
from deputies.models.contact import new_code
from deputies.models.deputy import Deputy
from deputies.models.division import Division

if TYPE_CHECKING:
    from accounts.models import User


class BodyKind(models.TextChoices):
    DEPUTIES_COMMISSION = "deputies_commission", _("deputies' affairs commission")
    DEPUTIES_OFFICE = "deputies_office", _("deputies' work office")
    SUBDISTRICT = "subdistrict_working_organ", _("subdistrict working organ")
    PRESIDIUM = "presidium", _("presidium of the township congress")


class LiaisonBody(models.Model):
    """The body that screens, assigns and urges for a congress (Law on Deputies arts 12 and 51)."""

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="liaison_bodies"
    )
    kind = models.CharField(_("kind"), max_length=30, choices=BodyKind.choices)
    name = models.CharField(_("name"), max_length=100)
    duties = models.TextField(_("duties"), blank=True)
    charter = models.TextField(
        _("charter"),
        blank=True,
        help_text=_("What it may and must do, by which decision and since when; published."),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("substitute"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("liaison body")
        verbose_name_plural = _("liaison bodies")
        ordering = ["congress", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def answering(self) -> User | None:
        """Who answers for it: the responsible person, else the substitute; nobody whose account is closed."""
        named = (self.responsible, self.substitute)
        return next((one for one in named if one is not None and one.is_active), None)

    @property
    def stand_in(self) -> User | None:
        """The substitute, where they answer in place of the responsible person."""
        return self.answering if self.answering != self.responsible else None


class SpecialCommittee(models.Model):
    """A special or working committee of a congress, which deliberates on motions. Renamed it stays the same one."""

    congress = models.ForeignKey(
        PeoplesCongress,
        verbose_name=_("congress"),
        on_delete=models.PROTECT,
        related_name="special_committees",
    )
    name = models.CharField(_("name"), max_length=100)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("special committee")
        verbose_name_plural = _("special committees")
        ordering = ["congress", "name"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "name"], name="special_committee_once_per_congress")
        ]

    def __str__(self) -> str:
        return self.name


class StationKind(models.TextChoices):
    HOME = "home", _("home of deputies")
    STATION = "station", _("liaison station")
    POINT = "point", _("contact point")
    ONLINE = "online", _("online station")


class LiaisonStation(models.Model):
    """A place, or a page, where people can reach deputies."""

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="stations"
    )
    body = models.ForeignKey(
        LiaisonBody,
        verbose_name=_("liaison body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stations",
    )
    code = models.SlugField(_("code"), max_length=40)
    kind = models.CharField(
        _("kind"), max_length=10, choices=StationKind.choices, default=StationKind.STATION
    )
    name = models.CharField(_("name"), max_length=100)
    division = models.ForeignKey(
        Division, verbose_name=_("place"), on_delete=models.PROTECT, related_name="stations"
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    head = models.CharField(_("station head"), max_length=60, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True, help_text=_("Such as 113.6249."))
    latitude = models.FloatField(_("latitude"), null=True, blank=True, help_text=_("Such as 34.7472."))
    is_open = models.BooleanField(_("open"), default=True)
    short_code = models.CharField(
        _("short address"), max_length=12, unique=True, default=new_code, editable=False
    )
    deputies = models.ManyToManyField(
        Deputy, through="StationMembership", related_name="stations", blank=True
    )

    class Meta:
        verbose_name = _("liaison station")
        verbose_name_plural = _("liaison stations")
        ordering = ["congress", "code"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "code"], name="station_code_once_per_congress"),
            models.CheckConstraint(
                name="station_has_a_whole_position_on_earth",
                condition=models.Q(longitude=None, latitude=None)
                | models.Q(
                    longitude__isnull=False,  # a check that is unknown passes
                    latitude__isnull=False,
                    longitude__range=(-180, 180),
                    latitude__range=(-90, 90),
                ),
                violation_error_message=_("A position has longitude and latitude, in degrees."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StationMembership(models.Model):
    """A deputy receives people at a station."""

    station = models.ForeignKey(
        LiaisonStation, verbose_name=_("station"), on_delete=models.CASCADE, related_name="memberships"
    )
    deputy = models.ForeignKey(
        Deputy, verbose_name=_("deputy"), on_delete=models.CASCADE, related_name="memberships"
    )

    class Meta:
        verbose_name = _("station membership")
        verbose_name_plural = _("station memberships")
        constraints = [
            models.UniqueConstraint(fields=["station", "deputy"], name="deputy_once_per_station"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} · {self.station}"
