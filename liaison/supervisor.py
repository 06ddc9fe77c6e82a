"""Several processes run as one: started together, restarted when they crash, stopped together.

honcho, the usual part for this, stops everything when one child ends; a portal whose scheduler crashes at
night should have it back instead (docs/adr/supervisor.md).
"""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

STOP_SECONDS = 6.0
"""How long children may finish what they are doing before they are killed."""
STEADY_SECONDS = 30.0
"""A child that ran this long was healthy: its next crash is counted as a first one."""
MAX_CRASHES = 5
LONGEST_PAUSE = 15.0


def gettext_noop(words: str) -> str:
    """Marks a sentence for the catalogue, by Django's name for that: this module needs no Django."""
    return words


STARTS_AGAIN = gettext_noop("ended with code %(code)s; it starts again in %(seconds)s s.")
GIVEN_UP = gettext_noop("ended %(times)s times in a row (code %(code)s); the portal stops.")
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    """In the child: get SIGTERM when the supervisor dies, even by SIGKILL, so that no orphan stays."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One supervised program and how it is doing."""

    name: str
    argv: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    crashes: int = 0
    start_at: float = 0.0
    """Monotonic time of the next start, while it is not running."""

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, env: Mapping[str, str], folder: Path) -> IO[bytes]:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.argv,
            env=dict(env),
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        return self.process.stdout

    def crashed(self) -> float:
        """Count a crash; returns the pause in seconds before the next start."""
        steady = time.monotonic() - self.started > STEADY_SECONDS
        self.crashes = 1 if steady else self.crashes + 1
        pause = min(2.0 ** (self.crashes - 1), LONGEST_PAUSE)
        self.start_at = time.monotonic() + pause
        return pause

    def signal(self, number: int, *, group: bool = False) -> None:
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number) if group else self.process.send_signal(number)
        except ProcessLookupError:
            pass


@dataclass
class Supervisor:
    """Runs `children` in `folder` until a signal stops it. `say` prints one line of one child."""

    children: list[Child]
    env: Mapping[str, str]
    folder: Path
    say: Callable[[str, str], None]
    translate: Callable[[str], str] = str
    stopping: bool = False
    failed: bool = False
    _selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    _partial: dict[int, bytes] = field(default_factory=dict)

    def run(self) -> int:
        """Returns the exit code: 0 after a stop that was asked for, 1 when a child would not stay up."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        while not self.stopping:
            self._start_waiting()
            self._pump(0.3)
            self._notice_crashes()
        self._stop()
        return 1 if self.failed else 0

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.stopping:  # asked twice: now
            for child in self.children:
                child.signal(signal.SIGKILL, group=True)
        self.stopping = True

    def _start_waiting(self) -> None:
        for child in self.children:
            if child.process is None and time.monotonic() >= child.start_at:
                self._selector.register(child.start(self.env, self.folder), selectors.EVENT_READ, child)

    def _pump(self, seconds: float) -> None:
        """Pass on what the children print, for at most `seconds`."""
        for key, _ in self._selector.select(seconds):
            data = os.read(key.fd, 65536)
            lines = (self._partial.pop(key.fd, b"") + data).split(b"\n")
            for line in lines[:-1]:
                self.say(key.data.name, line.decode(errors="replace"))
            if data:
                self._partial[key.fd] = lines[-1]
            else:
                self._selector.unregister(key.fileobj)
                key.fileobj.close()  # type: ignore[union-attr]

    def _notice_crashes(self) -> None:
        for child in self.children:
            if child.process is None or child.running:
                continue
            child.signal(signal.SIGKILL, group=True)  # what it left behind
            code, child.process = child.process.returncode, None
            pause = child.crashed()
            if child.crashes > MAX_CRASHES:
                words = self.translate(GIVEN_UP) % {"times": child.crashes, "code": code}
                self.stopping = self.failed = True
            else:
                words = self.translate(STARTS_AGAIN) % {"code": code, "seconds": f"{pause:g}"}
            self.say(child.name, words)

    def _stop(self) -> None:
        running = [child for child in self.children if child.running]
        for child in running:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(child.running for child in running) and time.monotonic() < deadline:
            self._pump(0.1)
        for child in running:
            child.signal(signal.SIGKILL, group=True)
            if child.process is not None:
                child.process.wait()
        self._pump(0)
