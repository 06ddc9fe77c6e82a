"""Every process the portal knows, by the kind of thing that moves through it."""

from casework.engine import Workflow
from casework.workflows.assignment import ASSIGNMENT
from casework.workflows.commitment import COMMITMENT
from casework.workflows.complaint import COMPLAINT
from casework.workflows.motion import MOTION
from casework.workflows.opinion import OPINION
from casework.workflows.suggestion import DRAFTING, SUGGESTION

WORKFLOWS: dict[str, Workflow] = {table.kind: table for table in (OPINION, COMPLAINT, SUGGESTION, MOTION)}


def home_of(status: str, kind: str) -> Workflow:
    """The table of cases in which a case that is of ``kind`` now has or had ``status``. KeyError where none has it.

    What has become another thing keeps its earlier steps: they are looked up in the table of what it was.
    """
    table = WORKFLOWS[kind]
    return table if status in table.by_status else _ELSEWHERE[kind][status]


def _elsewhere() -> dict[str, dict[str, Workflow]]:
    """By kind, where a status is looked up that it does not have itself: what it was, or what it becomes."""
    homes: dict[str, dict[str, Workflow]] = {}
    for table in WORKFLOWS.values():
        for step in (step for step in table.steps if step.becomes):
            other = WORKFLOWS[step.becomes]
            shared = sorted(table.by_status.keys() & other.by_status.keys())
            if shared:
                raise ValueError(
                    f"{shared[0]} is a status of {table.kind} and of {other.kind}, which it becomes"
                )
            if step.target not in other.by_status:
                raise ValueError(f"{step.action}: {step.target} is no status of {step.becomes}")
            homes.setdefault(other.kind, {}).update(dict.fromkeys(table.names, table))
            homes.setdefault(table.kind, {}).update(dict.fromkeys(other.names, other))
    return homes


_ELSEWHERE = _elsewhere()

__all__ = [
    "ASSIGNMENT",
    "COMMITMENT",
    "COMPLAINT",
    "DRAFTING",
    "MOTION",
    "OPINION",
    "SUGGESTION",
    "WORKFLOWS",
    "home_of",
]
