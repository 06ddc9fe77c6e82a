"""A QR code as an address of data: drawn here, so that printing needs no second request."""

from __future__ import annotations

import segno


def qr_of(url: str) -> str:
    """For the ``src`` of an image; dark on white in every mode, or a scanner reads nothing."""
    return segno.make(url, error="m").svg_data_uri(scale=6, border=4, light="#fff")
