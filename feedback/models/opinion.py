"""What a citizen said, in the citizen's own words."""

from __future__ import annotations

from copy import copy

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case
from deputies.models import Deputy, LiaisonStation
from feedback.text import mask_personal


class Opinion(models.Model):
    """A citizen's opinion: the spine's row extended one-to-one. ``body`` is never edited, only added to.

    ``submission_key`` is the form's own token: sent twice, it makes one opinion. ``code_digest`` proves
    the query code without storing it. ``chosen_*`` is what the citizen asked for; the case holds what the
    office decided.

    ``body_for_organs`` and ``place_for_organs`` are made at intake of a confidential case: the same words with
    what the citizen gave of themselves starred out, so that nobody has to open the identity to hide it.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="opinion")
    body = models.TextField(_("what it is about"))
    place = models.CharField(_("where, in the citizen's words"), max_length=200, blank=True)
    happened = models.CharField(_("when, in the citizen's words"), max_length=100, blank=True)
    body_for_organs = models.TextField(blank=True, editable=False)
    place_for_organs = models.CharField(max_length=200, blank=True, editable=False)
    language = models.CharField(max_length=10, default="zh-hans")
    submission_key = models.UUIDField(unique=True, null=True, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    import_key = models.CharField(max_length=64, unique=True, null=True, blank=True)
    organ_spelling = models.CharField(_("organ as the file spells it"), max_length=200, blank=True)
    by_guardian = models.BooleanField(
        _("sent by a parent or guardian"),
        default=False,
        help_text=_(
            "For a child under 14 (Personal Information Protection Law, article 31); always confidential."
        ),
    )
    wishes_contact = models.BooleanField(_("wants to be notified"), default=False)
    chosen_station = models.ForeignKey(
        LiaisonStation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    chosen_deputy = models.ForeignKey(
        Deputy, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("citizen's opinion")
        verbose_name_plural = _("citizens' opinions")

    def __str__(self) -> str:
        return str(self.case_id)

    def masked(self, text: str) -> str:
        """``text`` of this case as somebody outside the office reads it where the case is confidential."""
        return mask_personal(text)[0]

    def for_organs(self) -> Opinion:
        """A copy to show, never to save: the words without what tells who the citizen is."""
        shown = copy(self)
        shown.body = self.body_for_organs or self.masked(self.body)
        shown.place = self.place_for_organs or self.masked(self.place)
        shown.happened = self.masked(self.happened)
        return shown


class Grade(models.IntegerChoices):
    SATISFIED = 3, _("satisfied")
    BASICALLY = 2, _("basically satisfied")
    DISSATISFIED = 1, _("dissatisfied")


class Rating(models.Model):
    """The citizen's rating of one answer: of the attitude and of the result, each by itself.

    No attitude where the profile asks for the result alone. Whether a reason is needed is the profile's as well.
    """

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField(_("round"), default=0)
    attitude = models.PositiveSmallIntegerField(_("attitude"), choices=Grade.choices, null=True, blank=True)
    result = models.PositiveSmallIntegerField(_("result"), choices=Grade.choices)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "round"], name="one_rating_per_answer"),
            models.CheckConstraint(
                name="grades_are_one_to_three",
                condition=(models.Q(attitude=None) | models.Q(attitude__gte=1, attitude__lte=3))
                & models.Q(result__gte=1, result__lte=3),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opinion_id}: {self.attitude or '-'}/{self.result}"
