"""How far each thing that is known of a deputy may be seen, and the log of what was changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Without letters and digits that look alike; a code is read out, typed and printed.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
#: What a deputy decides on; the name is public as long as the mandate is in force.
SEEN = ("occupation", "work_unit", "phone", "email", "address")
#: Those by which somebody is reached.
WAYS = ("phone", "email", "address")


class Visibility(models.TextChoices):
    """Who sees a field. ``STATION``: nobody; in its place stands the station's telephone or the relay address."""

    PUBLIC = "public", _("everybody")
    VOTERS = "voters", _("voters of the constituency")
    STATION = "station", _("through the station")
    HIDDEN = "hidden", _("nobody")


class AddressKind(models.TextChoices):
    """What is not known to be an office counts as a home."""

    HOME = "home", _("home, or not known")
    WORK = "work", _("place of work or of correspondence")


def new_code() -> str:
    """A short address that tells nothing and cannot be counted up: 31⁸ are 850 thousand million."""
    return get_random_string(8, ALPHABET)


def new_token() -> str:
    """The changing part of a relay address."""
    return get_random_string(10, ALPHABET)


def visibility(label: StrOrPromise, default: Visibility) -> models.CharField[str, str]:
    return models.CharField(label, max_length=8, choices=Visibility.choices, default=default)


CONSTRAINTS = (
    models.CheckConstraint(
        name="home_address_is_never_public",
        condition=models.Q(address_kind=AddressKind.WORK)
        | models.Q(address_visibility__in=[Visibility.STATION, Visibility.HIDDEN]),
        violation_error_message=_(
            "A home address is shown to nobody. Choose “through the station” or “nobody”."
        ),
    ),
    models.CheckConstraint(
        name="deputy_hides_not_every_way",
        condition=~models.Q(**{f"{name}_visibility": Visibility.HIDDEN for name in WAYS}),
        violation_error_message=_(
            "Leave one way open: telephone, e-mail or address, if only through the station."
        ),
    ),
)


class ContactChange(models.Model):
    """Somebody changed who sees a field, or the field itself. The values stay out of the log: they are private."""

    deputy = models.ForeignKey(
        "deputies.Deputy", verbose_name=_("deputy"), on_delete=models.CASCADE, related_name="contact_changes"
    )
    field = models.CharField(_("field"), max_length=30)
    before = models.CharField(_("before"), max_length=10, blank=True)
    after = models.CharField(_("after"), max_length=10, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("change of contact details")
        verbose_name_plural = _("changes of contact details")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.deputy} · {self.field}"
