"""What `manage.py demo` writes is what the services would have written, and the portal takes it for its own."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import User
from accounts.totp import has_second_factor
from casework.access import visible_to
from casework.models import Case, Channel, Commitment, Effect, Event, ReplyTemplate, SavedView, Topic
from casework.rules import clock
from casework.workflows import OPINION, SUGGESTION, WORKFLOWS
from contacts.mail import enclosed
from contacts.mail.access import messages_visible_to
from contacts.models import (
    ContactRecord,
    Mailbox,
    MailMessage,
    MinimumNotice,
    MinimumRound,
    NextStepDone,
    Response,
)
from deputies.models import Deputy, LiaisonStation, Organ, PeoplesCongress, Post, posts_of
from feedback import receipts
from feedback.identity import open_identity
from feedback.models import Identity, Opinion, Proposal, Rating, SearchDoc
from feedback.search import matching
from liaison.demo import load as demo
from liaison.demo.cast import PLAYERS
from liaison.demo.clocks import ZONE
from liaison.demo.lives import Life
from liaison.demo.load import cases as written
from liaison.demo.load import complaints, mail
from liaison.demo.load.rows import Rows
from liaison.demo.scales import SCALES
from reports.coverage import coverage_of
from reports.duty.models import Ballot, DutyEvent, DutyReport, VoteCode, VoterQuestion
from suggestions.models import ConversionLink, Invitation, Suggestion
from tests.replay import Replay

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)
SCALE = SCALES["village"]


class Loaded:
    """The loaded village, and what the loader was given: the lives and the rows by their keys."""

    def __init__(self) -> None:
        self.lives: list[Life] = []
        self.rows = Rows(NOW)
        self.said: list[str] = []

    def keep(self, monkeypatch: pytest.MonkeyPatch) -> None:
        init, loaded = written.Chunk.__init__, self

        def remembering(chunk: Any, lives: list[Life], rows: Rows) -> None:
            init(chunk, lives, rows)
            loaded.lives += lives
            loaded.rows = rows

        monkeypatch.setattr(written.Chunk, "__init__", remembering)


@pytest.fixture(scope="module")
def loaded(module_transaction: None) -> Loaded:
    loaded = Loaded()
    with pytest.MonkeyPatch.context() as patch, time_machine.travel(NOW, tick=False):
        loaded.keep(patch)
        demo.load("village", now=NOW, say=loaded.said.append)
    return loaded


def case_events(case: Case) -> list[Event]:
    return [event for event in case.events.all() if event.assignment_id is None]


@pytest.fixture(scope="module")
def histories(loaded: Loaded) -> list[Case]:
    return list(Case.objects.prefetch_related("events__actor", "assignments__events").order_by("pk"))


# --- As the services would have it ------------------------------------------------------------------------
def test_everything_is_there_and_every_constraint_holds(loaded: Loaded) -> None:
    connection.check_constraints()
    opinions = Case.objects.opinions().count()
    assert opinions == Opinion.objects.count() == SCALE.opinions
    searchable = Case.objects.exclude(kind="complaint").values_list("kind", flat=True)
    assert Counter(SearchDoc.objects.values_list("case__kind", flat=True)) == Counter(searchable)
    assert Deputy.objects.count() == SCALE.county_deputies + SCALE.township_deputies
    assert Organ.objects.count() == SCALE.organs
    assert LiaisonStation.objects.count() == SCALE.stations
    assert any("240 件意见中的 240 件" in line for line in loaded.said)


def test_each_case_stands_where_its_history_leaves_it(histories: list[Case]) -> None:
    for case in histories:
        events = case_events(case)
        assert events[0].action == "submit"
        assert case.status == events[-1].to_status
        assert case.version == len(events)
        assert (case.due_clock, case.due_on) == (events[-1].clock, events[-1].due_on)
        for before, after in pairwise(events):
            assert after.from_status == before.to_status
            assert after.was_due_on == before.due_on
            assert after.at >= before.at


def test_each_event_is_a_step_that_somebody_entitled_took(histories: list[Case]) -> None:
    for case in histories:
        for event in case.events.all():
            step = event.table.step(event.action)
            assert event.from_status in step.sources or event.action == "submit"
            assert event.to_status == (step.target or event.from_status)
            assert event.acting_as in step.who
            if event.actor is not None:
                assert holds(event.actor, event, case), (event.action, event.acting_as)


def holds(user: User, event: Event, case: Case) -> bool:
    """Whether the user has the post that the event says they acted in."""
    scope = {
        "officer": case.congress_id,
        "station": case.station_id,
        "deputy": case.deputy_id,
        "committee": case.congress_id,
    }.get(event.acting_as)
    if event.acting_as in ("handler", "head"):
        # A motion is carried out by an organ without a share.
        organs = {share.organ_id for share in case.assignments.all()} | {case.organ_id}
        return bool(getattr(posts_of(user), event.acting_as) & organs)
    return scope in getattr(posts_of(user), event.acting_as)


def test_dates_follow_from_the_rules_the_case_began_under(histories: list[Case]) -> None:
    for case in histories:
        if not case.is_open:
            assert case.due_on is None
            continue
        assert case.due_from is not None
        name = (
            "extension" if case.due_clock == "reply" and case.answer_due_on != case.due_on else case.due_clock
        )
        expected = clock(case.profile, f"{case.kind}.{name}", case.due_from)
        # After an objection that was refused the date of the answer goes on, extended or not.
        assert case.due_on in (expected.due, case.answer_due_on), case.status
        assert case.due_provisional == expected.provisional or case.due_on == case.answer_due_on


def test_who_must_be_named_is_named(histories: list[Case]) -> None:
    assert all(case.owner_id for case in histories if case.status not in WORKFLOWS[case.kind].unowned_names)
    assert {case.status for case in histories} >= set(OPINION.open_names) - {
        "joined",
        "to_meet",
        "carried",
    } | {
        "closed",
        "not_accepted",
    }


def columns(case: Case) -> dict[str, Any]:
    """The case without what must differ: its key and number."""
    left_out = {"id", "number"}
    return {f.attname: getattr(case, f.attname) for f in Case._meta.fields if f.attname not in left_out}


def rows_of(queryset: Any, *left_out: str) -> list[dict[str, Any]]:
    fields = [f.attname for f in queryset.model._meta.fields if f.attname not in ("id", *left_out)]
    return list(queryset.order_by("pk").values(*fields))


def events_of(case: Case) -> list[tuple[Any, ...]]:
    places = {
        pk: place for place, pk in enumerate(case.assignments.order_by("pk").values_list("pk", flat=True))
    }
    return [
        (
            places.get(event.assignment_id), event.action, event.from_status, event.to_status, event.actor_kind,
            event.actor_id, event.acting_as, event.at, event.note, event.reason, event.is_public, event.clock,
            event.due_on, event.was_due_on,
        )
        for event in case.events.filter(commitment=None).order_by("pk")
    ]  # fmt: skip


def chosen(lives: list[Life]) -> list[Life]:
    """Lives that between them take every action, each in company: the showcase, and some of every kind."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for life in lives:
        kinds = {act.action for act in life.acts} | {f"role:{share.role}" for share in life.shares}
        if life.said.showcase or any(seen[kind,] < 4 for kind in kinds):
            found.append(life)
            seen.update((kind,) for kind in kinds)
    return found


def test_the_services_make_the_same_rows_of_the_same_lives(loaded: Loaded) -> None:
    bulk = dict(zip([id(life) for life in loaded.lives], Case.objects.opinions().order_by("pk"), strict=True))
    picked = chosen(loaded.lives)
    assert len(picked) > 40
    for life in picked:
        case = bulk[id(life)]
        if life.status == "submitted" and case.events.filter(action="propose").exists():
            continue  # the router has spoken to it since
        if case.conversions.exists():
            continue  # a suggestion grew from it
        again = Replay(life, loaded.rows).run()
        assert events_of(again) == events_of(case), life.said.number
        assert columns(again) == columns(case)
        unlike = ("case_id", "submission_key", "code_digest")
        assert rows_of(Opinion.objects.filter(pk=again.pk), *unlike) == rows_of(
            Opinion.objects.filter(pk=case.pk), *unlike
        )
        assert rows_of(again.assignments, "case_id") == rows_of(case.assignments, "case_id")
        assert rows_of(again.replies, "case_id", "assignment_id") == rows_of(
            case.replies, "case_id", "assignment_id"
        )
        said = ("promise", "category", "article", "first_due_on", "due_on", "made_at")
        assert list(again.commitments.order_by("pk").values_list(*said)) == list(
            case.commitments.order_by("pk").values_list(*said)
        )
        assert rows_of(Rating.objects.filter(opinion=again.pk), "opinion_id") == rows_of(
            Rating.objects.filter(opinion=case.pk), "opinion_id"
        )
        for mine, theirs in zip(
            again.assignments.order_by("pk"), case.assignments.order_by("pk"), strict=True
        ):
            for name in ("objections", "extensions", "communications"):
                assert rows_of(getattr(mine, name), "assignment_id") == rows_of(
                    getattr(theirs, name), "assignment_id"
                )


def test_between_them_the_replayed_lives_take_nearly_every_action(loaded: Loaded) -> None:
    taken = {act.action for life in chosen(loaded.lives) for act in life.acts}
    never = {"take_back", "recall", "add_organ", "load_answer", "return_answer"}  # rare, or never told
    never |= {"move_date", "confirm_date"}  # when a year is announced, which none is while the demo is told
    never |= {"hand_over"}  # nobody in it complains of a deputy
    never |= {"call_meeting", "record_meeting"}  # the demonstration's rules ask for none
    never |= {"remind", "urge", "urge_again", "supervise"}  # the scheduler's, once the demo is loaded
    never |= {"apply_rules"}  # the demo has one version of the rules
    never |= {"pass_to_successor", "pass_to_station"}  # no deputy leaves while the demo is told
    never |= {"not_reached"}  # every notice of the demonstration arrives
    never |= {"carry", "hear_of", "carried_home", "set_down"}  # told by the services, where a suggestion grew
    never |= {"suspend", "resume_clock"}  # its rules let no time stand still
    # Nobody joins or splits in the demo.
    never |= {"join", "join_again", "gather", "let_go", "follow", "follow_told", "unjoin", "separate"}
    never |= {"come_back", "take_lead", "take_lead_deputy", "split", "open_part", "unsplit", "void_part"}
    assert {step.action for step in OPINION.steps} - taken - never == set()


def test_the_ledger_has_promises_that_are_kept_late_and_to_be_kept(loaded: Loaded) -> None:
    kept, late = Commitment.objects.filter(status="kept"), Commitment.objects.late(NOW.date())
    assert kept.exists() and late.exists()
    assert not late.filter(due_on__lt=NOW.date() - timedelta(days=60)).exists()
    assert Commitment.objects.values("promise").distinct().count() > 1
    assert not kept.exclude(reports__state="approved").exists()
    assert Commitment.objects.open().filter(due_on__gte=NOW.date()).exists()


def test_four_motions_stand_at_four_places_and_one_is_public(loaded: Loaded, histories: list[Case]) -> None:
    brought = [case for case in histories if case.kind == "motion"]
    assert {case.status for case in brought} == {"received", "to_committee", "in_committee", "settled"}
    assert all(case.signatories.count() >= 10 for case in brought)
    assert [case.status for case in brought if case.is_public] == ["settled"]
    assert not Effect.objects.filter(event__case__kind="motion").exists(), "nothing of it is owed"


def test_the_session_has_suggestions_at_nearly_every_place(loaded: Loaded, histories: list[Case]) -> None:
    handed_in = [case for case in histories if case.kind == "suggestion"]
    assert len(handed_in) >= SCALE.suggestions
    assert {case.status for case in handed_in} >= set(SUGGESTION.names) - {"concluded_unhappy"}
    numbers = sorted(case.serial for case in handed_in if case.serial)
    assert numbers == list(range(1, len(numbers) + 1)), "each number of the session once"
    for case in handed_in:
        assert case.suggestion.verified and case.signatories.filter(leads=True).count() == 1
        if case.answered_at:
            assert case.assignments.filter(communications__isnull=False).exists(), "heard before answered"
            assert case.replies.filter(letter__isnull=False, state="approved").exists()
    assert any(case.is_public for case in handed_in)
    deputy = User.objects.get(username="deputy")
    mine = posts_of(deputy).deputy
    assert Suggestion.objects.filter(deputy__in=mine, stage="drafting", links__isnull=False).exists()
    assert Invitation.objects.filter(deputy__in=mine, suggestion__stage="signing").exists()
    assert ConversionLink.objects.filter(suggestion__case__is_public=True).exists(), (
        "a receipt shows the chain"
    )
    assert not Effect.objects.filter(event__case__kind="suggestion").exists(), "nothing of it is owed"


# --- The portal takes it for its own ------------------------------------------------------------------------
def test_receipts_open_and_identities_are_sealed_with_the_portals_key(loaded: Loaded) -> None:
    opinion = (
        Opinion.objects.filter(case__closed_at=None, identity__isnull=False).select_related("case").first()
    )
    assert opinion is not None and opinion.submission_key is not None
    assert receipts.find(opinion.case.number, receipts.code_for(opinion.submission_key)) == opinion.case
    person = open_identity(opinion.pk, actor=Actor.system, purpose="test")
    assert person and (person.phone.startswith("0999-555") or person.name)
    ended = Identity.objects.filter(expires_on__lt=NOW.date())
    assert not ended.filter(opinion__case__closed_at__isnull=False).exists()


def test_what_was_said_is_found(loaded: Loaded) -> None:
    assert matching(Case.objects.all(), "搅拌站").exists()


def test_what_is_open_has_a_proposal_and_most_name_the_right_topic(loaded: Loaded) -> None:
    still_open = Case.objects.opinions().open().select_related("proposal")
    assert Proposal.objects.count() == still_open.count()
    known = [case for case in still_open if case.registered_at and case.proposal.topic_id]
    assert sum(case.proposal.topic_id == case.topic_id for case in known) > 0.7 * len(known)


def test_offices_have_their_lists(loaded: Loaded) -> None:
    assert Channel.objects.filter(code="web", at_desk=False).exists()
    assert Topic.objects.filter(parent=None).count() == 10
    assert set(ReplyTemplate.objects.values_list("action", flat=True)) <= set(OPINION.by_action)
    assert SavedView.objects.filter(user__username="officer").count() >= 4


def test_each_player_has_a_post_a_second_factor_and_something_to_do(loaded: Loaded) -> None:
    for player in PLAYERS:
        user = User.objects.get(username=player.username)
        assert user.is_demo and has_second_factor(user)
        assert posts_of(user).has(player.role)
    for username in ("officer", "station", "deputy", "handler", "head", "committee"):
        seen = visible_to(User.objects.get(username=username))
        assert seen.open().exists(), username


def test_colleagues_cannot_sign_in(loaded: Loaded) -> None:
    players = {player.username for player in PLAYERS}
    others = User.objects.exclude(username__in=players)
    assert others.exists()
    assert all(user.is_demo and not user.has_usable_password() for user in others)


def test_the_demo_deputy_has_an_inbox(loaded: Loaded) -> None:
    user = User.objects.get(username="deputy")
    waiting = visible_to(user).filter(status__in=["with_deputy", "to_convert"])
    assert waiting.count() >= 3


@override_settings(DEMO=True, DEMO_PASSWORD="shown")
def test_the_portal_prints_whom_to_sign_in_as_and_a_receipt(loaded: Loaded) -> None:
    lines = list(demo_lines())
    assert sum(line.startswith("  ") for line in lines) == 8
    number, code = lines[-1].split("编号 ")[1].split(" ")[0], lines[-1].split("查询码 ")[1].split(" ")[0]
    assert receipts.find(number, code) is not None


def demo_lines() -> list[str]:
    from liaison.demo import sign_in_lines  # noqa: PLC0415

    return list(sign_in_lines())


# --- The command ------------------------------------------------------------------------------------------
def test_the_command_refuses_a_database_with_data(loaded: Loaded) -> None:
    with pytest.raises(CommandError, match="已有数据"):
        call_command("demo", scale="village")
    call_command("demo", if_empty=True, stdout=StringIO())
    assert Case.objects.count() >= SCALE.opinions
    assert PeoplesCongress.objects.filter(level="county").count() == 1


def test_the_command_says_what_to_run_first_where_the_database_is_not_prepared(loaded: Loaded) -> None:
    MigrationRecorder(connection).record_unapplied(*a_last_migration())
    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        call_command("demo", if_empty=True, stdout=StringIO())


def a_last_migration() -> tuple[str, str]:
    return MigrationLoader(connection).graph.leaf_nodes("reports")[0]


def test_the_committee_of_the_demonstration_finds_complaints_at_every_turn(loaded: Loaded) -> None:
    opinions = Case.objects.opinions().count()
    assert complaints.write() == 4
    seen = visible_to(User.objects.get(username="committee")).complaints()
    assert set(seen.values_list("status", flat=True)) == {"received", "on_file", "looked_into", "declined"}
    assert not seen.late().exists()
    assert not Effect.objects.filter(event__case__in=seen.values("pk")).exists()
    assert Case.objects.opinions().count() == opinions
    accused = seen.values("complaint__about")
    players = [player.username for player in PLAYERS]
    assert not Post.objects.filter(deputy__in=accused, user__username__in=players).exists()


def test_the_office_of_the_demonstration_finds_mail_at_every_turn_and_nobody_is_written_to(
    loaded: Loaded,
) -> None:
    assert mail.write() == 6
    by_outcome = Counter(MailMessage.objects.values_list("outcome", flat=True))
    assert by_outcome == {"opinion": 2, "more": 1, "bounce": 1, "held": 1, "automatic": 1}
    officer = User.objects.get(username="officer")
    held = messages_visible_to(officer).get(outcome="held")
    assert [one.size > 0 for one in enclosed.waiting(held)] == [True]
    assert not Mailbox.objects.filter(is_active=True).exists()
    assert not MailMessage.objects.filter(answer_state="owed").exists()
    cases = MailMessage.objects.exclude(case=None).values("case")
    assert not Effect.objects.filter(event__case__in=cases, name__startswith="feedback.notify").exists()
    case = MailMessage.objects.get(outcome="more").case
    assert case is not None and case.status == "submitted"
    assert MailMessage.objects.get(outcome="bounce").notice.state == "failed"  # type: ignore[union-attr]


# --- Coverage of the demonstration, counted once more in plain Python -----------------------------------------
def counted_plainly(congress: PeoplesCongress, since: date) -> tuple[Counter[tuple[int, str]], Counter[str]]:
    """Contacts by deputy and channel, and matters by place: row after row, without a query that counts."""
    contacts: Counter[tuple[int, str]] = Counter()
    places: Counter[str] = Counter()
    recorded = set()
    for record in ContactRecord.objects.filter(congress=congress).select_related("channel", "division"):
        recorded.add((record.case_id, record.deputy_id))
        if record.heard_on >= since:
            contacts[record.deputy_id, record.channel.code] += 1
            if record.division and record.case_id is None:
                places[record.division.code] += 1
    for case in Case.objects.filter(congress=congress).select_related("channel", "division"):
        if case.split_from_id or case.kind != "opinion":
            continue
        given = case.with_deputy_at and localdate(case.with_deputy_at) >= since
        if given and case.deputy_id and (case.pk, case.deputy_id) not in recorded:
            contacts[case.deputy_id, case.channel.code] += 1
        if case.division and localdate(case.opened_at) >= since:
            places[case.division.code] += 1
    for response in Response.objects.filter(inquiry__congress=congress).select_related("inquiry"):
        asks = response.inquiry.deputy_id
        is_given = any(one.deputy_id == asks and one.with_deputy_at for one in response.cases.all())
        if asks and not is_given and localdate(response.at) >= since:
            contacts[asks, response.inquiry.kind] += 1
    return contacts, places


def test_coverage_of_the_demonstration_is_what_a_plain_count_finds(loaded: Loaded) -> None:
    with time_machine.travel(NOW, tick=False):
        for congress in PeoplesCongress.objects.all():
            for days in (90, 365):
                shown = coverage_of(congress, days)
                contacts, places = counted_plainly(congress, shown.since)
                codes = {one.pk: one.code for one in shown.contacts.channels}
                got = {(deputy, codes[key]): n for (deputy, key), n in shown.contacts.counts.items()}
                assert got == dict(contacts)
                assert all(one.heard == places[one.division.code] for one in shown.places)
                met = {deputy for deputy, _code in contacts}
                assert [one.pk for one in shown.silent] == [
                    one.pk for one in shown.deputies if one.pk not in met
                ]
    assert coverage_of(PeoplesCongress.objects.get(level="county"), 365).contacts.total > 50


def test_the_demonstration_shows_what_was_promised_and_who_was_reminded(loaded: Loaded) -> None:
    assert NextStepDone.objects.exists() and ContactRecord.objects.not_conveyed().exists()
    assert ContactRecord.objects.filter(next_step_done=None).exclude(next_step="").exists()
    assert [one.step for one in MinimumRound.objects.order_by("planned_on")] == ["first", "second"]
    assert not MinimumNotice.objects.exists()  # nobody is written to when it is loaded


# --- Duty reports -----------------------------------------------------------------------------------------
def test_duty_reports_stand_in_every_state(loaded: Loaded) -> None:
    reports = DutyReport.objects.all()
    assert {"published", "missed", "excused", "notified", "drafting", "submitted"} <= {
        report.status for report in reports
    }
    assert {report.kind for report in reports} == {"session", "yearly", "term"}
    assert {question.status for question in VoterQuestion.objects.all()} == {
        "published", "with_deputy", "asked"
    }  # fmt: skip


def test_each_event_of_a_duty_report_is_a_step_and_leads_to_where_it_stands(loaded: Loaded) -> None:
    for event in DutyEvent.objects.select_related("report", "question", "appraisal"):
        assert event.from_status in event.step.sources or not event.from_status
        assert event.to_status == (event.step.target or event.from_status)
    for report in DutyReport.objects.prefetch_related("events"):
        last = list(report.events.all())[-1]  # type: ignore[attr-defined]
        assert report.status == last.to_status


def test_as_many_ballots_as_codes_that_were_used(loaded: Loaded) -> None:
    assert Ballot.objects.count() == VoteCode.objects.filter(is_used=True).count() > 0
