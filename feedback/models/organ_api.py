"""What organs' own systems need: tokens, the feed of changes, answers already given, and where news is sent."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Event
from deputies.models import Organ


class TokenScope(models.TextChoices):
    READ = "read", _("read what the organ's people read")
    ACT = "act", _("sign, object, ask for more time, record contacts")
    ANSWER = "answer", _("hand in replies for release by the head")
    RELEASE = "release", _("release in the head's stead")


class OrganTokenQuerySet(models.QuerySet["OrganToken"]):
    def alive(self) -> OrganTokenQuerySet:
        """Those that still open something."""
        return self.filter(revoked_at=None, expires_on__gte=timezone.localdate())


class OrganToken(models.Model):
    """A key for one system of one organ. The key itself is shown once; what is kept only recognises it.

    ``account`` is in whose name the history writes what the system does.
    """

    organ = models.ForeignKey(
        Organ, verbose_name=_("organ"), on_delete=models.PROTECT, related_name="api_tokens"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("system"),
        on_delete=models.PROTECT,
        related_name="api_tokens",
    )
    prefix = models.CharField(_("begins with"), max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(_("may"), default=list)
    per_minute = models.PositiveIntegerField(
        _("requests a minute"), default=120, validators=[MinValueValidator(1), MaxValueValidator(6000)]
    )
    expires_on = models.DateField(_("last day"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("revoked by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = OrganTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of an organ's system")
        verbose_name_plural = _("keys of organs' systems")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="revoked_token_names_who_revoked_it",
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.prefix}…"

    @property
    def is_over(self) -> bool:
        return self.expires_on < timezone.localdate()


class OrganFeed(models.Model):
    """Where the numbers of an organ's changes stand. Held while changes are numbered, so that none is seen before
    the one with the lower number. It begins with the organ's first key.
    """

    organ = models.OneToOneField(Organ, primary_key=True, on_delete=models.PROTECT, related_name="feed")
    last = models.PositiveBigIntegerField(default=0)
    began_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("feed of an organ")
        verbose_name_plural = _("feeds of organs")

    def __str__(self) -> str:
        return f"{self.organ_id}: {self.last}"


class OrganChange(models.Model):
    """One step that an organ hears of: the ``seq``-th of that organ, without a gap."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="changes")
    seq = models.PositiveBigIntegerField()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)

    class Meta:
        verbose_name = _("change for an organ")
        verbose_name_plural = _("changes for organs")
        ordering = ["organ", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "seq"], name="changes_of_an_organ_are_numbered_once"),
            models.UniqueConstraint(fields=["organ", "event"], name="organ_hears_of_a_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organ_id}: {self.seq} {self.kind}"


class ApiCall(models.Model):
    """What was done for one ``Idempotency-Key``, to be answered alike when the request comes again.

    The answer names numbers, statuses and dates, no words of anybody.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("request of a system")
        verbose_name_plural = _("requests of systems")
        constraints = [
            models.UniqueConstraint(fields=["organ", "key"], name="request_of_a_system_is_done_once"),
        ]

    def __str__(self) -> str:
        return self.key


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def failing(self) -> WebhookQuerySet:
        """Those that cannot be reached now, and those that were given up."""
        return self.filter(models.Q(failing_since__isnull=False) | models.Q(given_up_at__isnull=False))


class Webhook(models.Model):
    """An address of an organ's system that is told of each change. ``position`` is the last one it has taken.

    ``sealed`` holds its secrets, the one before too while both count. One that fails is tried again later and
    later; after some days it is given up, and begins again where it stopped.
    """

    organ = models.ForeignKey(
        Organ, verbose_name=_("organ"), on_delete=models.PROTECT, related_name="webhooks"
    )
    url = models.URLField(_("address"), max_length=500)
    sealed = models.TextField()
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveBigIntegerField(_("taken up to"), default=0)
    attempts = models.PositiveIntegerField(_("failures in a row"), default=0)
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    last_ok_at = models.DateTimeField(_("last taken at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("address for news")
        verbose_name_plural = _("addresses for news")
        ordering = ["organ", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "url"], name="address_is_told_once_of_an_organ"),
            models.CheckConstraint(
                name="address_given_up_is_not_in_use",
                condition=models.Q(given_up_at__isnull=True) | models.Q(is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ} · {self.url}"


class WebhookDelivery(models.Model):
    """One change told to one address, however often it took."""

    webhook = models.ForeignKey(
        Webhook, verbose_name=_("address"), on_delete=models.CASCADE, related_name="deliveries"
    )
    change = models.ForeignKey(OrganChange, on_delete=models.PROTECT, related_name="+")
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    first_at = models.DateTimeField(_("first tried"), default=timezone.now)
    last_at = models.DateTimeField(_("last tried"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("received by the system at"), null=True, blank=True)
    http_status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)
    again = models.BooleanField(_("to be sent again"), default=False)

    class Meta:
        verbose_name = _("delivery of news")
        verbose_name_plural = _("deliveries of news")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "change"], name="change_has_one_delivery_per_address"),
        ]
        indexes = [
            models.Index(fields=["webhook"], name="delivery_again", condition=models.Q(again=True)),
            models.Index(fields=["delivered_at"], name="delivery_taken"),
        ]

    def __str__(self) -> str:
        return f"{self.webhook_id}: {self.change_id}"
