"""Made public by two people, or kept back for one of the three reasons in law. The status stays.

Sources: Law on Deputies, article 51; Shandong 27; Henan 29; Anhui's rule of 20 working days.
"""

from casework.engine import KEEP, Step, gettext_noop
from casework.workflows.suggestion.statuses import ANSWERED, CITIZENS, STAFF

_ = gettext_noop

STEPS = (
    Step(
        "propose_publication",
        ANSWERED,
        "",
        ("officer",),
        _("Propose how it is made public"),
        _("A decision on publication was proposed"),
        public=False,
        clock=KEEP,
        needs=("decision",),
        effects=(STAFF,),
    ),
    Step(
        "confirm_publication",
        ANSWERED,
        "",
        ("officer",),
        _("Decide on publication"),
        _("It was decided how suggestion and answer are made public"),
        clock=KEEP,
        needs=("decision",),
        effects=(CITIZENS,),
    ),
    Step(
        "refuse_publication",
        ANSWERED,
        "",
        ("officer",),
        _("Refuse the proposal on publication"),
        _("The proposal on publication was refused"),
        public=False,
        clock=KEEP,
        needs=("note",),
        effects=(STAFF,),
    ),
    Step(
        "take_down",
        ANSWERED,
        "",
        ("officer",),
        _("Take down from the public pages"),
        _("It was taken down from the public pages"),
        public=False,
        clock=KEEP,
        needs=("note",),
    ),
    Step(
        "remind_publication",
        ANSWERED,
        "",
        ("system",),
        _("Remind of publication"),
        _("Reminder: the day of publication is near"),
        public=False,
        effects=(STAFF,),
    ),
    Step(
        "urge_publication",
        ANSWERED,
        "",
        ("system",),
        _("Urge publication"),
        _("Urged: nobody has decided on publication yet"),
        public=False,
        effects=(STAFF,),
    ),
)
