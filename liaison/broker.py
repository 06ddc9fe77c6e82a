"""The embedded broker: one file per message in a folder, so that the portal runs with no server installed.

kombu's file-system transport opens a message file under its final name and writes it afterwards, so that a
reader may take an empty file, and it sorts the whole folder for every message it reads.  This one renames
the finished file into place, claims it by renaming it away, and lists the folder once per batch.
"""

import os
import time
import uuid
from collections import deque
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads

SCHEME = "portalfiles"
TRANSPORT_ALIASES[SCHEME] = "liaison.broker:Transport"


def make_folders(root: Path) -> dict[str, Any]:
    """Create the broker's folders under `root` and return kombu's transport options for them."""
    for name in ("queue", "claimed", "control"):
        (root / name).mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(root / "queue"),
        "data_folder_out": str(root / "queue"),
        "processed_folder": str(root / "claimed"),
        "control_folder": str(root / "control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }


class Channel(filesystem.Channel):  # type: ignore[misc]
    """Reads and writes whole messages only; many readers may share the folder."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._listed: dict[str, deque[str]] = {}

    def _put(self, queue: str, message: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{time.time_ns()}_{uuid.uuid4().hex}.{queue}.msg"
        unfinished = os.path.join(self.processed_folder, name)
        Path(unfinished).write_bytes(dumps(message).encode())
        os.rename(unfinished, os.path.join(self.data_folder_out, name))

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        waiting = self._listed.get(queue) or self._list(queue)
        while waiting:
            payload = self._claim(waiting.popleft())
            if payload is not None:
                return payload
        raise Empty

    def _list(self, queue: str) -> deque[str]:
        ending = f".{queue}.msg"
        names = sorted(n for n in os.listdir(self.data_folder_in) if n.partition(".")[2] == ending[1:])
        self._listed[queue] = deque(names)
        return self._listed[queue]

    def _claim(self, name: str) -> Any | None:
        """Take the message, or None when another reader was faster."""
        claimed = os.path.join(self.processed_folder, name)
        try:
            os.rename(os.path.join(self.data_folder_in, name), claimed)
        except FileNotFoundError:
            return None
        payload = loads(Path(claimed).read_bytes().decode())
        os.remove(claimed)
        return payload


class Transport(filesystem.Transport):  # type: ignore[misc]
    """`portalfiles://` in `CELERY_BROKER_URL`."""

    Channel = Channel
    driver_type = SCHEME
    driver_name = SCHEME

    def drain_events(self, connection: Any, timeout: float | None = None) -> Any:  # type: ignore[override]
        """Return every half second at the latest, so that a worker that is asked to stop hears it."""
        return super().drain_events(connection, timeout=min(timeout or 0.5, 0.5))
