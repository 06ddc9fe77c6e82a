"""The table: a line as soon as it is measured, and at the end what was met and what was missed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.measure import Cost
    from bench.routing import Routed

_NAME = 34


class Report:
    def __init__(self) -> None:
        self.goals: list[tuple[str, bool]] = []

    def _say(self, text: str = "") -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def note(self, text: str) -> None:
        self._say(f"  {text}")

    def head(self, text: str) -> None:
        self._say(f"\n{text}")

    def _judged(self, name: str, met: bool) -> str:
        self.goals.append((name, met))
        return "met" if met else "MISSED"

    def cost(self, name: str, cost: Cost) -> None:
        row = cost.row()
        self._say(
            f"  {name:<{_NAME}} wall {row['wall']:7.2f} ms (least {row['least']:.2f})   CPU {row['cpu']:7.2f} ms"
            f" (web {row['web']:.2f} + database {row['database']:.2f})   {cost.queries} queries"
        )

    def ratio(self, name: str, cost: Cost, of: str, bare: Cost, goal: float | None, most: int) -> None:
        """Against the yardstick; the goal is for CPU, the wall time stands beside it."""
        self.cost(of, bare)
        self.cost(name, cost)
        cpu, wall = cost.cpu / bare.cpu, cost.row()["wall"] / bare.row()["wall"]
        said = f"  {'':<{_NAME}} = {cpu:.2f} × CPU, {wall:.2f} × wall"
        if goal is not None:
            said += f"   goal ≤ {goal}: {self._judged(f'{name} ≤ {goal} × {of}', cpu <= goal)}"
            met = cost.queries <= most
            said += f"; ≤ {most} queries: {self._judged(f'{name}: at most {most} queries', met)}"
        self._say(said)

    def failed(self, name: str, why: str) -> None:
        self._judged(f"{name}: {why}", False)
        self.note(f"{name}: not measured ({why})")

    def growth(self, name: str, small: Cost, large: Cost, goal: float) -> None:
        ratio = large.cpu / small.cpu
        met = self._judged(f"{name}: within {goal} × of the small table", ratio <= goal)
        self._say(
            f"  {name:<{_NAME}} {small.cpu:.2f} → {large.cpu:.2f} ms CPU = {ratio:.2f} ×   goal ≤ {goal}: {met}"
        )

    def weight(self, path: str, sent: int, whole: int, most: int) -> None:
        met = self._judged(f"{path} under {most // 1000} kB", whole < most)
        self._say(f"  {path:<{_NAME}} {sent / 1000:.1f} kB sent, {whole / 1000:.1f} kB unpacked   {met}")

    def routed(self, name: str, routed: Routed, least: int | None, cores: int) -> None:
        goal = ""
        if least is not None:
            met = self._judged(f"{name}: at least {least} a second", routed.per_second >= least)
            goal = f"   goal ≥ {least}: {met}"
        lost = self._judged(f"{name}: none lost", routed.count == routed.asked)
        self._say(
            f"  {name:<{_NAME}} {routed.per_second:.0f} opinions a second{goal}\n"
            f"  {'':<{_NAME}} {routed.cpu:.2f} ms CPU each, so {routed.alone(cores):.0f} a second"
            f" on {cores} cores that do nothing else\n"
            f"  {'':<{_NAME}} {routed.count} proposals of {routed.asked} (none lost: {lost}),"
            f" {routed.learned} by the model, {routed.sessions} database sessions opened,"
            f" {routed.failed} effects tried again"
        )

    def summary(self) -> None:
        missed = [name for name, met in self.goals if not met]
        self.head(f"{len(self.goals) - len(missed)} of {len(self.goals)} goals met")
        for name in missed:
            self.note(f"missed: {name}")
