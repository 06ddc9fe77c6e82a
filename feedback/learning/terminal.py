"""What commands ask for in the terminal."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from deputies.models import PeoplesCongress


def congress_of(code: str) -> PeoplesCongress:
    """The congress with that code; without one, the only congress, or the only one that is under no other."""
    found = PeoplesCongress.objects.select_related("division")
    chosen = found.filter(code=code) if code else found
    if not code and chosen.count() > 1:
        chosen = found.filter(parent=None)
    if chosen.count() != 1:
        known = ", ".join(found.values_list("code", flat=True)) or "—"
        words = (
            _("There is no congress “%(code)s”.")
            if code
            else _("Say with --congress to which congress it belongs.")
        )
        raise CommandError(words % {"code": code} + " " + _("Known are: %(known)s.") % {"known": known})
    return chosen.get()
