"""When it is time to learn: at night, in a process of its own. Loads neither scikit-learn nor a model."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from casework.models import Case
from feedback.models import TopicModel

NIGHT = range(1, 5)  # hours of the day
_REST = timedelta(hours=20)
_LONGEST = 480  # seconds; below the time limit of a task
ENOUGH = 200  # decided cases from which something can be learned


def learn_at_night() -> int:
    """Train where it is night and there is something to learn. Returns 1 if a training ran.

    Raises CalledProcessError or TimeoutExpired where it failed: the periodic job then shows it to the operator.
    """
    now = timezone.localtime()
    if not settings.PORTAL_LEARNS_AT_NIGHT or now.hour not in NIGHT or not is_due():
        return 0
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "routing", "learn"]
    subprocess.run(command, check=True, timeout=_LONGEST, stdout=subprocess.DEVNULL, cwd=settings.BASE_DIR)
    return 1


def is_due() -> bool:
    """Enough cases were decided in all, and nothing was trained in the last 20 hours."""
    if TopicModel.objects.filter(made_at__gt=timezone.now() - _REST).exists():
        return False
    decided = Case.objects.opinions().filter(registered_at__isnull=False, topic__isnull=False)
    return decided[:ENOUGH].count() >= ENOUGH
