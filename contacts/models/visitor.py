"""A person who comes: booked, invited, walked in, or signed in with the event code."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.occasion import Occasion
from deputies.models import Deputy


class Way(models.TextChoices):
    BOOKED = "booked", _("booked")
    WALKED_IN = "walked_in", _("came without booking")
    INVITED = "invited", _("invited")
    BY_CODE = "by_code", _("signed in with the event code")


class VisitorState(models.TextChoices):
    EXPECTED = "expected", _("expected")
    CAME = "came", _("came")
    ABSENT = "absent", _("did not come")
    CANCELLED = "cancelled", _("cancelled by the visitor")


class VisitorQuerySet(models.QuerySet["Visitor"]):
    def live(self) -> VisitorQuerySet:
        """Those who hold their place."""
        return self.exclude(state=VisitorState.CANCELLED)

    def expected(self) -> VisitorQuerySet:
        return self.filter(state=VisitorState.EXPECTED)


class Visitor(models.Model):
    """One line of the register. Who it is stands sealed in ``sealed`` until ``expires_on``, or until the person's
    opinion takes it over; it is read through ``contacts.people.open_visitor`` alone.

    ``seat`` counts the conversations of one slot: the database itself refuses a second person on one seat.
    """

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="visitors")
    number = models.CharField(_("number"), max_length=20, unique=True)
    code_digest = models.CharField(max_length=64, blank=True)
    key = models.UUIDField(unique=True)
    way = models.CharField(_("how they came"), max_length=10, choices=Way.choices)
    state = models.CharField(
        _("status"), max_length=10, choices=VisitorState.choices, default=VisitorState.EXPECTED
    )
    slot = models.TimeField(_("time"), null=True, blank=True)
    seat = models.PositiveSmallIntegerField(null=True, blank=True)
    deputy = models.ForeignKey(
        Deputy,
        verbose_name=_("deputy"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visitors",
    )
    about = models.CharField(_("what it is about"), max_length=200, blank=True)
    sealed = models.TextField(blank=True, editable=False)
    phone_mark = models.CharField(max_length=64, blank=True, editable=False)
    device_mark = models.CharField(max_length=64, blank=True, editable=False)
    language = models.CharField(max_length=10, default="zh-hans")
    expires_on = models.DateField(_("kept until"))
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = VisitorQuerySet.as_manager()

    class Meta:
        verbose_name = _("visitor")
        verbose_name_plural = _("visitors")
        ordering = ["slot", "seat", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "slot", "seat"],
                name="one_person_on_a_seat",
                condition=models.Q(slot__isnull=False) & ~models.Q(state="cancelled"),
            ),
            models.UniqueConstraint(
                fields=["occasion", "phone_mark"],
                name="one_booking_for_a_telephone",
                condition=~models.Q(phone_mark="") & ~models.Q(state="cancelled"),
            ),
            models.UniqueConstraint(
                fields=["occasion", "device_mark"],
                name="one_sign_in_for_a_device",
                condition=~models.Q(device_mark=""),
            ),
            models.CheckConstraint(
                name="slot_and_seat_together",
                condition=models.Q(slot__isnull=True, seat__isnull=True)
                | models.Q(slot__isnull=False, seat__gte=1),
            ),
            models.CheckConstraint(
                name="visitor_state_is_known", condition=models.Q(state__in=VisitorState.values)
            ),
        ]
        indexes = [
            models.Index(fields=["expires_on"], name="visitor_expiry", condition=~models.Q(sealed="")),
        ]

    def __str__(self) -> str:
        return self.number
