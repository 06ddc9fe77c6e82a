"""Pictures of the processes, drawn from the tables of steps: docs/workflows.md is made by this, never by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.engine import FOLLOW, KEEP, RESUME, STOP
from casework.workflows import ASSIGNMENT, COMMITMENT, WORKFLOWS

if TYPE_CHECKING:
    from casework.engine import Step, Workflow

_CLOCKS = {KEEP: "", STOP: "ends", RESUME: "the answer's date goes on", FOLLOW: "the leading case's"}
#: Processes of the rooms above, which say so when they are loaded.
ALSO: list[Workflow] = []
_HEAD = """# How cases move

Made by `manage.py workflows --write` from the tables of steps in `casework/workflows/`; a test keeps it current.
Every row is the check at the moment of acting, the button on the page, the API's allowed action and the rows of
the generated tests. Overdue is computed, never a status. What may be undone, by whom and how long: docs/adr/undo.md.
"""


def page() -> str:
    """The whole page, in Markdown with Mermaid state diagrams."""
    parts = [_HEAD]
    for workflow in (*WORKFLOWS.values(), ASSIGNMENT, COMMITMENT, *ALSO):
        parts += [f"## {workflow.kind}\n", diagram(workflow), statuses(workflow), table(workflow)]
    return "\n".join(parts)


def diagram(workflow: Workflow) -> str:
    """A Mermaid state diagram: one arrow for each source and target, its actions written on it."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in workflow.steps:
        for source in step.sources or ("[*]",):
            for target in step.targets:
                arrows.setdefault((source, target), []).append(step.action)
    lines = [
        f"    {source} --> {target}: {' / '.join(actions)}" for (source, target), actions in arrows.items()
    ]
    ends = [f"    {status.name} --> [*]" for status in workflow.statuses if not status.is_open]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, *ends, "```", ""])


def statuses(workflow: Workflow) -> str:
    rows = [
        f"| `{status.name}` | {status.label} | {status.public} | {'yes' if status.is_open else 'no'} |"
        for status in workflow.statuses
    ]
    return "\n".join(["| status | for the office | for the citizen | open |", "|---|---|---|---|", *rows, ""])


def table(workflow: Workflow) -> str:
    heads = "| action | from | to | who | needs | clock | citizen sees it | may be undone | what follows |"
    return "\n".join([heads, "|---|---|---|---|---|---|---|---|---|", *map(_row, workflow.steps), ""])


def _row(step: Step) -> str:
    clock = _CLOCKS.get(step.clock, f"`{step.clock}`")
    cells = [
        f"`{step.action}`",
        ", ".join(step.sources) if len(step.sources) < 10 else "any open status",
        " or ".join(step.targets) or "stays",
        ", ".join(step.who),
        ", ".join(step.needs),
        clock,
        "yes" if step.public else "no",
        "yes" if step.undo else "no",
        ", ".join(step.effects),
    ]
    return f"| {' | '.join(cells)} |"
