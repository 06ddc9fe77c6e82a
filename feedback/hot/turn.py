"""When it is time to compare all opinions anew: at night, in a process of its own. Loads no scipy."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from casework.models import Case
from feedback.learning.turn import NIGHT
from feedback.models import IssueSpace

_REST = timedelta(hours=20)
_LONGEST = 480  # seconds; below the time limit of a task


def renew_at_night() -> int:
    """Compare where it is night and nothing was compared in the last 20 hours. Returns 1 if it ran.

    Raises CalledProcessError or TimeoutExpired where it failed: the periodic job then shows it to the operator.
    """
    now = timezone.localtime()
    if not settings.PORTAL_LEARNS_AT_NIGHT or now.hour not in NIGHT or not is_due():
        return 0
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "hot_issues"]
    subprocess.run(command, check=True, timeout=_LONGEST, stdout=subprocess.DEVNULL, cwd=settings.BASE_DIR)
    return 1


def is_due() -> bool:
    """There are opinions, and none were compared lately."""
    if IssueSpace.objects.filter(made_at__gt=timezone.now() - _REST).exists():
        return False
    return Case.objects.opinions().exists()
