"""The way of a citizen's opinion, from the web form to the closed case.

Overdue is computed, never a status. Who stands in ``who`` acts in relation to the case: an officer
of its congress, staff of its station, its own deputy, a handler or the head of an organ it is
assigned to, the citizen who holds its receipt, the system.
"""

from casework.engine import Workflow
from casework.workflows.opinion import answer, aside, carried, deputy, organ, screening, together
from casework.workflows.opinion.statuses import STATUSES

STEPS = (
    *screening.STEPS,
    *deputy.STEPS,
    *carried.STEPS,
    *organ.STEPS,
    *answer.STEPS,
    *together.STEPS,
    *aside.STEPS,
)

OPINION = Workflow("opinion", STATUSES, STEPS, after_undo=("feedback.index",))
