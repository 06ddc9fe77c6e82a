"""Every process the portal knows, by the kind of thing that moves through it."""

from casework.engine import Workflow
from casework.workflows.assignment import ASSIGNMENT
from casework.workflows.commitment import COMMITMENT
from casework.workflows.opinion import OPINION

WORKFLOWS: dict[str, Workflow] = {OPINION.kind: OPINION}

__all__ = ["ASSIGNMENT", "COMMITMENT", "OPINION", "WORKFLOWS"]
