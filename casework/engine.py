"""The step engine: a process is a table of steps. Pure Python, no Django.

One row of the table says which action leads from where to where, who may take it, what must be
said with it, which clock it starts, whether the citizen sees it and what follows from it. The check
at the moment of acting, the buttons, the CHECK constraints, the diagrams in ``docs/`` and the
generated tests are all read from these rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

KEEP = "keep"  # the clock that runs goes on
STOP = "stop"  # no date is owed any more
RESUME = "resume"  # back to the date of the answer that was running before
UNDO = "undo"  # the event that takes another one back; no row of a table: it is what a row undone leaves
_NOT_STAFF = {"citizen", "system"}
FOLLOW = "follow"  # the date of the case that leads


def gettext_noop(text: str) -> str:
    """Mark ``text`` for translation; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Status:
    """One place in the process. ``public`` is what a citizen reads."""

    name: str
    label: str
    public: str
    is_open: bool = True
    owned: bool = True  # a case here must have a responsible person


@dataclass(frozen=True, slots=True)
class Step:
    """One row: ``action`` leads from any of ``sources`` to ``target`` (empty: the status stays).

    ``public``: the citizen sees that the step was taken. ``tells``: the citizen also reads what was said with
    it; without it the words are for colleagues. ``undo``: for a few seconds whoever took the step may take it
    back, with all that it brought; never a step that a citizen or the portal alone takes. ``follows``: the portal
    takes the step for a step of the staff, and it is taken back with that one. ``back_to``: the step takes another one
    back, and leads to whichever of these the case came from. ``becomes``: from this step on the case is of this other
    kind, and ``target`` is a status of that kind's table. ``turn``: the step carries the thing on its way, and is
    the more usual the lower the number; 0 is an aside or a way out.
    """

    action: str
    sources: tuple[str, ...]
    target: str
    who: tuple[str, ...]
    label: str
    done: str
    public: bool = True
    tells: bool = False
    clock: str = KEEP
    needs: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    undo: bool = False
    follows: bool = False
    back_to: tuple[str, ...] = ()
    becomes: str = ""
    turn: int = 0

    @property
    def targets(self) -> tuple[str, ...]:
        """Every status the step may lead to; none where the status stays."""
        return self.back_to or ((self.target,) if self.target else ())


def in_turn(steps: Iterable[Step]) -> list[Step]:
    """``steps`` with those that carry a thing on its way first, the most usual at the head."""
    return sorted(steps, key=lambda step: (not step.turn, step.turn))


@dataclass(frozen=True)
class Workflow:
    """The whole process of one kind of thing. ``after_undo`` are the effects that follow when a step is undone,
    ``after_every`` those that follow from each step of the case or of one of its shares.

    ``direct``: an organ's reply reaches whom it is for with its release; no office reviews it before.
    """

    kind: str
    statuses: tuple[Status, ...]
    steps: tuple[Step, ...]
    after_undo: tuple[str, ...] = ()
    after_every: tuple[str, ...] = ()
    direct: bool = False
    by_action: dict[str, Step] = field(init=False)
    by_status: dict[str, Status] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_action", {step.action: step for step in self.steps})
        object.__setattr__(self, "by_status", {status.name: status for status in self.statuses})
        self._check()

    def _check(self) -> None:
        if len(self.by_action) != len(self.steps):
            raise ValueError(f"{self.kind}: an action stands in two rows")
        for step in self.steps:
            own = step.sources if step.becomes else (*step.sources, *step.targets)
            unknown = set(own) - self.by_status.keys()
            if unknown:
                raise ValueError(f"{self.kind}.{step.action}: unknown status {sorted(unknown)}")
            staff_takes_it = step.follows or set(step.who) - _NOT_STAFF
            if step.action == UNDO or (step.undo and (step.becomes or not staff_takes_it)):
                raise ValueError(f"{self.kind}.{step.action}: only what a member of staff does can be undone")

    def step(self, action: str) -> Step:
        """The row of ``action``; KeyError where there is none."""
        return self.by_action[action]

    def steps_from(self, status: str) -> list[Step]:
        return [step for step in self.steps if status in step.sources]

    def carrying_on(self, status: str) -> list[Step]:
        """The steps that carry on what stands at ``status``, the most usual first."""
        return [step for step in in_turn(self.steps_from(status)) if step.turn]

    @property
    def names(self) -> list[str]:
        return [status.name for status in self.statuses]

    @property
    def open_names(self) -> list[str]:
        return [status.name for status in self.statuses if status.is_open]

    @property
    def unowned_names(self) -> list[str]:
        return [status.name for status in self.statuses if not status.owned]
