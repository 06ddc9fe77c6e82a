"""From which confidence topics are proposed and small matters sent: the usual values, and what an office has set.

An office may be stricter than the rule profile and the portal, never laxer; each change is a row that stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import rules as law
from casework.errors import Incomplete
from feedback.models import RoutingThreshold

if TYPE_CHECKING:
    from accounts.actors import Actor
    from deputies.models import PeoplesCongress

USUAL_SENDING = 80  # percent from which a small matter may go to its organ
MOST = 95  # percent; as sure as the router is of a topic that the citizen chose


@dataclass(frozen=True, slots=True)
class Thresholds:
    """In percent. ``of_profile``: ``routing_confidence`` of the rule profile; ``last``: the row that holds."""

    of_profile: int
    last: RoutingThreshold | None = None

    @property
    def propose_from(self) -> int:
        """Below it no topic is proposed."""
        return max(self.of_profile, (self.last and self.last.propose_from) or 0)

    @property
    def usual_sending(self) -> int:
        return max(self.of_profile, USUAL_SENDING)

    @property
    def send_from(self) -> int:
        """Below it nothing goes to an organ by itself; never lower than what is proposed."""
        return max(self.usual_sending, self.propose_from, (self.last and self.last.send_from) or 0)


def thresholds_of(congress: PeoplesCongress) -> Thresholds:
    """What holds for the congress now."""
    profile = law.profile_for(congress.rule_profile, timezone.localdate())
    last = RoutingThreshold.objects.filter(congress=congress).select_related("set_by").first()
    return Thresholds(profile.limit("routing_confidence", congress.level), last)


@transaction.atomic
def set_thresholds(
    congress: PeoplesCongress, *, propose_from: int | None, send_from: int | None, by: Actor
) -> Thresholds:
    """Keep what the office decided, in percent; None: the usual value. Nothing is written where nothing changes.

    Raises Incomplete for a number below the usual one or above ``MOST``.
    """
    type(congress).objects.select_for_update().get(pk=congress.pk)
    now = thresholds_of(congress)
    _check("propose_from", propose_from, now.of_profile)
    _check("send_from", send_from, now.usual_sending)
    if (propose_from, send_from) == (now.last and now.last.propose_from, now.last and now.last.send_from):
        return now
    row = RoutingThreshold.objects.create(
        congress=congress, propose_from=propose_from, send_from=send_from, set_by=by.user
    )
    return Thresholds(now.of_profile, row)


def _check(field: str, percent: int | None, least: int) -> None:
    if percent is not None and not least <= percent <= max(least, MOST):
        words = _("From %(least)d to %(most)d percent; left empty, %(least)d holds.")
        raise Incomplete(field, words % {"least": least, "most": max(least, MOST)})
