"""How much may come from one address: forms and API share one count.

Many citizens share one address (a village behind one mobile gateway), so the limits are wide: they stop a
machine, not a market day. An address is kept as a keyed digest and forgotten with its window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from accounts.addresses import address_digest
from deputies.remembered import count

if TYPE_CHECKING:
    from django.http import HttpRequest

# What is limited: how often, in how many seconds. An operator overrides them with PORTAL_THROTTLES.
LIMITS: dict[str, tuple[int, int]] = {
    "submit": (60, 600),
    "submit_unproved": (20, 600),  # the form without a proof of work: a browser without JavaScript
    "submit_doubtful": (3, 600),  # filled in faster than a person can
    "try": (200, 600),  # forms with files, right or wrong: to look at a picture costs time
    "draft": (600, 600),  # saved again and again while somebody writes
    "new_draft": (60, 600),
    "look_up": (30, 600),
    "wrong_key": (30, 600),  # of an organ's system
    "book": (30, 600),  # a place on a reception day, or a sign-in at a symposium
    "book_unproved": (10, 600),
    "fill_in": (120, 600),  # comment forms and questionnaires: a whole hall answers from one network
    "similar": (300, 600),
}


def allowed(kind: str, request: HttpRequest) -> bool:
    """Count one more ``kind`` from the address of ``request``; False once the limit is passed.

    A cache that is down counts nothing: an opinion is taken in rather than lost.
    """
    most, seconds = {**LIMITS, **getattr(settings, "PORTAL_THROTTLES", {})}[kind]
    return count(f"throttle:{kind}:{address_digest(request)}", seconds) <= most
