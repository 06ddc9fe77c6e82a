"""Short addresses on paper: ``/d/…`` for a deputy, ``/s/…`` for a station, and their QR codes."""

from __future__ import annotations

from io import BytesIO

import segno
from django.conf import settings
from django.urls import reverse


def address(name: str, code: str) -> str:
    """The whole address of the page ``name`` (short_deputy, short_station), as it is printed."""
    return f"{settings.PORTAL_URL}{reverse(name, args=[code])}"


def drawn(text: str) -> bytes:
    """``text`` as a QR code in SVG; a quarter of it may be dirty or torn."""
    out = BytesIO()
    segno.make(text, error="q", micro=False).save(out, kind="svg", scale=8, border=4, light="#fff")
    return out.getvalue()
