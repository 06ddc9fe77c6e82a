"""When opinions are compared: at night, once, in a process of its own."""

from __future__ import annotations

from subprocess import CalledProcessError
from typing import Any

import pytest

from feedback.hot import turn
from feedback.tasks import find_hot_issues
from tests.factories import County
from tests.feedback.hot.bursts import NOISE, found, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def always_night(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Any:
    """Night all day; what stands where the process is started says whether it was asked rightly."""
    monkeypatch.setattr(turn, "NIGHT", range(24))
    settings.PORTAL_LEARNS_AT_NIGHT, settings.BASE_DIR = True, tmp_path
    (tmp_path / "manage.py").write_text("import sys; sys.exit(sys.argv[1:] != ['hot_issues'])")
    return tmp_path


def test_it_runs_where_there_are_opinions_and_none_were_compared_lately(always_night):
    assert turn.renew_at_night() == 0
    county = County()
    written(county, *NOISE[0])
    assert turn.renew_at_night() == 1
    found(county)
    assert turn.renew_at_night() == 0


def test_by_day_or_where_it_is_switched_off_nothing_runs(always_night, monkeypatch, settings):
    written(County(), *NOISE[0])
    settings.PORTAL_LEARNS_AT_NIGHT = False
    assert turn.renew_at_night() == 0
    settings.PORTAL_LEARNS_AT_NIGHT = True
    monkeypatch.setattr(turn, "NIGHT", ())
    assert turn.renew_at_night() == 0


def test_a_comparison_that_fails_is_no_silent_success(always_night):
    written(County(), *NOISE[0])
    (always_night / "manage.py").write_text("raise SystemExit(3)")
    with pytest.raises(CalledProcessError):
        turn.renew_at_night()


def test_the_periodic_job_may_run_twice():
    find_hot_issues()
    find_hot_issues()
