"""Who may open the pages of an office at all; what they see there, ``visible_to`` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from deputies.models import posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def for_the_office(request: HttpRequest) -> None:
    """The liaison office and the standing committee; PermissionDenied to everybody else."""
    if not posts_of(request.user).has("officer", "committee"):
        raise PermissionDenied(_("These pages are for liaison offices and the standing committee."))


def for_officers(request: HttpRequest) -> None:
    """The liaison office alone."""
    if not posts_of(request.user).has("officer"):
        raise PermissionDenied(_("Only the liaison office writes here."))


def for_the_office_or_a_station(request: HttpRequest) -> None:
    """Whoever keeps receptions and records, and the standing committee that reads them."""
    if not posts_of(request.user).has("officer", "station", "committee"):
        raise PermissionDenied(_("These pages are for liaison offices, stations and the committee."))


def for_the_desk(request: HttpRequest) -> None:
    """Whoever plans and keeps receptions and records."""
    if not posts_of(request.user).has("officer", "station"):
        raise PermissionDenied(_("Only the liaison office and the stations plan and keep these."))
