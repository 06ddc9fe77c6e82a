"""Mandates that can be and that cannot, empty seats, and whether the congress meets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from deputies import mandates, terms
from deputies.models import Deputy, Mandate, Post, Session, Term
from tests.factories import ConstituencyFactory, County, DeputyFactory, TermFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def county() -> County:
    return County()


def mandate(county: County, **changes: Any) -> Mandate:
    term = changes.pop("term", None) or TermFactory(congress=county.congress, starts_on=date(2027, 1, 10))
    return Mandate(**{"deputy": county.deputy, "term": term, "starts_on": term.starts_on, **changes})


# --- What cannot be ---------------------------------------------------------------------------------------
def test_overlapping_mandates_are_refused_with_a_sentence(county):
    with pytest.raises(ValidationError, match="overlaps"):
        mandate(county).full_clean()


def test_one_deputy_holds_one_mandate_at_a_time_in_the_database_too(county):
    with pytest.raises(IntegrityError), transaction.atomic():
        mandate(county).save()


def test_mandates_that_touch_on_one_day_do_not_overlap(county):
    county.deputy.mandates.update(ends_on=date(2027, 1, 10), status="ended")
    mandate(county).full_clean()


def test_whoever_is_elected_anew_holds_the_old_mandate_until_the_new_term(county):
    mandate(county, status="elected").full_clean()


def test_a_term_and_a_constituency_of_another_congress_are_refused(county):
    county.deputy.mandates.all().delete()
    with pytest.raises(ValidationError, match="another congress"):
        mandate(county, term=TermFactory()).full_clean()
    with pytest.raises(ValidationError, match="another congress"):
        mandate(county, constituency=ConstituencyFactory()).full_clean()


def test_a_deputy_is_elected_by_voters_or_by_a_congress_never_by_both(county):
    both = {"constituency": county.constituency, "elected_by": county.congress}
    with pytest.raises(ValidationError, match="not by both"):
        mandate(county, status="elected", **both).full_clean()


# --- Seats ------------------------------------------------------------------------------------------------
def test_a_constituency_counts_its_empty_seats_and_those_who_are_too_many(county):
    empty = ConstituencyFactory(congress=county.congress, seats=3)
    found = {one.constituency: one for one in mandates.seats_of(county.congress)}
    assert (found[county.constituency].held, found[county.constituency].vacant) == (1, 1)
    assert (found[empty].held, found[empty].vacant) == (0, 3)
    county.constituency.seats = 1
    county.constituency.save()
    other = DeputyFactory(congress=county.congress)
    mandate(county, deputy=other, term=county.term, constituency=county.constituency).save()
    assert mandates.seats_of(county.congress)[0].too_many == 1


@pytest.mark.parametrize("status", ["suspended", "ended", "elected"])
def test_a_seat_of_somebody_who_may_not_act_is_empty(county, status):
    county.deputy.mandates.update(status=status)
    assert mandates.seats_of(county.congress)[0].vacant == 2


# --- Sessions ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "in_session"),
    [
        (date(2026, 1, 19), False),
        (date(2026, 1, 20), True),
        (date(2026, 1, 23), True),
        (date(2026, 1, 24), False),
    ],
)
def test_the_congress_is_in_session_from_the_first_to_the_last_day(county, day, in_session):
    session = Session.objects.create(
        term=county.term, number=5, starts_on=date(2026, 1, 20), ends_on=date(2026, 1, 23)
    )
    phase = mandates.phase_of(county.congress, day)
    assert phase.in_session is in_session
    assert (phase.session or phase.coming) == session


def test_a_congress_without_sessions_is_out_of_session(county):
    assert mandates.phase_of(county.congress) == mandates.Phase(False, None, None)


def test_two_sessions_on_one_day_are_refused(county):
    Session.objects.create(term=county.term, number=5, starts_on=date(2026, 1, 20), ends_on=date(2026, 1, 23))
    with pytest.raises(ValidationError, match="session 5"):
        Session(
            term=county.term, number=6, starts_on=date(2026, 1, 23), ends_on=date(2026, 1, 24)
        ).full_clean()


# --- A new term -------------------------------------------------------------------------------------------
@pytest.fixture
def coming(county: County) -> Term:
    """A term that began yesterday, for which one new deputy and the old one are elected."""
    term = TermFactory(congress=county.congress, starts_on=timezone.localdate() - timedelta(days=1))
    for deputy in (county.deputy, DeputyFactory(congress=county.congress)):
        mandate(county, deputy=deputy, term=term, status="elected").save()
    return term


def test_the_new_term_begins_and_the_old_one_ends_on_one_day(county, coming):
    changed = terms.begin(coming)
    assert (changed.ended, changed.begun) == (1, 2)
    old = county.deputy.mandates.get(term=county.term)
    assert (old.status, old.ends_on, old.ended_because) == ("ended", coming.starts_on, "term")
    assert Deputy.objects.in_office().filter(congress=county.congress).count() == 2
    assert Term.objects.get(pk=county.term.pk).ends_on == coming.starts_on


def test_a_second_call_changes_nothing(county, coming):
    terms.begin(coming)
    assert terms.begin(coming) == terms.Changed(0, 0, 0)


def test_whoever_was_not_elected_again_loses_the_post_and_nobody_else(county, coming):
    gone = DeputyFactory(congress=county.congress)
    mandate(county, deputy=gone, term=county.term).save()
    user = county.person("deputy", deputy=gone)
    assert terms.begin(coming).posts == 1
    in_force = Post.objects.in_force(timezone.localdate())
    assert not in_force.filter(user=user).exists()
    assert in_force.filter(user=county.deputy_user).exists() and in_force.filter(user=county.officer).exists()


def test_a_term_does_not_begin_before_its_day_nor_without_deputies_nor_backwards(county, coming):
    future = TermFactory(congress=county.congress, starts_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(terms.TermNotReady, match="begins on"):
        terms.begin(future)
    empty = TermFactory(congress=county.congress, starts_on=timezone.localdate())
    with pytest.raises(terms.TermNotReady, match="load its list"):
        terms.begin(empty)
    terms.begin(coming)
    with pytest.raises(terms.TermNotReady, match="later term"):
        terms.begin(county.term)


def test_the_term_of_a_neighbour_is_left_alone(county, coming):
    other = County()
    terms.begin(coming)
    assert other.deputy.mandates.get().status == "in_force"
