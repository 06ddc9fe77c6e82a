"""The roles a person may hold; which body they hold one for is a post (``deputies.Post``)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OFFICER = "officer", _("liaison officer")
    STATION = "station", _("station staff")
    DEPUTY = "deputy", _("deputy")
    HANDLER = "handler", _("handler")
    HEAD = "head", _("head of the organ")
    COMMITTEE = "committee", _("standing committee member")
    OPERATOR = "operator", _("operator")
