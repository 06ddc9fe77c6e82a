"""Loading a list in the back office, page by page, as a browser without scripts does it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from accounts.models import User
from deputies.loading import lists
from deputies.models import Deputy, HeadingMemory, ListLoad, Organ
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

ADD = "/backoffice/deputies/listload/add/"


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def operator(county: County) -> Client:
    return signed_in(county.operator, headers={"accept-language": "en"})


def sheet(*rows: list[Any], name: str = "名册.xlsx") -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def upload(client: Client, county: County, file: SimpleUploadedFile, kind: str = "deputies") -> ListLoad:
    answer = client.post(ADD, {"kind": kind, "congress": county.congress.pk, "file": file})
    assert answer.status_code == 302, answer.context["form"].errors
    load = ListLoad.objects.latest("pk")
    assert answer.url == reverse("admin:deputies_listload_columns", args=[load.pk])
    return load


def step(name: str, load: ListLoad) -> str:
    return reverse(f"admin:deputies_listload_{name}", args=[load.pk])


ROSTER = (
    ["名册"],
    ["代表", "证号", "团", "邮箱"],
    ["王伟", "1", "一团", ""],
    ["李娜", "2", "一团", "坏的"],
    ["=1+1", "3", "", ""],
)


def test_from_the_file_to_the_load_and_a_second_load(county: County, operator: Client) -> None:
    load = upload(operator, county, sheet(*ROSTER))
    page = operator.get(step("columns", load))
    assert page.context["form"].fields["number"].initial == "证号"
    assert page.context["form"].fields["name"].initial is None
    chosen = {"name": "代表", "number": "证号", "delegation": "团", "email": "邮箱"}
    answer = operator.post(step("columns", load), chosen)
    assert answer.url == step("trial", load)

    trial = operator.get(step("trial", load))
    assert trial.context["counts"] == {
        "read": 3,
        "loaded": 1,
        "updated": 0,
        "duplicate": 0,
        "refused": 2,
        "unchanged": 0,
    }
    assert [row[0] for row in trial.context["refused"]] == [4, 5]
    assert not Deputy.objects.filter(name="王伟").exists()

    kept = load.file.name
    assert operator.post(step("trial", load)).status_code == 302
    assert Deputy.objects.get(name="王伟").mandates.get().delegation == "一团"
    load.refresh_from_db()
    assert load.loaded_at is not None
    assert not load.file
    assert kept

    second = upload(operator, county, sheet(*ROSTER))
    page = operator.get(step("columns", second))
    assert {name: page.context["form"].fields[name].initial for name in chosen} == chosen, (
        "the choice is remembered"
    )
    operator.post(step("columns", second), chosen)
    trial = operator.get(step("trial", second))
    assert trial.context["counts"]["unchanged"] == 1
    assert trial.context["writes"] == 0
    assert Deputy.objects.filter(name="王伟").count() == 1


def test_a_list_is_loaded_once_however_often_the_button_is_pressed(county: County, operator: Client) -> None:
    load = upload(operator, county, sheet(["姓名"], ["王伟"]))
    operator.post(step("trial", load))
    answer = operator.post(step("trial", load), follow=True)
    assert "already" in "".join(map(str, answer.context["messages"]))
    assert Deputy.objects.filter(name="王伟").count() == 1


def test_all_remarks_come_as_a_workbook_without_formulas(county: County, operator: Client) -> None:
    load = upload(
        operator,
        county,
        sheet(["姓名", "邮箱"], ["王伟", "=HYPERLINK"], ["", "x@example.org"], ["丽丽", "'=1+1"]),
    )
    answer = operator.get(step("remarks", load))
    assert answer["Content-Disposition"] == 'attachment; filename="remarks.xlsx"'
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows())  # type: ignore[union-attr]
    assert [row[0].value for row in rows[1:]] == [2, 3, 4]
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "inlineStr"}


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.xlsx", b"%PDF-1.7"), "not a table"),
        (SimpleUploadedFile("a.csv", b""), "empty"),
        (SimpleUploadedFile("a.csv", b"  \n "), "empty"),
        (SimpleUploadedFile("a.csv", b"x" * (50 * 1024 * 1024)), "larger than 20 MB"),
        (SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0" * 20), "old .xls"),
    ],
    ids=["pdf", "nothing", "blanks", "50 MB", "xls"],
)
def test_what_cannot_be_read_gets_a_sentence_at_the_file(
    county: County, operator: Client, file: SimpleUploadedFile, sentence: str
) -> None:
    answer = operator.post(ADD, {"kind": "deputies", "congress": county.congress.pk, "file": file})
    assert sentence in " ".join(answer.context["form"].errors["file"])
    assert not ListLoad.objects.exists()


def test_a_missing_and_a_doubled_column_get_a_sentence(county: County, operator: Client) -> None:
    load = upload(operator, county, sheet(["甲", "乙"], ["王伟", "1"]))
    missing = operator.post(step("columns", load), {"number": "乙"})
    assert "name" in missing.context["form"].errors
    doubled = operator.post(step("columns", load), {"name": "甲", "number": "甲"})
    assert "two fields" in str(doubled.context["form"].non_field_errors())
    assert operator.get(step("trial", load), follow=True).redirect_chain


def test_the_list_of_another_county_is_not_there(county: County, operator: Client) -> None:
    other = County()
    stranger = signed_in(other.operator)
    load = upload(operator, county, sheet(["姓名"], ["王伟"]))
    for name in ("columns", "trial", "remarks"):
        assert stranger.get(step(name, load)).status_code == 404
        assert stranger.post(step(name, load)).status_code == 404
    assert not Deputy.objects.filter(name="王伟").exists()
    assert load.pk not in {
        row.pk for row in stranger.get("/backoffice/deputies/listload/").context["cl"].result_list
    }
    answer = stranger.post(
        ADD, {"kind": "deputies", "congress": county.congress.pk, "file": sheet(["姓名"], ["王伟"])}
    )
    assert "congress" in answer.context["form"].errors


def test_divisions_are_loaded_by_those_who_keep_what_is_shared(county: County, operator: Client) -> None:
    load = upload(operator, county, sheet(["代码", "名称"], [county.place.code + "200", "新镇"]), "divisions")
    assert operator.get(step("trial", load)).context["counts"]["loaded"] == 1
    County()
    again = signed_in(county.operator)
    assert again.get(step("trial", load)).status_code in (403, 404)
    assert "divisions" not in {choice[0] for choice in again.get(ADD).context["form"].fields["kind"].choices}


def test_other_roles_do_not_load_lists(county: County) -> None:
    for role in ("officer", "deputy", "committee"):
        assert signed_in(county.staff[role]).get(ADD).status_code == 403


def test_accounts_are_handed_out_as_a_file_once(county: County, operator: Client) -> None:
    load = upload(operator, county, sheet(["姓名", "角色"], ["孙悦", "联络员"]), "staff")
    answer = operator.post(step("trial", load))
    row = [cell.value for cell in list(load_workbook(io.BytesIO(answer.content)).active.iter_rows())[1]]  # type: ignore[union-attr]
    assert row[1:3] == ["孙悦", "sunyue"]
    assert User.objects.get(username="sunyue").check_password(str(row[3]))
    assert operator.post(step("trial", load)).status_code == 302


def test_organs_are_loaded_too(county: County, operator: Client) -> None:
    load = upload(operator, county, sheet(["单位名称"], ["县气象局"]), "organs")
    operator.post(step("trial", load))
    assert Organ.objects.filter(congress=county.congress, name="县气象局").exists()


def test_a_file_that_nobody_loads_is_gone_after_a_day(county: County, operator: Client) -> None:
    load = upload(operator, county, sheet(["姓名"], ["王伟"]))
    path = load.file.name
    assert default_storage.exists(path)
    assert lists.forget_old_files() == 0
    ListLoad.objects.update(started_at=timezone.now() - timedelta(days=2))
    assert lists.forget_old_files() == 1
    assert not default_storage.exists(path)
    answer = operator.get(step("trial", load), follow=True)
    assert "not kept any more" in "".join(map(str, answer.context["messages"]))
    assert HeadingMemory.objects.count() == 0
