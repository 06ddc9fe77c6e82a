"""Cases as an organ's system reads them: what the organ's page shows to its people, and nothing more."""

from feedback.organ_api.showing.assignments import share_row, share_whole, shares
from feedback.organ_api.showing.common import address, status_said, version_of
from feedback.organ_api.showing.motions import motion_row, motion_whole, motions
from feedback.organ_api.showing.promises import promise_row, promise_whole, promises

__all__ = [
    "address",
    "motion_row",
    "motion_whole",
    "motions",
    "promise_row",
    "promise_whole",
    "promises",
    "share_row",
    "share_whole",
    "shares",
    "status_said",
    "version_of",
]
