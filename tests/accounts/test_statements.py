"""Statements that are written once: the same rows as Django's own, for every shape and on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.statements import Kept, insert
from casework.access import assignments_visible_to, assignments_visible_with, visible_to, visible_with
from casework.models import Assignment, Case, Effect, Event
from deputies.models import Post, Posts, posts_of
from feedback.models import Identity, Opinion
from tests import complaints, loops
from tests.factories import County, DeputyFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def columns(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


class TestKept:
    def test_it_gives_the_rows_that_the_query_gives(self, county: County) -> None:
        one, other = loops.handling(county), loops.submitted(county)
        kept = Kept(lambda number: Case.objects.filter(number=number))
        for case in (one, other, one):
            assert columns(kept.one(number=case.number)) == columns(Case.objects.get(pk=case.pk))
        assert kept(number="nothing") == [] and kept.one(number="nothing") is None

    def test_the_sql_is_written_once_for_each_shape(self, county: County) -> None:
        made = []

        def make(keys: Any) -> Any:
            made.append(keys)
            return Case.objects.filter(congress__in=keys).order_by("pk")

        kept = Kept(make)
        cases = [loops.submitted(county), loops.submitted(County())]
        ours, theirs = (case.congress_id for case in cases)
        assert kept(keys=frozenset({ours})) == cases[:1]
        assert kept(keys=frozenset({theirs})) == cases[1:]
        assert len(made) == 1
        assert kept(keys=frozenset({ours, theirs})) == cases
        assert kept(keys=frozenset()) == []
        assert len(made) == 3

    def test_related_rows_and_what_is_added_come_along(
        self, county: County, django_assert_num_queries: Any
    ) -> None:
        case = loops.handling(county)
        assigned = Exists(Assignment.objects.filter(case=OuterRef("pk")))
        kept = Kept(
            lambda pk: (
                Case.objects.select_related("owner", "opinion", "proposal")
                .filter(pk=pk)
                .annotate(is_assigned=assigned)
            )
        )
        with django_assert_num_queries(1):
            found = kept.one(pk=case.pk)
            assert found.owner == county.officer and found.opinion.body and found.is_assigned is True
        bare = kept.one(pk=loops.submitted(county).pk)
        assert bare.owner is None and bare.is_assigned is False

    def test_days_and_moments_are_told_apart_as_the_columns_keep_them(self, county: County) -> None:
        case = loops.handling(county)
        kept = Kept(
            lambda day, moment: Case.objects.filter(due_on__lte=day, opened_at__lt=moment).order_by("pk")
        )
        later = case.opened_at + timedelta(microseconds=1)
        assert kept(day=case.due_on, moment=later) == [case]
        assert kept(day=case.due_on, moment=case.opened_at) == []
        assert kept(day=case.due_on - timedelta(days=1), moment=later) == []

    def test_a_clock_inside_of_a_query_is_refused_where_it_is_seen(self, county: County) -> None:
        kept = Kept(lambda pk: Case.objects.filter(pk=pk, due_on__lt=timezone.localdate()))
        if connection.vendor == "postgresql":  # SQLite is given words, in which no day can be told
            with pytest.raises(ValueError, match="for ever"):
                kept(pk=1)

    def test_memory_has_a_bound(self, county: County, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("accounts.statements._MOST_SHAPES", 2)
        kept = Kept(lambda keys: Case.objects.filter(pk__in=keys))
        for many in range(1, 6):
            kept(keys=list(range(many)))
        assert len(kept._texts) <= 2

    def test_a_value_is_never_read_as_sql(self, county: County) -> None:
        case = loops.submitted(county)
        kept = Kept(lambda number: Case.objects.filter(number=number))
        assert kept(number=f"{case.number}' OR '1'='1") == []
        assert kept(number="%s") == []


@pytest.mark.parametrize("role", ["officer", "station", "deputy", "handler", "head", "committee", "operator"])
def test_the_rule_of_seeing_is_the_same_when_it_is_kept(county: County, role: str) -> None:
    elsewhere = County()
    for place in (county, elsewhere):
        loops.submitted(place)
        complaints.received(place)
        complaints.received(place, deputy=None, complains_of="沈玉华")
        herself = DeputyFactory(congress=place.congress, name="沈玉华")
        PostFactory(user=place.committee, congress=place.congress, role="deputy", deputy=herself)
        handled = loops.handling(place)
        Case.objects.filter(pk=handled.pk).update(deputy=place.deputy, with_deputy_at=handled.opened_at)
    cases = Kept(lambda posts, user: visible_with(posts, user).order_by("pk"))
    shares = Kept(lambda posts: assignments_visible_with(posts).order_by("pk"))
    for place in (county, elsewhere, county):
        user = place.staff[role]
        posts = posts_of(user)
        assert cases(posts=posts, user=user.pk) == list(visible_to(user).order_by("pk"))
        assert shares(posts=posts) == list(assignments_visible_to(user).order_by("pk"))
    assert cases(posts=Posts(), user=0) == shares(posts=Posts()) == []


def test_posts_that_have_ended_or_were_taken_away_end_at_once(county: County) -> None:
    user = county.officer
    assert posts_of(type(user).objects.get(pk=user.pk)).officer
    Post.objects.filter(user=user).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert not posts_of(type(user).objects.get(pk=user.pk)).officer
    Post.objects.filter(user=user).update(ends_on=timezone.localdate())
    assert posts_of(type(user).objects.get(pk=user.pk)).officer
    Post.objects.filter(user=user).delete()
    assert not posts_of(type(user).objects.get(pk=user.pk)).officer


class TestInsert:
    def test_a_row_is_stored_as_save_stores_it(self, county: County) -> None:
        case = loops.submitted(county)
        made, saved = (Event(case=case, action="note", to_status="x", actor_kind="system") for _ in range(2))
        made.at = saved.at
        insert(made)
        saved.save(force_insert=True)
        made.refresh_from_db()
        saved.refresh_from_db()
        assert {**columns(made), "id": 0} == {**columns(saved), "id": 0}
        assert made.pk != saved.pk

    def test_a_row_with_a_key_of_its_own_keeps_it(self, county: County) -> None:
        identity = loops.submitted(county).opinion.identity
        again = Identity(**columns(identity))
        identity.delete()
        insert(again)
        assert columns(Identity.objects.get()) == columns(again)

    def test_a_second_one_with_the_same_key_is_refused(self, county: County) -> None:
        opinion = loops.submitted(county).opinion
        with pytest.raises(IntegrityError):
            insert(Opinion(case=opinion.case, body="again"))

    def test_a_stored_row_is_refused(self, county: County) -> None:
        with pytest.raises(ValueError, match="stored already"):
            insert(loops.submitted(county))

    def test_rows_that_point_to_each_other_are_stored_together(self, county: County) -> None:
        stored = loops.submitted(county)
        sent = {**columns(stored), "id": None, "number": "AAAA-BBBB-CCCC"}
        case = Case(**sent)
        event = Event(case=case, action="note", to_status="x", actor_kind="system")
        effects = [Effect(event=event, name=name) for name in ("one", "two")]
        opinion = Opinion(case=case, body="words")
        identity = Identity(opinion=opinion, sealed="sealed", expires_on=timezone.localdate())
        insert(case, event, *effects, opinion, identity)
        assert columns(Case.objects.get(number="AAAA-BBBB-CCCC")) == columns(case) == {**sent, "id": case.pk}
        assert list(case.events.all()) == [event] and event.case_id == case.pk
        assert list(event.effects.order_by("pk").values_list("name", flat=True)) == ["one", "two"]
        assert columns(Identity.objects.get(pk=case.pk)) == columns(identity)
        assert opinion.pk == identity.pk == case.pk != stored.pk
        case.refresh_from_db()
        assert case.opinion.body == "words"

    def test_a_row_behind_one_that_was_stored_a_moment_ago_takes_its_key(self, county: County) -> None:
        event = Event(action="note", to_status="x", actor_kind="system")
        event.case = case = Case(**{**columns(loops.submitted(county)), "id": None, "number": "AAAA"})
        insert(case)
        insert(event)
        assert Event.objects.get(pk=event.pk).case == case

    def test_where_one_row_is_refused_none_is_stored_and_the_transaction_goes_on(
        self, county: County
    ) -> None:
        taken = loops.submitted(county).opinion
        case = Case(**{**columns(taken.case), "id": None, "number": "AAAA"})
        opinion = Opinion(case=case, body="again", submission_key=taken.submission_key)
        with pytest.raises(IntegrityError):
            insert(case, Event(case=case, action="note", to_status="x", actor_kind="system"), opinion)
        assert Case.objects.count() == Opinion.objects.count() == 1
        assert not Event.objects.filter(action="note").exists()


@pytest.mark.django_db(transaction=True)
def test_an_opinion_is_stored_by_one_statement_on_postgresql(county: County) -> None:
    case = loops.submitted(county)
    taken = case.opinion.submission_key
    new = Case(**{**columns(case), "id": None, "number": "AAAA"})
    with CaptureQueriesContext(connection) as queries:
        insert(
            new,
            Event(case=new, action="note", to_status="x", actor_kind="system"),
            Opinion(case=new, body="x"),
        )
    assert len(queries) == 1 or connection.vendor == "sqlite"
    refused = Case(**{**columns(case), "id": None, "number": "BBBB"})
    with pytest.raises(IntegrityError):
        insert(refused, Opinion(case=refused, body="again", submission_key=taken))
    assert not Case.objects.filter(number="BBBB").exists()
