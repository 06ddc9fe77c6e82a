"""The lead deputy rates; once it is handled again; a second dissatisfaction goes before the standing committee.

Sources: Shandong 23, 24; Shanghai 21; Henan 22; Chongqing 27.
"""

from casework.engine import KEEP, STOP, Step, gettext_noop
from casework.workflows.suggestion.statuses import CITIZENS, STAFF

_ = gettext_noop

STEPS = (
    Step(
        "rate_answer",
        ("delivered",),
        "",
        ("deputy",),
        _("Rate the answer"),
        _("The deputy rated the answer"),
        clock=KEEP,
        needs=("result",),
        turn=10,
    ),
    Step(
        "conclude",
        ("delivered",),
        "concluded",
        ("system",),
        _("Conclude"),
        _("Concluded after the deputy's rating"),
        clock=STOP,
        effects=(CITIZENS,),
    ),
    Step(
        "conclude_unrated",
        ("delivered",),
        "concluded",
        ("system",),
        _("Conclude without a rating"),
        _("Concluded; the deputy gave no rating in time"),
        clock=STOP,
        effects=(CITIZENS,),
    ),
    Step(
        "have_redone",
        ("delivered",),
        "appraised",
        ("system",),
        _("Have it handled again"),
        _("The deputy was not satisfied; it is handled again"),
        clock="rework",
        effects=(STAFF, CITIZENS),
    ),
    Step(
        "bring_before",
        ("delivered",),
        "to_mediate",
        ("system",),
        _("Bring before the standing committee"),
        _("The deputy was not satisfied for the second time; the standing committee takes it up"),
        clock="meeting",
        effects=(STAFF, CITIZENS),
    ),
    Step(
        "record_mediation",
        ("to_mediate",),
        "concluded_unhappy",
        ("officer", "committee"),
        _("Record the meeting or expert opinion"),
        _("Taken up by the standing committee and concluded"),
        clock=STOP,
        needs=("note", "meeting"),
        effects=(STAFF, CITIZENS),
        turn=11,
    ),
)
