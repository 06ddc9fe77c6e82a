"""Tables of this room; each part has its own."""

from reports.duty.models import *  # noqa: F403
