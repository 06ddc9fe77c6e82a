"""Where a motion may stand. None of these names is one of a suggestion's: a motion may become a suggestion.

Sources: Law on Deputies, article 15; Organic Law of the Local People's Congresses, article 22; Shanghai, 9 to 21.
"""

from casework.engine import Status, gettext_noop

_ = gettext_noop
STAFF = "feedback.notify_staff"
CITIZENS = "suggestions.tell_citizens"
INDEX = "suggestions.index"

STATUSES = (
    Status("received", _("to be checked by the secretariat"), _("Handed in; being checked"), owned=False),
    Status("incomplete", _("returned to be completed"), _("Being completed by its deputies"), owned=False),
    Status("before_presidium", _("before the presidium"), _("Before the presidium")),
    Status("to_committee", _("with a committee for its opinion"), _("With a committee for its opinion")),
    Status("on_agenda", _("on the agenda"), _("On the agenda of the session")),
    Status("adopted", _("adopted"), _("Adopted by the congress"), is_open=False),
    Status("not_adopted", _("not adopted"), _("Not adopted by the congress"), is_open=False),
    Status("in_committee", _("deliberated by a committee"), _("Deliberated by a committee")),
    Status("before_standing", _("report before the standing committee"), _("Before the standing committee")),
    Status("placed", _("placed by the standing committee"), _("Decided by the standing committee"), is_open=False),
    Status("with_organ", _("with the organ that carries it out"), _("Being carried out")),
    Status("organ_reported", _("organ's report before the standing committee"), _("The organ has reported")),
    Status("redoing", _("to be carried out again"), _("Being carried out again")),
    Status("settled", _("report agreed to"), _("Carried out and concluded"), is_open=False),
    Status("not_motion", _("not a motion"), _("Not taken as a motion")),
    Status("reconsidering", _("to be reconsidered"), _("Being reconsidered")),
    Status("motion_withdrawn", _("motion withdrawn"), _("Withdrawn by its deputies"), is_open=False, owned=False),
    Status("lapsed", _("ended, too few deputies left"), _("Ended: too few deputies stand behind it"),
           is_open=False, owned=False),
)  # fmt: skip

OPEN = tuple(status.name for status in STATUSES if status.is_open)
#: Where the office, an organ or a committee owes the next step; deputies who take time are nobody's delay.
OURS = tuple(name for name in OPEN if name not in ("incomplete", "not_motion"))
#: Not on the agenda and not decided: its deputies withdraw it by themselves.
FREE = ("received", "incomplete", "before_presidium", "to_committee", "in_committee", "before_standing")
#: While a signature counts: from handing in until the congress or the standing committee has decided.
SIGNED = (*FREE, "on_agenda")
