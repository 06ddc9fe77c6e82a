"""Who comes in by a key, what they read, and what they never do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.backends import PortalBackend
from accounts.models import User
from casework import services as casework
from casework.models import Attachment, Case
from casework.services import Part
from deputies.models import Organ, Post
from feedback.models import OrganToken
from feedback.organ_api import tokens
from tests import loops
from tests.factories import PASSWORD, County
from tests.feedback.organ_api.systems import System
from tests.motions import ways as motions
from tests.signing_in import signed_in
from tests.suggestions import ways

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def system(county: County) -> System:
    return System(county, county.organ)


def kind(answer: Any) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


# --- Keys ---------------------------------------------------------------------------------------------------
def test_a_key_is_kept_as_a_digest_alone(system: System) -> None:
    row = OrganToken.objects.values().get()
    assert system.words not in str(row) and len(system.words) > 50
    assert system.words.startswith(row["prefix"])


def test_the_system_is_told_who_it_is(county: County, system: System) -> None:
    told = system.get("").json()
    assert told["organ"] == {"code": county.organ.code, "name": county.organ.name}
    assert told["scopes"] == ["act", "answer", "read", "release"]
    assert county.second_organ.code in {one["code"] for one in told["organs"]}
    assert OrganToken.objects.get().last_used_at is not None


@pytest.mark.parametrize("words", ["", "Bearer", "Bearer lpo_00000000_x", "Basic bGlu", "Bearer 字"])
def test_without_a_known_key_nobody_comes_in(system: System, words: str) -> None:
    answer = Client().get(reverse("organ-api-assignments"), headers={"authorization": words} if words else {})
    assert answer.status_code == 401 and kind(answer) == "token-not-known"
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["content-type"] == "application/problem+json"


def test_half_of_a_key_is_no_key(system: System) -> None:
    assert tokens.find(system.words) is not None
    assert tokens.find(system.words[:-1]) is None and tokens.find(system.words + "x") is None


def test_a_session_of_a_person_opens_nothing_here(county: County, system: System) -> None:
    assert signed_in(county.handler).get(reverse("organ-api-assignments")).status_code == 401


def test_a_key_opens_nothing_but_these_addresses(county: County, system: System) -> None:
    case = loops.assigned(county)
    for url in (reverse("api-cases"), reverse("api-case", args=[case.number])):
        assert Client().get(url, headers=system.headers).status_code == 403
    assert Client().get(reverse("case", args=[case.number]), headers=system.headers).status_code == 302


def test_a_revoked_key_opens_nothing_from_that_moment(county: County, system: System) -> None:
    assert system.get("assignments/").status_code == 200
    assert tokens.revoke(system.token, by=county.operator)
    assert not tokens.revoke(system.token, by=county.operator)
    answer = system.get("assignments/")
    assert answer.status_code == 401 and kind(answer) == "token-over"


def test_a_key_opens_until_the_end_of_its_last_day(system: System) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=90)):
        assert system.get("assignments/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        answer = system.get("assignments/")
        assert answer.status_code == 401 and kind(answer) == "token-over"


def test_an_organ_that_is_not_in_use_is_told_so(county: County, system: System) -> None:
    Organ.objects.filter(pk=county.organ.pk).update(is_active=False)
    answer = system.get("assignments/")
    assert answer.status_code == 403 and kind(answer) == "organ-not-in-use"


@pytest.mark.parametrize(
    ("scopes", "word", "code"),
    [
        (("read",), "sign", 403),
        (("read", "answer"), "sign", 403),
        (("read", "act"), "sign", 200),
        (("read", "act"), "answer", 403),
        (("read", "act", "answer"), "release", 403),
    ],
)
def test_a_key_does_what_its_scopes_say(
    county: County, scopes: tuple[str, ...], word: str, code: int
) -> None:
    case = loops.assigned(county)
    system = System(county, county.organ, *scopes)
    answer = system.post(f"assignments/{case.number}/{word}/")
    assert answer.status_code == code
    if code == 403:
        assert kind(answer) == "not-allowed"
    offered = system.get(f"assignments/{case.number}/").json()["allowed_actions"]
    assert ("object" in offered) == ("act" in scopes)


def test_a_scope_to_act_alone_does_not_read(county: County) -> None:
    assert System(county, county.organ, "act").get("assignments/").status_code == 403


def test_more_requests_than_agreed_are_told_to_wait(county: County) -> None:
    system = System(county, county.organ, "read", per_minute=3)
    with time_machine.travel("2026-03-02T09:00:10+08:00", tick=False) as clock:
        codes = [system.get("assignments/").status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]
        answer = system.get("assignments/")
        assert kind(answer) == "too-many-requests" and 0 < int(answer["Retry-After"]) <= 60
        clock.shift(60)
        assert system.get("assignments/").status_code == 200


def test_wrong_keys_are_slowed_down_by_address(system: System) -> None:
    wrong = {"authorization": "Bearer lpo_00000000_wrong"}
    codes = [Client().get(reverse("organ-api-system"), headers=wrong).status_code for _ in range(32)]
    assert codes[0] == 401 and codes[-1] == 429
    assert system.get("").status_code == 200  # a right one still comes in


# --- The account --------------------------------------------------------------------------------------------
def test_nobody_signs_in_as_a_system(system: System) -> None:
    account = User.objects.get(pk=system.account.pk)
    assert account.is_system and not account.has_usable_password()
    account.set_password(PASSWORD)
    account.save()
    assert not PortalBackend().user_can_authenticate(account)
    assert PortalBackend().get_user(account.pk) is None


def test_another_key_of_the_same_name_is_the_same_system(county: County, system: System) -> None:
    again = System(county, county.organ, "read")
    other = System(county, county.second_organ)
    assert again.account == system.account != other.account
    assert Post.objects.filter(user=system.account).count() == 2  # handler and head, once each


def test_only_a_system_that_may_release_is_a_head(county: County) -> None:
    system = System(county, county.organ, "read", "act", "answer")
    assert set(system.account.posts.values_list("role", flat=True)) == {"handler"}


def test_a_system_is_nobody_who_can_be_reached(county: County, system: System) -> None:
    """Else an organ of which no person can sign in would seem to have a head."""
    reached = Post.objects.reachable(timezone.localdate()).filter(organ=county.organ)
    assert system.account.pk not in set(reached.values_list("user", flat=True))


# --- Reading ------------------------------------------------------------------------------------------------
def test_one_list_has_opinions_and_suggestions_by_date(county: County, system: System) -> None:
    opinion, suggestion = loops.assigned(county), ways.assigned(county)
    loops.assigned(county, [Part(county.second_organ)])
    rows = system.get("assignments/").json()["results"]
    assert {row["number"]: row["kind"] for row in rows} == {
        opinion.number: "opinion",
        suggestion.number: "suggestion",
    }
    assert [row["due_on"] for row in rows] == sorted(row["due_on"] for row in rows)


def test_the_list_is_narrowed_and_what_is_not_understood_refused(county: County, system: System) -> None:
    first, second = loops.assigned(county), loops.handling(county)
    suggestion = ways.assigned(county)

    def numbers(**query: Any) -> set[str]:
        return {row["number"] for row in system.get("assignments/", **query).json()["results"]}

    assert numbers(status="handling") == {second.number}
    assert numbers(kind="suggestion") == {suggestion.number}
    assert numbers(status=["assigned", "handling"], kind="opinion") == {first.number, second.number}
    assert numbers(late="true") == set() and numbers(open="false") == set()
    due = loops.share_of(first, county.organ).due_on
    assert numbers(due_until=str(due), kind="opinion") == {first.number, second.number}
    assert numbers(due_until=str(due - timedelta(days=1)), kind="opinion") == set()
    for query in ({"status": "nonsense"}, {"limit": "0"}, {"due_from": "soon"}):
        assert system.get("assignments/", **query).status_code == 400


def test_pages_follow_one_another_and_repeat_nothing(county: County, system: System) -> None:
    numbers = {loops.assigned(county).number for _ in range(5)}
    url, found = "assignments/?limit=2", []
    while url:
        page = system.client.get(f"/api/organ/{url}", headers=system.headers).json()
        found += [row["number"] for row in page["results"]]
        url = (page["next"] or "").partition("/api/organ/")[2]
    assert len(found) == 5 and set(found) == numbers


def test_of_a_confidential_case_nothing_tells_who_the_citizen_is(county: County, system: System) -> None:
    name, phone = loops.PERSON.name, loops.PERSON.phone
    case = loops.handling(county, body=f"{loops.BODY}我是{name},电话{phone}。", confidential=True)
    path = default_storage.save("attachments/api", ContentFile(b"abc"))
    file = Attachment.objects.create(
        case=case, name=f"{name}的照片.jpg", content_type="image/jpeg", size=3, digest="0" * 64, file=path
    )
    told = system.get(f"assignments/{case.number}/").content.decode()
    listed = system.get("assignments/").content.decode()
    download = system.get(f"files/{file.pk}/")
    for text in (told, listed, str(download.headers)):
        assert name not in text and phone not in text and "%E7%8E%8B" not in text
    assert b"".join(download) == b"abc" and "attachment" in download["Content-Disposition"]


def test_contact_data_is_not_told_of_an_open_case_either(county: County, system: System) -> None:
    case = loops.handling(county)
    told = system.get(f"assignments/{case.number}/").content.decode()
    assert loops.PERSON.phone not in told and loops.PERSON.email not in told and loops.PERSON.name not in told
    assert loops.BODY in told


def test_what_the_office_wrote_for_itself_is_not_told(county: County, system: System) -> None:
    case = loops.handling(county)
    casework.advance(case, "note", actor=Actor.of(county.officer), note="办公室内部情况。")
    assert "办公室内部情况" not in system.get(f"assignments/{case.number}/").content.decode()


def test_files_of_other_organs_cases_are_not_there(county: County, system: System) -> None:
    case = loops.assigned(county, [Part(county.second_organ)])
    path = default_storage.save("attachments/api", ContentFile(b"abc"))
    file = Attachment.objects.create(
        case=case, name="a.jpg", content_type="image/jpeg", size=3, digest="0" * 64, file=path
    )
    assert system.get(f"files/{file.pk}/").status_code == 404
    assert System(county, county.second_organ).get(f"files/{file.pk}/").status_code == 200


def test_after_it_was_taken_away_a_case_is_not_there(county: County, system: System) -> None:
    case = loops.handling(county)
    assert system.get(f"assignments/{case.number}/").status_code == 200
    casework.recall(case, actor=Actor.of(county.officer), note="改交其他单位。")
    answer = system.get(f"assignments/{case.number}/")
    assert answer.status_code == 404 and kind(answer) == "not-found"
    assert system.get("assignments/").json()["results"] == []


def test_of_a_case_handled_again_the_latest_share_alone_is_listed(county: County, system: System) -> None:
    case = loops.rework(county)
    casework.assign(case, [Part(county.organ)], actor=Actor.of(county.officer))
    rows = system.get("assignments/").json()["results"]
    assert [(row["number"], row["status"]) for row in rows] == [(case.number, "assigned")]
    whole = system.get(f"assignments/{case.number}/").json()
    assert whole["status"] == "assigned" and [one["state"] for one in whole["replies"]] == ["approved"]


def test_a_suggestion_tells_what_its_page_tells(county: County, system: System) -> None:
    case = ways.handling(county)
    told = system.get(f"assignments/{case.number}/").json()
    words = {part["name"]: part["text"] for part in told["words"]}
    assert words["facts"] == ways.WORDS["facts"] and words["proposal"] == ways.WORDS["proposal"]
    assert words["signed_by"] == county.deputy.name and "speak_by" in words
    assert told["answer_needs"]["letter"] is True and told["answer_needs"]["not_yet"]


def test_a_motion_is_read_and_reported_on(county: County, system: System) -> None:
    case = motions.with_organ(county)
    (row,) = system.get("motions/").json()["results"]
    assert row["number"] == case.number and row["status"] == "with_organ"
    whole = system.get(f"motions/{case.number}/").json()
    assert whole["allowed_actions"] == ["report_handling"] and {"grounds", "plan"} <= {
        part["name"] for part in whole["words"]
    }
    done = system.post(f"motions/{case.number}/report/", note="已按决定办理,专项资金全部到位。")
    assert done.json()["status"] == "organ_reported"
    assert system.post(f"motions/{case.number}/report/", note="再报一次。").status_code == 409
    assert System(county, county.second_organ).get(f"motions/{case.number}/").status_code == 404


def test_a_promise_is_read_and_reported_on(county: County, system: System) -> None:
    promise = loops.promised(county)
    (row,) = system.get("promises/").json()["results"]
    assert (row["id"], row["status"]) == (promise.pk, "open")
    body = "隔音墙已于本周建成,夜间噪声经监测已降到标准以内。"
    done = system.post(f"promises/{promise.pk}/report/", became="confirm_kept", body=body)
    assert done.json()["status"] == "drafted"
    assert system.post(f"promises/{promise.pk}/release/").json()["status"] == "released"
    assert system.get(f"promises/{promise.pk}/").json()["reports"][0]["state"] == "released"
    assert System(county, county.second_organ).get(f"promises/{promise.pk}/").status_code == 404


def test_opinions_answered_together_are_told_without_their_numbers(county: County, system: System) -> None:
    leading = loops.registered(county)
    other = loops.joined(county, leading=leading, body="同一搅拌站夜里噪声很大,老人睡不好觉。")
    leading = Case.objects.get(pk=leading.pk)
    casework.assign(leading, [Part(county.organ)], actor=Actor.of(county.officer))
    told = system.get(f"assignments/{leading.number}/")
    assert [one["number"] for one in told.json()["together"]] == [""]
    assert other.number not in told.content.decode() and "老人睡不好觉" in told.content.decode()


# --- What it costs ------------------------------------------------------------------------------------------
def test_a_page_costs_the_same_for_many_rows(county: County, system: System) -> None:
    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert system.get(path).status_code == 200
        return len(queries)

    loops.assigned(county, confidential=True)
    ways.assigned(county)
    system.get("assignments/")
    few = cost("assignments/")
    for _ in range(4):
        loops.assigned(county, confidential=True)
        ways.assigned(county)
    assert cost("assignments/") == few <= 6


def test_one_case_costs_few_queries(
    county: County, system: System, django_assert_max_num_queries: Any
) -> None:
    case = loops.reply_reviewed(county)
    suggestion = ways.delivered(county)
    system.get("assignments/")
    with django_assert_max_num_queries(26):
        system.get(f"assignments/{case.number}/")
    with django_assert_max_num_queries(36):
        system.get(f"assignments/{suggestion.number}/")
