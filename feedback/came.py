"""By which channel somebody comes to the form, as the page that led here says.

The page of an event leads to the same form as every other door. So that what is written there is counted for the
event, its link says the channel, signed: nobody can make one up.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

from casework import known
from casework.models import Channel

if TYPE_CHECKING:
    from django.http import HttpRequest

    from deputies.models import Division, LiaisonStation

_GOOD_FOR = timedelta(days=7)
_signer = TimestampSigner(salt="feedback.came", sep=".")


def address(channel: Channel, *, station: LiaisonStation | None = None, place: Division | None = None) -> str:
    """The form with channel, station and place filled in; good for a week."""
    path = reverse("write_to_station", args=[station.pk]) if station else reverse("write")
    given = {"place": place.code} if place else {}
    return f"{path}?{urlencode(given | {'came': _signer.sign(channel.code)})}"


def channel_of(request: HttpRequest) -> Channel | None:
    """The channel that the address of the form was signed for; None for a form opened by itself."""
    try:
        code = _signer.unsign(request.GET.get("came", ""), max_age=_GOOD_FOR)
    except BadSignature:
        return None
    return known.named(Channel, code=code)
