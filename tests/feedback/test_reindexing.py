"""The index can be made anew and compared by command; what was removed leaves no trace in it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from casework import outbox
from casework.models import Case
from feedback import expiry, frequencies, reindexing, search
from feedback.models import Identity, SearchDoc
from tests import loops
from tests.factories import County
from tests.suggestions import ways

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequencies, "_known", {})


@pytest.fixture
def county() -> County:
    return County()


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("search", "rebuild", *arguments, stdout=out)
    return out.getvalue()


def settled() -> None:
    for name in ("feedback.index", "suggestions.index"):
        while outbox.drain(name):
            pass


def test_what_the_outbox_brings_is_what_a_rebuild_makes(county: County) -> None:
    loops.fed_back(county, body="村口路灯坏了三个月")
    loops.submitted(county, body="我是王秀兰,电话13812345678", confidential=True)
    ways.concluded(county)
    settled()
    assert SearchDoc.objects.count() >= 3
    assert " 0 differ." in run("--check")


def test_a_check_names_the_cases_and_never_their_words_and_a_rebuild_puts_them_right(county: County) -> None:
    missing, other, needless = (loops.submitted(county, body="村口路灯坏了") for _ in range(3))
    settled()
    before = dict(SearchDoc.objects.values_list("pk", "grams"))
    SearchDoc.objects.filter(pk=missing.pk).delete()
    SearchDoc.objects.filter(pk=other.pk).update(grams="旧的 的 |")
    Case.objects.filter(pk=needless.pk).update(
        kind="complaint", confidential=True, deputy=None, station=None, status="received"
    )
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("search", "rebuild", "--check", stdout=out)
    said = out.getvalue()
    assert f"missing: {missing.number}" in said and f"different: {other.number}" in said
    assert f"should not be there: {needless.number}" in said and "3 differ" in said and "路灯" not in said
    run()
    before.pop(needless.pk)
    assert dict(SearchDoc.objects.values_list("pk", "grams")) == before
    assert " 0 differ." in run("--check")


def test_a_rebuild_goes_in_batches_by_kind_and_from_where_it_stopped(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reindexing, "BATCH", 2)
    cases = [loops.submitted(county, body="村口路灯坏了") for _ in range(5)]
    suggestion = ways.lodged(county)
    SearchDoc.objects.all().delete()
    run("--kind", "suggestion")
    assert set(SearchDoc.objects.values_list("pk", flat=True)) == {suggestion.pk}
    run("--from", str(cases[2].pk))
    assert set(SearchDoc.objects.values_list("pk", flat=True)) == {cases[3].pk, cases[4].pk, suggestion.pk}


def test_of_an_anonymised_case_no_gram_of_what_was_removed_is_left(county: County) -> None:
    case = loops.closed(county, body="我是王秀兰,住玉兰巷,村口路灯坏了", place="玉兰巷王秀兰家")
    settled()
    words = SearchDoc.objects.get(pk=case.pk).grams.split(" ")
    assert "秀兰" in words
    assert Identity.objects.filter(pk=case.pk).exists()
    expiry.anonymise(case.pk)
    words = SearchDoc.objects.get(pk=case.pk).grams.split(" ")
    assert not {"王秀", "秀兰", "是王"} & set(words) and "路灯" in words
    assert not search.matching(Case.objects.all(), "秀兰").exists()
    assert " 0 differ." in run("--check")
    if reindexing.connection.vendor == "sqlite":
        assert reindexing.mirror_is_whole()
