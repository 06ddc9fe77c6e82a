"""A simulation never touches anything but what it has made itself."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from casework.models import Case, Event
from deputies.models import PeoplesCongress


def why_not_here() -> str:
    """Why no simulation may run in this database; empty where it holds nothing at all.

    Not even beside a demonstration: its history ends today, and the simulated time lies before that.
    """
    counts = {
        _("congresses"): PeoplesCongress.objects.count(),
        _("cases"): Case.objects.count(),
        _("events"): Event.objects.count(),
        _("accounts"): User.objects.count(),
    }
    found = ", ".join(f"{name}: {count}" for name, count in counts.items() if count)
    if not found:
        return ""
    return _(
        "A simulation moves the portal's clock, so it makes a county of its own in an empty database and touches no"
        " other. This one holds data (%(found)s). Name an empty one: PORTAL_VAR=$(mktemp -d), or another DATABASE_URL."
    ) % {"found": found}


def holds_a_simulation_only() -> bool:
    """Whether every account here is an invented one: a worker lends its clock to nothing else."""
    return User.objects.exists() and not User.objects.filter(is_demo=False).exists()
