"""What an office keeps lists of: topics, channels, saved views, ready-made answers."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from casework.rules import profile_for
from deputies.models import Organ, PeoplesCongress


class Named(models.Model):
    """Something an operator names in Chinese and, where wanted, in English."""

    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        if self.name_en and (get_language() or "").startswith("en"):
            return self.name_en
        return self.name


class Topic(Named):
    """A field of matters, in two levels; ``hint`` tells a citizen in plain words what belongs here."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    hint = models.CharField(_("hint"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(pgettext_lazy("place in a list", "position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "code"]


class ChannelQuerySet(models.QuerySet["Channel"]):
    def of_people(self) -> ChannelQuerySet:
        """Those by which people make contact: without the one that deputies' own suggestions come by."""
        return self.exclude(code=Channel.BY_DEPUTIES)


class Channel(Named):
    """A way in which people make contact; an operator can add to the list."""

    BY_DEPUTIES = "deputy"

    code = models.SlugField(_("code"), max_length=20, unique=True)
    at_desk = models.BooleanField(_("entered by staff"), default=True)
    position = models.PositiveSmallIntegerField(pgettext_lazy("place in a list", "position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["position", "code"]


class ReplyTemplate(models.Model):
    """A ready-made text for one step; ``{title}``, ``{number}``, ``{place}``, ``{due}`` are filled from the case."""

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.CASCADE, related_name="reply_templates"
    )
    action = models.CharField(_("step"), max_length=30)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.CASCADE)
    title = models.CharField(_("title"), max_length=60)
    body = models.TextField(_("text"))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("ready-made answer")
        verbose_name_plural = _("ready-made answers")
        ordering = ["action", "title"]

    def __str__(self) -> str:
        return self.title


class SavedView(models.Model):
    """A filter of the queue that an officer has given a name; ``query`` is a query string without personal data."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(_("filter"), max_length=400)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_name_once_per_user")]

    def __str__(self) -> str:
        return self.name


class TopicOrgan(models.Model):
    """The organ that usually handles a topic in a congress; a proposal, never an automatic assignment."""

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.CASCADE, related_name="topic_organs"
    )
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="organs")
    organ = models.ForeignKey(Organ, verbose_name=_("organ"), on_delete=models.CASCADE, related_name="topics")
    sends_without_office = models.BooleanField(
        _("assign without the office"),
        default=False,
        help_text=_("Only for small matters for which the office has decided so."),
    )

    class Meta:
        verbose_name = _("usual organ of a topic")
        verbose_name_plural = _("usual organs of topics")
        constraints = [
            models.UniqueConstraint(fields=["congress", "topic"], name="one_usual_organ_per_topic")
        ]

    def __str__(self) -> str:
        return f"{self.topic} · {self.organ}"

    def clean(self) -> None:
        """What the rules do not allow would have no effect: it is refused."""
        if not self.sends_without_office or not self.congress_id:
            return
        if not profile_for(self.congress.rule_profile, timezone.localdate()).switch("direct_small_matter"):
            words = _(
                "The rules of this congress let no matter go to an organ without the office (direct_small_matter)."
            )
            raise ValidationError({"sends_without_office": words})
