"""Deputies and the mandates they hold."""

from __future__ import annotations

from django.core.exceptions import ValidationError
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
    ELECTED = "elected", _("elected, term not begun")
    IN_FORCE = "in_force", _("in force")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")


#: A deputy holds one of these at a time.
HELD = (MandateStatus.IN_FORCE, MandateStatus.SUSPENDED)


class EndReason(models.TextChoices):
    """Why a mandate ended (Law on Deputies art. 62)."""

    TERM = "term", _("the term ended")
    RESIGNED = "resigned", _("resigned")
    MOVED = "moved", _("moved away or transferred")
    ABSENT = "absent", _("absent twice without leave")
    RECALLED = "recalled", _("recalled")
    LOST_RIGHTS = "lost_rights", _("lost political rights or nationality")
    DIED = "died", _("died")
    OTHER = "other", _("other")


class Mandate(models.Model):
    """A deputy's office for one term: from a constituency, or from the congress below that elected them.

    ``status`` is written by ``deputies.terms``, by the loading of lists and in the back office.
    """

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
    elected_by = models.ForeignKey(
        PeoplesCongress,
        verbose_name=_("electing unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="elected",
        help_text=_("The congress that elected the deputy, in a city, a province or the nation."),
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
    ended_because = models.CharField(_("why it ended"), max_length=12, choices=EndReason.choices, blank=True)

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["deputy", "term"], name="one_mandate_per_deputy_and_term"),
            models.UniqueConstraint(
                fields=["deputy"],
                name="deputy_holds_one_mandate_at_a_time",
                condition=models.Q(status__in=HELD),
                violation_error_message=_(
                    "The deputy holds another mandate. End that one first, or change the term."
                ),
            ),
            models.CheckConstraint(
                name="mandate_ends_after_it_starts",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="elected_by_voters_or_by_a_congress",
                condition=models.Q(constituency__isnull=True) | models.Q(elected_by__isnull=True),
                violation_error_message=_(
                    "A deputy is elected in a constituency or by a congress, not by both."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} ({self.term})"

    @property
    def unit(self) -> str:
        """Who elected the deputy, in words."""
        return str(self.constituency or self.elected_by or self.constituency_words)

    def clean(self) -> None:
        """ValidationError with sentences for what one row alone cannot tell: other congresses, other mandates."""
        if None in (self.deputy_id, self.term_id, self.starts_on):  # a form that is wrong already
            return
        congress = self.deputy.congress_id
        if self.term.congress_id != congress:
            raise ValidationError({"term": _("This is the term of another congress.")})
        if self.constituency is not None and self.constituency.congress_id != congress:
            raise ValidationError({"constituency": _("This is a constituency of another congress.")})
        other = next((one for one in self._others() if self._overlaps(one)), None)
        if other is not None:
            raise ValidationError(
                {"starts_on": _("This overlaps with the mandate of %(term)s.") % {"term": other.term}}
            )

    def _others(self) -> models.QuerySet[Mandate]:
        rows = Mandate.objects.filter(deputy=self.deputy_id).exclude(pk=self.pk)
        return rows.exclude(status=MandateStatus.ELECTED).select_related("term__congress")

    def _overlaps(self, other: Mandate) -> bool:
        """Whether both run on one day. Who is elected anew holds the old mandate until the new term begins."""
        if self.status == MandateStatus.ELECTED and other.ends_on is None:
            return False
        starts_before_end = self.ends_on is None or other.starts_on < self.ends_on
        return starts_before_end and (other.ends_on is None or self.starts_on < other.ends_on)


class DeputyGroup(models.Model):
    """Deputies who work together between the sessions (Law on Deputies art. 30)."""

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="deputy_groups"
    )
    name = models.CharField(_("name"), max_length=100)
    leader = models.ForeignKey(
        Deputy, verbose_name=_("leader"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    members = models.ManyToManyField(Deputy, verbose_name=_("members"), related_name="groups", blank=True)

    class Meta:
        verbose_name = _("deputies' group")
        verbose_name_plural = _("deputies' groups")
        ordering = ["congress", "name"]
        constraints = [
            models.UniqueConstraint(fields=["congress", "name"], name="group_name_once_per_congress"),
        ]

    def __str__(self) -> str:
        return self.name
