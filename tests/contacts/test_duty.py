"""The deputy's duty page: everything that waits, each with its date and the page to do it, and nobody else's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, StepRefused
from contacts import duty, services
from contacts.duty import COMING, DUE, PROMISED, Asking, kinds
from contacts.models import ContactRecord
from feedback import services as feedback
from tests import loops
from tests.contacts import days
from tests.factories import County
from tests.signing_in import signed_in
from tests.suggestions import ways

pytestmark = pytest.mark.django_db
SUMMER = date(2026, 7, 15)


@pytest.fixture
def county() -> County:
    return County()


def asked(county: County) -> Asking:
    return Asking(county.deputy_user, county.deputy, timezone.localdate())


def found(county: County, sources: Any) -> dict[str, list[str]]:
    """The titles under each kind."""
    return {kind.name: [line.title for line in kind.lines] for kind in kinds(sources, asked(county))}


def reached(county: County, *names: str) -> None:
    """Four contacts, so that the year asks for no more."""
    for back in range(4):
        services.note(
            days.heard(county, heard_on=timezone.localdate() - timedelta(days=back), said=""),
            actor=Actor.of(county.officer),
        )


def test_an_opinion_waits_with_its_date_and_why_until_it_is_answered(county: County) -> None:
    case = loops.with_deputy(county)
    (line,) = duty.opinions(asked(county)).lines
    assert (line.title, line.due_on, line.url) == (
        case.title,
        case.due_on,
        reverse("case", args=[case.number]),
    )
    assert line.due_why is not None and line.due_why.due == case.due_on
    feedback.answer(case, actor=Actor.of(county.deputy_user), body="已核实，路灯月底前修好，请放心。")
    assert "opinions" not in found(county, DUE)


def test_a_suggestion_waits_while_it_is_to_be_revised_or_rated_and_for_whoever_leads_alone(
    county: County,
) -> None:
    case = ways.delivered(county)
    back = ways.sent_back(county)
    lines = {line.url: line.action for line in duty.suggestions(asked(county)).lines}
    assert lines == {
        reverse("case", args=[case.number]): "评价答复",
        reverse("case", args=[back.number]): "再次提交",
    }
    ways.jointly(county)
    assert len(duty.suggestions(asked(county)).lines) == 2  # what the office examines waits for the office


def test_what_was_heard_waits_until_it_is_passed_on_or_explained(county: County) -> None:
    me = Actor.of(county.deputy_user)
    first, second = (services.note(days.heard(county, convey=False), actor=me) for _turn in range(2))
    assert len(found(county, DUE)["heard"]) == 2
    services.convey(first, actor=me)
    services.keep(second, actor=me, why="已当场解释。")
    assert "heard" not in found(county, DUE)


def test_a_register_waits_until_the_minutes_are_written(county: County) -> None:
    occasion = days.held(county)
    (line,) = duty.registers(asked(county)).lines
    assert (line.due_on, line.url) == (occasion.due_on, reverse("occasion_hear", args=[occasion.pk]))
    assert line.due_why.due == occasion.due_on
    services.record(occasion, actor=Actor.of(county.officer), minutes=days.MINUTES)
    assert "registers" not in found(county, DUE)


def test_missing_contacts_say_how_many_and_by_which_article_until_there_are_enough(county: County) -> None:
    with time_machine.travel(f"{SUMMER} 12:00"):
        (line,) = duty.missing(asked(county)).lines
        assert line.due_on == date(2026, 12, 31)
        assert "4" in line.title and "第六条" in line.note
        reached(county)
        assert found(county, DUE) == {}


def test_where_no_number_is_in_force_nothing_is_missing(county: County) -> None:
    county.congress.rule_profile = "national"
    county.congress.save()
    county.deputy.refresh_from_db()
    assert duty.missing(asked(county)).lines == []


def test_days_to_come_stand_there_until_one_withdraws(county: County) -> None:
    other = days.another_deputy(county)
    occasion = days.announced(county, deputies=[county.deputy, other])
    assert [line.url for line in duty.days(asked(county)).lines] == [reverse("occasion", args=[occasion.pk])]
    services.recuse(occasion, actor=Actor.of(county.deputy_user), deputy=county.deputy, reason="亲属在场")
    assert found(county, COMING) == {}


def test_what_was_taken_up_and_what_organs_promised_is_what_i_promised(county: County) -> None:
    case = loops.with_deputy(county)
    feedback.take_up(case, actor=Actor.of(county.deputy_user), note="拟走访后提出建议。")
    assert found(county, PROMISED) == {"taken_up": [case.title]}


def test_a_next_step_waits_until_it_is_said_what_became_of_it(county: County) -> None:
    me = Actor.of(county.deputy_user)
    record = services.note(days.heard(county, said="", next_step="下月回访"), actor=me)
    assert found(county, PROMISED) == {"next_steps": ["下月回访"]}
    client = signed_in(county.deputy_user)
    url = reverse("next_step", args=[record.pk])
    assert client.post(url, {"outcome": " "}).status_code == 400
    client.post(url, {"outcome": "已回访，路灯亮了。"})
    assert found(county, PROMISED) == {}
    page = client.get(reverse("contact_record", args=[record.pk])).content.decode()
    assert "已回访，路灯亮了。" in page
    with pytest.raises(StepRefused):
        services.settle_next_step(record, actor=me, outcome="再说一次")
    assert client.get(url).status_code == 404


def test_only_whoever_may_record_a_contact_settles_its_next_step(county: County) -> None:
    record = services.note(
        days.heard(county, said="", next_step="下月回访"), actor=Actor.of(county.deputy_user)
    )
    for user in (county.committee, county.handler):
        with pytest.raises(NotAllowed):
            services.settle_next_step(record, actor=Actor.of(user), outcome="已办")
    with pytest.raises(Incomplete):
        services.settle_next_step(record, actor=Actor.of(county.officer), outcome=" ")
    none = services.note(days.heard(county, said=""), actor=Actor.of(county.deputy_user))
    with pytest.raises(StepRefused):
        services.settle_next_step(none, actor=Actor.of(county.officer), outcome="已办")


def test_another_deputys_work_is_not_mine(county: County) -> None:
    other = days.another_deputy(county)
    services.note(days.heard(county, deputy=other), actor=Actor.of(county.officer))
    services.note(days.heard(county, deputy=other, said="", next_step="回访"), actor=Actor.of(county.officer))
    days.announced(county, deputies=[other])
    reached(county)
    assert (found(county, DUE), found(county, COMING), found(county, PROMISED)) == ({}, {}, {})


def test_the_title_of_a_confidential_opinion_is_masked_as_everywhere(county: County) -> None:
    services.note(
        days.heard(county, said="我是王秀兰，搅拌站夜里太吵。", confidential=True),
        actor=Actor.of(county.officer),
    )
    page = signed_in(county.deputy_user).get(reverse("my_duty")).content.decode()
    assert "王秀兰" not in page


def test_the_page_is_the_first_one_and_costs_the_same_for_much_work(county: County) -> None:
    client = signed_in(county.deputy_user)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("my_duty")).status_code == 200
        return len(captured)

    me = Actor.of(county.deputy_user)

    def one_of_each() -> None:
        loops.with_deputy(county)
        services.note(days.heard(county, convey=False, next_step="回访"), actor=me)

    one_of_each()
    cost()
    before = cost()
    for _turn in range(5):
        one_of_each()
    assert cost() <= before


# --- The list of contacts -------------------------------------------------------------------------------------
def test_the_list_of_contacts_by_deputy_day_and_what_became_of_it(county: County) -> None:
    officer = Actor.of(county.officer)
    other = days.another_deputy(county)
    today = timezone.localdate()
    waiting = services.note(days.heard(county, convey=False), actor=Actor.of(county.deputy_user))
    kept = services.note(
        days.heard(county, convey=False, heard_on=today - timedelta(days=9)),
        actor=Actor.of(county.deputy_user),
    )
    services.keep(kept, actor=officer, why="已进入诉讼，已说明。")
    conveyed = services.note(days.heard(county, deputy=other), actor=officer)
    for user in (county.officer, county.committee, county.station_staff):
        client = signed_in(user)

        def listed(client: Any = client, **given: Any) -> set[ContactRecord]:
            return set(client.get(reverse("contact_records"), given).context["page"].rows)

        assert listed() == {waiting, kept, conveyed}
        assert listed(deputy=other.pk) == {conveyed}
        assert listed(show="waiting") == {waiting}
        assert listed(show="kept") == {kept}
        assert listed(show="conveyed", deputy=county.deputy.pk) == set()
        assert listed(until=str(today - timedelta(days=5))) == {kept}
        page = client.get(reverse("contact_records"), {"show": "kept"}).content.decode()
        assert "已进入诉讼，已说明。" in page
