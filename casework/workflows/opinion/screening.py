"""From the web form to the register."""

from casework.engine import STOP, Step, gettext_noop
from casework.workflows.opinion.statuses import NOTIFY, OFFICE, STAFF

_ = gettext_noop

STEPS = (
    Step(
        "submit",
        (),
        "submitted",
        ("citizen", *OFFICE, "system"),
        _("Send"),
        _("The opinion was received"),
        clock="screen",
        effects=("feedback.route", "feedback.index", NOTIFY),
    ),
    Step(
        "propose",
        ("submitted",),
        "",
        ("system",),
        _("Propose a way"),
        _("The router proposed where this belongs"),
        public=False,
    ),
    Step(
        "load_answer",
        ("submitted",),
        "closed",
        ("system",),
        _("Load an answer from earlier records"),
        _("Answered before this portal was in use"),
        tells=True,
        clock=STOP,
        needs=("note",),
    ),
    Step(
        "ask_more",
        ("submitted",),
        "needs_info",
        OFFICE,
        _("Ask for more"),
        _("The office asked for more information"),
        tells=True,
        clock="needs_info",
        needs=("note",),
        effects=(NOTIFY,),
        undo=True,
    ),
    Step(
        "supply_more",
        ("needs_info",),
        "submitted",
        ("citizen", *OFFICE),
        _("Add what was asked"),
        _("More information was given"),
        tells=True,
        clock="screen",
        needs=("note",),
        effects=("feedback.index",),
    ),
    Step(
        "lapse",
        ("needs_info",),
        "closed",
        ("system",),
        _("Close without an answer from the citizen"),
        _("Closed because the information asked for did not arrive"),
        clock=STOP,
        effects=(NOTIFY,),
    ),
    Step(
        "refuse",
        ("submitted",),
        "not_accepted",
        OFFICE,
        _("Do not accept"),
        _("The opinion was not accepted; the right channel was named"),
        tells=True,
        clock=STOP,
        needs=("reason", "note"),
        effects=(NOTIFY,),
        undo=True,
    ),
    Step(
        "register",
        ("submitted",),
        "registered",
        OFFICE,
        _("Register"),
        _("The opinion was registered"),
        clock="pass_on",
        needs=("owner",),
        effects=(NOTIFY, "feedback.send_on", "feedback.index"),
        undo=True,
    ),
    # What is no opinion but a complaint about a deputy.
    Step(
        "hand_over",
        ("submitted", "needs_info", "registered", "to_refer"),
        "received",  # of the complaint's own table
        OFFICE,
        _("Hand to the standing committee"),
        _(
            "It is a complaint about a deputy; the office handed it to the standing committee, which alone reads it"
        ),
        clock="inform",
        effects=(NOTIFY, STAFF),
        becomes="complaint",
    ),
)
