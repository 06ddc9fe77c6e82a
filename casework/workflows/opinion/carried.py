"""The matter is part of a deputy's suggestion: its citizen hears of every public step, and waits for the answer.

A link, never a copy: the opinion stays its own case. It goes on to be fed back only when the suggestion is answered.
"""

from casework.engine import Step, gettext_noop
from casework.workflows.opinion.statuses import NOTIFY, OPEN, STAFF

_ = gettext_noop

STEPS = (
    Step(
        "carry",
        ("with_deputy", "to_convert"),
        "carried",
        ("system",),
        _("Take up into a suggestion"),
        _("A deputy has handed in a suggestion that grew from what you said"),
        clock="carried",
        effects=(NOTIFY,),
    ),
    Step(
        "hear_of",
        (*OPEN, "closed", "closed_unsatisfied"),
        "",
        ("system",),
        _("Tell of the suggestion"),
        _("There is news of the suggestion that grew from what you said"),
        effects=(NOTIFY,),
    ),
    Step(
        "carried_home",
        ("carried",),
        "reply_reviewed",
        ("system",),
        _("Give the answer to the suggestion to the office"),
        _("The suggestion was answered; the liaison office tells you the answer"),
        clock="feed_back",
        effects=(STAFF, NOTIFY),
        turn=17,
    ),
    Step(
        "set_down",
        ("carried",),
        "registered",
        ("system",),
        _("Go on without the suggestion"),
        _("The suggestion ended without an answer; the liaison office goes on with what you said"),
        clock="pass_on",
        effects=(NOTIFY, STAFF),
    ),
)
