"""The tables of the tests on SQLite are made once for each state of the migrations; every later run copies them.

Making some two hundred tables takes ten seconds of one core, and each process of a run needs tables of its own.
"""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "var"
# What decides how the tables look: the portal's own migrations, what they call, and the packages that bring theirs.
SOURCES = ("*/migrations/*.py", "feedback/search_schema.py", "requirements-dev.lock")


class ReadyTables:
    """Copies kept tables to where this process will look for them, or keeps those that it made."""

    def __init__(self) -> None:
        self.taken = False
        self._kept = FOLDER / f"test-tables-{_fingerprint()}.sqlite3"
        self._lock: IO[str] | None = None

    def take(self) -> None:
        """Waits while another process makes them: it has them sooner than both would."""
        if connection.vendor != "sqlite":
            return
        FOLDER.mkdir(exist_ok=True)
        self._lock = (FOLDER / "test-tables.lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        if self._kept.exists():
            _copy(self._kept, Path(connection.creation._get_test_db_name()))  # type: ignore[attr-defined]
            self.taken = True
            self._let_go()

    def keep(self) -> None:
        if self._lock is None:
            return
        made = Path(str(connection.settings_dict["NAME"]))
        if made.exists():
            for old in FOLDER.glob("test-tables-*.sqlite3"):
                old.unlink()
            part = self._kept.with_suffix(".part")
            _copy(made, part)
            part.rename(self._kept)
        self._let_go()

    def _let_go(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    read, write = sqlite3.connect(source), sqlite3.connect(target)
    with read, write:
        read.backup(write)
    read.close()
    write.close()


def _fingerprint() -> str:
    seen = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        seen.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return seen.hexdigest()[:12]
