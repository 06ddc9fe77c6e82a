"""Why somebody may look at who a citizen is; the citizen reads the purpose on the receipt page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access_log import WORDS
from feedback.identity import SUBJECT


class Purpose(models.TextChoices):
    CALL_BACK = "call_back", _("to ask about what is unclear")
    VISIT = "visit", _("to arrange a visit or a meeting on the spot")
    FEED_BACK = "feed_back", _("to give the answer in person")
    SAME_PERSON = "same_person", _("to see whether the same person has written before")
    URGENT = "urgent", _("danger to somebody's life or health")


#: Those that an organ's handler may name, for a case that is not confidential.
FOR_ORGANS = (Purpose.CALL_BACK, Purpose.VISIT, Purpose.URGENT)

WORDS.update({purpose.value: purpose.label for purpose in Purpose})
WORDS.update({SUBJECT: _("the citizen's identity"), "notice": _("to send a notice")})
