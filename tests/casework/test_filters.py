"""Each filter of the queue shows what it names and nothing else."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from casework import outbox, searching
from casework.models import Case
from feedback import services
from tests import loops
from tests.factories import ChannelFactory, County, DivisionFactory, StationFactory, TopicFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(english) -> County:
    return County()


@pytest.fixture
def officer(county):
    return signed_in(county.officer, headers={"accept-language": "en"})


def found(client, **query) -> set[str]:
    response = client.get(reverse("queue"), query)
    assert response.status_code == 200
    return {case.title for case, _url in response.context["rows"]}


@pytest.mark.parametrize(
    ("group", "make"),
    [
        ("screen", loops.submitted),
        ("citizen", loops.needs_info),
        ("pass_on", loops.to_refer),
        ("pass_on", loops.objected),
        ("deputy", loops.to_convert),
        ("organ", loops.handling),
        ("review", loops.replied),
        ("review", loops.deputy_answered),
        ("feed_back", loops.reply_reviewed),
        ("fed_back", loops.rated),
        ("closed", loops.closed),
        ("closed", loops.not_accepted),
    ],
)
def test_a_status_group_holds_its_statuses(county, officer, group, make):
    make(county, title="this one")
    other = loops.withdrawn if group != "closed" else loops.submitted
    other(county, title="not this one")
    assert found(officer, group=group) == {"this one"}


def test_place_takes_in_what_lies_below_it(county, officer):
    elsewhere = DivisionFactory(code=f"{county.place.code}102", name="北乡", level=4, parent=county.place)
    loops.submitted(county, title="village", division=county.village)
    loops.submitted(county, title="elsewhere", division=elsewhere)
    assert found(officer, place=county.township.code) == {"village"}
    assert found(officer, place=county.place.code) == {"village", "elsewhere"}


def test_topic_station_deputy_organ_and_channel(county, officer):
    other = TopicFactory(code="traffic")
    station = StationFactory(congress=county.congress)
    loops.assigned(county, title="assigned")
    loops.with_deputy(county, title="with deputy", topic=other)
    loops.submitted(county, title="phone", channel=ChannelFactory(code="phone"), station=station)
    assert found(officer, topic=other.pk) == {"with deputy"}
    assert found(officer, station=station.pk) == {"phone"}
    assert found(officer, deputy=county.deputy.pk) == {"with deputy"}
    assert found(officer, organ=county.organ.pk) == {"assigned"}
    assert found(officer, channel=ChannelFactory(code="phone").pk) == {"phone"}


def test_what_is_mine_and_what_is_nobodys(county, officer):
    loops.registered(county, title="mine")
    loops.submitted(county, title="nobody's")
    case = loops.registered(county, title="a colleague's")
    services.set_owner(case, actor=Actor.of(county.officer), owner=county.colleague)
    assert found(officer, owner="me") == {"mine"}
    assert found(officer, owner="nobody") == {"nobody's"}


def owners(client, **query) -> dict[str, str]:
    form = client.get(reverse("queue_filters"), query).context["form"]
    return {str(label): value for value, label in form.fields["owner"].choices}


def test_a_colleague_can_be_asked_for(county, officer):
    loops.registered(county, title="mine")
    case = loops.registered(county, title="a colleague's")
    services.set_owner(case, actor=Actor.of(county.officer), owner=county.colleague)
    offered = owners(officer)
    assert {str(county.officer), str(county.colleague), str(county.station_staff)} <= set(offered)
    assert str(county.handler) not in offered and str(County().officer) not in offered
    assert found(officer, owner=offered[str(county.colleague)]) == {"a colleague's"}


@pytest.mark.parametrize("how", ["account", "post"])
def test_who_has_left_is_offered_while_cases_are_still_theirs(county, officer, how):
    case = loops.registered(county, title="still theirs")
    services.set_owner(case, actor=Actor.of(county.officer), owner=county.colleague)
    if how == "account":
        User.objects.filter(pk=county.colleague.pk).update(is_active=False)
    else:
        county.colleague.posts.update(ends_on=timezone.localdate() - timezone.timedelta(days=1))
    name = f"{county.colleague} (has left)"
    key = owners(officer)[name]
    assert found(officer, owner=key) == {"still theirs"}
    chips = officer.get(reverse("queue"), {"owner": key}).context["queue"].chips()
    assert [chip["value"] for chip in chips] == [name]
    services.set_owner(case, actor=Actor.of(county.officer), owner=county.officer)
    assert name not in owners(officer)
    assert found(officer, owner=key) == set(), "a saved view does not suddenly show everything"


def test_people_of_elsewhere_are_not_named(county, officer):
    stranger = County().officer
    loops.submitted(county, title="this one")
    response = officer.get(reverse("queue"), {"owner": stranger.pk})
    assert str(stranger) not in response.content.decode()


def test_late_and_due_today(county, officer):
    today = timezone.localdate()
    for title, day in (("late", today - timezone.timedelta(days=3)), ("today", today)):
        case = loops.submitted(county, title=title)
        Case.objects.filter(pk=case.pk).update(due_on=day)
    loops.registered(county, title="later")
    Case.objects.filter(title="later").update(due_on=today + timezone.timedelta(days=30))
    assert found(officer, due="late") == {"late"}
    assert found(officer, due="today") == {"today"}
    assert found(officer, due="week") == {"late", "today"}


def test_words_are_found_through_the_index(county, officer):
    loops.submitted(county, title="noise")
    loops.submitted(county, title="bus", body="接送学生的班车九月起停开,孩子要走四公里。")
    outbox.drain("feedback.index")
    assert found(officer, q="班车") == {"bus"}


def test_a_number_finds_its_case_however_it_is_typed(county, officer):
    case = loops.submitted(county, title="this one")
    loops.submitted(county, title="another")
    assert found(officer, q=case.number.lower().replace("-", " ")) == {"this one"}


def test_without_an_index_the_title_is_searched(county, officer, monkeypatch):
    monkeypatch.setattr(searching, "_matchers", [])
    loops.submitted(county, title="noise at night")
    loops.submitted(county, title="bus")
    assert found(officer, q="noise") == {"noise at night"}


@pytest.mark.parametrize(
    "query", [{"group": "nonsense"}, {"topic": "x"}, {"due": "1'; drop"}, {"place": "99"}]
)
def test_a_filter_that_makes_no_sense_is_no_filter(county, officer, query):
    loops.submitted(county, title="this one")
    assert found(officer, **query) <= {"this one"}


def test_the_choices_are_those_of_ones_own_congress(county, officer):
    other = County()
    page = officer.get(reverse("queue_filters")).content.decode()
    assert str(county.organ) in page and county.village.name in page
    assert f'value="{other.station.pk}"' not in page.split('name="station"')[1].split("</select>")[0]


def test_filters_in_force_are_named_and_can_be_taken_off(county, officer):
    response = officer.get(reverse("queue"), {"topic": county.topic.pk, "due": "late"})
    chips = {chip["label"]: chip for chip in response.context["queue"].chips()}
    assert chips["Topic"]["value"] == "environment"
    assert chips["Due"]["url"] == f"{reverse('queue')}?topic={county.topic.pk}"
