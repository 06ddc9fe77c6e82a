"""Rounds: one day for several deputies; announced where it is oral; recorded with questions and photos."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from casework.errors import Incomplete, NotAllowed, StepRefused
from deputies.models import Mandate
from reports.duty import rounds
from reports.duty.models import DutyNotice, DutyReport, DutyRound
from reports.duty.services import drafting, photos, publishing
from reports.duty.services import rounds as services
from reports.duty.services.publishing import Held
from reports.duty.services.rounds import RoundDraft
from tests.factories import County, DeputyFactory
from tests.reports.duty import ways
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    """The deputy can be written to."""
    county = County()
    county.deputy_user.email = "deputy@example.org"
    county.deputy_user.save()
    return county


def _draft(**more: Any) -> RoundDraft:
    given: dict[str, Any] = {
        "title": "石桥镇代表向选民述职",
        "form": "oral",
        "day": timezone.localdate() + timedelta(days=20),
        "starts": time(9, 30),
        "place": "石桥镇文化站二楼",
        "about": "请本选区选民参加。",
    }
    return RoundDraft(**{**given, **more})


def _round(county: County, *deputies: Any, **more: Any) -> DutyRound:
    keys = [one.pk for one in deputies or (county.deputy,)]
    return services.plan_round(county.congress, _draft(**more), keys, actor=ways.office(county))


def _another(county: County) -> Any:
    mandate = county.deputy.mandates.get()
    deputy = DeputyFactory(congress=county.congress)
    Mandate.objects.create(
        deputy=deputy, term=mandate.term, constituency=mandate.constituency, starts_on=mandate.starts_on
    )
    return deputy


# --- Planning ---------------------------------------------------------------------------------------------
def test_a_round_makes_the_next_report_of_the_term_and_tells_the_deputy(county: County) -> None:
    held = _round(county)
    report = DutyReport.objects.get(deputy=county.deputy)
    assert (report.kind, report.turn, report.form) == ("term", 1, "oral")
    assert (report.due_on, report.until, report.round) == (held.day, held.day, held)
    assert "石桥镇代表向选民述职" in report.due_why.sentence()
    notice = DutyNotice.objects.get(user=county.deputy_user)
    assert notice.event.action == "join_round"
    assert all(part in notice.event.note for part in ("石桥镇文化站二楼", "09:30"))


def test_an_open_report_of_the_term_is_set_to_the_day_and_no_second_one_is_made(county: County) -> None:
    report = ways.of_the_term(county)
    held = _round(county)
    report.refresh_from_db()
    assert (report.round, report.due_on, report.status) == (held, held.day, "notified")
    assert DutyReport.objects.count() == 1


def test_the_schedule_makes_no_second_report_for_a_turn_that_a_round_has_taken(county: County) -> None:
    _round(county)
    for _turn in range(2):
        ways.scheduling.follow(timezone.localdate() + timedelta(days=1))
    assert DutyReport.objects.filter(deputy=county.deputy, kind="term", turn=1).count() == 1


def test_after_a_published_report_the_next_round_makes_the_next_turn(county: County) -> None:
    _report_orally(county)
    _round(county, title="第二轮", day=timezone.localdate() + timedelta(days=200))
    second = DutyReport.objects.get(turn=2)
    assert second.since > timezone.localdate() - timedelta(days=1)


def test_the_same_form_sent_twice_is_one_round(county: County) -> None:
    draft = _draft()
    for _turn in range(2):
        services.plan_round(county.congress, draft, [county.deputy.pk], actor=ways.office(county))
    assert (DutyRound.objects.count(), DutyReport.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"day": date(2020, 1, 1)}, "day"),
        ({"place": ""}, "place"),
        ({"starts": None}, "starts"),
        ({"title": " "}, "title"),
    ],
)
def test_an_oral_round_needs_a_name_a_coming_day_a_time_and_a_place(
    county: County, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Incomplete) as refused:
        _round(county, **more)
    assert refused.value.field == field


def test_a_written_round_needs_a_day_alone(county: County) -> None:
    held = _round(county, form="written", starts=None, place="")
    assert DutyReport.objects.get().form == "written"
    assert not DutyRound.objects.announced().filter(pk=held.pk).exists()


def test_only_the_office_of_the_congress_plans_and_only_for_deputies_in_office(county: County) -> None:
    stranger = County()
    with pytest.raises(NotAllowed):
        services.plan_round(county.congress, _draft(), [county.deputy.pk], actor=ways.office(stranger))
    with pytest.raises(Incomplete):
        _round(county, stranger.deputy)
    with pytest.raises(Incomplete):
        services.plan_round(county.congress, _draft(), [], actor=ways.office(county))
    assert not DutyRound.objects.exists()


def test_a_round_of_many_costs_no_query_for_each_deputy(county: County) -> None:
    def cost(count: int) -> int:
        deputies = [_another(county) for _n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            _round(county, *deputies)
        return len(asked)

    few = cost(2)
    assert cost(20) <= few + 3


# --- Changing and cancelling ------------------------------------------------------------------------------
def test_another_day_moves_the_reports_and_tells_the_deputies_again(county: County) -> None:
    held = _round(county)
    later = held.day + timedelta(days=3)
    assert services.change(held, _draft(day=later, key=held.key), actor=ways.office(county)) == 1
    assert DutyReport.objects.get().due_on == later
    assert services.change(held, _draft(day=later, about="另有班车。"), actor=ways.office(county)) == 0
    assert DutyNotice.objects.filter(event__action="join_round").count() == 2


def test_a_cancelled_round_says_why_and_the_report_is_still_owed(county: County) -> None:
    held = _round(county)
    services.cancel(held, actor=ways.office(county), note="台风")
    report = DutyReport.objects.get()
    assert (report.round, report.status) == (None, "scheduled")
    assert DutyNotice.objects.filter(event__action="leave_round").exists()
    assert "台风" in Client().get(reverse("duty_public_round", args=[held.pk])).content.decode()
    with pytest.raises(StepRefused):
        services.take_in(held, [county.deputy.pk], actor=ways.office(county))


def test_a_report_that_the_office_moves_alone_is_no_longer_in_the_round(county: County) -> None:
    _round(county)
    report = DutyReport.objects.get()
    publishing.move(report, actor=ways.office(county), due_on=report.due_on + timedelta(days=9), note="住院")
    report.refresh_from_db()
    assert report.round is None


def test_one_deputy_is_taken_out_with_a_reason(county: County) -> None:
    held = _round(county, county.deputy, _another(county))
    report = held.reports.get(deputy=county.deputy)
    services.leave(report, actor=ways.office(county), note="外出学习")
    assert held.reports.count() == 1


# --- Who has not reported ---------------------------------------------------------------------------------
def test_the_page_shows_who_has_not_reported_in_the_term(county: County) -> None:
    other = _another(county)
    _report_orally(county)
    found = {one.deputy.pk: one for one in rounds.candidates(county.congress)}
    assert (found[county.deputy.pk].done, found[other.pk].done) == (1, 0)
    assert [one.deputy.pk for one in found.values() if one.is_shown("none")] == [other.pk]
    assert found[county.deputy.pk].is_shown("due")
    page = signed_in(county.officer).get(reverse("duty_round_new"), {"show": "none"}).content.decode()
    assert f'value="{other.pk}"' in page
    assert f'name="deputies" value="{county.deputy.pk}"' not in page


def test_a_round_is_planned_on_its_page(county: County) -> None:
    client = signed_in(county.officer)
    page = reverse("duty_round_new")
    form = client.get(page).context["form"]
    data = {
        "key": str(form.initial["key"]),
        "title": "石桥镇述职",
        "form": "oral",
        "day": str(timezone.localdate() + timedelta(days=9)),
        "starts": "09:00",
        "place": "文化站",
        "station": "",
        "about": "",
    }
    assert client.post(page, data).status_code == 400  # nobody is ticked
    answer = client.post(page, {**data, "deputies": [county.deputy.pk]})
    held = DutyRound.objects.get()
    assert answer.url == reverse("duty_round", args=[held.pk])
    assert "石桥镇述职" in client.get(answer.url).content.decode()


# --- What everybody reads ---------------------------------------------------------------------------------
def test_an_oral_round_is_announced_with_place_time_and_deputies(county: County) -> None:
    held = _round(county)
    listed = Client().get(reverse("duty_public_rounds")).content.decode()
    page = Client().get(reverse("duty_public_round", args=[held.pk])).content.decode()
    deputy = Client().get(reverse("deputy_page", args=[county.deputy.pk])).content.decode()
    assert held.title in listed
    assert all(words in page for words in ("石桥镇文化站二楼", "09:30", county.deputy.name))
    assert held.title in deputy


def test_a_round_before_an_electing_unit_is_not_announced(county: County) -> None:
    unit = County()
    mandate = county.deputy.mandates.get()
    mandate.constituency, mandate.elected_by = None, unit.congress
    mandate.save()
    held = _round(county)
    assert Client().get(reverse("duty_public_round", args=[held.pk])).status_code == 404
    assert held.title not in Client().get(reverse("duty_public_rounds")).content.decode()


# --- The meeting ------------------------------------------------------------------------------------------
def _report_orally(county: County) -> DutyReport:
    """A round held today, its meeting recorded and published with its minutes."""
    held = _round(county, day=timezone.localdate())
    ways.scheduling.notify(timezone.localdate())
    report = held.reports.get(deputy=county.deputy)
    said = Held(held.day, held.place, 52, "代表报告了履职情况。", "问:路灯何时修好?答:年内。")
    publishing.record_meeting(report, said, actor=ways.office(county))
    publishing.publish_minutes(report, actor=ways.office(county), audience="public")
    return report


def test_the_meeting_of_a_round_is_recorded_with_what_is_known_already(county: County) -> None:
    other = _another(county)
    held = _round(county, county.deputy, other, day=timezone.localdate())
    ways.scheduling.notify(timezone.localdate())
    first, second = held.reports.order_by("pk")
    publishing.record_meeting(first, Held(held.day, held.place, 41, "报告。"), actor=ways.office(county))
    page = signed_in(county.officer).get(reverse("duty_step", args=[second.pk, "record_meeting"]))
    assert page.context["form"].initial["attendance"] == 41
    assert page.context["form"].initial["place"] == held.place


def test_questions_and_photos_of_the_meeting_stand_in_the_published_report(county: County) -> None:
    report = _report_orally(county)
    row = photos.add(
        report.meeting, ways.photo(), "代表在文化站报告", "现场告知并同意", actor=ways.office(county)
    )
    page = Client().get(reverse("duty_public", args=[report.pk])).content.decode()
    assert "路灯何时修好" in page
    assert 'alt="代表在文化站报告"' in page
    assert "现场告知并同意" not in page
    picture = Client().get(reverse("duty_photo", args=[row.pk]))
    assert (picture.status_code, picture["X-Content-Type-Options"]) == (200, "nosniff")
    assert b"Exif" not in picture.content and "GPS 石桥".encode() not in picture.content


@pytest.mark.parametrize(
    ("alt", "consent", "field"),
    [("", "同意", "alt"), ("代表在报告", " ", "consent"), ("请拨13800138000", "同意", "alt")],
)
def test_a_photo_has_words_and_a_note_of_who_agreed(
    county: County, alt: str, consent: str, field: str
) -> None:
    report = _report_orally(county)
    with pytest.raises(Incomplete) as refused:
        photos.add(report.meeting, ways.photo(), alt, consent, actor=ways.office(county))
    assert refused.value.field == field


def test_a_photo_is_read_by_whoever_reads_the_report_and_goes_when_it_is_taken_away(
    county: County, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    held = _round(county, day=timezone.localdate())
    ways.scheduling.notify(timezone.localdate())
    report = held.reports.get()
    publishing.record_meeting(report, Held(held.day, held.place, 9, "报告。"), actor=ways.office(county))
    row = photos.add(report.meeting, ways.photo(), "会场", "无可辨认的人", actor=ways.office(county))
    url = reverse("duty_photo", args=[row.pk])
    assert Client().get(url).status_code == 404
    assert signed_in(county.deputy_user).get(url).status_code == 200
    with pytest.raises(NotAllowed):
        photos.remove(row, actor=ways.me(county))
    storage, name = row.file.storage, row.file.name
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(county.officer).post(reverse("duty_photo_remove", args=[row.pk]))
    assert not storage.exists(name)
    assert signed_in(county.officer).get(url).status_code == 404


def test_an_officer_who_is_a_deputy_does_not_set_their_own_day(county: County) -> None:
    post = county.deputy_user.posts.get()
    county.officer.posts.create(role="deputy", congress=county.congress, deputy=post.deputy)
    officer = User.objects.get(pk=county.officer.pk)
    with pytest.raises(Incomplete):
        services.plan_round(county.congress, _draft(), [county.deputy.pk], actor=ways.Actor.of(officer))


def test_nothing_is_written_before_the_deputy_begins(county: County) -> None:
    """A round asks for a report and gives it no words."""
    _round(county)
    report = DutyReport.objects.get()
    assert report.text == ""
    drafting.start(report, actor=ways.me(county))
    assert report.status == "drafting"
