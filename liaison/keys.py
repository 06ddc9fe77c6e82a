"""Secret keys: taken from the environment, or made once under `var/` when the portal runs embedded.

A deployment on its own database never gets a generated key: two machines that each made their own could
not read each other's sessions, and a lost folder would make every stored identity unreadable.
"""

import base64
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def new_identity_key() -> str:
    """A Fernet key: 32 random bytes, URL-safe base64."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def new_secret_key() -> str:
    return secrets.token_urlsafe(50)


def kept_in(path: Path, new_key: str) -> str:
    """The key in the file `path`; the first process to ask writes `new_key` there, for its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(new_key)
        try:
            os.link(draft, path)  # fails when another process was first: its key is then the one
        except FileExistsError:
            pass
        draft.unlink()
    return path.read_text().strip()


def required(name: str, value: str) -> str:
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. With DATABASE_URL the portal makes no keys of its own; see docs/running.md."
        )
    return value


def identity_keys(value: list[str]) -> list[str]:
    """The keys, checked: the first encrypts, every one decrypts."""
    for key in value:
        try:
            good = len(base64.urlsafe_b64decode(key.encode())) == 32
        except ValueError:
            good = False
        if not good:
            raise ImproperlyConfigured("PORTAL_IDENTITY_KEYS: each key is 32 bytes in URL-safe base64.")
    return value
