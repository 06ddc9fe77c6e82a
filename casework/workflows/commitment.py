"""The way of one promise that stands in an organ's reply: open until it is kept or explained in writing.

It goes on after the case is closed. The second answer is released by the head of the organ and looked at by
the office before the citizen gets it, as a reply is. Late, and carried on to a new date, are computed from the
dates and never a status. Sources: the suggestion rules of Shandong 18, Zhejiang 20, Shanghai 22.
"""

from casework.engine import Status, Step, Workflow, gettext_noop

_ = gettext_noop
ORGAN = ("handler", "head")
NOTIFY = "feedback.notify"
STAFF = "feedback.notify_staff"
CITIZENS = "suggestions.tell_citizens"  # those behind a suggestion whose answer promised it

STATUSES = (
    Status("open", _("to be kept"), _("To be kept")),
    Status("drafted", _("second answer waits for release"), _("To be kept")),
    Status("released", _("second answer to be looked at"), _("The second answer is being checked")),
    Status("kept", _("promise kept"), _("Kept"), is_open=False),
    Status("not_kept", _("promise not kept, explained"), _("Not kept; the organ says why"), is_open=False),
    Status("dropped", _("replaced by a new promise"), _("Replaced by a new promise"), is_open=False),
)

_OWED = ("open", "drafted")  # it is the organ's turn

STEPS = (
    Step(
        "report_promise",
        ("open",),
        "drafted",
        ORGAN,
        _("Give the second answer"),
        _("drafted the second answer"),
        public=False,
        needs=("report",),
        turn=1,
    ),
    Step(
        "send_report_back",
        ("drafted",),
        "open",
        ("head",),
        _("Send the second answer back"),
        _("sent the second answer back to the handler"),
        public=False,
        needs=("note",),
    ),
    Step(
        "release_report",
        ("drafted",),
        "released",
        ("head",),
        _("Release the second answer"),
        _("released the second answer"),
        public=False,
        effects=(STAFF,),
        turn=2,
    ),
    Step(
        "return_report",
        ("released",),
        "open",
        ("officer",),
        _("Return the second answer"),
        _("The office asked the organ to add to the second answer"),
        public=False,
        needs=("note",),
        effects=(STAFF,),
    ),
    Step(
        "confirm_kept",
        ("released",),
        "kept",
        ("officer",),
        _("Pass on: the promise is kept"),
        _("The organ has kept its promise"),
        tells=True,
        needs=("note",),
        effects=(NOTIFY, CITIZENS),
        turn=3,
    ),
    Step(
        "confirm_not_kept",
        ("released",),
        "not_kept",
        ("officer",),
        _("Pass on why it was not kept"),
        _("The organ explained why it could not keep its promise"),
        tells=True,
        needs=("note",),
        effects=(NOTIFY, CITIZENS),
        turn=5,
    ),
    Step(
        "carry_on",
        ("released",),
        "open",
        ("officer",),
        _("Pass on the new date"),
        _("The organ carried its promise on to a new date"),
        tells=True,
        needs=("note", "due_on"),
        effects=(NOTIFY, CITIZENS),
        turn=4,
    ),
    # Every year in autumn, until it is kept (Chongqing, articles 24 and 28; Shanghai, article 22).
    Step(
        "ask_status",
        _OWED,
        "",
        ("system",),
        _("Ask how the promise stands"),
        _("asked how the promise stands this year"),
        public=False,
        effects=(STAFF,),
    ),
    Step(
        "report_status",
        _OWED,
        "",
        ORGAN,
        _("Report how the promise stands"),
        _("reported how the promise stands"),
        tells=True,
        needs=("note",),
        effects=(NOTIFY,),
    ),
    Step(
        "remind_promise",
        _OWED,
        "",
        ("system",),
        _("Remind of the promise"),
        _("reminded: the promised date is near"),
        public=False,
        effects=(STAFF,),
    ),
    Step(
        "promise_due",
        _OWED,
        "",
        ("system",),
        _("Remind on the promised day"),
        _("reminded: the promised date has come"),
        public=False,
        effects=(STAFF,),
    ),
    Step(
        "review_due",
        ("released",),
        "",
        ("system",),
        _("Remind of the second answer"),
        _("reminded: the second answer waits to be looked at"),
        public=False,
        effects=(STAFF,),
    ),
    Step(
        "drop_promise",
        ("open", "drafted", "released"),
        "dropped",
        ("system",),
        _("Replace by a new promise"),
        _("a new reply with a new promise took its place"),
        public=False,
    ),
)

COMMITMENT = Workflow("commitment", STATUSES, STEPS)
