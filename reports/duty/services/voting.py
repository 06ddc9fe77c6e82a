"""One vote: the code is crossed off the roll, and the ballot goes into a box that is shaken.

What must never be found out afterwards is who voted what, not even by whoever reads the tables. So in one
transaction the code is marked, the new ballot is mixed with up to ``MIXED`` others, and all of these are written
anew with new random keys; as many lines of the roll are written anew with it. Neither key nor order, nor the row
versions of PostgreSQL, nor the row numbers of SQLite lead from a line of the roll to a ballot
(docs/adr/secret-appraisal.md).
"""

from __future__ import annotations

import secrets
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from casework.errors import Incomplete, StepRefused
from feedback.text import clean
from reports.duty.models import Appraisal, Ballot, Grade, Remark, VoteCode
from reports.duty.services.appraisals import digest_of

MIXED = 200
MOST = 1_000  # characters of the words
_dice = secrets.SystemRandom()


class WrongCode(Incomplete):
    """The code is not right, void, or used: all three look the same to whoever guesses."""

    def __init__(self) -> None:
        super().__init__(
            "code",
            _("This code is not right, or a vote was given with it already. Ask whoever gave it to you."),
        )


@sensitive_variables()
def vote(appraisal: Appraisal, *, code: str, grade: str, words: str = "") -> None:
    """Take one vote. Raises WrongCode, StepRefused when votes are not taken, Incomplete for a missing grade."""
    remark = clean(words)
    if grade not in Grade.values:
        raise Incomplete("grade", _("Choose one of the three."))
    if len(remark) > MOST:
        raise Incomplete("words", _("At most %(most)s characters.") % {"most": MOST})
    with transaction.atomic():
        # Votes go one after another, so that the box is shaken as a whole.
        box = Appraisal.objects.select_for_update().get(pk=appraisal.pk)
        if not box.takes_votes:
            raise StepRefused(_("Votes are not taken now."))
        free = VoteCode.objects.filter(appraisal=box, digest=digest_of(code), is_used=False, is_void=False)
        if not free.update(is_used=True):
            raise WrongCode
        _rewrite_the_roll(box)
        _shake(Ballot, box, Ballot(appraisal=box, grade=grade))
        if remark:
            _shake(Remark, box, Remark(appraisal=box, words=remark))


def _rewrite_the_roll(box: Appraisal) -> None:
    """Used lines get the same row version as the ballots of this moment."""
    used = list(VoteCode.objects.filter(appraisal=box, is_used=True).values_list("pk", flat=True))
    some = _dice.sample(used, min(MIXED, len(used)))
    VoteCode.objects.filter(pk__in=some).update(is_used=F("is_used"))


@sensitive_variables()
def _shake(model: type[Ballot] | type[Remark], box: Appraisal, added: Ballot | Remark) -> None:
    """Take some out, add the new one, put all back in another order under new keys."""
    rows = list(model._default_manager.filter(appraisal=box))
    taken = _dice.sample(rows, min(MIXED, len(rows)))
    model._default_manager.filter(pk__in=[one.pk for one in taken]).delete()
    mixed = [*taken, added]
    _dice.shuffle(mixed)
    for one in mixed:
        one.pk = uuid4()
    model._default_manager.bulk_create(mixed)  # type: ignore[arg-type]
