"""People's congresses, their terms and sessions, and the constituencies that elect them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from deputies.models.division import Division


class CongressLevel(models.TextChoices):
    NATIONAL = "national", _("national")
    PROVINCE = "province", _("province")
    CITY = "city", _("city")
    COUNTY = "county", _("county")
    TOWNSHIP = "township", _("township")


class PeoplesCongress(models.Model):
    """A people's congress; ``rule_profile`` names the rules under which its cases begin."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    level = models.CharField(_("level"), max_length=10, choices=CongressLevel.choices)
    division = models.ForeignKey(Division, verbose_name=_("division"), on_delete=models.PROTECT)
    parent = models.ForeignKey(
        "self", verbose_name=_("congress above"), null=True, blank=True, on_delete=models.PROTECT
    )
    rule_profile = models.SlugField(_("rule profile"), max_length=40, default="national")
    phone = models.CharField(_("office telephone"), max_length=40, blank=True)
    address = models.CharField(_("office address"), max_length=200, blank=True)
    supervising_leader = models.CharField(
        _("leader who supervises late cases"),
        max_length=100,
        blank=True,
        help_text=_("Name and office, as it stands on the committee's page."),
    )

    class Meta:
        verbose_name = _("people's congress")
        verbose_name_plural = _("people's congresses")
        ordering = ["division__code", "code"]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """The term of office of a congress: five years (Law on Deputies art. 2)."""

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="terms"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["congress", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "number"], name="term_number_once_per_congress"),
            models.CheckConstraint(
                name="term_ends_after_it_starts",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.congress} {self.number}"


class Session(models.Model):
    """One meeting of the congress; between ``starts_on`` and ``ends_on`` it is in session."""

    term = models.ForeignKey(Term, verbose_name=_("term"), on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("number"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    motion_cutoff = models.DateTimeField(_("cut-off for motions"), null=True, blank=True)
    last_presidium = models.DateTimeField(_("last meeting of the presidium"), null=True, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["term", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="session_number_once_per_term"),
            models.CheckConstraint(
                name="session_ends_after_it_starts", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term}/{self.number}"

    def clean(self) -> None:
        """ValidationError with a sentence where two sessions of the congress would meet on one day."""
        if None in (self.term_id, self.starts_on, self.ends_on):  # a form that is wrong already
            return
        others = Session.objects.filter(term__congress=self.term.congress_id).exclude(pk=self.pk)
        other = others.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on).first()
        if other is not None:
            raise ValidationError(
                {"starts_on": _("This overlaps with session %(number)d.") % {"number": other.number}}
            )


class Constituency(models.Model):
    """An electoral district; one to three deputies are elected in each (Electoral Law art. 26)."""

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="constituencies"
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    divisions = models.ManyToManyField(
        Division, verbose_name=_("places"), related_name="constituencies", blank=True
    )

    class Meta:
        verbose_name = _("constituency")
        verbose_name_plural = _("constituencies")
        ordering = ["congress", "code"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "code"], name="constituency_code_once_per_congress"),
            models.CheckConstraint(
                name="constituency_has_one_to_three_seats", condition=models.Q(seats__gte=1, seats__lte=3)
            ),
        ]

    def __str__(self) -> str:
        return self.name
