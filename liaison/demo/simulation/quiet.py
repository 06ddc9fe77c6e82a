"""Nothing of a simulation leaves the machine, however the portal is set up to send notices."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = "liaison.demo.simulation.quiet.Kept"


class Kept:
    """A notice that has arrived, in the simulation: its row says so, and nothing is sent."""

    def send(self, address: str, subject: str, body: str) -> None:
        return None


def keep_notices_here() -> None:
    settings.PORTAL_NOTICE_BACKENDS = dict.fromkeys(settings.PORTAL_NOTICE_BACKENDS, _HERE)
    settings.PORTAL_LEARNS_AT_NIGHT = False  # a process of its own would not know the simulated day


@contextmanager
def notices_kept_here() -> Iterator[None]:
    usual, learns = settings.PORTAL_NOTICE_BACKENDS, settings.PORTAL_LEARNS_AT_NIGHT
    keep_notices_here()
    try:
        yield
    finally:
        settings.PORTAL_NOTICE_BACKENDS, settings.PORTAL_LEARNS_AT_NIGHT = usual, learns
