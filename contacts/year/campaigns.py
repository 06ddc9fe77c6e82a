"""Campaigns: prepared, announced, running from the first to the last day by themselves, and summed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import formats
from casework.errors import Incomplete, StepRefused
from contacts.models import Campaign, Phase
from contacts.services.advance import advance, begin
from deputies.models import PeoplesCongress
from feedback.text import clean, clean_line

if TYPE_CHECKING:
    from accounts.actors import Actor
    from contacts.models import ContactEvent, Inquiry, Occasion, PlanLine
    from deputies.models import LiaisonBody, LiaisonStation

_MANY = ("bodies", "stations", "lines", "occasions", "inquiries")


@dataclass(frozen=True)
class CampaignDraft:
    congress: PeoplesCongress
    name: str
    aim: str
    starts_on: date
    ends_on: date
    bodies: Sequence[LiaisonBody] = ()
    stations: Sequence[LiaisonStation] = ()
    lines: Sequence[PlanLine] = ()
    occasions: Sequence[Occasion] = ()
    inquiries: Sequence[Inquiry] = ()
    key: UUID = field(default_factory=uuid4)

    def columns(self) -> dict[str, Any]:
        return {
            "name": clean_line(self.name),
            "name_key": name_key(self.name),
            "aim": clean(self.aim),
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
        }


def name_key(name: str) -> str:
    """The name as it is compared: without spaces, in small letters."""
    return "".join(clean_line(name).split()).casefold()


@transaction.atomic
def write(draft: CampaignDraft, *, actor: Actor) -> Campaign:
    """A new campaign; the same form sent twice is one."""
    known = Campaign.objects.filter(key=draft.key).first()
    if known is not None:
        return known
    _check(draft)
    campaign = Campaign(congress=draft.congress, key=draft.key, **draft.columns(), **{"status": "draft"})
    begin(campaign, "write", actor=actor)
    _put(campaign, draft)
    return campaign


@transaction.atomic
def change(
    campaign: Campaign, draft: CampaignDraft, *, actor: Actor, expected_version: int | None = None
) -> ContactEvent:
    """Word it anew, move its days, change who takes part. The first day of one that has begun stays."""
    _check(draft, campaign)
    begun = campaign.status == "announced" and campaign.phase != Phase.COMING
    if begun and draft.starts_on != campaign.starts_on:
        raise Incomplete("starts_on", _("It has begun already: its first day stays."))
    event = advance(campaign, "change", actor=actor, expected_version=expected_version, **draft.columns())
    _put(campaign, draft)
    return event


def _check(draft: CampaignDraft, known: Campaign | None = None) -> None:
    if draft.ends_on < draft.starts_on:
        raise Incomplete("ends_on", _("It ends before it begins."))
    # Two offices' colleagues with the same name at the same moment: one after the other.
    PeoplesCongress.objects.select_for_update().get(pk=draft.congress.pk)
    same = Campaign.objects.filter(congress=draft.congress, name_key=name_key(draft.name))
    clash = same.meeting(draft.starts_on, draft.ends_on).exclude(pk=known.pk if known else 0).first()
    if clash is not None:
        words = _(
            "A campaign of this name runs from %(first)s to %(last)s already. Choose another name or other days."
        )
        days = {"first": formats.day(clash.starts_on), "last": formats.day(clash.ends_on)}
        raise Incomplete("name", words % days)
    for name in _MANY:
        for one in getattr(draft, name):
            if one.congress_id != draft.congress.pk:
                raise Incomplete(name, _("%(what)s belongs to another congress.") % {"what": one})


def _put(campaign: Campaign, draft: CampaignDraft) -> None:
    for name in _MANY:
        getattr(campaign, name).set(getattr(draft, name))


def announce(campaign: Campaign, *, actor: Actor, expected_version: int | None = None) -> ContactEvent:
    """Make it public; it opens on its first day by itself."""
    if campaign.ends_on < timezone.localdate():
        raise StepRefused(_("Its last day has passed. Change the days first."))
    return advance(campaign, "announce", actor=actor, expected_version=expected_version)


def sum_up(
    campaign: Campaign, *, actor: Actor, summary: str, expected_version: int | None = None
) -> ContactEvent:
    """Publish what came of it, once its last day is over."""
    why_not = why_not_summed_up(campaign)
    if why_not:
        raise StepRefused(why_not)
    words = clean(summary)
    return advance(
        campaign, "sum_up", actor=actor, note=words, summary=words, expected_version=expected_version
    )


def why_not_summed_up(campaign: Campaign) -> str:
    if campaign.phase != Phase.OVER:
        return _("It runs until %(day)s. Sum it up afterwards, or change its last day.") % {
            "day": formats.day(campaign.ends_on)
        }
    return ""


def cancel(
    campaign: Campaign, *, actor: Actor, note: str, expected_version: int | None = None
) -> ContactEvent:
    return advance(campaign, "cancel", actor=actor, note=clean(note), expected_version=expected_version)
