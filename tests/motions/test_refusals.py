"""What the rules of motions refuse, each with a sentence, and nothing changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import formats
from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.models import Case
from casework.services import urge
from deputies.models import Mandate
from suggestions import services as drafts
from suggestions.models import Motion
from suggestions.services import motions as services
from tests.factories import County
from tests.motions import ways
from tests.suggestions.ways import another_deputy

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


@pytest.mark.parametrize(
    ("absent", "named"),
    [
        ({"title": ""}, "案由"),
        ({"facts": " "}, "案据"),
        ({"proposal": ""}, "方案"),
        ({"facts": "", "proposal": ""}, "案据、方案"),
    ],
)
def test_a_motion_without_one_of_its_parts_is_refused_and_the_part_is_named(
    county: County, absent: dict[str, str], named: str
) -> None:
    ways.meeting(county)
    with pytest.raises(Incomplete, match=named):
        services.hand_in_motion(ways.draft(county, **absent), actor=ways.lead(county))
    assert not Case.objects.motions().exists()


def test_the_database_keeps_no_motion_without_a_plan(county: County) -> None:
    case = ways.received(county)
    with pytest.raises(IntegrityError), transaction.atomic():
        Motion.objects.filter(case=case).update(plan="")


def test_nine_deputies_bring_no_motion_in_a_county_and_ten_do(county: County) -> None:
    ways.meeting(county)
    nine, _users = ways.signed(county, by=8)
    with pytest.raises(Incomplete, match=r"10.*第二十二条"):
        services.hand_in_motion(nine, actor=ways.lead(county))
    ten, _users = ways.signed(county, by=9)
    assert services.hand_in_motion(ten, actor=ways.lead(county)).signatories.count() == 10


@pytest.mark.parametrize(("level", "n"), [("national", 30), ("province", 10), ("city", 10), ("township", 5)])
def test_the_number_follows_the_level_of_the_congress(county: County, level: str, n: int) -> None:
    county.congress.level = level
    assert services.needed(county.congress).n == n


def test_signing_after_the_cut_off_is_refused_with_the_moment(county: County) -> None:
    session = ways.meeting(county)
    motion = ways.draft(county)
    deputy, user = another_deputy(county)
    drafts.invite(motion, [deputy], actor=ways.lead(county))
    ways.over(session)
    with pytest.raises(StepRefused) as refused:
        drafts.sign(motion, actor=Actor.of(user), expected_version=motion.version)
    assert formats.moment(session.motion_cutoff) in str(refused.value)
    assert motion.invitations.get().state == "asked"


def test_a_suggestion_is_signed_after_the_cut_off_for_motions(county: County) -> None:
    from_suggestions = drafts.begin(county.deputy, actor=ways.lead(county), **ways.WORDS)
    deputy, user = another_deputy(county)
    drafts.invite(from_suggestions, [deputy], actor=ways.lead(county))
    ways.over(ways.meeting(county))
    drafts.sign(from_suggestions, actor=Actor.of(user), expected_version=from_suggestions.version)


def test_a_deputy_whose_mandate_ended_yesterday_neither_signs_nor_counts(county: County) -> None:
    ways.meeting(county)
    motion, _users = ways.signed(county, by=9)
    deputy, user = another_deputy(county)
    drafts.invite(motion, [deputy], actor=ways.lead(county))
    yesterday = timezone.localdate() - timedelta(days=1)
    signed = motion.invitations.filter(state="signed").first()
    assert signed is not None
    Mandate.objects.filter(deputy__in=[deputy, signed.deputy]).update(status="ended", ends_on=yesterday)
    with pytest.raises(NotAllowed):
        drafts.sign(motion, actor=Actor.of(user), expected_version=motion.version)
    with pytest.raises(Incomplete, match="9"):
        services.hand_in_motion(motion, actor=ways.lead(county))


def test_the_same_deputy_signs_once(county: County) -> None:
    ways.meeting(county)
    motion, users = ways.signed(county, by=1)
    with pytest.raises(StepRefused):
        drafts.sign(motion, actor=Actor.of(users[0]), expected_version=motion.version)
    case, others = ways.handed_in(county)
    services.return_motion(case, actor=ways.office(county), note=ways.NOTE)
    with pytest.raises(StepRefused):
        services.sign_motion(case, actor=Actor.of(others[0]))
    assert case.signatories.count() == 10


def test_a_delegation_moves_by_its_majority_and_only_where_the_rules_let_it(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways.meeting(county)
    others = [another_deputy(county) for _ in range(4)]
    deputies = [county.deputy, *(deputy for deputy, _user in others)]
    Mandate.objects.filter(deputy__in=deputies).update(delegation="城关代表团")
    motion = ways.draft(county, delegation="城关代表团")
    drafts.invite(motion, deputies[1:], actor=ways.lead(county))
    for _deputy, user in others[:2]:
        drafts.sign(motion, actor=Actor.of(user), expected_version=motion.version)
    with pytest.raises(Incomplete):
        services.hand_in_motion(motion, actor=ways.lead(county))
    county.congress.level = "national"
    county.congress.save()
    motion.refresh_from_db()
    case = services.hand_in_motion(motion, actor=ways.lead(county))
    assert case.motion.proposer == "delegation" and services.shortfall(case) == ""
    services.drop_signature(case, actor=Actor.of(others[0][1]), note=ways.NOTE)
    assert case.status == "incomplete", "two of five are no majority"


def test_committee_and_presidium_bring_motions_through_the_office_alone(county: County) -> None:
    given = {"proposer": "committee", "body": ways.COMMITTEE, "cause": "案", "grounds": "据", "plan": "方"}
    case = services.bring_for(county.congress, actor=ways.office(county), **given)
    assert case.deputy is None and services.shortfall(case) == ""
    services.pass_check(case, actor=ways.office(county))
    with pytest.raises(NotAllowed):
        services.bring_for(county.congress, actor=ways.lead(county), **given)
    with pytest.raises(Incomplete):
        services.bring_for(county.congress, actor=ways.office(county), **{**given, "proposer": "deputies"})
    with pytest.raises(Incomplete):
        services.bring_for(county.congress, actor=ways.office(county), **{**given, "plan": ""})


def test_nothing_is_returned_or_completed_after_the_cut_off(county: County) -> None:
    case = ways.incomplete(county)
    ways.over(case.session)  # type: ignore[arg-type]
    with pytest.raises(StepRefused):
        services.complete(case, actor=ways.lead(county))
    other = ways.received(county)
    ways.over(other.session)  # type: ignore[arg-type]
    with pytest.raises(StepRefused):
        services.return_motion(other, actor=ways.office(county), note=ways.NOTE)


def test_before_the_cut_off_a_motion_with_too_few_goes_back_to_collecting(county: County) -> None:
    case, others = ways.handed_in(county)
    services.pass_check(case, actor=ways.office(county))
    services.drop_signature(case, actor=Actor.of(others[0]), note="情况有变化。")
    assert case.status == "incomplete"
    with pytest.raises(StepRefused, match="9"):
        services.complete(case, actor=ways.lead(county))
    deputy, user = another_deputy(county)
    services.ask_more(case, [deputy], actor=ways.lead(county))
    services.sign_motion(case, actor=Actor.of(user))
    services.complete(case, actor=ways.lead(county))
    services.pass_check(case, actor=ways.office(county))
    assert case.status == "before_presidium" and case.serial == 1, "it keeps its number"


def test_on_the_agenda_too_few_ends_it_only_with_the_presidiums_consent(county: County) -> None:
    case, others = ways.handed_in(county)
    services.pass_check(case, actor=ways.office(county))
    services.decide(case, "put_on_agenda", actor=ways.office(county), note=ways.NOTE)
    with pytest.raises(StepRefused):
        services.end_deliberation(case, actor=ways.office(county), note=ways.NOTE)
    services.drop_signature(case, actor=Actor.of(others[0]), note=ways.NOTE)
    assert case.status == "on_agenda"
    services.end_deliberation(case, actor=ways.office(county), note=ways.NOTE)
    assert case.status == "lapsed"


def test_a_motion_is_withdrawn_by_all_who_stand_behind_it_and_on_the_agenda_with_consent(
    county: County,
) -> None:
    case, others = ways.handed_in(county)
    services.pass_check(case, actor=ways.office(county))
    services.decide(case, "put_on_agenda", actor=ways.office(county), note=ways.NOTE)
    with pytest.raises(StepRefused):
        services.withdraw_motion(case, actor=ways.lead(county), note=ways.NOTE)
    with pytest.raises(StepRefused):
        services.consent(case, actor=ways.office(county), note=ways.NOTE)
    for user in others:
        services.agree_to_withdraw(case, actor=Actor.of(user))
    services.withdraw_motion(case, actor=ways.lead(county), note=ways.NOTE)
    assert case.status == "on_agenda", "the presidium has to consent"
    services.consent(case, actor=ways.office(county), note=ways.NOTE)
    assert case.status == "motion_withdrawn"
    with pytest.raises(StepRefused):
        services.decide(case, "adopt", actor=ways.office(county), note=ways.NOTE)


def test_reconsideration_needs_ten_and_more_than_half_in_time_and_is_asked_once(county: County) -> None:
    case, others = ways.handed_in(county)
    services.pass_check(case, actor=ways.office(county))
    services.decide(case, "no_motion", actor=ways.office(county), note=ways.NOTE)
    for user in others[:8]:
        services.second_request(case, actor=Actor.of(user))
    with pytest.raises(StepRefused, match="9"):
        services.ask_again(case, actor=ways.lead(county), note=ways.NOTE)
    services.second_request(case, actor=Actor.of(others[8]))
    assert case.session is not None
    case.session.last_presidium = timezone.now() + timedelta(hours=3, minutes=59)
    case.session.save()
    with pytest.raises(StepRefused):
        services.ask_again(case, actor=ways.lead(county), note=ways.NOTE)
    case.session.last_presidium = timezone.now() + timedelta(hours=4, minutes=1)
    case.session.save()
    services.ask_again(case, actor=ways.lead(county), note=ways.NOTE)
    services.decide(case, "take_after_all", actor=ways.office(county), note=ways.NOTE)
    services.decide(case, "no_motion", actor=ways.office(county), note=ways.NOTE)
    with pytest.raises(StepRefused):
        services.ask_again(case, actor=ways.lead(county), note=ways.NOTE)


def test_what_is_no_motion_becomes_a_suggestion_with_its_history_and_a_number_of_its_own(
    county: County,
) -> None:
    case = ways.not_motion(county)
    services.decide(case, "make_suggestion", actor=ways.office(county), note=ways.NOTE)
    case.refresh_from_db()
    assert (case.kind, case.status, case.serial) == ("suggestion", "lodged", None)
    assert case.suggestion.proposal == ways.WORDS["proposal"]
    drafts.accept(case, actor=ways.office(county))
    assert case.serial == 1
    assert case.events.filter(action="no_motion").exists()


def test_an_organ_carries_out_again_once(county: County) -> None:
    case = ways.redoing(county)
    services.report_handling(case, actor=Actor.of(county.head), note="已补充措施。")
    with pytest.raises(StepRefused):
        services.decide(case, "redo", actor=ways.office(county), note=ways.NOTE)
    services.decide(case, "agree_to_report", actor=ways.office(county), note=ways.NOTE)
    assert case.motion.report and Motion.objects.get(case=case).second_report == "已补充措施。"


def test_a_late_motion_can_be_urged(county: County) -> None:
    case = ways.with_organ(county)
    urge(case, actor=ways.office(county))
    assert case.urged == 1
