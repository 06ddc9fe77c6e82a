"""People who sign in, the log of who looked at what, and the log of sign-ins."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnly, AppendOnlyQuerySet


class Language(models.TextChoices):
    ZH_HANS = "zh-hans", "简体中文"
    EN = "en", "English"


class User(AbstractUser):
    """A person of the office, a station, an organ, the committee, or a deputy. Citizens have no account."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    display_name = models.CharField(_("display name"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=Language.choices,
        blank=True,
        help_text=_("Empty: as the browser asks."),
    )
    is_demo = models.BooleanField(
        _("demo account"), default=False, help_text=_("May sign in only while the portal runs as a demo.")
    )
    is_system = models.BooleanField(
        _("account of a system"),
        default=False,
        editable=False,
        help_text=_("Acts for a program of an organ, with a token of its own. Nobody signs in with it."),
    )
    password_is_temporary = models.BooleanField(
        _("temporary password"), default=False, help_text=_("To be changed at the next sign-in.")
    )
    session_version = models.PositiveIntegerField(default=0, editable=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Every session of a user ends when the password or ``session_version`` changes."""
        return salted_hmac(
            "accounts.User.session",
            f"{self.password}:{self.session_version}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class ActorKind(models.TextChoices):
    SYSTEM = "system", _("the portal")
    CITIZEN = "citizen", _("the citizen")
    USER = "user", _("a user")


class AccessLogQuerySet(AppendOnlyQuerySet["AccessLog"]):
    def about(self, subject_kind: str, subject_id: int) -> AccessLogQuerySet:
        """Looks at one subject, the latest first."""
        return self.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("-at", "-pk")


class AccessLog(AppendOnly):
    """Who looked at what, when and why (Personal Information Protection Law arts 51 and 54)."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    actor_kind = models.CharField(_("actor"), max_length=10, choices=ActorKind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    subject_kind = models.CharField(_("kind of subject"), max_length=40)
    subject_id = models.BigIntegerField(_("subject"))
    purpose = models.CharField(_("purpose"), max_length=40)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("look at protected data")
        verbose_name_plural = _("looks at protected data")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-at"], name="access_log_subject"),
            models.Index(fields=["user", "-at"], name="access_log_user"),
        ]
        constraints = [
            models.CheckConstraint(
                name="access_log_names_the_user",
                condition=models.Q(actor_kind=ActorKind.USER, user__isnull=False)
                | (~models.Q(actor_kind=ActorKind.USER) & models.Q(user__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.subject_kind}"


class LoginEventKind(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    WRONG_PASSWORD = "wrong_password", _("wrong password")
    WRONG_CODE = "wrong_code", _("wrong code")
    SIGNED_OUT = "signed_out", _("signed out")
    SIGNED_OUT_ELSEWHERE = "signed_out_elsewhere", _("signed out on every other device")
    PASSWORD_CHANGED = "password_changed", _("password changed")
    SECOND_FACTOR_SET = "second_factor_set", _("second factor set up")
    SECOND_FACTOR_REMOVED = "second_factor_gone", _("second factor removed")
    RECOVERY_CODE_USED = "recovery_code", _("recovery code used")


class LoginEvent(models.Model):
    """A sign-in, or an attempt at one. Names no address, only a keyed digest of it; kept 180 days.

    ``user`` is empty when nobody is known by the name that was typed (which is not kept: people type
    passwords into that field).
    """

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="login_events",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=LoginEventKind.choices)
    address_digest = models.CharField(_("digest of the address"), max_length=32)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "-at"], name="login_event_user")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"


class AttemptCount(models.Model):
    """How often somebody guessed wrong, and until when the next attempt waits (accounts.slowdown).

    ``bucket`` is a keyed digest: neither a name nor an address can be read from it.
    """

    bucket = models.CharField(_("digest"), max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(_("failures"), default=0)
    wait_until = models.DateTimeField(_("wait until"))
    last_at = models.DateTimeField(_("last attempt"), db_index=True)

    class Meta:
        verbose_name = _("slowed attempts")
        verbose_name_plural = _("slowed attempts")

    def __str__(self) -> str:
        return f"{self.failures} until {self.wait_until:%H:%M:%S}"
