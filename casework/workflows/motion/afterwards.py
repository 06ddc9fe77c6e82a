"""After the session: the committee's report, the standing committee's decision, the organ that carries it out.

Sources: Shanghai, articles 15 to 21.
"""

from casework.engine import KEEP, STOP, Step, gettext_noop
from casework.workflows.motion.statuses import CITIZENS, STAFF

_ = gettext_noop
COMMITTEE = ("committee", "officer")

STEPS = (
    Step(
        "consult",
        ("in_committee",),
        "",
        COMMITTEE,
        _("Ask an organ for its opinion"),
        _("An organ was asked for its opinion"),
        clock=KEEP,
        needs=("note",),
    ),
    Step(
        "record_opinion",
        ("in_committee",),
        "",
        COMMITTEE,
        _("Record the organ's opinion"),
        _("The organ gave its opinion"),
        public=False,
        clock=KEEP,
        needs=("note",),
    ),
    Step(
        "report_motion",
        ("in_committee",),
        "before_standing",
        COMMITTEE,
        _("Report the result of the deliberation"),
        _("The committee reported to the standing committee"),
        clock="decision",
        needs=("note",),
        effects=(STAFF, CITIZENS),
        turn=12,
    ),
    Step(
        "place",
        ("before_standing",),
        "placed",
        COMMITTEE,
        _("Record the standing committee's decision"),
        _("The standing committee decided what becomes of the motion"),
        clock=STOP,
        needs=("reason", "note"),
        effects=(STAFF, CITIZENS),
        turn=13,
    ),
    Step(
        "give_to_organ",
        ("before_standing",),
        "with_organ",
        COMMITTEE,
        _("Record: an organ carries it out"),
        _("The standing committee gave it to an organ to be carried out"),
        clock="handling",
        needs=("organ",),
        effects=(STAFF, CITIZENS),
        turn=14,
    ),
    Step(
        "report_handling",
        ("with_organ", "redoing"),
        "organ_reported",
        ("head",),
        _("Report to the standing committee"),
        _("The organ reported to the standing committee"),
        clock="review",
        needs=("note",),
        effects=(STAFF, CITIZENS),
        turn=15,
    ),
    Step(
        "redo",
        ("organ_reported",),
        "redoing",
        COMMITTEE,
        _("Record: not agreed to, to be carried out again"),
        _("The standing committee did not agree to the report; the organ carries it out again"),
        clock="redo",
        needs=("note",),
        effects=(STAFF, CITIZENS),
        turn=17,
    ),
    Step(
        "agree_to_report",
        ("organ_reported",),
        "settled",
        COMMITTEE,
        _("Record: report agreed to"),
        _("The standing committee agreed to the organ's report"),
        clock=STOP,
        needs=("note",),
        effects=(STAFF, CITIZENS),
        turn=16,
    ),
)
