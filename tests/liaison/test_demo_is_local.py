"""The demo, whose passwords are shown, never meets real people."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from django.conf import settings as real
from django.core.management import CommandError
from django.urls import reverse

from liaison import preparation
from tests.factories import UserFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def test_the_demo_does_not_start_with_accounts_of_real_people(settings):
    settings.DEMO = True
    UserFactory(is_demo=True)
    preparation.check_demo()
    UserFactory()
    with pytest.raises(CommandError, match="真实人员"):
        preparation.check_demo()


def test_the_demo_does_not_start_on_a_public_address(settings):
    settings.DEMO, settings.PORTAL_URL = True, "https://portal.example.org"
    with pytest.raises(CommandError, match=r"portal\.example\.org"):
        preparation.check_demo()
    settings.DEMO = False
    preparation.check_demo()


def test_sessions_of_the_demo_end_with_it(settings):
    settings.DEMO = True
    client = signed_in(UserFactory(is_demo=True))
    assert client.get(reverse("account_overview")).status_code == 200
    settings.DEMO = False
    assert reverse("account_login") in client.get(reverse("account_overview")).url


@pytest.mark.parametrize(
    ("env", "said"), [({}, "1"), ({"DATABASE_URL": "postgres://x"}, ""), ({"PORTAL_DEMO": "0"}, "0")]
)
def test_make_run_switches_the_demo_on_only_without_a_database(env, said):
    root = Path(real.BASE_DIR)
    if (root / ".env").exists():
        pytest.skip("this folder has settings of its own")
    command = ["make", "--silent", "-o", "install", "-n", "run"]
    script = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    script = script.replace(".venv/bin/python manage.py portal", "sh -c 'echo $PORTAL_DEMO'")
    given = {"PATH": os.environ["PATH"], **env}
    result = subprocess.run(
        ["sh", "-c", script], cwd=root, env=given, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == said
