"""Hints to the broker, sent from a thread of their own.

A request never waits for a broker, up, slow or down; and what many requests owe within a moment is said once.
A process that ends first waits for the thread; one that is killed leaves the rows to the sweep.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextvars import Context, copy_context

GATHER = 0.05  # seconds in which further hints join the first


class Hints:
    """Gathers names and hands them to ``send`` outside of the thread that said them."""

    def __init__(self, send: Callable[[list[str]], None]) -> None:
        self._send = send
        self._names: dict[str, None] = {}  # a set that keeps the order
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def say(self, names: Sequence[str]) -> None:
        """Have ``names`` sent in a moment. The request's id travels along, the first one's where several join."""
        with self._lock:
            self._names |= dict.fromkeys(names)
            # In a forked child the parent's thread does not live on: then a new one is started.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, args=(copy_context(),), name="hints")
                self._thread.start()

    def wait(self) -> None:
        """Until everything said so far has been sent or given up."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self, context: Context) -> None:
        while names := self._gathered():
            context.run(self._send, names)

    def _gathered(self) -> list[str]:
        """What was said, after a pause; when there is nothing more, the thread takes its leave."""
        if self._names:
            time.sleep(GATHER)
        with self._lock:
            names, self._names = self._names, {}
            if not names:
                self._thread = None
            return list(names)
