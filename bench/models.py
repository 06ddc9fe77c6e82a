"""The table of the yardstick."""

from django.db import models
from django.utils import timezone


class Bare(models.Model):
    """About as wide as what a citizen sends."""

    title = models.CharField(max_length=120)
    body = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title
