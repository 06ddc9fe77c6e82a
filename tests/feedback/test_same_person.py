"""The same person's second opinion on a matter is shown to who screens, without opening an identity."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from accounts import access_log
from accounts.actors import Actor
from casework.errors import Incomplete
from casework.models import Case
from feedback import frequencies, identity, sameness, search, services
from feedback.identity import Person
from feedback.marks import marks_of
from feedback.models import Identity
from liaison.keys import new_identity_key
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
OTHER = Person(name="王秀兰", phone="13800000001", email="other@example.org")


@pytest.fixture(autouse=True)
def fresh_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequencies, "_known", {})


@pytest.fixture
def county() -> County:
    return County()


def found(case: Case) -> list[Case]:
    return [one.case for one in sameness.earlier(case)]


@pytest.mark.parametrize(
    "again",
    [
        Person(phone="+86 139-0000-0000"),
        Person(name="别人", email=" XIULAN@example.org "),
        loops.PERSON,
    ],
)
def test_the_same_number_or_address_is_the_same_person_however_written(county: County, again: Person) -> None:
    first = loops.registered(county)
    assert found(loops.submitted(county, person=again)) == [first]


def test_a_name_alone_and_no_contact_are_nobodys_mark(county: County) -> None:
    loops.registered(county)
    assert found(loops.submitted(county, person=OTHER)) == []
    loops.registered(county, person=Person(name="王秀兰"))
    assert found(loops.submitted(county, person=Person(name="王秀兰"))) == []
    assert marks_of(Person(phone="120")) == {"phone_mark": "", "email_mark": ""}


def test_another_matter_a_closed_one_and_another_county_are_not_shown(county: County) -> None:
    loops.registered(county, body=loops.SECOND_MATTER)
    loops.closed(county)
    loops.registered(County())
    assert found(loops.submitted(county)) == []


def test_it_is_added_in_one_step_and_the_citizen_reads_to_which_number(county: County) -> None:
    first = loops.registered(county)
    case = loops.submitted(county)
    client = signed_in(county.officer)
    page = client.get(reverse("case", args=[case.number])).content.decode()
    assert f'name="leading" value="{first.number}"' in page
    sent = {"leading": first.number, "version": case.version}
    assert client.post(reverse("step", args=[case.number, "join_again"]), sent).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.leading) == ("joined", first)
    event = case.events.get(action="join_again")
    assert event.is_public and first.number in event.note
    assert not access_log.seen(identity.SUBJECT, case.pk).exists()


def test_another_persons_opinion_is_never_called_ones_own(county: County) -> None:
    first, case = loops.registered(county, person=OTHER), loops.submitted(county)
    with pytest.raises(Incomplete):
        services.add_to_earlier(case, first, actor=Actor.of(county.officer))


def test_the_station_is_not_told_who_wrote_twice(county: County) -> None:
    first, case = loops.registered(county), loops.submitted(county)
    page = signed_in(county.station_staff).get(reverse("case", args=[case.number])).content.decode()
    assert first.number not in page


def test_marks_follow_the_keys_and_tell_nothing_without_one(county: County, settings: Any) -> None:
    first = loops.registered(county)
    mark = Identity.objects.get(pk=first.pk).phone_mark
    assert len(mark) == 64 and "139" not in mark
    old = settings.PORTAL_IDENTITY_KEYS[0]
    settings.PORTAL_IDENTITY_KEYS = [new_identity_key(), old]
    identity._box.cache_clear()
    try:
        assert identity.reseal() == []
        assert Identity.objects.get(pk=first.pk).phone_mark != mark
        assert found(loops.submitted(county)) == [first]
    finally:
        identity._box.cache_clear()


def test_the_office_sees_the_same_persons_apart_from_those_of_others(county: County) -> None:
    def said(**changes: Any) -> Case:
        case = loops.submitted(county, body="石桥村北头搅拌站夜里开工,噪声很大,老人孩子睡不好", **changes)
        search.index_events(list(case.events.all()))
        return case

    mine, others = said(), said(person=OTHER)
    case = said()
    client = signed_in(county.officer, headers={"accept-language": "en"})
    page = client.get(reverse("case_similar", args=[case.number])).content.decode()
    first, second = page.index(f"/cases/{mine.number}/"), page.index(f"/cases/{others.number}/")
    assert page.index("From the same person") < first < page.index("From others") < second


def test_many_letters_of_the_same_words_are_handled_together_in_one_step(county: County) -> None:
    cases = []
    for n in range(5):
        person = Person(name="某人", phone=f"1390000100{n}")
        body = f"石桥村北头搅拌站夜里开工,噪声很大,老人孩子睡不好,请尽快处理。第{n}号"
        cases.append(loops.submitted(county, body=body, person=person))
    another = loops.submitted(county, body="小学门口早晚高峰堵车")
    search.index_events([event for case in [*cases, another] for event in case.events.all()])
    officer = signed_in(county.officer)
    page = officer.get(reverse("case_similar", args=[cases[0].number])).content.decode()
    picked = re.findall(r'name="case" value="([^"]+)"', page)
    assert len(picked) == 5
    address = reverse("bulk", args=["join"])
    preview = officer.post(address, {"case": picked})
    assert preview.status_code == 200
    officer.post(address, {"case": picked, "confirmed": "1"})
    assert Case.objects.filter(status="joined").count() == 4
    another.refresh_from_db()
    assert another.status == "submitted"
