"""What many people raised: with its list and its page, on the page, in every file, and frozen."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from accounts.actors import Actor
from feedback.models import HotIssue, IssueMember
from reports.summary import exporting, freezing, issues, lists, periods
from tests import loops
from tests.factories import County
from tests.reports.summary.pieces import this_year
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
MANY = 6


@pytest.fixture
def county() -> County:
    county = County()
    for _ in range(MANY):
        loops.submitted(county)
    return county


def found(county: County) -> HotIssue:
    """An issue that was found, with all opinions but one."""
    issue = HotIssue.objects.create(
        congress=county.congress, name="搅拌站夜间噪声", topic=county.topic, heat=9
    )
    for case in county.congress.cases.order_by("pk")[: MANY - 1]:
        IssueMember.objects.create(issue=issue, case=case)
    return issue


def shown(county: County, role: str = "committee") -> list[dict[str, object]]:
    address = reverse("summary", args=[county.congress.code, this_year().key])
    return signed_in(county.staff[role]).get(address).context["hot"]  # type: ignore[no-any-return]


def test_an_issue_that_was_found_opens_its_page_and_its_list(county: County) -> None:
    issue = found(county)
    (row,) = shown(county)
    assert (row["name"], row["number"]) == ("搅拌站夜间噪声", MANY - 1)
    assert row["url"] == reverse("hot_issue", args=[issue.pk])
    listed = signed_in(county.committee).get(str(row["list"]))
    assert listed.context["behind"].number == MANY - 1
    assert "搅拌站夜间噪声" in listed.content.decode()


def test_where_nothing_was_compared_topics_of_townships_are_counted(county: County) -> None:
    (row,) = shown(county)
    assert (row["number"], row["url"]) == (MANY, "")
    assert signed_in(county.officer).get(str(row["list"])).context["behind"].number == MANY


def test_an_issue_of_another_congress_is_not_opened(county: County) -> None:
    issue, stranger = found(county), County()
    told = issues.of_period(county.congress, this_year())
    assert issues.open_to(county.officer, told) == {issue.pk}
    assert issues.open_to(stranger.officer, told) == set()
    wanted = lists.Wanted("opinions.received", "hot", f"i{issue.pk}")
    assert lists.behind(stranger.congress, this_year(), wanted, stranger.officer, None) is None


def test_days_without_opinions_have_no_issue(county: County) -> None:
    found(county)
    day = timezone.localdate() - timedelta(days=40)
    assert issues.of_period(county.congress, periods.between(day, day)) == []


@pytest.mark.parametrize("frozen", [False, True])
def test_every_file_names_it(county: County, frozen: bool) -> None:
    found(county)
    officer = Actor.of(county.officer)
    given = (
        exporting.of_snapshot(freezing.freeze(county.congress, this_year(), actor=officer))
        if frozen
        else exporting.of_live(county.congress, this_year())
    )
    name = "搅拌站夜间噪声"
    assert json.loads(exporting.write(given, "json"))["hot"][0]["name"] == name
    rows = list(csv.DictReader(StringIO(exporting.write(given, "csv").decode("utf-8-sig"))))
    assert [(row["label"], row["value"]) for row in rows if row["part"] == "hot"] == [(name, str(MANY - 1))]
    sheet = load_workbook(BytesIO(exporting.write(given, "xlsx")))["群众反映较集中的问题"]
    assert (sheet["A2"].value, sheet["B2"].value) == (name, MANY - 1)
    paper = Document(BytesIO(exporting.write(given, "docx")))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert name in cells
    assert exporting.write(given, "pdf").startswith(b"%PDF")


def test_frozen_it_keeps_its_list_when_the_issue_has_moved_on(county: County) -> None:
    issue = found(county)
    snapshot = freezing.freeze(county.congress, this_year(), actor=Actor.of(county.officer))
    issue.members.update(is_out=True)
    wanted = lists.Wanted("opinions.received", "hot", f"i{issue.pk}")
    behind = lists.behind(county.congress, this_year(), wanted, county.officer, snapshot)
    assert behind is not None
    assert behind.number == MANY - 1
    assert freezing.verify(snapshot) == []
