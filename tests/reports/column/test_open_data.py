"""The open data of a year: complete sums, no small cell, files that programs can read."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.errors import NotAllowed, StepRefused
from casework.models import Case
from reports.column import open_data
from reports.column.models import OpenData
from reports.column.suppression import LEAST
from tests import loops
from tests.factories import County, TopicFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
YEAR = 2025


@pytest.fixture
def county() -> County:
    return County()


def received(county: County, number: int, **columns: Any) -> None:
    """That many opinions of the year before, by the service, then given what is counted."""
    with time_machine.travel(timezone.datetime(YEAR, 5, 6, 10, tzinfo=timezone.get_current_timezone())):  # type: ignore[attr-defined]
        for _turn in range(number):
            Case.objects.filter(pk=loops.submitted(county).pk).update(**columns)


@pytest.fixture
def data(county: County) -> OpenData:
    road, school = TopicFactory(code="road"), TopicFactory(code="school")
    received(county, 9, topic=road)
    received(county, 6, topic=school)
    received(county, 2, topic=school, division=None)
    received(county, 5, topic=road, division=None)
    return open_data.put_out(county.congress, YEAR, actor=Actor.of(county.officer))


def rows(data: OpenData, table: str) -> list[dict[str, Any]]:
    return [row for row in data.rows if row["table"] == table]


def test_sums_are_complete_and_small_cells_are_left_out(data: OpenData) -> None:
    assert [row["opinions"] for row in rows(data, "total")] == [22]
    for table in ("topic", "place", "month", "channel", "outcome"):
        assert sum(row["opinions"] for row in rows(data, table)) == 22, table
        assert all(row["opinions"] >= LEAST for row in rows(data, table))
    hidden = [row for row in data.rows if row["suppressed"]]
    assert hidden
    assert all(row["opinions"] == "" for row in hidden)
    assert not [row for row in data.rows if row["opinions"] != "" and 0 < row["opinions"] < LEAST]


def test_no_row_tells_of_a_person_or_a_case(data: OpenData, county: County) -> None:
    text = json.dumps(data.rows, ensure_ascii=False)
    assert {key for row in data.rows for key in row} == set(open_data.COLUMNS)
    for case in Case.objects.all()[:3]:
        assert case.number not in text
        assert case.title not in text


def test_a_year_is_put_out_once_by_the_office_and_only_when_it_is_over(
    county: County, data: OpenData
) -> None:
    office = Actor.of(county.officer)
    with pytest.raises(StepRefused):
        open_data.put_out(county.congress, YEAR, actor=office)
    with pytest.raises(StepRefused):
        open_data.put_out(county.congress, timezone.localdate().year, actor=office)
    with pytest.raises(NotAllowed):
        open_data.put_out(county.congress, YEAR - 1, actor=Actor.of(county.committee))


def test_the_files_say_the_same_and_may_be_kept(data: OpenData) -> None:
    code = data.congress.code
    client = Client()
    answer = client.get(reverse("open_data_file", args=[code, YEAR, "csv"]))
    read = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert tuple(read[0]) == open_data.COLUMNS
    as_json = client.get(reverse("open_data_file", args=[code, YEAR, "json"])).json()
    assert [str(row["opinions"]) for row in as_json["rows"]] == [row["opinions"] for row in read]
    again = client.get(
        reverse("open_data_file", args=[code, YEAR, "csv"]), headers={"if-none-match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    assert answer.headers["Cache-Control"].startswith("public")
    assert answer.headers["Last-Modified"]


def test_the_descriptor_describes_every_column_and_leads_to_the_file(data: OpenData) -> None:
    package = Client().get(reverse("open_data_package", args=[data.congress.code])).json()
    (resource,) = package["resources"]
    assert [field["name"] for field in resource["schema"]["fields"]] == list(open_data.COLUMNS)
    assert resource["path"].endswith(reverse("open_data_file", args=[data.congress.code, YEAR, "csv"]))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert Client().get(resource["path"].removeprefix("http://testserver")).status_code == 200


def test_the_office_puts_a_year_out_on_its_page(county: County) -> None:
    received(county, 5)
    client = signed_in(county.officer)
    assert client.get(reverse("open_data_desk")).context["years"][0]["year"] == YEAR
    client.post(reverse("open_data_desk"), {"year": str(YEAR)})
    assert OpenData.objects.get().year == YEAR
    assert str(YEAR) in Client().get(reverse("open_data")).content.decode()
