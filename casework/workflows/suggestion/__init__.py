"""The way of a deputy's suggestion, criticism or opinion, from the day it is handed in until it is concluded.

Before that it is its deputy's alone: a draft that deputies sign, and no case (``DRAFTING``). Who stands in ``who``
acts in relation to the case: ``deputy`` is the one who leads it, ``cosigner`` one who signed with them.
Sources: Law on Deputies, articles 24, 36, 51 and 52.
"""

from casework.engine import Workflow
from casework.workflows.suggestion import answer, aside, lodging, organ, publishing, together
from casework.workflows.suggestion.drafting import DRAFTING
from casework.workflows.suggestion.statuses import INDEX, STATUSES

STEPS = (
    *lodging.STEPS,
    *organ.STEPS,
    *answer.STEPS,
    *together.STEPS,
    *publishing.STEPS,
    *aside.STEPS,
)

SUGGESTION = Workflow("suggestion", STATUSES, STEPS, after_undo=(INDEX,), after_every=(INDEX,), direct=True)

__all__ = ["DRAFTING", "SUGGESTION"]
