"""Where an opinion may stand, and the words that the rows of its steps share."""

from casework.engine import Status, gettext_noop

_ = gettext_noop
OFFICE = ("officer", "station")
ORGAN = ("handler", "head")
NOTIFY = "feedback.notify"
STAFF = "feedback.notify_staff"

STATUSES = (
    Status("submitted", _("to be screened"), _("Received"), owned=False),
    Status("needs_info", _("waiting for the citizen"), _("We asked you for more"), owned=False),
    Status("not_accepted", _("not accepted"), _("Not accepted"), is_open=False, owned=False),
    Status("registered", _("registered"), _("Registered")),
    Status("with_deputy", _("with the deputy"), _("With the deputy")),
    Status("deputy_answered", _("deputy has answered"), _("The deputy has answered; being checked")),
    Status("to_convert", _("taken up for a suggestion"), _("Taken up by the deputy")),
    Status("carried", _("part of a suggestion or motion"), _("Part of a deputy's suggestion or motion")),
    Status("to_refer", _("to be assigned"), _("To be assigned to an organ")),
    Status("assigned", _("assigned"), _("Assigned")),
    Status("objected", _("organ objects"), _("Being re-assigned")),
    Status("handling", _("being handled"), _("Being handled")),
    Status("replied", _("reply to be reviewed"), _("The reply is being checked")),
    Status("reply_reviewed", _("to be fed back"), _("The reply has been checked")),
    Status("joined", _("handled together"), _("Handled together with others on the same subject")),
    Status("fed_back", _("fed back"), _("Answered")),
    Status("rated", _("rated"), _("You have rated the answer")),
    Status("rework", _("to be handled again"), _("Being handled again")),
    Status("to_meet", _("meeting to be held"), _("A meeting on your opinion is being arranged")),
    Status("closed", _("closed"), _("Closed"), is_open=False, owned=False),
    Status("closed_unsatisfied", _("closed, citizen dissatisfied"), _("Closed"), is_open=False),
    Status("withdrawn", _("withdrawn"), _("Withdrawn by you"), is_open=False, owned=False),
    Status(
        "taken_back",
        _("split taken back"),
        _("Handled as one with your opinion again"),
        is_open=False,
        owned=False,
    ),
)

OPEN = tuple(status.name for status in STATUSES if status.is_open)
OURS = tuple(
    name for name in OPEN if name not in ("needs_info", "fed_back", "rated", "joined")
)  # not the citizen's turn
