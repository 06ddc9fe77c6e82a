"""Whoever can take the next step of an article or a digest is told, and counts it among what waits."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.actors import Actor
from accounts.models import User
from reports.column import articles, digests, telling
from reports.column.models import Article, ColumnNotice
from tests.factories import County
from tests.reports.column import pieces

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    """Everybody of it has an address."""
    county = County()
    for user in (county.officer, county.committee, county.deputy_user, county.head):
        user.email = f"{user.username}@example.org"
        user.save()
    return county


def told(article: Any, action: str) -> set[User]:
    event = article.events.filter(action=action).last()
    return {one.user for one in ColumnNotice.objects.filter(event=event)}


def waiting(user: User) -> int:
    return articles.waiting(User.objects.get(pk=user.pk))


def second_officer(county: County) -> User:
    user: User = county.person("officer")
    user.email = f"{user.username}@example.org"
    user.save()
    return user


def test_who_may_release_is_told_and_whoever_wrote_it_is_not(county: County) -> None:
    other = second_officer(county)
    article = pieces.handed_in(county)
    assert told(article, "submit") == {other, county.committee}
    assert (waiting(other), waiting(county.committee), waiting(county.officer)) == (1, 1, 0)


def test_whom_it_names_is_asked_first_and_then_whoever_releases(county: County) -> None:
    article = pieces.handed_in(county, deputy=county.deputy)
    assert told(article, "submit") == {county.deputy_user}
    assert (waiting(county.deputy_user), waiting(county.committee)) == (1, 0)
    articles.agree(article, actor=Actor.of(county.deputy_user))
    assert told(article, "agree") == {county.committee}
    assert (waiting(county.deputy_user), waiting(county.committee)) == (0, 1)


def test_of_two_who_are_named_the_second_is_not_asked_twice(county: County) -> None:
    article = pieces.handed_in(county, deputy=county.deputy, organ=county.organ)
    assert told(article, "submit") == {county.deputy_user, county.head}
    articles.agree(article, actor=Actor.of(county.deputy_user))
    assert told(article, "agree") == set()


@pytest.mark.parametrize("action", ["return", "object"])
def test_what_comes_back_is_told_to_whoever_wrote_it(county: County, action: str) -> None:
    article = pieces.handed_in(county, deputy=county.deputy)
    who = county.committee if action == "return" else county.deputy_user
    articles.advance(article, action, actor=Actor.of(who), note="与事实不符")
    assert told(article, action) == {county.officer}


def test_the_writer_and_whom_it_names_hear_of_the_release(county: County) -> None:
    article = pieces.handed_in(county, deputy=county.deputy)
    articles.agree(article, actor=Actor.of(county.deputy_user))
    articles.release(article, actor=Actor.of(county.committee))
    assert told(article, "release") == {county.officer, county.deputy_user}


def test_a_digest_waits_for_a_second_person_too(county: County) -> None:
    issue = pieces.issue(county)
    pieces.matter(county, issue)
    digests.advance(issue, "submit", actor=Actor.of(county.officer))
    assert told(issue, "submit") == {county.committee}
    assert waiting(county.committee) == 1


def test_the_mail_goes_out_once_and_says_where_it_stands(
    county: County, mailoutbox: list[Any], settings: Any
) -> None:
    settings.PORTAL_NOTICE_BACKENDS = {"email": "feedback.notice_backends.Email"}
    article = pieces.handed_in(county)
    assert telling.send_owed() == 1
    assert telling.send_owed() == 0
    (mail,) = mailoutbox
    assert mail.to == [county.committee.email]
    assert article.title in mail.subject
    assert f"/desk/column/{article.pk}/" in mail.body


def test_counting_what_waits_costs_no_query_for_each_article(
    county: County, django_assert_max_num_queries: Any
) -> None:
    for n in range(6):
        pieces.handed_in(county, title=f"第{n}篇")
    assert Article.objects.filter(status="review").count() == 6
    reader = User.objects.get(pk=county.committee.pk)
    with django_assert_max_num_queries(5):
        assert articles.waiting(reader) == 6
