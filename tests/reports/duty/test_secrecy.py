"""Who voted is known, what they voted is not: nothing in the database leads from one to the other."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.signals import got_request_exception
from django.db import connection, models
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter
from structlog.testing import capture_logs

from accounts.models import AttemptCount
from casework.errors import Incomplete, StepRefused
from casework.numbers import tidy
from deputies import voters
from reports.duty.models import Ballot, DutyEvent, DutyNotice, Remark, VoteCode
from reports.duty.services import appraisals, voting
from reports.duty.services.voting import WrongCode
from tests.factories import County
from tests.reports.duty import ways
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def _links(model: type[models.Model]) -> set[str]:
    return {
        field.related_model._meta.object_name
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is not None
    }


@pytest.mark.parametrize("model", [Ballot, Remark])
def test_a_ballot_knows_its_appraisal_and_nothing_else(model: type[models.Model]) -> None:
    assert _links(model) == {"Appraisal"}
    kinds = {type(field) for field in model._meta.get_fields()}
    assert not kinds & {models.DateTimeField, models.DateField, models.AutoField, models.BigAutoField}
    assert isinstance(model._meta.pk, models.UUIDField)


def test_the_roll_keeps_no_time_and_no_way_to_a_ballot() -> None:
    assert _links(VoteCode) == {"Appraisal", "Deputy"}
    kinds = {type(field) for field in VoteCode._meta.get_fields()}
    assert not kinds & {models.DateTimeField, models.DateField, models.JSONField}


def test_a_vote_writes_no_event_and_no_other_row_than_ballot_roll_and_box() -> None:
    county = County()
    appraisal, slips = ways.opened(county)
    events = DutyEvent.objects.count()
    voting.vote(appraisal, code=slips[0].code, grade="satisfied")
    assert DutyEvent.objects.count() == events
    assert Ballot.objects.count() == 1


def test_each_vote_gives_every_ballot_a_new_key() -> None:
    county = County()
    appraisal, slips = ways.opened(county)
    seen: set[Any] = set()
    for slip in slips[:4]:
        voting.vote(appraisal, code=slip.code, grade="basically", words="写得实在")
        keys = set(Ballot.objects.values_list("pk", flat=True)) | set(
            Remark.objects.values_list("pk", flat=True)
        )
        assert not keys & seen
        seen |= keys


def test_the_order_in_which_ballots_lie_tells_nothing_of_the_order_of_votes() -> None:
    """The first vote is found at every place of the box about as often."""
    county = County()
    places: Counter[int] = Counter()
    appraisal, slips = ways.opened(county, 120)
    for start in range(0, 120, 3):
        Ballot.objects.all().delete()
        for turn, slip in enumerate(slips[start : start + 3]):
            grade = "dissatisfied" if turn == 0 else "satisfied"
            voting.vote(appraisal, code=slip.code, grade=grade)
        column = "ctid" if connection.vendor == "postgresql" else "rowid"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT grade FROM reports_ballot ORDER BY {column}")
            grades = [row[0] for row in cursor.fetchall()]
        places[grades.index("dissatisfied")] += 1
    assert set(places) == {0, 1, 2}
    assert max(places.values()) <= 30  # of 40; a fixed place would be 40


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="row versions are PostgreSQL's")
@pytest.mark.django_db(transaction=True)
def test_row_versions_of_postgresql_do_not_tell_votes_apart() -> None:
    """All used lines of the roll, and all ballots, were written by the same transaction: the last vote."""
    county = County()
    appraisal, slips = ways.opened(county)
    for slip, grade in zip(slips[:4], ("satisfied", "basically", "dissatisfied", "satisfied"), strict=True):
        voting.vote(appraisal, code=slip.code, grade=grade)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM reports_votecode WHERE is_used")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM reports_ballot")
        assert cursor.fetchone() == (1,)


def test_codes_are_kept_as_digests_alone() -> None:
    county = County()
    _appraisal, slips = ways.opened(county)
    stored = set(VoteCode.objects.values_list("digest", flat=True))
    assert len(stored) == len(slips)
    assert not any(slip.code in digest for slip in slips for digest in stored)


def test_a_code_is_good_for_one_vote_in_one_appraisal() -> None:
    county, other = County(), County()
    appraisal, slips = ways.opened(county)
    strange, _slips = ways.opened(other)
    voting.vote(appraisal, code=slips[0].code.lower().replace("-", " "), grade="satisfied")
    for where, code in ((appraisal, slips[0].code), (strange, slips[1].code), (appraisal, "0000-0000-0000")):
        with pytest.raises(WrongCode):
            voting.vote(where, code=code, grade="satisfied")
    assert Ballot.objects.count() == 1


def test_a_void_slip_does_not_vote_and_a_used_one_is_not_made_void() -> None:
    county = County()
    appraisal, slips = ways.opened(county)
    voting.vote(appraisal, code=slips[0].code, grade="satisfied")
    assert appraisals.void_codes(appraisal, [1, 2], actor=ways.office(county)) == 1
    with pytest.raises(WrongCode):
        voting.vote(appraisal, code=slips[1].code, grade="satisfied")


def test_a_vote_that_is_refused_leaves_its_code_good() -> None:
    county = County()
    appraisal, slips = ways.opened(county)
    with pytest.raises(Incomplete):
        voting.vote(appraisal, code=slips[0].code, grade="excellent")
    with pytest.raises(Incomplete):
        voting.vote(appraisal, code=slips[0].code, grade="satisfied", words="长" * 2000)
    voting.vote(appraisal, code=slips[0].code, grade="satisfied")


def test_nobody_counts_while_votes_are_taken() -> None:
    county = County()
    appraisal, slips = ways.opened(county)
    voting.vote(appraisal, code=slips[0].code, grade="satisfied")
    with pytest.raises(StepRefused):
        appraisals.result_of(appraisal)
    assert appraisals.remarks_of(appraisal) == []


def test_votes_end_with_the_last_day() -> None:
    county = County()
    appraisal, slips = ways.opened(county)
    appraisals.follow(appraisal.closes_on)
    appraisal.refresh_from_db()
    assert appraisal.status == "open"
    appraisals.follow(appraisal.closes_on + timedelta(days=1))
    appraisals.follow(appraisal.closes_on + timedelta(days=1))
    appraisal.refresh_from_db()
    assert appraisal.status == "closed"
    with pytest.raises(StepRefused):
        voting.vote(appraisal, code=slips[0].code, grade="satisfied")


@pytest.mark.django_db(transaction=True)
def test_two_windows_with_one_code_are_one_vote() -> None:
    county = County()
    appraisal, slips = ways.opened(county)
    ready, done = threading.Barrier(2), []

    def cast(grade: str) -> None:
        ready.wait()
        try:
            voting.vote(appraisal, code=slips[0].code, grade=grade)
            done.append("taken")
        except WrongCode:
            done.append("refused")
        finally:
            connection.close()

    windows = [threading.Thread(target=cast, args=(grade,)) for grade in ("satisfied", "dissatisfied")]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert sorted(done) == ["refused", "taken"]
    assert Ballot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_votes_at_once_are_all_in_the_box() -> None:
    county = County()
    appraisal, slips = ways.opened(county, 8)
    lost: list[Exception] = []

    def cast(code: str) -> None:
        try:
            voting.vote(appraisal, code=code, grade="satisfied", words="好")
        except Exception as error:  # noqa: BLE001 - whatever is lost fails the test
            lost.append(error)
        finally:
            connection.close()

    windows = [threading.Thread(target=cast, args=(slip.code,)) for slip in slips]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert lost == []
    assert (Ballot.objects.count(), Remark.objects.count()) == (8, 8)


# --- The page ---------------------------------------------------------------------------------------------
def _vote(client: Client, appraisal: Any, code: str) -> Any:
    url = reverse("duty_appraise", args=[appraisal.report_id])
    return client.post(url, {"code": code, "grade": "satisfied", "words": ""})


def test_the_page_takes_a_vote_and_puts_nothing_into_addresses_or_cookies() -> None:
    county = County()
    appraisal, slips = ways.opened(county)
    client = Client()
    answer = _vote(client, appraisal, slips[0].code)
    assert (answer.status_code, answer.url) == (
        302,
        reverse("duty_appraised", args=[appraisal.report_id]) + "#main",
    )
    assert slips[0].code not in str(client.cookies)
    assert _vote(Client(), appraisal, slips[0].code).status_code == 400


def _everything() -> dict[str, Counter[str]]:
    """Each row of each table, as whoever may read the whole database sees it."""
    return {
        model._meta.label: Counter(str(sorted(row.items())) for row in model._base_manager.values())
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }


def test_a_vote_through_the_page_changes_the_roll_and_the_box_and_leaves_no_other_trace() -> None:
    """Not even a count of attempts with the time: whoever reads all tables finds who voted and what was voted."""
    county = County()
    appraisal, slips = ways.opened(county)
    _vote(Client(), appraisal, slips[0].code)
    before = _everything()
    assert _vote(Client(), appraisal, slips[1].code).status_code == 302
    now = _everything()
    assert {name for name in now if now[name] != before[name]} == {"reports.VoteCode", "reports.Ballot"}
    (changed,) = now["reports.VoteCode"] - before["reports.VoteCode"]
    assert "'is_used', True" in changed


def test_no_log_line_holds_the_code_or_what_was_voted(caplog: pytest.LogCaptureFixture) -> None:
    county = County()
    appraisal, slips = ways.opened(county)
    url = reverse("duty_appraise", args=[appraisal.report_id])
    given = {"code": slips[0].code, "grade": "dissatisfied", "words": "来得太少了"}
    with caplog.at_level("DEBUG"), capture_logs() as lines:
        assert Client().post(url, given).status_code == 302
        assert Client().post(url, given).status_code == 400
    kept = [record for record in caplog.records if record.name != "django.db.backends"]
    said = str(lines) + "".join(record.getMessage() for record in kept)
    assert not any(value in said for value in (*given.values(), tidy(slips[0].code)))


def test_an_error_report_holds_neither_code_nor_vote(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is mailed to operators when the page breaks while a vote is written."""
    county = County()
    appraisal, slips = ways.opened(county)
    reports: list[str] = []

    def keep(request: HttpRequest, **_more: Any) -> None:
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.append(reporter.get_traceback_html() + reporter.get_traceback_text())

    def broken(_box: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(voting, "_rewrite_the_roll", broken)
    got_request_exception.connect(keep)
    given = {"code": slips[0].code, "grade": "dissatisfied", "words": "来得太少了"}
    try:
        url = reverse("duty_appraise", args=[appraisal.report_id])
        answer = Client(raise_request_exception=False).post(url, given)
    finally:
        got_request_exception.disconnect(keep)
    assert answer.status_code == 500
    assert len(reports) == 1
    assert not any(value in reports[0] for value in (given["code"], given["words"]))
    assert not VoteCode.objects.filter(is_used=True).exists()


def test_neither_roll_nor_box_stands_in_the_back_office() -> None:
    assert not {Ballot, Remark, VoteCode} & set(admin.site._registry)


def test_a_code_of_another_appraisal_and_one_after_the_close_are_refused_by_the_page() -> None:
    county, other = County(), County()
    appraisal, slips = ways.opened(county)
    strange, _slips = ways.opened(other)
    assert _vote(Client(), strange, slips[0].code).status_code == 400
    appraisals.follow(appraisal.closes_on + timedelta(days=1))
    answer = _vote(Client(), appraisal, slips[0].code)
    assert answer.status_code == 200
    assert "<form" not in answer.content.decode().split("<main")[1].split("</main>")[0]
    assert not Ballot.objects.exists()


def test_wrong_used_and_void_codes_are_told_apart_by_nobody() -> None:
    county = County()
    appraisal, slips = ways.opened(county)
    _vote(Client(), appraisal, slips[0].code)
    appraisals.void_codes(appraisal, [2], actor=ways.office(county))
    said = {
        tuple(_vote(Client(), appraisal, code).context["form"].errors["code"])
        for code in (slips[0].code, slips[1].code, "0000-0000-0000")
    }
    assert len(said) == 1


def test_who_guesses_is_slowed_down_and_others_vote_on() -> None:
    """A right vote in between does not give the guesser new guesses."""
    county = County()
    appraisal, slips = ways.opened(county)
    client = Client(REMOTE_ADDR="198.51.100.7")
    for n in range(9):
        _vote(client, appraisal, f"0000-0000-{n:04d}")
    assert _vote(client, appraisal, slips[0].code).status_code == 302
    assert [_vote(client, appraisal, f"0000-0001-{n:04d}").status_code for n in range(3)][-1] == 429
    assert _vote(Client(REMOTE_ADDR="198.51.100.8"), appraisal, slips[1].code).status_code == 302


def test_wrong_codes_cost_time() -> None:
    county = County()
    appraisal, _slips = ways.opened(county)
    client = Client()
    codes = [_vote(client, appraisal, f"0000-0000-{n:04d}").status_code for n in range(13)]
    assert codes[:10] == [400] * 10
    assert 429 in codes
    assert AttemptCount.objects.exists()


def test_the_members_of_the_electing_unit_get_their_codes_sealed_and_once(
    mailoutbox: list[Any], settings: Any
) -> None:
    settings.PORTAL_NOTICE_BACKENDS = {"email": "feedback.notice_backends.Email"}
    county, unit = County(), County()
    mandate = county.deputy.mandates.get()
    mandate.constituency, mandate.elected_by = None, unit.congress
    mandate.save()
    unit.deputy_user.email = "member@example.org"
    unit.deputy_user.save()
    appraisal = appraisals.prepare(ways.published(county, "unit"), actor=ways.office(county))
    for expected in (1, 0):
        assert appraisals.send_codes(appraisal, actor=ways.office(county)) == expected
    appraisals.open_appraisal(appraisal, actor=ways.office(county))
    assert VoteCode.objects.get().member == unit.deputy
    appraisals.telling.send_owed()
    lines = [line for one in mailoutbox if one.to == ["member@example.org"] for line in one.body.splitlines()]
    code = next(line for line in lines if len(line) == 14 and line.count("-") == 2)
    voting.vote(appraisal, code=code, grade="satisfied")
    assert not DutyNotice.objects.exclude(sealed="").exists()


def test_only_the_unit_reads_what_is_meant_for_it() -> None:
    county, unit = County(), County()
    mandate = county.deputy.mandates.get()
    mandate.constituency, mandate.elected_by = None, unit.congress
    mandate.save()
    page = reverse("duty_public", args=[ways.published(county, "unit").pk])
    codes = {who: client.get(page).status_code for who, client in _readers(county, unit).items()}
    assert codes == {"anybody": 404, "member": 200, "stranger": 404, "office": 200}


def _readers(county: County, unit: County) -> dict[str, Client]:
    return {
        "anybody": Client(),
        "member": signed_in(unit.deputy_user),
        "stranger": signed_in(County().deputy_user),
        "office": signed_in(county.officer),
    }


def test_only_voters_with_a_code_read_what_is_meant_for_them() -> None:
    county = County()
    report = ways.published(county, "voters")
    page = reverse("duty_public", args=[report.pk])
    client = Client()
    assert client.get(page).status_code == 404
    code = voters.issue(county.constituency, by=None)
    client.post(reverse("voter_code"), {"code": code})
    assert client.get(page).status_code == 200
