"""The way of one organ's share of a case: signed for, handled, drafted, released, approved.

An organ may never pass a case on by itself; it objects, and the office decides.
"""

from casework.engine import Status, Step, Workflow, gettext_noop

_ = gettext_noop
ORGAN = ("handler", "head")

STATUSES = (
    Status("assigned", _("to be signed for"), _("Assigned")),
    Status("handling", _("being handled"), _("Being handled")),
    Status("objected", _("objection to be decided"), _("Being re-assigned")),
    Status("drafted", _("draft waits for release"), _("Being handled")),
    Status("released", _("released, in review"), _("The reply is being checked")),
    Status("approved", _("approved"), _("Replied"), is_open=False),
    Status("void", _("taken back"), _("Taken back"), is_open=False),
)

STAFF = "feedback.notify_staff"
_OWED = ("assigned", "handling", "drafted")  # it is the organ's turn
_LIVE = ("assigned", "handling", "objected", "drafted", "released")

STEPS = (
    Step("sign", ("assigned",), "handling", ORGAN, _("Sign for receipt"), _("signed for receipt")),
    Step(
        "object",
        ("assigned", "handling"),
        "objected",
        ORGAN,
        _("Object"),
        _("objected"),
        public=False,
        needs=("note",),
        undo=True,
    ),
    Step(
        "uphold_objection",
        ("objected",),
        "void",
        ("officer",),
        _("Accept the objection"),
        _("objection accepted"),
        public=False,
        undo=True,
    ),
    Step(
        "refuse_objection",
        ("objected",),
        "handling",
        ("officer",),
        _("Refuse the objection"),
        _("objection refused"),
        public=False,
        needs=("note",),
        undo=True,
    ),
    Step(
        "record_contact",
        ("assigned", "handling", "drafted"),
        "",
        ORGAN,
        _("Record a contact with the citizen"),
        _("recorded a contact with the citizen"),
        public=False,
        undo=True,
    ),
    Step(
        "submit_reply",
        ("handling",),
        "drafted",
        ORGAN,
        _("Submit the reply for release"),
        _("drafted the reply"),
        public=False,
        needs=("reply",),
        undo=True,
    ),
    Step(
        "send_back",
        ("drafted",),
        "handling",
        ("head",),
        _("Send back to the handler"),
        _("sent the draft back"),
        public=False,
        needs=("note",),
        undo=True,
    ),
    Step(
        "release_reply",
        ("drafted",),
        "released",
        ("head",),
        _("Release the reply"),
        _("released the reply"),
        public=False,
        undo=True,
    ),
    Step(
        "return_reply",
        ("released",),
        "handling",
        ("officer",),
        _("Return the reply"),
        _("reply returned"),
        public=False,
        needs=("note",),
        undo=True,
    ),
    Step(
        "approve_reply",
        ("released",),
        "approved",
        ("officer",),
        _("Approve the reply"),
        _("reply approved"),
        public=False,
        undo=True,
    ),
    Step(
        "remind",
        _OWED,
        "",
        ("system",),
        _("Remind"),
        _("reminded: the date is near"),
        public=False,
        effects=(STAFF,),
    ),
    Step("urge", _OWED, "", ("system", "officer"), _("Urge"), _("urged"), public=False, effects=(STAFF,)),
    Step(
        "urge_again",
        _OWED,
        "",
        ("system",),
        _("Urge again"),
        _("urged for the second time"),
        public=False,
        effects=(STAFF,),
    ),
    Step(
        "supervise",
        _OWED,
        "",
        ("system",),
        _("Put under supervised handling"),
        _("under supervised handling"),
        public=False,
        effects=(STAFF,),
    ),
    Step(
        "revoke",
        _LIVE,
        "void",
        ("officer", "system"),
        _("Take the assignment back"),
        _("assignment taken back"),
        public=False,
        undo=True,
    ),
)

ASSIGNMENT = Workflow("assignment", STATUSES, STEPS)
