"""The environment decides; what is missing or wrong is said at once."""

import base64
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from liaison import keys

ROOT = Path(settings.BASE_DIR)
PG = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
KEY = base64.urlsafe_b64encode(bytes(32)).decode()


def load(tmp_path: Path, *, show: str = "0", **env: str) -> subprocess.CompletedProcess[str]:
    """Import the portal's settings in a process with only this environment and print `show`."""
    code = f"import django; from django.conf import settings; settings.DEBUG; print({show})"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "liaison.settings",
            "PORTAL_VAR": str(tmp_path),
            **env,
        },
    )


def test_embedded_needs_nothing_and_keeps_its_keys_private(tmp_path: Path) -> None:
    first = load(tmp_path, show="settings.SECRET_KEY, settings.PORTAL_IDENTITY_KEYS")
    second = load(tmp_path, show="settings.SECRET_KEY, settings.PORTAL_IDENTITY_KEYS")
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout, "keys change from start to start"
    for name in ("secret.key", "identity.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("missing", ["PORTAL_SECRET_KEY", "PORTAL_IDENTITY_KEYS"])
def test_a_deployment_without_a_key_does_not_start(tmp_path: Path, missing: str) -> None:
    given = {"PORTAL_SECRET_KEY": "s", "PORTAL_IDENTITY_KEYS": KEY}
    given.pop(missing)
    result = load(tmp_path, **PG, **given)
    assert result.returncode != 0
    assert f"{missing} is not set" in result.stderr
    assert not list(tmp_path.glob("*.key"))


@pytest.mark.parametrize("alone", list(PG))
def test_database_and_redis_belong_together(tmp_path: Path, alone: str) -> None:
    result = load(tmp_path, PORTAL_SECRET_KEY="s", PORTAL_IDENTITY_KEYS=KEY, **{alone: PG[alone]})
    assert result.returncode != 0
    assert "set both, or neither" in result.stderr


def test_a_malformed_identity_key_is_refused(tmp_path: Path) -> None:
    result = load(tmp_path, PORTAL_IDENTITY_KEYS="c2hvcnQ=")
    assert result.returncode != 0
    assert "32 bytes" in result.stderr
    assert "c2hvcnQ=" not in result.stderr.splitlines()[-1], "the message shows the key"


@pytest.mark.parametrize("name", ["PORT", "NUM_PROXIES"])
def test_a_number_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    assert load(tmp_path, **{name: "many"}).returncode != 0


def test_https_comes_from_the_public_address(tmp_path: Path) -> None:
    shown = "settings.SESSION_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0"
    assert load(tmp_path, show=shown).stdout == "False False\n"
    assert load(tmp_path, show=shown, PORTAL_URL="https://portal.example").stdout == "True True\n"


def test_the_forwarded_scheme_counts_only_behind_a_proxy(tmp_path: Path) -> None:
    shown = "getattr(settings, 'SECURE_PROXY_SSL_HEADER', None)"
    assert load(tmp_path, show=shown).stdout == "None\n"
    assert "X_FORWARDED_PROTO" in load(tmp_path, show=shown, NUM_PROXIES="1").stdout


def test_a_second_process_takes_the_key_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.key"
    assert keys.kept_in(path, "first") == "first"
    assert keys.kept_in(path, "second") == "first"
    assert [p.name for p in tmp_path.iterdir()] == ["a.key"]


def test_generated_identity_keys_are_usable_and_differ() -> None:
    made = [keys.new_identity_key(), keys.new_identity_key()]
    assert keys.identity_keys(made) == made
    assert made[0] != made[1]
    with pytest.raises(ImproperlyConfigured):
        keys.identity_keys(["not base64 at all!"])


def test_sqlite_waits_for_a_writer_and_survives_a_power_cut(tmp_path: Path) -> None:
    options = load(tmp_path, show="settings.DATABASES['default']['OPTIONS']").stdout
    for wanted in ("'IMMEDIATE'", "journal_mode=WAL", "synchronous=FULL", "'timeout'"):
        assert wanted in options
