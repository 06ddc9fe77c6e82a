"""Suggestions with the same content handled together; each lead deputy is answered and rates by themselves.

Sources: Shandong 20; Zhejiang 18.
"""

from casework.engine import FOLLOW, Step, gettext_noop
from casework.workflows.suggestion.statuses import CITIZENS, STAFF

_ = gettext_noop
_LEADING = ("accepted", "assigned", "objected", "to_reassign", "handling")

STEPS = (
    Step(
        "join",
        ("accepted",),
        "joined",
        ("officer",),
        _("Handle together with another suggestion"),
        _("The suggestion is handled together with another one on the same subject"),
        clock=FOLLOW,
        needs=("leading", "owner"),
        effects=(STAFF, CITIZENS),
    ),
    Step(
        "gather",
        _LEADING,
        "",
        ("officer",),
        _("Lead another suggestion"),
        _("Another suggestion on the same subject is handled with this one"),
        public=False,
    ),
    Step(
        "let_go",
        _LEADING,
        "",
        ("officer", "system"),
        _("Let a joined case go"),
        _("A case that was joined to this one goes its own way"),
        public=False,
    ),
    Step(
        "follow",
        ("joined",),
        "",
        ("system",),
        _("Follow the leading case"),
        _("The matter has moved on"),
        clock=FOLLOW,
    ),
    Step(
        "deliver_joined",
        ("joined",),
        "delivered",
        ("system",),
        _("Deliver the answer"),
        _("The organ answered the deputy"),
        clock="rating",
        effects=(STAFF, CITIZENS),
        turn=12,
    ),
    Step(
        "separate",
        ("joined",),
        "accepted",
        ("officer",),
        _("Separate from the leading case"),
        _("The suggestion is handled by itself from now on"),
        clock="assign",
        needs=("note",),
        effects=(STAFF,),
    ),
    Step(
        "come_back",
        ("joined",),
        "accepted",
        ("system",),
        _("Come back to the office"),
        _("The suggestion is handled by itself from now on"),
        clock="assign",
        effects=(STAFF,),
    ),
)
