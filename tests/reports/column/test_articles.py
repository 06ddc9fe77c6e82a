"""What anyone reads was released by a second person, agreed to by whom it names, and kept in every version."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.actors import Actor
from accounts.models import User
from casework.access import visible_to
from casework.errors import Incomplete, NotAllowed, Refused, StepRefused
from reports.column import articles
from reports.column.models import Article
from tests import loops
from tests.factories import County
from tests.reports.column import pieces
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def second_officer(county: County) -> User:
    return county.person("officer")


def page(article: Article, **query: str) -> str:
    return Client().get(reverse("column_article", args=[article.pk]), query).content.decode()


def test_nobody_releases_a_text_they_have_worked_on(county: County) -> None:
    article = pieces.handed_in(county)
    with pytest.raises(StepRefused):
        articles.release(article, actor=Actor.of(county.officer))
    assert Client().get(reverse("column_article", args=[article.pk])).status_code == 404
    articles.release(article, actor=Actor.of(second_officer(county)))
    assert "村口的路灯亮了" in page(article)


def test_who_changed_it_after_a_return_does_not_release_it_either(county: County) -> None:
    article = pieces.handed_in(county)
    other = second_officer(county)
    articles.advance(article, "return", actor=Actor.of(other), note="改标题")
    articles.change(article, pieces.draft(county, title="路灯修好了"), actor=Actor.of(other))
    articles.advance(article, "submit", actor=Actor.of(county.officer))
    for who in (other, county.officer):
        assert articles.why_not_released(article, who)
    assert not articles.why_not_released(article, county.committee)


@pytest.mark.parametrize("named", ["deputy", "organ"])
def test_whom_it_names_agrees_first_and_to_these_words(county: County, named: str) -> None:
    article = pieces.handed_in(county, **{named: getattr(county, named)})
    who = county.deputy_user if named == "deputy" else county.head
    assert articles.why_not_released(article, county.committee)
    articles.agree(article, actor=Actor.of(who))
    assert not articles.why_not_released(article, county.committee)
    articles.advance(article, "return", actor=Actor.of(county.committee), note="补一句")
    articles.change(
        article, pieces.draft(county, **{named: getattr(county, named)}), actor=Actor.of(county.officer)
    )
    articles.advance(article, "submit", actor=Actor.of(county.officer))
    assert articles.why_not_released(article, county.committee)
    articles.advance(article, "object", actor=Actor.of(who), note="与事实不符")
    assert article.status == "draft"


def test_a_correction_shows_only_when_it_is_released_and_says_what_it_corrected(county: County) -> None:
    article = pieces.published(county)
    writer = Actor.of(county.officer)
    articles.advance(article, "correct", actor=writer)
    articles.change(article, pieces.draft(county, body="路灯修好用了九天。"), actor=writer)
    assert "一周修好" in page(article)
    articles.advance(article, "submit_correction", actor=writer, note="修好用了九天，不是一周。")
    assert articles.why_not_released(article, county.officer)
    articles.release(article, actor=Actor.of(second_officer(county)))
    now = page(article)
    assert "用了九天" in now
    assert "修好用了九天，不是一周。" in now
    assert "一周修好" not in now
    assert "一周修好" in page(article, version="1")
    assert [one.number for one in article.versions.all()] == [1, 2]


def test_a_dropped_correction_leaves_the_words_that_are_shown(county: County) -> None:
    article = pieces.published(county)
    articles.advance(article, "correct", actor=Actor.of(county.officer))
    articles.change(article, pieces.draft(county, body="别的话"), actor=Actor.of(county.officer))
    articles.drop_correction(article, actor=Actor.of(county.officer))
    assert (article.status, article.body) == ("published", pieces.BODY)


def test_a_withdrawn_article_says_why_and_is_found_no_more(county: County) -> None:
    article = pieces.published(county)
    assert Client().get(reverse("column"), {"q": "路灯"}).context["page"].rows == [article]
    articles.withdraw(article, actor=Actor.of(county.committee), note="当事人不愿公开")
    answer = Client().get(reverse("column_article", args=[article.pk]))
    assert answer.status_code == 410
    assert "当事人不愿公开" in answer.content.decode()
    assert "三个月" not in answer.content.decode()
    assert not Client().get(reverse("column"), {"q": "路灯"}).context["page"].rows


def test_a_word_of_two_characters_finds_released_words_alone(county: County) -> None:
    shown, _draft = pieces.published(county), pieces.written(county, body="路灯还没有修")
    found = Client().get(reverse("column"), {"q": "路灯"}).context["page"].rows
    assert [one.pk for one in found] == [shown.pk]
    assert "<mark>路灯</mark>" in Client().get(reverse("column"), {"q": "路灯"}).content.decode()


@pytest.mark.parametrize("where", ["title", "summary", "body"])
def test_personal_data_is_refused_and_not_repeated(county: County, where: str) -> None:
    with pytest.raises(Incomplete) as refused:
        pieces.written(county, **{where: "请拨 13912345678"})
    assert refused.value.field == where
    assert "12345678" not in str(refused.value)


def test_a_good_practice_begins_with_masked_words_of_a_closed_case(county: County) -> None:
    case = loops.closed(county, body="我的电话13912345678，村口路灯坏了三个月，晚上看不见路。")
    mine = articles.usable_for_practice(visible_to(county.officer))
    assert list(mine) == [case]
    begun = articles.words_of(mine.get())
    assert "村口路灯坏了三个月" in begun["body"]
    assert "13912345678" not in begun["body"]


def test_a_confidential_case_or_an_open_one_makes_no_good_practice(county: County) -> None:
    loops.closed(county, confidential=True)
    loops.with_deputy(county)
    assert not articles.usable_for_practice(visible_to(county.officer)).exists()


def photo() -> SimpleUploadedFile:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("照片.jpg", out.getvalue(), "image/jpeg")


def test_a_picture_is_made_anew_has_words_and_shows_with_its_article(county: County) -> None:
    article = pieces.written(county)
    with pytest.raises(Incomplete):
        articles.add_picture(article, photo(), " ", "无可辨认的人", actor=Actor.of(county.officer))
    picture = articles.add_picture(
        article, photo(), "村口的新路灯", "无可辨认的人", actor=Actor.of(county.officer)
    )
    url = reverse("column_picture", args=[picture.pk])
    with picture.file.open() as file:
        assert b"CameraMaker" not in file.read()
    assert Client().get(url).status_code == 404
    assert signed_in(county.officer).get(url).status_code == 200
    articles.change(
        article, pieces.draft(county, body=f"![亮了]({picture.pk})"), actor=Actor.of(county.officer)
    )
    articles.advance(article, "submit", actor=Actor.of(county.officer))
    articles.release(article, actor=Actor.of(county.committee))
    assert f'<img src="{url}" alt="村口的新路灯" width="40" height="30"' in page(article)
    answer = Client().get(url)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert Client().get(url, headers={"if-none-match": answer.headers["ETag"]}).status_code == 304


def test_who_is_not_of_the_office_writes_nothing(county: County) -> None:
    for who in (county.committee, county.deputy_user, county.head, County().officer):
        with pytest.raises(NotAllowed):
            articles.write(pieces.draft(county), actor=Actor.of(who))


def test_an_article_names_nobody_of_another_congress(county: County) -> None:
    with pytest.raises(Refused):
        pieces.written(county, deputy=County().deputy)


def test_lists_cost_the_same_for_many_as_for_one(
    county: County, django_assert_max_num_queries: object
) -> None:
    for turn in range(6):
        pieces.published(county, title=f"第{turn}篇")
    client = Client()
    client.get(reverse("column"))
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        client.get(reverse("column"))
    desk = signed_in(county.officer)
    desk.get(reverse("column_desk"))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        desk.get(reverse("column_desk"))


def test_the_forms_of_the_desk_lead_from_writing_to_the_public(county: County) -> None:
    writer = signed_in(county.officer)
    given = {"kind": "news", "title": "常委会视察河道", "body": "代表们走了五公里。"}
    form = writer.get(reverse("column_new")).context["form"]
    answer = writer.post(reverse("column_new"), {**given, "key": form["key"].value()})
    article = Article.objects.get()
    assert answer.url == reverse("column_piece", args=[article.pk])  # type: ignore[attr-defined]

    def take(client: Client, action: str, **more: str) -> None:
        url = reverse("column_step", args=[article.pk, action])
        article.refresh_from_db()
        assert client.post(url, {"version": str(article.version), **more}).status_code == 302

    take(writer, "submit")
    take(signed_in(county.committee), "release")
    assert "走了五公里" in page(article)
    home = Client().get(reverse("home")).content.decode()
    assert "常委会视察河道" in home
