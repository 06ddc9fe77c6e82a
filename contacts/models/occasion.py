"""What is held at a place and a time: reception days and symposiums, who is on duty, who withdrew."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.models import Topic
from contacts.workflow import OCCASION
from deputies.models import Deputy, LiaisonStation, PeoplesCongress

if TYPE_CHECKING:
    from casework.engine import Workflow

_OPEN = OCCASION.open_names


class OccasionKind(models.TextChoices):
    """The value is the code of the channel of what is heard there."""

    RECEPTION = "reception", _("reception day")
    SYMPOSIUM = "symposium", _("symposium")


class OccasionQuerySet(models.QuerySet["Occasion"]):
    def receptions(self) -> OccasionQuerySet:
        return self.filter(kind=OccasionKind.RECEPTION)

    def symposiums(self) -> OccasionQuerySet:
        return self.filter(kind=OccasionKind.SYMPOSIUM)

    def public(self) -> OccasionQuerySet:
        """What anyone may read: reception days that were announced, whatever became of them."""
        return self.receptions().filter(announced_at__isnull=False)

    def coming(self, on: date | None = None) -> OccasionQuerySet:
        """Announced, and not before the day ``on``."""
        return self.filter(status="announced", day__gte=on or timezone.localdate())

    def owing_minutes(self) -> OccasionQuerySet:
        return self.filter(status="held")

    def for_lists(self) -> OccasionQuerySet:
        return self.select_related("station", "congress", "topic").prefetch_related("duties__deputy")


class Occasion(models.Model):
    """A reception day of a station, or a symposium. Its status changes in ``contacts.services.advance`` alone.

    ``planned_for`` is the day of the pattern or the one that was asked for; where ``day`` is another one,
    ``moved_why`` says why. ``due_on`` is when its minutes are due, once it was held.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=OccasionKind.choices)
    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="occasions"
    )
    station = models.ForeignKey(
        LiaisonStation,
        verbose_name=_("station"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="occasions",
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agenda = models.TextField(_("what it is about"), blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    day = models.DateField(_("day"))
    starts = models.TimeField(pgettext_lazy("time of day", "from"))
    ends = models.TimeField(pgettext_lazy("time of day", "until"))
    slot_minutes = models.PositiveSmallIntegerField(_("minutes for each conversation"), default=20)
    per_slot = models.PositiveSmallIntegerField(_("conversations at the same time"), default=1)
    planned_for = models.DateField(_("planned day"))
    moved_why = models.CharField(_("why it was moved"), max_length=200, blank=True)
    was_postponed = models.BooleanField(_("postponed"), default=False)
    code = models.CharField(_("event code"), max_length=20, unique=True, null=True, blank=True)
    key = models.UUIDField(unique=True)
    profile = models.CharField(_("rules"), max_length=200)
    status = models.CharField(
        _("status"), max_length=20, choices=[(one.name, _(one.label)) for one in OCCASION.statuses]
    )
    version = models.PositiveIntegerField(default=1)
    announced_at = models.DateTimeField(_("announced at"), null=True, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    due_on = models.DateField(_("minutes due on"), null=True, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    recorded_at = models.DateTimeField(_("minutes written at"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    deputies = models.ManyToManyField(Deputy, through="Duty", related_name="occasions", blank=True)

    objects = OccasionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reception day or symposium")
        verbose_name_plural = _("reception days and symposiums")
        ordering = ["day", "starts", "pk"]
        constraints = [
            models.CheckConstraint(
                name="occasion_status_is_in_the_workflow", condition=models.Q(status__in=OCCASION.names)
            ),
            models.CheckConstraint(
                name="occasion_is_closed_exactly_when_its_status_is",
                condition=models.Q(status__in=_OPEN, closed_at__isnull=True)
                | (~models.Q(status__in=_OPEN) & models.Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="occasion_ends_after_it_starts", condition=models.Q(ends__gt=models.F("starts"))
            ),
            models.CheckConstraint(
                name="reception_day_has_a_station",
                condition=~models.Q(kind="reception") | models.Q(station__isnull=False),
            ),
            models.CheckConstraint(
                name="symposium_has_a_title", condition=~models.Q(kind="symposium") | ~models.Q(title="")
            ),
            models.CheckConstraint(
                name="occasion_was_announced_before_it_was_held",
                condition=models.Q(status__in=["planned", "cancelled"])
                | models.Q(announced_at__isnull=False),
            ),
            models.CheckConstraint(
                name="held_occasion_owes_minutes_by_a_day",
                condition=~models.Q(status="held") | models.Q(due_on__isnull=False, held_on__isnull=False),
            ),
            models.CheckConstraint(
                name="recorded_occasion_has_minutes",
                condition=~models.Q(status="recorded") | ~models.Q(minutes=""),
            ),
            models.UniqueConstraint(
                fields=["station", "day", "starts"],
                name="one_reception_day_at_a_time_and_station",
                condition=models.Q(kind="reception") & ~models.Q(status="cancelled"),
            ),
        ]
        indexes = [
            models.Index(fields=["congress", "kind", "day", "id"], name="occasion_by_day"),
            models.Index(
                fields=["status", "day"], name="occasion_open", condition=models.Q(closed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.station or self.get_kind_display())

    @property
    def table(self) -> Workflow:
        return OCCASION

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_reception(self) -> bool:
        return self.kind == OccasionKind.RECEPTION

    @property
    def begins_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, self.starts))

    @property
    def ends_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, self.ends))

    @property
    def due_url(self) -> str:
        """Where the date is explained."""
        return reverse("occasion_why", args=[self.pk])

    @property
    def was_late(self) -> bool:
        """The minutes were written after their day."""
        return bool(self.recorded_at and self.due_on and timezone.localdate(self.recorded_at) > self.due_on)

    @property
    def where(self) -> str:
        """The place as it is announced: the hand-written one, else the station's address."""
        return self.place or (self.station.address if self.station else "")


class Duty(models.Model):
    """A deputy is on duty. One who withdrew from the whole day stays in the row, with the moment."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="duties")
    deputy = models.ForeignKey(
        Deputy, verbose_name=_("deputy"), on_delete=models.PROTECT, related_name="duties"
    )
    withdrew_at = models.DateTimeField(_("withdrew at"), null=True, blank=True)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("days on duty")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["occasion", "deputy"], name="deputy_once_on_duty"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} · {self.occasion}"


class Recusal(models.Model):
    """A deputy stays away from a day, or from one conversation, for a conflict of interest; another one takes it.

    Implementing measures of the Law on Deputies (Beijing 37, Zhejiang 48): a deputy keeps away from matters of
    their own or of relatives. The reason is for the office alone.
    """

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="recusals")
    visitor = models.ForeignKey(
        "contacts.Visitor", null=True, blank=True, on_delete=models.PROTECT, related_name="recusals"
    )
    deputy = models.ForeignKey(
        Deputy, verbose_name=_("deputy"), on_delete=models.PROTECT, related_name="recusals"
    )
    taken_by = models.ForeignKey(
        Deputy,
        verbose_name=_("taken over by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.TextField(_("reason"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="recusal_gives_a_reason", condition=~models.Q(reason="")),
            models.CheckConstraint(
                name="recusal_is_taken_by_another",
                condition=models.Q(taken_by=None) | ~models.Q(taken_by=models.F("deputy")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id}: {self.occasion_id}"
