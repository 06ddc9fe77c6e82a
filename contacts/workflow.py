"""The two processes of this room as tables of steps: something held at a place, and something asked. No Django.

``OCCASION``: a reception day or a symposium, from the yearly plan to its minutes. ``INQUIRY``: a comment form or a
questionnaire, from the draft to the published result. That a day is open today, or that minutes are late, is
computed from dates and never a status.
"""

from casework.engine import Status, Step, Workflow, gettext_noop

_ = gettext_noop
DESK = ("officer", "station")
TELLS = "contacts.tell"  # those who booked or were invited, and the deputies on duty, are told

OCCASION_STATUSES = (
    Status("planned", _("planned"), _("Planned")),
    Status("announced", _("announced"), _("Announced")),
    Status("held", _("held, minutes to be written"), _("Held")),
    Status("recorded", _("minutes written"), _("Held; the minutes are written"), is_open=False),
    Status("cancelled", _("cancelled"), _("Cancelled"), is_open=False),
)
_COMING = ("planned", "announced")

OCCASION = Workflow(
    "occasion",
    OCCASION_STATUSES,
    (
        Step("plan", (), "planned", DESK, _("Plan"), _("planned"), public=False),
        Step("change", ("planned",), "", DESK, _("Change the plan"), _("changed"), public=False),
        Step("change_duty", _COMING, "", DESK, _("Change who is on duty"), _("changed who is on duty")),
        Step("announce", ("planned",), "announced", DESK, _("Announce"), _("announced"), effects=(TELLS,)),
        Step(
            "postpone",
            ("announced",),
            "",
            DESK,
            _("Postpone"),
            _("postponed to another day"),
            tells=True,
            needs=("note", "day"),
            effects=(TELLS,),
        ),
        Step(
            "recuse",
            (*_COMING, "held"),
            "",
            (*DESK, "deputy"),
            _("Withdraw for a conflict of interest"),
            _("a deputy withdrew for a conflict of interest"),
            public=False,
            needs=("note", "deputy"),
            effects=(TELLS,),
        ),
        Step(
            "cancel",
            (*_COMING, "held"),
            "cancelled",
            DESK,
            _("Cancel"),
            _("cancelled"),
            tells=True,
            needs=("note",),
            effects=(TELLS,),
        ),
        Step(
            "lapse",
            ("planned",),
            "cancelled",
            ("system",),
            _("Lapse"),
            _("lapsed: it was not announced before its day"),
            public=False,
            effects=(TELLS,),
        ),
        Step(
            "hold",
            ("announced",),
            "held",
            (*DESK, "system"),
            _("Open the register"),
            _("took place"),
            clock="minutes",
        ),
        Step(
            "hear",
            ("held",),
            "",
            (*DESK, "deputy"),
            _("Enter what was said"),
            _("a matter was entered and passed on as an opinion"),
            public=False,
        ),
        Step(
            "record",
            ("held",),
            "recorded",
            DESK,
            _("Write the minutes"),
            _("the minutes were written"),
            needs=("minutes",),
        ),
        Step(
            "remind",
            ("planned", "held"),
            "",
            ("system",),
            _("Remind"),
            _("the staff were reminded"),
            public=False,
            effects=(TELLS,),
        ),
    ),
)

INQUIRY_STATUSES = (
    Status("draft", _("being written"), _("Not open yet")),
    Status("open", _("collecting answers"), _("Open for answers")),
    Status("closed", _("closed, result not published"), _("Closed; the result follows")),
    Status("published", _("result published"), _("The result is published"), is_open=False),
    Status("discarded", _("discarded"), _("Withdrawn"), is_open=False),
)

INQUIRY = Workflow(
    "inquiry",
    INQUIRY_STATUSES,
    (
        Step("write", (), "draft", DESK, _("Write"), _("begun"), public=False),
        Step("change", ("draft",), "", DESK, _("Change the form"), _("changed"), public=False),
        Step("open", ("draft",), "open", DESK, _("Open"), _("opened"), needs=("questions",)),
        Step(
            "prolong",
            ("open",),
            "",
            DESK,
            _("Change the last day"),
            _("the last day was changed"),
            needs=("closes_on",),
        ),
        Step("close", ("open",), "closed", (*DESK, "system"), _("Close the form"), _("the form was closed")),
        Step(
            "publish",
            ("closed",),
            "published",
            ("officer",),
            _("Publish the result"),
            _("the result was published"),
            tells=True,
            needs=("note",),
        ),
        Step(
            "discard",
            ("draft", "closed"),
            "discarded",
            ("officer",),
            _("Discard"),
            _("discarded"),
            needs=("note",),
        ),
    ),
)

WORKFLOWS = {"occasion": OCCASION, "inquiry": INQUIRY}
