"""Legal texts are taken apart into articles, found by two characters, and cited by address."""

from __future__ import annotations

import json
import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.templatetags.portal import _kept_why
from casework import clocks
from casework.citing import linked
from reports.column import lawfile, laws
from reports.column.models import Law, LawArticle
from tests import loops
from tests.factories import PASSWORD, County
from tests.reports.column import pieces
from tests.signing_in import signed_in


@pytest.fixture(autouse=True)
def fresh() -> None:
    laws.forget()
    _kept_why.cache_clear()


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零二", 102),
        ("一百一十", 110),
        ("一千零五", 1005),
        ("51", 51),
    ],
)
def test_numerals_are_read(numeral: str, number: int) -> None:
    assert lawfile.number_of(numeral) == number


def test_a_file_is_taken_apart() -> None:
    read = lawfile.read(pieces.LAW)
    assert [one.label for one in read.articles] == ["1", "2", "10", "10-1", "12"]
    assert read.articles[1].text == "代表联络站每月安排一次接待日。\n接待日提前公布。"
    assert read.articles[2].chapter == "第二章 办理"
    assert read.preamble == "为了密切代表同群众的联系，制定本办法。"
    assert read.columns["adopted_on"] == date(2022, 12, 20)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("标题：", "名称：")), (("人大文件", "文件")), (("施行日期：2023-01-01", "施行日期：明年")),
        (("第二条", "第一条")), (("制定机关：演示县人民代表大会常务委员会\n", "")),
    ],
)  # fmt: skip
def test_a_file_with_a_fault_is_refused_with_a_sentence(change: str, words: str) -> None:
    with pytest.raises(lawfile.Unreadable) as refused:
        lawfile.read(pieces.LAW.replace(change, words))
    assert str(refused.value)


@pytest.mark.django_db
def test_articles_are_found_by_two_characters_and_marked() -> None:
    law = pieces.loaded()
    page = Client().get(reverse("laws"), {"q": "评价"})
    assert f"{reverse('law', args=[law.pk])}#art-12" in page.content.decode()
    assert "<mark>评价</mark>" in page.content.decode()
    assert [one.label for one in laws.found("交办 答复", Law.objects.all())] == ["10"]
    assert not laws.found("没有的词", Law.objects.all()).exists()
    assert [one.label for one in laws.found("联系办法", Law.objects.all())] == ["0"]
    body = Client().get(reverse("law", args=[law.pk])).content.decode()
    assert 'id="art-10-1"' in body


@pytest.mark.django_db
def test_a_later_version_ends_the_earlier_one_and_the_same_file_changes_nothing() -> None:
    old = pieces.loaded()
    later = pieces.LAW.replace("2023-01-01", "2025-07-01").replace("三个月", "二个月")
    new = pieces.loaded(later)
    old.refresh_from_db()
    assert old.in_force_until == date(2025, 6, 30)
    assert laws.load(lawfile.read(later)).what == laws.SAME
    assert [one.law for one in laws.found("二个月", Law.objects.in_force())] == [new]
    assert not laws.found("三个月", Law.objects.in_force()).exists()
    assert Client().get(reverse("law", args=[old.pk])).status_code == 200


@pytest.mark.django_db
def test_a_changed_file_takes_the_place_of_the_text_and_keeps_its_addresses() -> None:
    law = pieces.loaded()
    kept = LawArticle.objects.get(law=law, label="1").pk
    text = pieces.LAW.replace("第十二条　群众可以对办理结果作出评价。\n", "").replace("保持联系", "密切联系")
    assert laws.load(lawfile.read(text)).what == laws.CHANGED
    assert LawArticle.objects.get(law=law, label="1").pk == kept
    assert laws.found("密切联系", Law.objects.all()).exists()
    assert not laws.found("评价", Law.objects.all()).exists()


@pytest.mark.django_db
def test_a_citation_leads_to_the_article_where_the_text_is_held() -> None:
    said = "按《演示县人大代表联系群众办法》第十条、第九十条，参照《别的条例》第一条<b>"
    assert "<a" not in linked(said)
    law = pieces.loaded()
    url = reverse("law", args=[law.pk])
    shown = linked(said)
    assert f'<a href="{url}#art-10">第十条</a>' in shown
    assert shown.count("<a") == 1
    assert "&lt;b&gt;" in shown
    assert f"{url}#art-10-1" in linked("《联系办法》第十条之一")


@pytest.mark.django_db
def test_the_command_tries_first_and_loads_all_or_nothing(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(pieces.LAW, encoding="utf-8")
    bad.write_text("标题：无", encoding="utf-8")
    out = StringIO()
    call_command("load_law", str(good), "--dry-run", "--json", stdout=out)
    assert json.loads(out.getvalue())[0]["what"] == "new"
    with pytest.raises(CommandError):
        call_command("load_law", str(good), str(bad), stdout=StringIO())
    assert not Law.objects.exists()
    call_command("load_law", str(good), stdout=StringIO())
    assert LawArticle.objects.count() == 6


@pytest.mark.django_db
def test_an_operator_loads_a_text_in_the_back_office(tmp_path: Path) -> None:
    path = tmp_path / "law.txt"
    path.write_text(pieces.LAW, encoding="utf-8")
    client = signed_in(User.objects.create_superuser("root", password=PASSWORD))
    with path.open("rb") as file:
        answer = client.post(reverse("admin:column_law_add"), {"file": file})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    law = Law.objects.get()
    assert law.articles.count() == 6
    url = reverse("admin:column_law_change", args=[law.pk])
    given = {"aliases": "办法", "number": law.number, "in_force_until": "", "amends": ""}
    assert client.post(url, given).status_code == 302
    law.refresh_from_db()
    assert law.aliases == "办法"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_why_a_date_is_owed_leads_into_the_library(language: str) -> None:
    county = County()
    case = loops.handling(county)
    article = re.search(r"《([^》]+)》第([一二三四五六七八九十]+)条", clocks.explain(case).article)  # type: ignore[union-attr]
    assert article
    head = pieces.LAW.replace("演示县人大代表联系群众办法", article[1]).split("第一章")[0]
    law = pieces.loaded(f"{head}第{article[2]}条　答复期限。\n")
    client = signed_in(county.officer)
    page = client.get(reverse("case_why", args=[case.number]), headers={"accept-language": language})
    label = lawfile.number_of(article[2])
    assert f'<a href="{reverse("law", args=[law.pk])}#art-{label}">' in page.content.decode()
