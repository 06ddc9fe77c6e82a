"""A draft before it is a suggestion: the deputy's own, signed by those who are asked to, and by nobody else.

No clock runs and no office sees it. ``deputy`` is who leads it, ``cosigner`` one who is asked to sign.
"""

from casework.engine import Status, Step, Workflow, gettext_noop

_ = gettext_noop

STATUSES = (
    Status("drafting", _("draft"), _("Draft"), owned=False),
    Status("signing", _("being signed"), _("Being signed"), owned=False),
    Status("handed_in", _("handed in"), _("Handed in"), is_open=False, owned=False),
    Status("thrown_away", _("thrown away"), _("Thrown away"), is_open=False, owned=False),
)

STEPS = (
    Step("save", ("drafting",), "", ("deputy",), _("Keep"), _("The draft was kept"), public=False),
    Step(
        "invite",
        ("drafting", "signing"),
        "signing",
        ("deputy",),
        _("Ask to sign"),
        _("Deputies were asked to sign"),
        public=False,
    ),
    Step(
        "reopen",
        ("signing",),
        "drafting",
        ("deputy",),
        _("Change the words"),
        _("The words are changed; who had signed is asked again"),
        public=False,
    ),
    Step("sign", ("signing",), "", ("cosigner",), _("Sign"), _("A deputy signed"), public=False),
    Step(
        "decline", ("signing",), "", ("cosigner",), _("Do not sign"), _("A deputy did not sign"), public=False
    ),
    Step(
        "hand_in",
        ("drafting", "signing"),
        "handed_in",
        ("deputy",),
        _("Hand in"),
        _("The suggestion was handed in"),
        public=False,
    ),
    Step(
        "throw_away",
        ("drafting", "signing"),
        "thrown_away",
        ("deputy",),
        _("Throw away"),
        _("The draft was thrown away"),
        public=False,
    ),
)

DRAFTING = Workflow("draft", STATUSES, STEPS)
