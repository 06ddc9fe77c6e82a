"""What a deputy proposes: a draft of their own, and from the day it is handed in a case on the spine."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case
from casework.workflows import DRAFTING
from deputies.models import Deputy, Division, Organ, PeoplesCongress

HANDED_IN = "handed_in"
#: What a deputy writes; everything else of a suggestion follows from steps.
WORDS = (
    "sort", "title", "facts", "proposal", "one_matter", "verified_how", "verified", "division", "organ",
    "delegation", "keep_back", "keep_back_why",
)  # fmt: skip
MOST_TITLE = 120
MOST_TEXT = 10_000


class Sort(models.TextChoices):
    SUGGESTION = "suggestion", _("suggestion")
    CRITICISM = "criticism", _("criticism")
    OPINION = "opinion", _("opinion")


class Form(models.TextChoices):
    """What a draft is to become."""

    SUGGESTION = "suggestion", _("suggestion, criticism or opinion")
    MOTION = "motion", _("motion")


class VerifiedHow(models.TextChoices):
    VISIT = "visit", _("visited the place")
    TALKS = "talks", _("spoke with the people concerned")
    ORGAN = "organ", _("asked the organ in charge")
    RECORDS = "records", _("looked into figures and records")
    RESEARCH = "research", _("an inspection or research tour")


class Receiver(models.TextChoices):
    """Who receives a suggestion: by phase and level (Law on Deputies, articles 24, 36 and 51)."""

    SECRETARIAT = "secretariat", _("secretariat of the session")
    WORK_BODY = "work_body", _("deputies' work body of the standing committee")
    PRESIDIUM = "presidium", _("presidium of the township congress")


class Suggestion(models.Model):
    """One matter: title, facts and reasons, proposal. Extends ``Case`` one-to-one once it is handed in.

    Until then it has no case, and nobody but its deputy and those asked to sign reads it. ``version`` counts what
    was saved, so that a page which shows older words overwrites none. ``verified`` is what the deputy found out
    themselves: a suggestion never is a letter passed on. A motion is drafted and signed here too: its title is the
    cause, its facts the grounds, its proposal the plan; what becomes of it stands in ``Motion``.
    """

    case = models.OneToOneField(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="suggestion"
    )
    congress = models.ForeignKey(PeoplesCongress, on_delete=models.PROTECT, related_name="suggestions")
    deputy = models.ForeignKey(
        Deputy, verbose_name=_("lead deputy"), on_delete=models.PROTECT, related_name="suggestions"
    )
    delegation = models.CharField(
        _("delegation"),
        max_length=60,
        blank=True,
        help_text=_("Where a whole delegation hands it in: its name."),
    )
    stage = models.CharField(
        _("stage"),
        max_length=12,
        default="drafting",
        choices=[(status.name, _(status.label)) for status in DRAFTING.statuses],
    )
    version = models.PositiveIntegerField(default=1)
    form = models.CharField(_("drafted as"), max_length=10, choices=Form.choices, default=Form.SUGGESTION)
    sort = models.CharField(_("type"), max_length=10, choices=Sort.choices, default=Sort.SUGGESTION)
    title = models.CharField(_("title"), max_length=MOST_TITLE, blank=True)
    facts = models.TextField(_("facts and reasons"), blank=True)
    proposal = models.TextField(_("what is proposed"), blank=True)
    one_matter = models.BooleanField(_("one matter alone"), default=False)
    verified_how = models.CharField(
        _("how it was verified"), max_length=10, choices=VerifiedHow.choices, blank=True
    )
    verified = models.TextField(_("what was verified"), blank=True)
    division = models.ForeignKey(
        Division, verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organ = models.ForeignKey(
        Organ,
        verbose_name=_("organ proposed"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    keep_back = models.BooleanField(_("not suitable for publication"), default=False)
    keep_back_why = models.CharField(_("why not"), max_length=200, blank=True)
    sign_until = models.DateTimeField(_("to be signed by"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)
    receiver = models.CharField(_("received by"), max_length=12, choices=Receiver.choices, blank=True)

    class Meta:
        verbose_name = _("deputy's suggestion")
        verbose_name_plural = _("deputies' suggestions")
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="suggestion_is_a_case_exactly_when_it_is_handed_in",
                condition=models.Q(stage=HANDED_IN, case__isnull=False)
                | (~models.Q(stage=HANDED_IN) & models.Q(case__isnull=True)),
            ),
            models.CheckConstraint(
                name="suggestion_handed_in_is_whole_and_verified",
                condition=~models.Q(stage=HANDED_IN)
                | (
                    models.Q(one_matter=True)
                    & ~models.Q(title="")
                    & ~models.Q(facts="")
                    & ~models.Q(proposal="")
                    & ~models.Q(receiver="")
                    & (models.Q(form="motion") | (~models.Q(verified="") & ~models.Q(verified_how="")))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled draft"))

    @property
    def is_draft(self) -> bool:
        return self.stage in ("drafting", "signing")

    @property
    def is_motion(self) -> bool:
        """Whether it was drafted as a motion; what was not taken as one keeps its three parts."""
        return self.form == Form.MOTION


class Answer(models.TextChoices):
    """What a deputy who was asked to sign has said."""

    ASKED = "asked", _("asked to sign")
    SIGNED = "signed", _("signed")
    DECLINED = "declined", _("does not sign")


class Invitation(models.Model):
    """A deputy asked to sign a draft. Only the deputy's own session makes it a signature.

    ``version`` is that of the words which were signed: with other words the deputy is asked again.
    """

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="invitations")
    deputy = models.ForeignKey(
        Deputy, verbose_name=_("deputy"), on_delete=models.PROTECT, related_name="invitations"
    )
    state = models.CharField(_("state"), max_length=8, choices=Answer.choices, default=Answer.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation to sign")
        verbose_name_plural = _("invitations to sign")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "deputy"], name="deputy_is_asked_to_sign_once"),
            models.CheckConstraint(
                name="signature_says_by_whom_and_under_which_words",
                condition=~models.Q(state="signed")
                | models.Q(answered_by__isnull=False, answered_at__isnull=False, version__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} · {self.get_state_display()}"
