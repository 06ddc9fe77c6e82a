"""Steps beside the way: notes, urging, dates counted anew as with suggestions, and publication."""

from dataclasses import replace

from casework.workflows.motion.statuses import OPEN, OURS, STATUSES
from casework.workflows.suggestion import aside, publishing

_SHARED = {
    "note": OPEN, "remind": OURS, "urge": OURS, "urge_again": OURS, "supervise": OURS, "confirm_date": OPEN,
    "move_date": OPEN, "apply_rules": OPEN, "set_owner": OPEN,
}  # fmt: skip
#: What has been laid before the presidium may be made public; what was withdrawn before that is not.
_PUBLIC = tuple(
    one.name for one in STATUSES if one.name not in ("received", "incomplete", "motion_withdrawn")
)
_DECIDING = ("propose_publication", "confirm_publication", "refuse_publication", "take_down")

STEPS = (
    *(replace(step, sources=_SHARED[step.action]) for step in aside.STEPS if step.action in _SHARED),
    *(replace(step, sources=_PUBLIC) for step in publishing.STEPS if step.action in _DECIDING),
)
