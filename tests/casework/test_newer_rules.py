"""A new version of the rules moves no running date by itself; an officer may let a case follow it, with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.actors import Actor
from casework import clocks, outbox, services
from casework.errors import NotAllowed, StepRefused
from casework.models import Case
from casework.rules import clock as rule_clock
from casework.rules import files, loading, store
from casework.services import Part
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
BEGUN = datetime(2026, 3, 2, 2, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 2, tzinfo=UTC)
SHIPPED = Path(files.__file__).resolve().parents[1] / "profiles/demo.toml"
NEW = """
[clock.opinion.reply]
period = { n = 10, unit = "workday" }
starts_from = { zh = "交办", en = "assignment" }
article = "《演示县人大代表联络办法》第九条"
basis = "regulation"

[clock.opinion.assist_opinion]
period = { n = 3, unit = "workday" }
starts_from = { zh = "交办", en = "assignment" }
article = "《演示县人大代表联络办法》第十条"
basis = "regulation"
"""


@pytest.fixture
def county(english: object) -> County:
    return County()


@pytest.fixture
def case(county: County) -> Iterator[Case]:
    with time_machine.travel(BEGUN, tick=False):
        case = loops.assigned(county, parts=[Part(county.organ), Part(county.second_organ, "assist")])
        services.sign(loops.share_of(case, county.organ), actor=Actor.of(county.handler))
    with time_machine.travel(LATER, tick=False):
        yield Case.objects.get(pk=case.pk)
    store.forget()


@pytest.fixture
def announced(tmp_path: Path, case: Case) -> str:
    """Version 2 is in force since the fifth of March: ten working days to answer. Its key."""
    first, second = tmp_path / "one.toml", tmp_path / "two.toml"
    shipped = SHIPPED.read_text("utf-8")
    first.write_text(shipped.replace("2016-01-01", "2016-01-01\nin_force_to = 2026-03-04"), "utf-8")
    second.write_text(
        shipped.replace('version = "1"', 'version = "2"').replace("2016-01-01", "2026-03-05") + NEW, "utf-8"
    )
    loading.load_profiles(loading.read_all([first, second]))
    store.forget()
    return store.profile_for("demo", date(2026, 3, 9)).key


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def follow(case: Case, county: County) -> Any:
    return services.apply_rules(case, actor=Actor.of(county.officer), note="The new rules are in force.")


def test_a_new_version_moves_nothing_by_itself(case: Case, announced: str) -> None:
    services.recount_provisional()
    assert fresh(case).due_on == case.due_on
    assert fresh(case).profile == case.profile != announced


def test_an_officer_moves_the_dates_of_the_case_and_its_organs(
    case: Case, county: County, announced: str
) -> None:
    before = case.due_on
    event = follow(case, county)
    moved = fresh(case)
    due = rule_clock(announced, "opinion.reply", case.answer_from).due
    assert (moved.profile, moved.due_on, moved.answer_due_on) == (announced, due, due)
    assert due < before
    assert clocks.explain(moved).article == "《演示县人大代表联络办法》第九条"
    assert loops.share_of(moved, county.organ).due_on == due
    inner = loops.share_of(moved, county.second_organ)
    assert inner.due_on == rule_clock(announced, "opinion.assist_opinion", case.answer_from).due
    assert (event.was_due_on, event.due_on, event.is_public) == (before, due, True)
    names = set(event.effects.exclude(name=outbox.ORGANS).values_list("name", flat=True))
    assert names == {"feedback.notify", "feedback.notify_staff"}


def test_only_an_officer_says_so_and_only_once(case: Case, county: County, announced: str) -> None:
    with pytest.raises(NotAllowed):
        services.apply_rules(case, actor=Actor.of(county.handler), note="We would like to.")
    follow(case, county)
    with pytest.raises(StepRefused):
        follow(fresh(case), county)


def test_a_day_that_was_agreed_on_stays(case: Case, county: County, announced: str) -> None:
    share = loops.share_of(case, county.organ)
    wanted = case.answer_due_on + timedelta(days=2)
    request = services.ask_extension(share, actor=Actor.of(county.handler), reason="Survey.", until=wanted)
    services.decide_extension(request, actor=Actor.of(county.officer), granted=True, note="Agreed.")
    follow(fresh(case), county)
    assert fresh(case).due_on == wanted


def test_the_page_says_which_date_moves_to_which_before_it_does(
    case: Case, county: County, announced: str
) -> None:
    officer = signed_in(county.officer, headers={"accept-language": "en"})
    url = reverse("step", args=[case.number, "apply_rules"])
    assert url in officer.get(reverse("case", args=[case.number])).content.decode()
    page = unescape(officer.get(url).content.decode())
    assert "version 2" in page
    assert "moves from" in page
    assert officer.post(url, {"version": case.version, "note": ""}).status_code == 400
    assert fresh(case).due_on == case.due_on
    assert officer.post(url, {"version": case.version, "note": "New rules."}).status_code == 302
    assert fresh(case).profile == announced


def test_without_a_newer_version_it_is_not_offered(case: Case, county: County) -> None:
    officer = signed_in(county.officer)
    assert officer.get(reverse("step", args=[case.number, "apply_rules"])).status_code == 409
