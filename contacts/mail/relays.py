"""To whom a message is addressed: a deputy or a station by its relay address, else the mailbox's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from deputies.models import Deputy, LiaisonStation

if TYPE_CHECKING:
    from contacts.models import Mailbox

_RELAY = re.compile(r"(?:^|\+)(deputy|station)-([0-9a-z]{4,20})$")


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom the sender wrote to. ``is_unknown``: to a relay address that leads to nobody (any more)."""

    deputy: Deputy | None = None
    station: LiaisonStation | None = None
    others: int = 0
    is_unknown: bool = False


def addressed(recipients: tuple[str, ...], mailbox: Mailbox) -> Addressed:
    """The first deputy and the first station, of whichever congress; ``others`` counts further ones."""
    found = [_RELAY.search(local) for local in _locals(recipients, mailbox)]
    named = [one.groups() for one in found if one]
    rows = [row for kind, token in named if (row := _one(kind, token))]
    deputies = [row for row in rows if isinstance(row, Deputy)]
    stations = [row for row in rows if isinstance(row, LiaisonStation)]
    known = len({*deputies, *stations})
    return Addressed(
        deputy=deputies[0] if deputies else None,
        station=stations[0] if stations else None if deputies else mailbox.station,
        others=max(known - bool(deputies) - bool(stations), 0),
        is_unknown=bool(named) and not known,
    )


def _locals(recipients: tuple[str, ...], mailbox: Mailbox) -> list[str]:
    """What stands before the @ of addresses that are ours: a relay of another portal means nothing here."""
    ours = {mailbox.address.partition("@")[2].lower(), settings.PORTAL_RELAY_DOMAIN} - {""}
    parts = [address.rpartition("@") for address in recipients]
    return [local for local, _at, domain in parts if domain in ours]


def _one(kind: str, token: str) -> Deputy | LiaisonStation | None:
    if kind == "deputy":
        return Deputy.objects.select_related("congress").filter(relay_token__iexact=token).first()
    return LiaisonStation.objects.select_related("congress").filter(short_code__iexact=token).first()
