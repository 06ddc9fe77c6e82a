"""Mailboxes, and what became of each message in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case
from deputies.models import Deputy, LiaisonStation, PeoplesCongress
from feedback.models import Notice


class Security(models.TextChoices):
    TLS = "tls", _("TLS from the start (port 993)")
    STARTTLS = "starttls", _("STARTTLS (port 143)")
    NONE = "none", _("none: only within one machine")


class Mailbox(models.Model):
    """A folder that is read by IMAP. The password stands sealed in ``sealed``, or in a file of the environment's.

    Messages up to ``last_uid`` are recorded, all of them; ``uid_validity`` says for which numbering that holds.
    ``leased_until`` keeps two workers from reading one folder at the same time: a courtesy, not what counts on it.
    """

    ENVIRONMENT = "environment"

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.PROTECT, related_name="mailboxes"
    )
    station = models.ForeignKey(
        LiaisonStation,
        verbose_name=_("station"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mailboxes",
    )
    key = models.CharField(max_length=20, unique=True, null=True, blank=True, editable=False)
    address = models.EmailField(
        _("address"), max_length=120, help_text=_("To which people write, and from which they are answered.")
    )
    host = models.CharField(_("IMAP server"), max_length=120)
    port = models.PositiveIntegerField(_("port"), default=993)
    security = models.CharField(_("encryption"), max_length=8, choices=Security.choices, default=Security.TLS)
    user = models.CharField(_("user name"), max_length=120)
    sealed = models.TextField(blank=True, editable=False)
    folder = models.CharField(_("folder that is read"), max_length=100, default="INBOX")
    done_folder = models.CharField(
        _("folder for what has been read"),
        max_length=100,
        blank=True,
        help_text=_("It is made where it is missing. Empty: messages stay where they are, marked as read."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    uid_validity = models.BigIntegerField(null=True, blank=True, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    checked_at = models.DateTimeField(_("last read"), null=True, blank=True, editable=False)
    last_error = models.CharField(_("last error"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        ordering = ["congress", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["host", "user", "folder"], name="mailbox_once"),
            models.CheckConstraint(
                name="mailbox_security_is_known", condition=models.Q(security__in=Security.values)
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Outcome(models.TextChoices):
    """What became of a message. Nothing is dropped: what is neither taken in nor a machine's waits for a person."""

    OPINION = "opinion", _("opinion")
    REMARK = "remark", _("added to a case")
    MORE = "more", _("what was asked for")
    HELD = "held", _("held for a person")
    REFUSED = "refused", _("refused, the sender was told")
    BOUNCE = "bounce", _("notice came back")
    AUTOMATIC = "automatic", _("written by a machine")
    DUPLICATE = "duplicate", _("copy of another one")
    ASIDE = "aside", _("set aside by a person")


class AnswerState(models.TextChoices):
    NONE = "", "—"
    OWED = "owed", _("to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class MailMessageQuerySet(models.QuerySet["MailMessage"]):
    def held(self) -> MailMessageQuerySet:
        """Those for which somebody has to decide."""
        return self.filter(outcome=Outcome.HELD)


class MailMessage(models.Model):
    """One message of a mailbox, recorded in the transaction that made of it what it became.

    ``congress`` is whose it is: of whoever it was sent to, which need not be the congress of the mailbox.

    ``sealed`` holds who wrote it, its Message-ID, all of its words and the key of ``raw``, the message as it
    came: a file encrypted with a key of its own, kept until the message is handled and ``raw_until``. ``copy_mark``
    tells a copy, ``message_mark`` the Message-ID, ``sender_mark`` the same sender, all without opening anything.
    """

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="messages")
    congress = models.ForeignKey(PeoplesCongress, on_delete=models.PROTECT, related_name="mail_messages")
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    received_at = models.DateTimeField(_("received at"))
    recorded_at = models.DateTimeField(default=timezone.now)
    size = models.BigIntegerField(_("size in bytes"))
    subject = models.CharField(_("Subject"), max_length=200, blank=True)
    files = models.PositiveSmallIntegerField(_("files"), default=0)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome.choices)
    why = models.CharField(max_length=20, blank=True)
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="mail_messages"
    )
    notice = models.ForeignKey(
        Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="mail_messages"
    )
    deputy = models.ForeignKey(Deputy, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(
        LiaisonStation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sealed = models.TextField(blank=True, editable=False)
    sender_mark = models.CharField(max_length=64, blank=True, editable=False)
    message_mark = models.CharField(max_length=64, blank=True, editable=False)
    copy_mark = models.CharField(max_length=64, editable=False)
    raw = models.CharField(max_length=100, blank=True, editable=False)
    raw_until = models.DateField(null=True, blank=True)
    is_answered = models.BooleanField(default=False)
    answer_state = models.CharField(
        max_length=8, blank=True, choices=AnswerState.choices, default=AnswerState.NONE
    )
    answer_attempts = models.PositiveSmallIntegerField(default=0)
    answer_after = models.DateTimeField(default=timezone.now)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_note = models.CharField(_("reason"), max_length=200, blank=True)

    objects = MailMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail message")
        verbose_name_plural = _("e-mail messages")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "uid_validity", "uid"], name="message_is_recorded_once"
            ),
            models.UniqueConstraint(
                fields=["copy_mark"],
                name="message_is_taken_in_once",
                condition=~models.Q(outcome="duplicate"),
            ),
            models.CheckConstraint(
                name="mail_outcome_is_known", condition=models.Q(outcome__in=Outcome.values)
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="mail_received"),
            models.Index(fields=["sender_mark", "received_at"], name="mail_sender"),
            models.Index(fields=["message_mark"], name="mail_thread"),
            models.Index(
                fields=["answer_after"], name="mail_answer_owed", condition=models.Q(answer_state="owed")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mailbox_id}: {self.uid}"
