"""A complaint about a deputy: every action × status × role, and no door through which anybody else sees it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework import clocks, outbox
from casework.access import visible_to
from casework.errors import NotAllowed, Refused, StepRefused
from casework.models import Case, Complaint, Effect, Event, Undo, Urging
from casework.services import acting_as, allowed_steps, check, undo, undoable, urge_due
from casework.tasks import sweep
from casework.workflows import COMPLAINT, OPINION, WORKFLOWS, home_of
from deputies.models import Post
from feedback import receipts, search, services
from feedback.models import Notice, Proposal, SearchDoc
from feedback.tasks import close_what_ran_out
from reports import figures
from tests import complaints, loops
from tests.factories import County, DeputyFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
OTHERS = ("officer", "station", "deputy", "handler", "head", "operator")
HANDED = ("submitted", "needs_info", "registered", "to_refer")


class Letters:
    """Where notices go in these tests: address, subject, body."""

    sent: ClassVar[list[tuple[str, str, str]]] = []

    def send(self, address: str, subject: str, body: str) -> None:
        self.sent.append((address, subject, body))


@pytest.fixture
def letters(settings: Any) -> list[tuple[str, str, str]]:
    Letters.sent.clear()
    way = f"{__name__}.Letters"
    settings.PORTAL_NOTICE_BACKENDS = {"email": way, "sms": way}
    return Letters.sent


@pytest.fixture
def county() -> County:
    return County()


# --- The table ------------------------------------------------------------------------------------------
def test_every_status_is_reached_and_none_is_called_as_one_of_another_kind() -> None:
    assert set(complaints.TO_STATUS) == set(COMPLAINT.names)
    for table in WORKFLOWS.values():
        for other in {step.becomes for step in table.steps if step.becomes}:
            assert not set(table.names) & set(WORKFLOWS[other].names), "a case is one of them at a time"


@pytest.mark.parametrize("status", COMPLAINT.names)
def test_each_action_is_decided_for_each_role(county: County, status: str) -> None:
    case = complaints.TO_STATUS[status](county)
    assert case.status == status
    actors = {role: Actor.of(user) for role, user in county.staff.items()}
    actors |= {"citizen": Actor.citizen(case.pk), "system": Actor.system}
    for role, actor in actors.items():
        held = acting_as(actor, case)
        assert held == ({role} if role in ("committee", "citizen", "system") else set()), role
        for step in COMPLAINT.steps:
            if not held & set(step.who):
                with pytest.raises(NotAllowed):
                    check(case, step, held)
            elif status not in step.sources:
                with pytest.raises(StepRefused):
                    check(case, step, held)
            else:
                check(case, step, held)


@pytest.mark.parametrize("status", COMPLAINT.names)
def test_nobody_else_takes_a_step_nor_the_committee_of_another_county(county: County, status: str) -> None:
    case = complaints.TO_STATUS[status](county)
    for user in [*(county.staff[role] for role in OTHERS), *County().staff.values()]:
        assert allowed_steps(case, Actor.of(user)) == []


@pytest.mark.parametrize("status", COMPLAINT.names)
def test_an_open_complaint_has_a_date_with_its_article_and_a_history_that_ends_where_it_stands(
    county: County, status: str
) -> None:
    case = complaints.TO_STATUS[status](county)
    case.refresh_from_db()
    assert (case.due_on is not None) == case.is_open == COMPLAINT.by_status[status].is_open
    last = Event.objects.filter(case=case).last()
    assert last is not None
    assert last.to_status == status
    if case.is_open:
        why = clocks.explain(case)
        assert why is not None
        assert why.due == case.due_on
        assert "信访工作条例" in why.article


def chain(case: Case) -> list[str]:
    """The actions of the history, each checked against the table its status belongs to."""
    standing = ""
    for event in Event.objects.filter(case=case, assignment=None):
        step = event.table.step(event.action)
        assert event.from_status == standing
        assert standing in step.sources or not step.sources
        standing = event.to_status
    assert standing == case.status
    assert home_of(standing, case.kind).kind == case.kind
    return list(Event.objects.filter(case=case).values_list("action", flat=True))


# --- The clocks -----------------------------------------------------------------------------------------
def test_informed_in_fifteen_days_answered_in_sixty_and_thirty_more_once(county: County) -> None:
    with time_machine.travel("2026-03-02 10:00+08:00"):
        case = complaints.on_file(county)
    assert case.due_on == date(2026, 3, 17)
    with time_machine.travel("2026-03-12 10:00+08:00"):
        services.inform(case, actor=Actor.of(county.committee), note=complaints.TOLD)
    assert (case.due_clock, case.due_on) == ("answer", date(2026, 5, 11))
    with time_machine.travel("2026-04-20 10:00+08:00"):
        services.take_more_time(case, actor=Actor.of(county.committee), note="案情复杂。")
        assert (case.due_clock, case.due_on) == ("extension", date(2026, 6, 10))
        with pytest.raises(StepRefused, match="一次"):
            services.take_more_time(case, actor=Actor.of(county.committee), note="再延。")


def test_the_committee_is_reminded_and_urged_once_each_and_nobody_else(
    county: County, letters: list[tuple[str, str, str]]
) -> None:
    Post.objects.filter(user=county.committee).update(starts_on=date(2020, 1, 1))
    for user in county.staff.values():
        type(user).objects.filter(pk=user.pk).update(email=f"{user.username}@example.org")
    with time_machine.travel("2026-03-02 10:00+08:00"):
        case = complaints.received(county)
    for day in ("2026-03-16", "2026-03-20", "2026-04-10", "2026-04-10"):
        with time_machine.travel(f"{day} 10:00+08:00"):
            urge_due()
            drain()
    rungs = list(Urging.objects.filter(case=case).order_by("pk").values_list("rung", flat=True))
    assert rungs == ["remind", "urge", "urge_again", "supervise"]
    told = {address for address, _subject, _body in letters} - {loops.PERSON.email, loops.PERSON.phone}
    assert told == {f"{county.committee.username}@example.org"}


def test_an_answered_complaint_closes_when_the_time_to_ask_above_is_over(county: County) -> None:
    case = complaints.answered(county)
    close_what_ran_out.run()
    case.refresh_from_db()
    assert case.is_open
    assert case.due_on is not None
    with time_machine.travel(timezone.now() + timedelta(days=45)):
        close_what_ran_out.run()
        case.refresh_from_db()
    assert (case.status, case.was_late) == ("settled", False)


def drain() -> None:
    sweep.run()
    for name in outbox.registered():
        outbox.drain(name)


# --- Handed over by the office ----------------------------------------------------------------------------
@pytest.mark.parametrize("status", HANDED)
def test_handed_over_it_keeps_number_receipt_and_an_unbroken_history(county: County, status: str) -> None:
    case = loops.TO_STATUS[status](county, body=complaints.WORDS)
    number, code = case.number, receipts.code_for(case.opinion.submission_key)
    services.hand_over(case, actor=Actor.of(county.officer), name=county.deputy.name)
    case.refresh_from_db()
    assert (case.number, case.kind, case.status) == (number, "complaint", "received")
    assert receipts.find(number, code) == case
    assert chain(case)[-1] == "hand_over"
    assert case.complaint.about == county.deputy
    assert case.due_clock == "inform"
    services.take_on(case, actor=Actor.of(county.committee), owner=county.committee)
    assert chain(case)[-2:] == ["hand_over", "take_on"]


def test_what_the_offices_tools_made_of_the_words_goes_with_it(county: County) -> None:
    case = loops.submitted(county, body=complaints.WORDS, deputy=county.deputy)
    drain()
    assert Proposal.objects.filter(case=case).exists()
    assert SearchDoc.objects.filter(case=case).exists()
    case.refresh_from_db()
    offer = undoable(
        case, "register", lambda: services.register(case, actor=Actor.of(county.officer)) and None,
        actor=Actor.of(county.officer), session="s",
    )  # fmt: skip
    services.hand_over(case, actor=Actor.of(county.officer))
    assert not Proposal.objects.filter(case=case).exists()
    assert not Undo.objects.filter(case=case).exists()
    if offer is not None:
        with pytest.raises(Refused):
            undo(case, offer.first_id, actor=Actor.of(county.officer), session="s")
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        drain()
        search.index_events(list(case.events.all()))
    assert not SearchDoc.objects.filter(case=case).exists()
    assert not Effect.objects.filter(event__case=case, done_at=None).exists()


def test_what_others_are_handled_with_is_not_handed_over(county: County) -> None:
    whole, parts = loops.split(county)
    leading = loops.registered(county)
    following = loops.joined(county, leading)
    leading.refresh_from_db()
    for case in (whole, parts[0], leading, following):
        with pytest.raises(Refused):
            services.hand_over(case, actor=Actor.of(county.officer))
        case.refresh_from_db()
        assert case.kind == "opinion"


def test_the_year_still_counts_what_was_handed_over_and_the_committee_finds_the_list(county: County) -> None:
    loops.submitted(county)
    complaints.handed_over(county)
    complaints.received(county)
    year = timezone.localdate().year
    address = reverse("summary", args=[county.congress.code, year])
    office, committee = (signed_in(user).get(address).context for user in (county.officer, county.committee))
    for shown in (office, committee):
        assert shown["page"].figure("opinions.received").value == 1
        assert shown["page"].content["handed_over"]["total"] == 1
    assert office["complaints"] is None
    listed = signed_in(county.committee).get(f"/desk/complaints/?year={year}").context["page"].rows
    assert committee["complaints"]["number"] == len(listed) == 2
    assert figures.of_year(visible_to(county.committee), year, county.congress.pk).count() == 1


# --- The citizen ----------------------------------------------------------------------------------------
def test_a_notice_names_the_number_and_says_nothing_of_the_matter(
    county: County, letters: list[tuple[str, str, str]]
) -> None:
    case = complaints.looked_into(county)
    drain()
    told = [one for one in letters if one[0] in (loops.PERSON.email, loops.PERSON.phone)]
    assert {one[0] for one in told} == {loops.PERSON.email, loops.PERSON.phone}
    for _address, subject, body in told:
        assert case.number in subject + body
        for word in ("complain", "投诉", "代表", "committee", "常委会", "常务委员会", complaints.TOLD):
            assert word not in subject + body


def test_withdrawn_declined_and_transferred_are_told_with_their_words(county: County) -> None:
    for status in ("declined", "transferred", "answered"):
        case = complaints.TO_STATUS[status](county)
        client = Client()
        client.post(
            "/track/", {"number": case.number, "code": receipts.code_for(case.opinion.submission_key)}
        )
        page = client.get(f"/receipt/{case.number}/").content.decode()
        assert case.events.last().note in page  # type: ignore[union-attr]


# --- Undone ---------------------------------------------------------------------------------------------
UNDONE: dict[str, tuple[str, dict[str, Any]]] = {
    "take_on": ("received", {"owner": "committee"}),
    "inform": ("on_file", {"note": "已受理。"}),
    "take_more_time": ("looked_into", {"note": "案情复杂。"}),
    "give_answer": ("looked_into", {"note": "已处理。"}),
    "settle": ("answered", {}),
    "decline": ("received", {"reason": "court", "note": "请向法院提起。"}),
    "transfer": ("on_file", {"organ_named": "县监委", "note": "已转。"}),
    "name_deputy": ("received", {"about": "deputy"}),
    "set_owner": ("on_file", {"owner": "committee"}),
    "write_note": ("on_file", {"note": "请核实。"}),
}


def test_every_step_of_the_committee_that_can_be_undone_is_taken_back_below() -> None:
    names = {"note" if name == "write_note" else name for name in UNDONE}
    assert {step.action for step in COMPLAINT.steps if step.undo} == names | {"apply_rules"}
    assert not OPINION.step("hand_over").undo


@pytest.mark.parametrize("name", UNDONE)
def test_undone_it_stands_where_it_stood(county: County, settings: Any, name: str) -> None:
    settings.UNDO_SECONDS = 10
    status, given = UNDONE[name]
    case = complaints.TO_STATUS[status](county)
    case.refresh_from_db()
    people = {"committee": county.committee, "deputy": DeputyFactory(congress=county.congress)}
    filled = {key: people.get(value, value) for key, value in given.items()}
    actor = Actor.of(county.committee)
    before = (_columns(case), _columns(Complaint.objects.get(pk=case.pk)))
    action = "note" if name == "write_note" else name
    run = getattr(services, name)
    offer = undoable(
        case, action, lambda: run(case, actor=actor, **filled) and None, actor=actor, session="s"
    )
    assert offer is not None
    undo(case, offer.first_id, actor=actor, session="s")
    fresh = Case.objects.get(pk=case.pk)
    assert (_columns(fresh), _columns(Complaint.objects.get(pk=case.pk))) == before
    drain()
    assert not Notice.objects.filter(event=offer.first_id).exists()


def _columns(row: Any) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name != "version"
    }
