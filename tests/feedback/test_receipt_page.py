"""The receipt: who may open it, what it tells, and what its holder may do with it."""

from __future__ import annotations

import html
import re
import time
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.actors import Actor
from casework.errors import LostRace
from casework.models import Attachment, Case
from feedback import receipts, services
from feedback.identity import open_identity
from feedback.models import Rating
from feedback.views import public_receipt
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def page_of(response: Any) -> str:
    return str(response.content.decode())


def code_of(case: Case) -> str:
    return receipts.code_for((case.split_from or case).opinion.submission_key)


def opened(case: Case, client: Client | None = None) -> Client:
    """A browser that has opened the receipt of ``case``."""
    browser = client or Client(headers={"accept-language": "en"})
    answer = browser.post(reverse("track"), {"number": case.number, "code": code_of(case)})
    assert answer.status_code == 302, page_of(answer)
    return browser


def at(case: Case) -> str:
    return reverse("receipt", args=[case.number])


def act(browser: Client, case: Case, word: str, **data: Any) -> Any:
    return browser.post(reverse(f"receipt_{word}", args=[case.number]), {"version": case.version, **data})


# --- Opening it -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", [str.lower, lambda text: text.replace("-", " "), lambda text: f"  {text} "])
def test_number_and_code_open_the_receipt_however_they_are_typed(client, county, typed):
    case = loops.submitted(county)
    answer = client.post(reverse("track"), {"number": typed(case.number), "code": typed(code_of(case))})
    assert answer.url == at(case)
    assert case.opinion.body in page_of(client.get(answer.url))


def test_a_wrong_code_and_a_wrong_number_get_the_same_answer(english, county):
    case = loops.submitted(county)
    wrong_code = english.post(reverse("track"), {"number": case.number, "code": "0000-0000"})
    wrong_number = english.post(reverse("track"), {"number": "0000-0000-0000", "code": code_of(case)})
    assert wrong_code.status_code == wrong_number.status_code == 400
    told = [re.sub(r'value="[^"]*"', "", page_of(one)) for one in (wrong_code, wrong_number)]
    assert told[0] == told[1]
    assert receipts.COOKIE not in english.cookies


def test_guessing_codes_has_to_wait_and_the_right_code_works_afterwards(county):
    case = loops.submitted(county)
    browser = Client()
    answers = [
        browser.post(reverse("track"), {"number": case.number, "code": f"0000-000{n % 10}"})
        for n in range(14)
    ]
    assert answers[-1].status_code == 429 and int(answers[-1]["Retry-After"]) >= 1
    with time_machine.travel(time.time() + 301):
        opened(case, browser)


def test_a_made_up_forwarding_header_does_not_help_guessing(county):
    case = loops.submitted(county)
    statuses = [
        Client().post(
            reverse("track"),
            {"number": f"0000-0000-{n:04d}", "code": "0000-0000"},
            headers={"x-forwarded-for": f"9.9.9.{n}"},
        ).status_code
        for n in range(24)
    ]  # fmt: skip
    assert 429 in statuses
    assert case.status == "submitted"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"number": "\x00", "code": "\x00"},
        {"number": "甲" * 500, "code": "乙" * 500},
        {"number": "1' --", "code": "x"},
    ],
)
def test_nonsense_is_answered_with_a_sentence(client, county, data):
    assert client.post(reverse("track"), data).status_code == 400


@pytest.mark.parametrize("name", ["receipt", "sent", "receipt_qr"])
def test_somebody_elses_receipt_looks_like_one_that_does_not_exist(county, name):
    mine, other = loops.submitted(county), loops.submitted(county)
    browser = opened(mine)
    theirs = browser.get(reverse(name, args=[other.number]))
    nobodys = browser.get(reverse(name, args=["0000-0000-0000"]))
    assert theirs.status_code == nobodys.status_code and other.opinion.body not in page_of(theirs)
    if theirs.status_code == 302:
        assert theirs.url.replace(other.number, "") == nobodys.url.replace("0000-0000-0000", "")


def test_after_two_hours_the_receipt_asks_for_number_and_code_again(county):
    case = loops.submitted(county)
    browser = opened(case)
    with time_machine.travel(time.time() + 2 * 3600 + 60):
        answer = browser.get(at(case))
        assert answer.status_code == 302 and answer.url.startswith(reverse("track") + "?again")
        assert "two hours" in page_of(browser.get(answer.url))


def test_what_was_written_is_shown_when_the_receipt_has_closed_meanwhile(county):
    case = loops.submitted(county)
    answer = act(Client(), case, "remark", words="昨晚又开工了。")
    assert answer.status_code == 403 and "昨晚又开工了。" in page_of(answer)


def test_a_cookie_of_ones_own_making_opens_nothing(county):
    case = loops.submitted(county)
    browser = Client()
    browser.cookies["receipts"] = f'{{"{case.pk}": ""}}:x:y'
    assert browser.get(at(case)).status_code == 302


def test_the_receipt_is_kept_by_no_cache_and_named_to_no_other_site(county):
    case = loops.submitted(county)
    answer = opened(case).get(at(case))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")


def test_the_qr_code_carries_number_and_code_behind_the_hash_only(county, monkeypatch):
    case = loops.submitted(county)
    said = []
    real = __import__("segno").make
    monkeypatch.setattr("segno.make", lambda text, **how: said.append(text) or real(text, **how))
    answer = opened(case).get(reverse("receipt_qr", args=[case.number]))
    assert answer["Content-Type"] == "image/svg+xml" and b"<svg" in answer.content
    address, _, hidden = said[0].partition("#")
    assert address.endswith(reverse("track")) and case.number not in address
    assert hidden == f"number={case.number}&code={code_of(case)}"


# --- What it tells ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", loops.TO_STATUS)
def test_every_status_has_a_page_with_its_next_date(county, status):
    case = loops.TO_STATUS[status](county)
    page = page_of(opened(case).get(at(case)))
    assert "<h1>" in page and case.number in page
    case.refresh_from_db()
    if case.due_on:
        assert f'datetime="{case.due_on.isoformat()}"' in page and 'aria-current="step"' in page
    else:
        assert 'aria-current="step"' not in page


def test_the_date_opens_its_reason(county):
    case = loops.handling(county)
    assert '<details class="due' in page_of(opened(case).get(at(case)))


def test_the_answer_stands_on_the_page_and_notes_for_colleagues_do_not(county):
    case = loops.fed_back(county)
    services.write_note(case, actor=Actor.of(county.officer), note="仅供同事:请留意媒体。")
    page = page_of(opened(case).get(at(case)))
    assert loops.REPLY in page and "仅供同事" not in page


def test_who_opened_the_identity_is_told_to_its_owner(county):
    case = loops.submitted(county)
    open_identity(case.pk, actor=Actor.of(county.officer), purpose="contact")
    assert county.officer.display_name in page_of(opened(case).get(at(case)))


def test_the_portals_own_looks_are_told_as_a_number(county):
    case = loops.submitted(county)
    for _ in range(3):
        open_identity(case.pk, actor=Actor.system, purpose="notice")
    assert "opened it 3 times" in page_of(opened(case).get(at(case)))


def test_a_refusal_names_its_reason_and_the_right_place(county):
    case = loops.not_accepted(county)
    page = page_of(opened(case).get(at(case)))
    assert "请向信访部门反映。" in page and "petition office" in page


def test_no_member_of_staff_is_named_in_the_history(county):
    case = loops.closed_unsatisfied(county)
    page = page_of(opened(case).get(at(case)))
    for user in (county.officer, county.handler, county.head):
        assert user.display_name not in page


def test_the_page_costs_the_same_however_long_the_history_is(county):
    case = loops.submitted(county)
    browser = opened(case)
    browser.get(at(case))
    with CaptureQueriesContext(connection) as short:
        browser.get(at(case))
    for n in range(12):
        case.refresh_from_db()
        services.add_remark(case, words=f"补充{n}")
    with CaptureQueriesContext(connection) as long:
        browser.get(at(case))
    assert len(long) == len(short) <= 12


# --- Adding, answering, withdrawing -----------------------------------------------------------------------
def photo() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (30, 30)).save(out, "JPEG")
    return SimpleUploadedFile("现场.jpg", out.getvalue())


def test_a_remark_with_a_photo_is_added_and_can_be_fetched(county):
    case = loops.handling(county)
    browser = opened(case)
    assert act(browser, case, "remark", words="昨晚又开工了。", files=[photo()]).url == at(case)
    page = page_of(browser.get(at(case)))
    assert "昨晚又开工了。" in page
    attachment = Attachment.objects.get()
    answer = browser.get(reverse("receipt_file", args=[case.number, attachment.pk]))
    assert "attachment" in answer["Content-Disposition"] and answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_another_case_is_not_given_out(county):
    mine, other = loops.submitted(county), loops.submitted(county)
    services.add_remark(other, words="补充", files=())
    act(opened(other), Case.objects.get(pk=other.pk), "remark", words="照片", files=[photo()])
    attachment = Attachment.objects.get()
    assert opened(mine).get(reverse("receipt_file", args=[mine.number, attachment.pk])).status_code == 404
    assert Client().get(reverse("receipt_file", args=[other.number, attachment.pk])).status_code == 302


def test_an_office_paper_is_not_the_citizens_to_fetch(county):
    case = loops.handling(county)
    event = services.write_note(case, actor=Actor.of(county.officer), note="内部材料")
    paper = Attachment.objects.create(
        case=case,
        event=event,
        file="attachments/x",
        name="内部.pdf",
        content_type="application/pdf",
        size=1,
        digest="x",
        from_citizen=False,
    )
    browser = opened(case)
    assert "内部.pdf" not in page_of(browser.get(at(case)))
    assert browser.get(reverse("receipt_file", args=[case.number, paper.pk])).status_code == 404


def test_the_same_remark_sent_twice_is_said_once(county):
    case = loops.submitted(county)
    browser = opened(case)
    act(browser, case, "remark", words="昨晚又开工了。")
    assert act(browser, case, "remark", words="昨晚又开工了。").url == at(case)
    assert case.events.filter(action="add_remark").count() == 1


def test_an_empty_remark_is_refused_and_linked_to_its_field(county):
    case = loops.submitted(county)
    answer = act(opened(case), case, "remark", words=" ")
    assert answer.status_code == 400 and 'href="#add_remark_words"' in page_of(answer)
    assert 'id="add_remark_words"' in page_of(answer)


def test_a_bad_file_keeps_the_words_of_the_remark(county):
    case = loops.submitted(county)
    answer = act(opened(case), case, "remark", words="看照片。", files=[SimpleUploadedFile("x.jpg", b"MZ")])
    assert answer.status_code == 400 and "看照片。" in page_of(answer)


def test_what_the_office_asked_for_can_be_supplied(county):
    case = loops.needs_info(county)
    browser = opened(case)
    assert "请补充具体位置。" in page_of(browser.get(at(case)))
    act(browser, case, "more", words="石桥村小学往北两百米。")
    case.refresh_from_db()
    assert case.status == "submitted"


def test_an_opinion_can_be_withdrawn_while_no_organ_has_it(county):
    case = loops.submitted(county)
    browser = opened(case)
    act(browser, case, "withdraw")
    case.refresh_from_db()
    assert case.status == "withdrawn"
    assert reverse("receipt_withdraw", args=[case.number]) not in page_of(browser.get(at(case)))


def test_a_step_that_is_too_late_is_refused_with_the_words_and_a_way_back(county):
    case = loops.handling(county)
    browser = opened(case)
    assert reverse("receipt_withdraw", args=[case.number]) not in page_of(browser.get(at(case)))
    answer = act(browser, case, "withdraw", words="已经解决了。")
    page = page_of(answer)
    assert answer.status_code == 409 and "已经解决了。" in page and f'href="{at(case)}"' in page


# --- Rating and asking again ------------------------------------------------------------------------------
def test_a_satisfied_rating_closes_the_case(county):
    case = loops.fed_back(county)
    act(opened(case), case, "rate", attitude=3, result=2)
    case.refresh_from_db()
    assert (case.status, case.attitude, case.result) == ("closed", 3, 2)


def test_dissatisfaction_needs_a_reason(county):
    case = loops.fed_back(county)
    answer = act(opened(case), case, "rate", attitude=3, result=1)
    assert answer.status_code == 400 and 'href="#rate_reason"' in page_of(answer)
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    "grades", [{}, {"attitude": 3}, {"attitude": 9, "result": 3}, {"attitude": "x", "result": "y"}]
)
def test_half_a_rating_is_no_rating(county, grades):
    case = loops.fed_back(county)
    assert act(opened(case), case, "rate", **grades).status_code == 400
    assert not Rating.objects.exists()


def test_rating_twice_from_two_windows_counts_once(county):
    case = loops.fed_back(county)
    browser = opened(case)
    act(browser, case, "rate", attitude=3, result=3)
    second = act(browser, case, "rate", attitude=1, result=1, reason="不满意,没有解决。")
    assert second.status_code == 409 and "不满意,没有解决。" in page_of(second)
    assert Rating.objects.count() == 1


def test_handling_again_can_be_asked_for_once(county):
    case = loops.rated(county)
    browser = opened(case)
    assert reverse("receipt_rework", args=[case.number]) in page_of(browser.get(at(case)))
    act(browser, case, "rework", words="夜里仍在施工,请再办理。")
    case.refresh_from_db()
    assert (case.status, case.rework_count) == ("rework", 1)
    assert act(browser, case, "rework", words="再一次。").status_code == 409


def test_a_closed_case_offers_nothing_more_to_do(county):
    case = loops.closed(county)
    page = page_of(opened(case).get(at(case)))
    for word in ("remark", "more", "withdraw", "rate", "rework"):
        assert reverse(f"receipt_{word}", args=[case.number]) not in page


@pytest.mark.parametrize("word", ["remark", "more", "withdraw", "rate", "rework"])
def test_nobody_else_acts_on_a_receipt(county, word):
    mine, other = loops.submitted(county), loops.submitted(county)
    answer = act(opened(mine), other, word, words="我来撤回。", attitude=3, result=3)
    assert answer.status_code == 403
    assert other.events.count() == 1


def test_a_step_asked_for_by_get_only_shows_the_receipt(county):
    case = loops.submitted(county)
    assert opened(case).get(reverse("receipt_withdraw", args=[case.number])).url == at(case)
    case.refresh_from_db()
    assert case.status == "submitted"


def test_a_forged_form_does_nothing(county):
    case = loops.submitted(county)
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = opened(case).cookies
    assert act(browser, case, "withdraw", words="x").status_code == 403
    case.refresh_from_db()
    assert case.status == "submitted"


def sent_again(page: str) -> dict[str, Any]:
    """What the page would send if its reader only pressed the button."""
    fields: dict[str, Any] = {"kept": re.findall(r'name="kept" value="([^"]+)"', page)}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page):
        fields[name] = html.unescape(value)
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def token_of(page: str) -> str:
    return re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]


@pytest.mark.parametrize("token", [{}, {"csrfmiddlewaretoken": "x" * 64}])
def test_a_wrong_token_costs_neither_words_nor_files(county, token):
    case = loops.submitted(county)
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    browser.cookies = opened(case).cookies
    browser.get(at(case))
    first = act(browser, case, "remark", words="昨晚又开工了。", files=[photo()], **token)
    page = page_of(first)
    assert first.status_code == 403 and "open for too long" in page and case.events.count() == 1
    assert "昨晚又开工了。</textarea>" in page and "<details open>" in page
    notes = re.findall(r'name="kept" value="([^"]+)"', page)
    second = act(
        browser, case, "remark", words="昨晚又开工了。", kept=notes, csrfmiddlewaretoken=token_of(page)
    )
    assert second.status_code == 302
    assert case.events.last().note == "昨晚又开工了。"
    assert list(Attachment.objects.values_list("name", flat=True)) == ["现场.jpg"]


def test_a_wrong_token_costs_no_rating(county):
    case = loops.fed_back(county)
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    browser.cookies = opened(case).cookies
    page = page_of(act(browser, case, "rate", attitude=3, result=1, reason="没修好"))
    assert "没修好</textarea>" in page and not Rating.objects.exists()
    assert re.search(r'name="attitude" value="3"[^>]*checked', page)
    assert re.search(r'name="result" value="1"[^>]*checked', page)


def test_a_browser_that_keeps_no_cookies_is_told_so(county):
    case = loops.submitted(county)
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    page = page_of(act(browser, case, "remark", words="昨晚又开工了。", code=code_of(case)))
    assert "allow cookies" in page and "昨晚又开工了。" in page and case.events.count() == 1


def test_a_step_on_a_page_from_yesterday_is_taken_with_the_query_code(county):
    case = loops.submitted(county)
    browser = opened(case)
    with time_machine.travel(time.time() + 24 * 3600):
        first = act(browser, case, "remark", words="第一行\n“第二行” <b>", files=[photo()])
        page = page_of(first)
        assert first.status_code == 403 and "第二行" in page and case.title not in page
        assert case.events.count() == 1
        url = reverse("receipt_remark", args=[case.number])
        wrong = browser.post(url, {**sent_again(page), "code": "0000-0000"})
        assert wrong.status_code == 400 and "do not fit together" in page_of(wrong)
        missing = browser.post(url, {**sent_again(page_of(wrong)), "code": ""})
        assert missing.status_code == 400 and case.events.count() == 1
        done = browser.post(url, {**sent_again(page_of(missing)), "code": code_of(case).lower()})
        assert done.status_code == 302 and done.url == at(case)
        assert case.events.last().note == "第一行\n“第二行” <b>"
        assert list(Attachment.objects.values_list("name", flat=True)) == ["现场.jpg"]
        assert browser.get(at(case)).status_code == 200


def test_a_rating_from_yesterdays_page_is_taken_with_the_query_code(county):
    case = loops.fed_back(county)
    browser = opened(case)
    with time_machine.travel(time.time() + 24 * 3600):
        page = page_of(act(browser, case, "rate", attitude=3, result=1, reason="没修好"))
        url = reverse("receipt_rate", args=[case.number])
        assert browser.post(url, {**sent_again(page), "code": code_of(case)}).status_code == 302
    rating = Rating.objects.get()
    assert (rating.attitude, rating.result, rating.reason) == (3, 1, "没修好")


def test_what_is_wrong_in_yesterdays_form_is_said_once_the_code_is_right(county):
    case = loops.fed_back(county)
    browser = Client(headers={"accept-language": "en"})
    url = reverse("receipt_rate", args=[case.number])
    answer = browser.post(url, {"attitude": 3, "code": code_of(case)})
    assert answer.status_code == 400 and case.title in page_of(answer) and not Rating.objects.exists()
    assert browser.get(at(case)).status_code == 200


def test_a_closed_receipt_says_the_same_for_a_number_that_does_not_exist(county):
    case = loops.submitted(county)
    told = []
    for number in (case.number, "0000-0000-0000"):
        for data in ({"words": "x"}, {"words": "x", "code": "0000-0000"}):
            answer = Client().post(reverse("receipt_remark", args=[number]), data)
            told.append((answer.status_code, page_of(answer).replace(number, "")))
    plain = [(status, re.sub(r'value="\w{64}"', "", page)) for status, page in told]
    assert plain[:2] == plain[2:]


def test_guessing_codes_at_a_step_has_to_wait_like_anywhere_else_and_the_words_stay(county):
    case = loops.submitted(county)
    browser = Client(headers={"accept-language": "en"})
    url = reverse("receipt_remark", args=[case.number])
    answers = [browser.post(url, {"words": "甲乙丙", "code": f"0000-000{n % 10}"}) for n in range(14)]
    assert answers[-1].status_code == 429 and int(answers[-1]["Retry-After"]) >= 1
    assert "Please wait" in page_of(answers[-1]) and "甲乙丙" in page_of(answers[-1])
    assert case.events.count() == 1


def test_files_of_a_closed_receipt_are_limited_like_all_files(county, settings):
    settings.PORTAL_THROTTLES = {"try": (0, 600)}
    case = loops.submitted(county)
    answer = act(Client(headers={"accept-language": "en"}), case, "remark", words="x", files=[photo()])
    page = page_of(answer)
    assert 'name="kept"' not in page and "could not be kept" in page


def test_a_member_of_staff_without_the_code_opens_no_receipt(county):
    case = loops.submitted(county)
    browser = Client()
    browser.force_login(county.officer)
    assert browser.get(at(case)).status_code == 302


def test_words_and_files_outlive_a_refusal_while_the_step_is_open(county, monkeypatch):
    case = loops.submitted(county)
    out = BytesIO()
    Image.new("RGB", (4, 3)).save(out, "PNG")

    def refuse(*_given: Any) -> None:
        raise LostRace("Somebody was faster.")

    browser = opened(case)
    with monkeypatch.context() as at_that_moment:
        at_that_moment.setitem(public_receipt._SERVICES, "add_remark", refuse)
        file = SimpleUploadedFile("a.png", out.getvalue())
        answer = act(browser, case, "remark", words="又坏了一盏灯。", files=[file])
    page = page_of(answer)
    assert answer.status_code == 409 and "Somebody was faster." in page and "又坏了一盏灯。" in page
    kept = html.unescape(re.search(r'name="kept" value="([^"]+)"', page)[1])
    act(browser, case, "remark", words="又坏了一盏灯。", kept=[kept])
    assert case.attachments.get().name == "a.png"
