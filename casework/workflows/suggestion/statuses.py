"""Where a suggestion may stand, and the words that the rows of its steps share.

While organs have it, a suggestion stands where an opinion stands: the services of assignments serve both.
"""

from casework.engine import Status, gettext_noop

_ = gettext_noop
ORGAN = ("handler", "head")
DEPUTIES = ("deputy", "cosigner")
STAFF = "feedback.notify_staff"
CITIZENS = "suggestions.tell_citizens"
INDEX = "suggestions.index"

STATUSES = (
    Status("lodged", _("to be examined"), _("Handed in; being examined"), owned=False),
    Status("sent_back", _("sent back for revision"), _("Being revised by the deputy"), owned=False),
    Status(
        "turned_down",
        _("not accepted as a suggestion"),
        _("Not accepted as a suggestion"),
        is_open=False,
        owned=False,
    ),
    Status("accepted", _("accepted, to be assigned"), _("Accepted")),
    Status("assigned", _("assigned"), _("Assigned")),
    Status("objected", _("organ objects"), _("Being re-assigned")),
    Status("to_reassign", _("to be re-assigned"), _("Being re-assigned")),
    Status("handling", _("being handled"), _("Being handled")),
    Status("joined", _("handled together"), _("Handled together with others on the same subject")),
    Status("delivered", _("answered, to be rated"), _("Answered")),
    Status("appraised", _("deputy dissatisfied, to be handled again"), _("Being handled again")),
    Status("to_mediate", _("dissatisfied twice, before the committee"), _("Before the standing committee")),
    Status("concluded", _("concluded"), _("Answered and concluded"), is_open=False),
    Status(
        "concluded_unhappy", _("concluded, deputy dissatisfied"), _("Answered and concluded"), is_open=False
    ),
    Status(
        "retracted", _("withdrawn by the deputy"), _("Withdrawn by the deputy"), is_open=False, owned=False
    ),
)

OPEN = tuple(status.name for status in STATUSES if status.is_open)
#: Before the answer: the suggestion may still be withdrawn, put under key supervision, be given another owner.
UNANSWERED = (
    "lodged", "sent_back", "accepted", "assigned", "objected", "to_reassign", "handling", "joined",
)  # fmt: skip
#: Where the office, an organ or the committee owes the next step; a deputy who takes time is nobody's delay.
OURS = tuple(name for name in OPEN if name not in ("sent_back", "delivered", "joined"))
#: From its answer on it is to be made public, or there is a legal reason not to.
ANSWERED = ("delivered", "appraised", "to_mediate", "concluded", "concluded_unhappy")
