"""The way of the report on the annual summary, as a table of steps. No Django.

Written by the office on frozen figures, then council of chairpersons, standing committee, congress, and the public
(Law on Deputies, article 51). ``committee`` is the standing committee's post; each
meeting is recorded with its day and what it decided.
"""

from casework.engine import Status, Step, Workflow, gettext_noop

_ = gettext_noop
OFFICE = ("officer",)
BOTH = ("officer", "committee")
COMMITTEE = ("committee",)

SUMMARY = Workflow(
    "summary",
    (
        Status("writing", _("being written"), _("Being written")),
        Status("council", _("before the council of chairpersons"), _("Before the council of chairpersons")),
        Status("standing", _("before the standing committee"), _("Before the standing committee")),
        Status("congress", _("before the congress"), _("Before the congress")),
        Status("adopted", _("adopted, to be published"), _("Adopted")),
        Status("published", _("published"), _("Published"), is_open=False),
        Status(
            "replaced",
            _("replaced by a corrected report"),
            _("Replaced by a corrected report"),
            is_open=False,
        ),
    ),
    (
        Step("begin", (), "writing", BOTH, _("Begin the report"), _("begun"), public=False),
        Step("write", ("writing",), "", BOTH, _("Change the text"), _("text changed"), public=False),
        Step(
            "renew",
            ("writing",),
            "",
            BOTH,
            _("Take the newer figures"),
            _("newer figures taken"),
            public=False,
        ),
        Step(
            "submit",
            ("writing",),
            "council",
            BOTH,
            _("Submit to the council of chairpersons"),
            _("submitted to the council of chairpersons"),
            public=False,
        ),
        Step(
            "return",
            ("council", "standing", "congress", "adopted"),
            "writing",
            BOTH,
            _("Return to be written anew"),
            _("returned to be written anew"),
            public=False,
            needs=("note",),
        ),
        Step(
            "pass_council",
            ("council",),
            "standing",
            COMMITTEE,
            _("The council of chairpersons has agreed"),
            _("the council of chairpersons agreed"),
            needs=("meeting", "held_on"),
        ),
        Step(
            "deliberate",
            ("standing",),
            "congress",
            COMMITTEE,
            _("The standing committee has deliberated"),
            _("the standing committee deliberated"),
            needs=("meeting", "held_on"),
        ),
        Step(
            "adopt",
            ("congress",),
            "adopted",
            COMMITTEE,
            _("It was reported to the congress"),
            _("reported to the congress"),
            needs=("meeting", "held_on"),
        ),
        Step("publish", ("adopted",), "published", BOTH, _("Publish"), _("published")),
        Step(
            "replace",
            ("published",),
            "replaced",
            ("system",),
            _("Replace"),
            _("replaced by a corrected report"),
        ),
    ),
)
