"""A simulated village: no case falls silent, a silent one is found, and nothing real is ever touched."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from casework.models import Case, Effect, Event, PeriodicRun, Urging
from casework.outbox import drain, overdue_names
from casework.periodic import jobs
from casework.services import urge_due
from feedback.models import Notice
from liaison.demo import simulation
from liaison.demo.simulation import audit, of_session
from liaison.demo.simulation.clock import Clock, read_from, told_by
from liaison.demo.simulation.guard import why_not_here
from liaison.demo.simulation.session import plan
from suggestions.public import published
from suggestions.services import remind
from tests import loops
from tests.factories import County
from tests.suggestions import ways

THEN = datetime(2026, 3, 2, 9, tzinfo=timezone.get_default_timezone())
ROOMS = ("accounts", "deputies", "casework", "feedback", "reports", "liaison")
OTHER_CLOCKS = re.compile(
    r"date\.today\(|datetime\.(?:now|utcnow|today)\(|localtime\(\)\.date|\bNow\(\)|CURRENT_(?:DATE|TIME)|clock_timestamp"
)


class Told:
    """What a simulation has said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        self.lines.append(line)


@pytest.mark.django_db
@pytest.mark.slow
def test_a_village_lives_through_weeks_and_no_case_falls_silent() -> None:
    told = Told()
    setting = simulation.setting_of("village", 7, 45, date(2026, 3, 2))
    before = settings.PORTAL_NOTICE_BACKENDS
    assert simulation.simulate(setting, say=told) == []
    first, last = (Event.objects.order_by(order).values_list("at", flat=True)[0] for order in ("at", "-at"))
    assert setting.first <= timezone.localdate(first) and timezone.localdate(
        last
    ) <= setting.last + timedelta(days=1)
    assert Case.objects.received().count() >= 5 and Urging.objects.exists()
    assert Case.objects.filter(answered_at__isnull=False).exists()
    assert {run.name for run in PeriodicRun.objects.all()} == set(jobs())
    assert not Effect.objects.filter(done_at=None).exists()
    assert Notice.objects.filter(state="sent").exists() and not Notice.objects.exclude(state="sent").exists()
    assert before == settings.PORTAL_NOTICE_BACKENDS
    assert any("2026-04-15" in line for line in told.lines), "the last day was not said"
    assert timezone.now().year >= datetime.now(tz=UTC).year, "the clock was not given back"


@pytest.mark.slow
@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_the_jobs_run_in_a_real_worker_at_the_simulated_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    monkeypatch.setenv("TEST_DATABASE_NAME", str(connection.settings_dict["NAME"]))
    monkeypatch.setenv("PORTAL_VAR", str(settings.VAR))
    setting = simulation.setting_of("village", 1, 4, date(2026, 3, 2))
    assert simulation.simulate(setting, say=Told(), worker=True) == []
    done = Effect.objects.filter(done_at__isnull=False)
    assert done.exists() and not Effect.objects.filter(done_at=None).exists()
    assert {timezone.localdate(at).month for at in done.values_list("done_at", flat=True)} == {3}


@pytest.mark.django_db
@pytest.mark.parametrize("holds", ["a county", "an account"])
def test_a_database_that_holds_anything_is_refused_and_left_as_it_is(holds: str) -> None:
    if holds == "a county":
        loops.handling(County())
    else:
        User.objects.create(username="operator")
    events, accounts = Event.objects.count(), User.objects.count()
    with pytest.raises(CommandError, match="PORTAL_VAR"):
        call_command("demo", "--scale", "village", "--simulate", "3")
    assert (Event.objects.count(), User.objects.count()) == (events, accounts)


@pytest.mark.django_db
def test_an_empty_database_is_not_refused() -> None:
    assert why_not_here() == ""


@pytest.mark.parametrize(("days", "first"), [(0, None), (3, date(2100, 1, 1)), (100_000, date(2026, 1, 1))])
def test_days_to_come_are_refused(days: int, first: date | None) -> None:
    with pytest.raises(ValueError, match="昨天"):
        simulation.setting_of("village", 1, days, first)


@pytest.mark.django_db
def test_the_command_ends_with_a_failure_where_a_case_fell_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liaison.management.commands.demo.simulate", lambda *args, **kwargs: ["one"])
    with pytest.raises(CommandError) as failed:
        call_command("demo", "--scale", "village", "--simulate", "3")
    assert failed.value.returncode == 1


# --- The audit ----------------------------------------------------------------------------------------


@pytest.fixture
def silent() -> Case:
    """A case that an organ has had for a year, while no scheduler ran."""
    county = County()
    for user in county.staff.values():
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.org")
    with time_machine.travel(THEN, tick=False):
        return loops.handling(county)


@pytest.mark.django_db
def test_a_case_that_nobody_was_urged_about_is_found_and_is_not_once_they_were(silent: Case) -> None:
    with time_machine.travel(THEN + timedelta(days=365)):
        found = list(audit.today_at_the_latest())
        assert len(found) == 4 and all(silent.number in line for line in found)
        urge_due()
        assert list(audit.today_at_the_latest()) == []


@pytest.mark.django_db
def test_an_urging_that_reached_nobody_and_an_effect_that_is_owed_are_found(silent: Case) -> None:
    with time_machine.travel(THEN + timedelta(days=365), tick=False):
        urge_due()
        found = list(audit.in_the_end())
        assert any("feedback.notify_staff" in line for line in found)
        before = len(found)
        for name in overdue_names():
            drain(name)
        left = list(audit.in_the_end())
        assert len(left) < before and not any("feedback.notify" in line for line in left), left


@pytest.mark.django_db
def test_a_closed_case_without_an_answer_and_a_history_with_a_hole_are_found() -> None:
    case = loops.withdrawn(County())
    assert not [line for line in audit.in_the_end() if case.number in line and "feedback." not in line]
    # Past the guard of the append-only table: nothing in the portal can do this.
    QuerySet(Event).filter(pk=case.events.latest("pk").pk)._raw_delete("default")
    found = [line for line in audit.in_the_end() if case.number in line and "feedback." not in line]
    assert len(found) == 2, found


# --- The clock ----------------------------------------------------------------------------------------


def test_whoever_asks_for_the_time_is_told_the_simulated_one_also_by_defaults_bound_long_ago() -> None:
    clock = Clock(THEN)
    with told_by(clock.now):
        assert timezone.now() == THEN and timezone.localdate() == THEN.date()
        assert Effect().run_after == THEN and Effect().run_after.tzinfo is not None
        assert timezone.localtime(datetime(2026, 3, 2, tzinfo=UTC)).hour == 8
        clock.pass_by(60)
        assert timezone.now() == THEN + timedelta(minutes=1)
        clock.go_to(THEN)
        assert timezone.now() == THEN + timedelta(minutes=1), "it never goes back"
    assert timezone.now() > THEN + timedelta(minutes=1)


def test_another_process_reads_the_time_from_a_file(tmp_path: Path) -> None:
    clock = Clock(THEN, tmp_path / "clock")
    clock.pass_by(90)
    assert read_from(tmp_path / "clock") == THEN + timedelta(seconds=90)


def test_nothing_asks_another_clock_than_django_utils_timezone() -> None:
    """Neither the machine's nor the database's: otherwise a part of the portal would live at another time."""
    root = Path(settings.BASE_DIR)
    found = [
        f"{path.relative_to(root)}:{number}"
        for room in ROOMS
        for path in sorted((root / room).rglob("*.py"))
        if "migrations" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if OTHER_CLOCKS.search(line)
    ]
    assert found == []


def test_people_act_through_services_alone() -> None:
    """A simulation that wrote rows itself would prove nothing of the portal."""
    folder = Path(settings.BASE_DIR) / "liaison/demo/simulation"
    names = ("office", "organs", "citizens", "acting", "days", "waits")
    files = [folder / f"{name}.py" for name in names] + sorted((folder / "session").glob("*.py"))
    words = "".join(path.read_text() for path in files)
    assert not re.search(r"\.(?:save|create|update|bulk_create|delete|advance)\(", words)


# --- A session of the congress --------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.slow
def test_a_session_goes_from_drafts_to_what_is_public_and_nothing_in_it_falls_silent() -> None:
    told = Told()
    setting = simulation.setting_of("village", 3, 125, date(2026, 1, 9), suggestions=12, opinions=False)
    assert (setting.suggestions, setting.motions) == (12, 4)
    assert simulation.simulate(setting, say=told) == []
    taken = set(Event.objects.values_list("action", flat=True))
    assert {
        "send_back", "resubmit", "turn_down", "retract", "join", "object", "make_key", "rate_answer", "have_redone",
        "propose_publication", "confirm_publication", "ask_extension", "return_motion", "adopt", "lapse",
        "make_suggestion", "leave_off", "remind_contact",
    } - taken == set()  # fmt: skip
    motions, suggestions = Case.objects.motions(), Case.objects.suggestions()
    assert motions.count() == 3 and suggestions.count() >= 12, "the fourth has become a suggestion"
    pages = published()
    assert pages.filter(kind="suggestion").exists() and pages.filter(kind="motion").exists()
    words = "\n".join(told.lines)
    assert "建议：" in words and "议案：3 件" in words and "没有无人过问" in words


def test_without_a_session_in_the_days_no_suggestion_is_planned() -> None:
    setting = simulation.setting_of("village", 1, 30, date(2026, 6, 1))
    assert plan.session_within(SimpleNamespace(setting=setting)) is None  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_talk_that_nobody_was_urged_about_and_a_public_case_without_a_page_are_found() -> None:
    county = County()
    with time_machine.travel(THEN, tick=False):
        case = ways.handling(county)
    with time_machine.travel(THEN + timedelta(days=60), tick=False):
        found = [line for line in of_session.today_at_the_latest(timezone.localdate()) if case.number in line]
        assert len(found) == 2
        remind()
        assert list(of_session.today_at_the_latest(timezone.localdate())) == []
        Case.objects.filter(pk=case.pk).update(is_public=True)
        assert [line for line in of_session.in_the_end() if case.number in line]
