"""What the portal prints when it starts as a demonstration: whom to sign in as, and a receipt to follow."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from feedback import receipts
from feedback.models import Opinion
from liaison.demo.cast import FIRST, PLAYERS


def sign_in_lines() -> Iterator[str]:
    """One line for each role, then a receipt; nothing where no demonstration is loaded."""
    known = set(User.objects.filter(is_demo=True).values_list("username", flat=True))
    players = [player for player in PLAYERS[:FIRST] if player.username in known]
    if not players:
        return
    words = _("Sign in at /accounts/login/ with the password %(password)s")
    yield words % {"password": settings.DEMO_PASSWORD}
    yield _("(the code of the second step stands on its page):")
    for player in players:
        yield f"  {player.username:<10} {_(player.shows)}"
    yield from _receipt()


def _receipt() -> Iterator[str]:
    """Number and query code of an answered opinion, as its citizen holds them; they open it at /track/."""
    answered = Opinion.objects.filter(
        case__status="fed_back", case__confidential=False, submission_key__isnull=False
    )
    opinion = answered.select_related("case").order_by("-case__answered_at").first()
    if opinion is not None and opinion.submission_key is not None:
        code = receipts.code_for(opinion.submission_key)
        words = _("citizen: follows an opinion at /track/ with number %(number)s and query code %(code)s")
        yield f"  {'—':<10} {words % {'number': opinion.case.number, 'code': code}}"
