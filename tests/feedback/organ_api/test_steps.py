"""Steps of organs' systems: the same rules as on the page, once each, and a clear outcome for every bad one."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.actors import Actor
from casework.models import Attachment, Case, Reply
from casework.services import Part, approve_replies
from feedback.models import ApiCall
from tests import loops
from tests.factories import County
from tests.feedback.organ_api.systems import System
from tests.feedback.test_receipt_page import opened
from tests.signing_in import signed_in
from tests.suggestions import ways

pytestmark = pytest.mark.django_db
LETTER = {
    "number": "石环函〔2026〕18号",
    "signer": "周明远",
    "signer_office": "局长",
    "contact": "李卫东",
    "contact_phone": "0375-2210018",
}


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def system(county: County) -> System:
    return System(county, county.organ, "read", "act", "answer")


def of(case: Case, word: str = "") -> str:
    return f"assignments/{case.number}/{word}/" if word else f"assignments/{case.number}/"


def fields(answer: Any) -> dict[str, str]:
    return {error["field"]: error["reason"] for error in answer.json()["errors"]}


def test_an_opinion_is_signed_and_answered_and_waits_for_the_head(county: County, system: System) -> None:
    case = loops.assigned(county)
    signed = system.post(of(case, "sign"))
    assert signed.status_code == 200 and signed.json()["status"] == "handling"
    answered = system.post(of(case, "answer"), body=loops.REPLY, category="A")
    assert (answered.json()["status"], answered.json()["is_released"]) == ("drafted", False)
    share = loops.share_of(case, county.organ)
    event = case.events.get(action="submit_reply")
    assert share.status == "drafted"
    assert (event.actor, event.acting_as) == (system.account, "handler")
    assert "办公系统" in str(event.actor)


def test_only_with_the_scope_release_a_system_answers_in_the_heads_stead(county: County) -> None:
    case = loops.handling(county)
    drafting, whole = System(county, county.organ, "answer"), System(county, county.organ, name="公文系统")
    refused = drafting.post(of(case, "answer"), body=loops.REPLY, category="A", release=True)
    assert refused.status_code == 403 and "release" in refused.json()["detail"]
    assert drafting.post(of(case, "release")).status_code == 403
    assert not Reply.objects.exists()
    done = whole.post(of(case, "answer"), body=loops.REPLY, category="A", release=True).json()
    assert (done["status"], done["case_status"], done["is_released"]) == ("released", "replied", True)
    approve_replies(Case.objects.get(pk=case.pk), actor=Actor.of(county.officer))


def test_a_suggestion_is_answered_by_a_whole_letter_after_a_contact(county: County, system: System) -> None:
    case = ways.handling(county)
    letter = {**LETTER, "body": ways.ANSWER, "category": "A", "answers": f"第{case.serial}号"}
    too_early = system.post(of(case, "answer"), **letter)
    assert too_early.status_code == 409 and "deputy" in too_early.json()["detail"]
    today = timezone.localdate().isoformat()
    spoken = system.post(of(case, "contact"), manner="visit", happened_on=today, summary="当面听取意见。")
    assert spoken.status_code == 200
    assert fields(system.post(of(case, "answer"), **{**letter, "signer": ""})).keys() == {"signer"}
    assert fields(system.post(of(case, "answer"), **{**letter, "answers": "第999号"})).keys() == {"answers"}
    assert system.post(of(case, "answer"), **letter, sealed=True).status_code == 200
    reply = case.replies.get()
    assert (reply.letter.signer, reply.letter.sealed, reply.state) == ("周明远", True, "submitted")


def test_suggestions_answered_together_have_a_letter_number_each(county: County) -> None:
    system = System(county, county.organ)
    leading = ways.handling(county)
    follower = ways.joined(county, leading)
    ways.spoken(county, ways.live_share(leading))
    assert system.get(f"assignments/{leading.number}/").json()["answer_needs"]["joined"] == [
        {"number": follower.number, "serial": follower.serial, "deputy": follower.deputy.name}
    ]
    letter = {**LETTER, "body": ways.ANSWER, "category": "A", "answers": str(leading.serial)}
    assert fields(system.post(of(leading, "answer"), **letter)).keys() == {"number"}
    own = {follower.number: "石环函〔2026〕2号"}
    done = system.post(of(leading, "answer"), **letter, joined=own, release=True)
    assert done.status_code == 200, done.json()
    assert follower.replies.get().letter.number == "石环函〔2026〕2号"


def test_an_answer_without_a_class_is_refused_at_its_field(county: County, system: System) -> None:
    case = loops.handling(county)
    refused = system.post(of(case, "answer"), body=loops.REPLY)
    assert refused.status_code == 400 and refused["content-type"] == "application/problem+json"
    assert refused.json()["type"] == "urn:liaison-portal:problem:not-valid"
    assert fields(refused).keys() == {"category"} and not Reply.objects.exists()


def test_a_promise_without_a_day_is_refused_at_its_field(county: County, system: System) -> None:
    case = loops.handling(county)
    promise: dict[str, Any] = {"body": loops.REPLY, "category": "B", "promise": loops.PROMISE}
    assert fields(system.post(of(case, "answer"), **promise)).keys() == {"promised_for"}
    yesterday = timezone.localdate() - timedelta(days=1)
    assert fields(system.post(of(case, "answer"), **promise, promised_for=str(yesterday))).keys() == {
        "promised_for"
    }
    day = timezone.localdate() + timedelta(days=40)
    assert system.post(of(case, "answer"), **promise, promised_for=str(day)).status_code == 200
    assert case.replies.get().promised_for == day


def test_an_answer_to_a_number_of_another_organ_meets_nothing(county: County, system: System) -> None:
    case = loops.assigned(county, [Part(county.second_organ)])
    for number in (case.number, "2026-0000-XXXX"):
        refused = system.post(f"assignments/{number}/answer/", body=loops.REPLY, category="A")
        assert refused.status_code == 404
        assert refused.json()["type"].endswith("not-found") and "present" not in refused.json()


def test_an_answer_to_what_is_answered_already_meets_how_it_stands(county: County, system: System) -> None:
    case = loops.replied(county)
    refused = system.post(of(case, "answer"), body="另一份答复,内容与之前的不同。", category="A")
    assert refused.status_code == 409 and refused.json()["type"].endswith("not-possible-now")
    assert refused.json()["present"]["status"] == "released" and case.replies.count() == 1


def test_an_answer_sent_twice_is_one_answer(county: County, system: System) -> None:
    case = loops.handling(county)
    first = system.post(of(case, "answer"), key="k-1", body=loops.REPLY, category="A")
    again = system.post(of(case, "answer"), key="k-1", category="A", body=loops.REPLY)
    assert first.status_code == again.status_code == 200 and first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first
    assert case.replies.count() == 1 and case.events.filter(action="submit_reply").count() == 1
    other = system.post(of(case, "answer"), key="k-1", body=loops.REPLY + "另:", category="A")
    assert other.status_code == 422 and other.json()["type"].endswith("key-used-before")


def test_a_key_of_another_address_is_another_request(county: County, system: System) -> None:
    first, second = loops.assigned(county), loops.assigned(county)
    assert system.post(of(first, "sign"), key="k").status_code == 200
    assert system.post(of(second, "sign"), key="k").status_code == 422
    assert loops.share_of(second, county.organ).status == "assigned"


def test_keys_of_two_organs_do_not_meet(county: County, system: System) -> None:
    case = loops.assigned(county, [Part(county.organ, "separate"), Part(county.second_organ, "separate")])
    other = System(county, county.second_organ)
    assert system.post(of(case, "sign"), key="k").status_code == 200
    assert other.post(of(case, "sign"), key="k").status_code == 200


def test_what_was_refused_may_be_put_right_under_the_same_key(county: County, system: System) -> None:
    case = loops.handling(county)
    assert system.post(of(case, "answer"), key="k", body=loops.REPLY).status_code == 400
    assert system.post(of(case, "answer"), key="k", body=loops.REPLY, category="A").status_code == 200


def test_a_request_without_a_key_does_nothing(county: County, system: System) -> None:
    case = loops.assigned(county)
    answer = Client().post(
        f"/api/organ/{of(case, 'sign')}", {}, content_type="application/json", headers=system.headers
    )
    assert answer.status_code == 400 and fields(answer).keys() == {"Idempotency-Key"}
    assert loops.share_of(case, county.organ).status == "assigned"


def test_a_step_on_a_changed_case_is_refused_with_how_it_stands(county: County, system: System) -> None:
    case = loops.handling(county)
    read = system.get(of(case))
    version = read["ETag"]
    loops.object_to(loops.share_of(case, county.organ), actor=Actor.of(county.handler), reason="不属本局。")
    refused = system.post(of(case, "answer"), match=version, body=loops.REPLY, category="A")
    assert refused.status_code == 409 and refused.json()["type"].endswith("changed-meanwhile")
    assert refused.json()["present"]["status"] == "objected"
    assert refused.json()["present"]["version"] != version.strip('"')
    in_body = system.post(of(case, "contact"), version=version.strip('"'), manner="phone",
                          happened_on=str(timezone.localdate()), summary="了解情况。")  # fmt: skip
    assert in_body.status_code == 409


def test_the_version_that_was_read_opens_the_step(county: County, system: System) -> None:
    case = loops.assigned(county)
    version = system.get(of(case))["ETag"]
    signed = system.post(of(case, "sign"), match=version)
    assert signed.status_code == 200 and signed["ETag"] != version
    assert system.get(of(case))["ETag"] == signed["ETag"]


def test_an_objection_names_the_better_organ_by_its_code(county: County, system: System) -> None:
    case = loops.assigned(county)
    wrong = system.post(of(case, "object"), reason="属于住建部门职责。", proposed_organ="no-such")
    assert wrong.status_code == 400 and fields(wrong).keys() == {"proposed_organ"}
    done = system.post(
        of(case, "object"), reason="属于住建部门职责。", proposed_organ=county.second_organ.code
    )
    assert done.json()["status"] == "objected"
    shown = system.get(of(case)).json()["objection"]
    assert (shown["proposed_organ"], shown["upheld"]) == (county.second_organ.code, None)


def test_more_time_is_asked_for_once(county: County, system: System) -> None:
    case = loops.handling(county)
    asked = system.post(of(case, "extension"), note="需会同三个部门现场勘测。")
    assert asked.status_code == 200 and "ask_extension" in system.get(of(case)).json()["allowed_actions"]
    again = system.post(of(case, "extension"), note="仍需时间。")
    assert again.status_code == 409 and "once" in again.json()["detail"]
    assert system.get(of(case)).json()["extension"]["granted"] is None


def test_files_go_with_the_answer_and_a_repeated_one_is_known(county: County, system: System) -> None:
    case = loops.handling(county)
    out = BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "PNG")

    def sent() -> Any:
        file = SimpleUploadedFile("现场.png", out.getvalue(), "image/png")
        return system.send(of(case, "answer"), key="k", body=loops.REPLY, category="A", files=[file])

    first, again = sent(), sent()
    assert first.status_code == again.status_code == 200 and again["Idempotency-Replayed"] == "true"
    one = Attachment.objects.get(reply__case=case)
    assert one.name == "现场.png" and not one.from_citizen
    shown = system.get(of(case)).json()["replies"][0]["files"]
    assert [file["id"] for file in shown] == [one.pk]
    bad = SimpleUploadedFile("程序.exe", b"MZ\x90\x00" * 20)
    second = loops.handling(county)
    refused = system.send(of(second, "answer"), body=loops.REPLY, category="A", files=[bad])
    assert refused.status_code == 400 and "程序.exe" in fields(refused)["files"]


def test_a_file_sent_with_an_answer_reaches_the_citizens_receipt(county: County) -> None:
    system, case = System(county, county.organ), loops.handling(county)
    out = BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "PNG")
    file = SimpleUploadedFile("隔音屏障.png", out.getvalue(), "image/png")
    done = system.send(of(case, "answer"), body=loops.REPLY, category="A", release="true", files=[file])
    assert done.json()["is_released"] is True
    case.refresh_from_db()
    officer, form = signed_in(county.officer), reverse("step", args=[case.number, "feed_back"])
    approve_replies(case, actor=Actor.of(county.officer))
    page = officer.get(form).content.decode()
    one = Attachment.objects.get(reply__case=case)
    assert "隔音屏障.png" in page, "offered to the office, ticked"
    case.refresh_from_db()
    given = {"version": case.version, "body": loops.REPLY, "enclosed": [one.pk], "_confirmed": "1"}
    assert officer.post(form, given).status_code == 302
    browser = opened(case)
    assert "隔音屏障.png" in browser.get(reverse("receipt", args=[case.number])).content.decode()
    download = browser.get(reverse("receipt_file", args=[case.number, one.pk]))
    assert download.status_code == 200 and download["Content-Type"] == "image/png"


def test_a_name_that_is_not_known_is_refused_not_passed_over(county: County, system: System) -> None:
    case = loops.handling(county)
    refused = system.post(of(case, "answer"), body=loops.REPLY, category="A", promissed_for="2026-12-01")
    assert refused.status_code == 400 and fields(refused).keys() == {"promissed_for"}


def test_errors_speak_the_language_of_the_request(county: County) -> None:
    case = loops.handling(county)
    chinese = System(county, county.organ, language="zh-CN")
    told = chinese.post(of(case, "answer"), body=loops.REPLY).json()
    assert told["title"] == "请求内容缺失或有误" and "办理" in told["errors"][0]["reason"]


def test_an_answer_is_countersigned_before_a_system_releases_it(county: County) -> None:
    loops.countersigning(county)
    system = System(county, county.organ)
    case = loops.assigned(county, [Part(county.organ, "lead"), Part(county.second_organ, "assist")])
    system.post(of(case, "sign"))
    done = system.post(of(case, "answer"), body=loops.REPLY, category="A", release=True).json()
    assert (done["status"], done["is_released"]) == ("circulated", False)
    assisting = System(county, county.second_organ)
    asked = assisting.get(of(case)).json()
    assert "agree" in asked["allowed_actions"] and loops.REPLY in asked["countersignatures"][0]["words"]
    assert assisting.post(of(case, "agree")).status_code == 200
    assert system.post(of(case, "release")).json()["is_released"] is True


def test_what_a_system_did_is_kept_without_words(county: County, system: System) -> None:
    case = loops.handling(county)
    system.post(of(case, "answer"), body=loops.REPLY, category="A")
    assert loops.REPLY not in str(ApiCall.objects.get().answer)
