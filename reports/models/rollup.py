"""Daily counts of opinions, so that a dashboard reads a few thousand rows and not a million."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from deputies.models import PeoplesCongress

#: The columns of counts: each is the figure ``opinions.…`` of the same name.
MEASURES = (
    "received", "accepted", "not_accepted", "withdrawn", "lapsed", "open", "provisional", "answered", "on_time",
    "late", "by_deputy", "by_organ", "urged", "supervised", "reworked", "rated", "result_3", "result_2", "result_1",
    "attitude_rated", "attitude_3", "attitude_2", "attitude_1", "unrated",
)  # fmt: skip


class DayCount(models.Model):
    """The opinions that one congress received on one day, by one dimension.

    ``by`` is empty for the whole day, else the name of a dimension, and ``key`` what it was grouped by. Rows of
    ``by="workdays"`` and ``by="tenths"`` hold how long answers took: in working days, and in tenths of a day.
    """

    congress = models.ForeignKey(
        PeoplesCongress, verbose_name=_("congress"), on_delete=models.CASCADE, related_name="+"
    )
    day = models.DateField(_("day"))
    by = models.CharField(_("counted by"), max_length=10, blank=True)
    key = models.CharField(_("key"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("count of a day")
        verbose_name_plural = _("counts of days")
        constraints = [
            models.UniqueConstraint(fields=["congress", "by", "day", "key"], name="a_day_is_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.congress_id} {self.day} {self.by} {self.key}"


for _name in MEASURES:
    DayCount.add_to_class(_name, models.PositiveIntegerField(default=0))


class CountMark(models.Model):
    """How far the history has been counted: one row.

    ``seen_id`` is the last event that was looked at. A transaction that is still open may write one with a smaller
    number, so every few minutes all after ``event_id`` are looked at again, and ``next_id``, the last one at
    ``next_at``, takes its place. ``day``: when lateness was last looked at; ``complete``: every day was counted once.
    Until then ``at_congress`` (its key) and ``at_day`` say how far the first count has come.
    """

    at_congress = models.PositiveBigIntegerField(default=0)
    at_day = models.DateField(null=True)
    seen_id = models.PositiveBigIntegerField(default=0)
    event_id = models.PositiveBigIntegerField(default=0)
    next_id = models.PositiveBigIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    counted_at = models.DateTimeField(null=True)
    complete = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("state of the counts")
        verbose_name_plural = _("state of the counts")

    def __str__(self) -> str:
        return f"{self.event_id} {self.counted_at}"
