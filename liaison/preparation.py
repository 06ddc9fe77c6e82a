"""What has to be in place before the portal serves; each part does nothing when it is in place already."""

import fcntl
import hashlib
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from accounts.demo import open_accounts
from accounts.models import User
from liaison.messages import compile_stale

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def hold_lock() -> IO[str]:
    """Keep the returned file open: while it is, no second portal runs on the same folder.

    Two schedulers would run every periodic job twice.
    """
    file = (settings.VAR / "portal.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        words = _("The portal is already running on %(folder)s. Stop it first.")
        raise CommandError(words % {"folder": settings.VAR}) from None
    return file


def check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            words = _("Port %(port)d cannot be used (%(why)s). Choose another: PORT=%(next)d make run")
            raise CommandError(words % {"port": port, "why": error.strerror, "next": port + 1}) from None


def waiting_migrations() -> int:
    """How many migrations the database has not had yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> bool:
    waiting = bool(waiting_migrations())
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
    return waiting


def compile_messages() -> bool:
    return bool(compile_stale(Path(settings.BASE_DIR) / "locale"))


def collect_static() -> bool:
    """Collect when any static file differs in name, size or time from what was collected last."""
    stamp, seen = settings.VAR / "static.stamp", _fingerprint()
    if stamp.exists() and stamp.read_text() == seen:
        return False
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(seen)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(_static_files()):
        status = path.stat()
        digest.update(f"{path}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _static_files() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list(None):
            yield Path(storage.path(name))


def empty_metrics_folder() -> Path:
    """Counters of an earlier run's processes would be added up for ever."""
    folder: Path = settings.VAR / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def check_demo() -> None:
    """Refuse the demo, whose passwords and codes are shown to everybody, where real people sign in."""
    if not settings.DEMO:
        return
    host = urlsplit(settings.PORTAL_URL).hostname
    if host not in _LOCAL:
        words = _("The demo runs on this machine only, and PORTAL_URL says %(host)s. Set PORTAL_DEMO=0.")
        raise CommandError(words % {"host": host})
    if User.objects.filter(is_demo=False).exists():
        raise CommandError(
            _(
                "The demo does not start on a database with accounts of real people. Set PORTAL_DEMO=0, or use"
                " another database."
            )
        )


def load_demo() -> None:
    """Fill an empty database with the demo county, where the demo is on, and let its people sign in."""
    if settings.DEMO and "demo" in get_commands():
        call_command("demo", if_empty=True)
        open_accounts()
