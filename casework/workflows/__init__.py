"""Every process the portal knows, by the kind of thing that moves through it."""

from casework.engine import Workflow
from casework.workflows.assignment import ASSIGNMENT
from casework.workflows.commitment import COMMITMENT
from casework.workflows.complaint import COMPLAINT
from casework.workflows.opinion import OPINION

WORKFLOWS: dict[str, Workflow] = {table.kind: table for table in (OPINION, COMPLAINT)}


def home_of(status: str) -> Workflow:
    """The table of cases that has ``status``; no two have one of the same name. KeyError where none has it."""
    return _HOMES[status]


def _homes() -> dict[str, Workflow]:
    homes: dict[str, Workflow] = {}
    for table in WORKFLOWS.values():
        for name in table.names:
            if homes.setdefault(name, table) is not table:
                raise ValueError(f"{name} is a status of {homes[name].kind} and of {table.kind}")
    for step in (step for table in WORKFLOWS.values() for step in table.steps if step.becomes):
        if homes.get(step.target) is not WORKFLOWS.get(step.becomes):
            raise ValueError(f"{step.action}: {step.target} is no status of {step.becomes}")
    return homes


_HOMES = _homes()

__all__ = ["ASSIGNMENT", "COMMITMENT", "COMPLAINT", "OPINION", "WORKFLOWS", "home_of"]
