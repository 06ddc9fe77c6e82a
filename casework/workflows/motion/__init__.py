"""The way of a motion: handed in with cause, grounds, plan and enough deputies, decided by presidium and congress.

Before that it is its deputies' draft (``DRAFTING``). ``deputy`` is the one who leads it, ``cosigner`` one who signed.
"""

from casework.engine import Workflow
from casework.workflows.motion import afterwards, aside, lodging, presidium
from casework.workflows.motion.statuses import INDEX, STATUSES

STEPS = (*lodging.STEPS, *presidium.STEPS, *afterwards.STEPS, *aside.STEPS)

MOTION = Workflow("motion", STATUSES, STEPS, after_undo=(INDEX,), after_every=(INDEX,))

__all__ = ["MOTION"]
