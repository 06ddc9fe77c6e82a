"""Writing an opinion: nothing typed is lost, nothing is taken twice, nothing dangerous comes in."""

from __future__ import annotations

import re
import threading
import time
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
import time_machine
from altcha import Challenge, Payload, solve_challenge
from celery import current_app
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import TimestampSigner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from pikepdf import Encryption, Pdf
from PIL import Image

from casework import outbox
from casework.models import Attachment, Case, Effect
from deputies.models import Mandate
from feedback import kept_files, proof, receipts
from feedback.forms.public import new_key
from feedback.identity import unseal
from feedback.models import Opinion, SearchDoc
from feedback.search import index_case
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db

BODY = "河西社区东门的路灯坏了三个星期,晚上老人摔倒过两次,希望尽快修好。"
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b(?!-)")


@pytest.fixture
def county() -> County:
    return County()


def photo(name: str = "a.jpg", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def form(**changes: Any) -> dict[str, Any]:
    return {"key": new_key(), "body": BODY, "confidential": "no", **changes}


def send(client: Client, **changes: Any) -> Any:
    return client.post(reverse("write"), form(**changes))


def page_of(response: Any) -> str:
    return str(response.content.decode())


# --- Sending ----------------------------------------------------------------------------------------------
def test_an_opinion_costs_one_statement_on_postgresql(client, county):
    """Case, history, what follows, opinion and identity; here within the transaction of the test."""
    who = {"name": "王秀兰", "phone": "13900000000", "agree": "on", "sure": "1"}
    send(client, **who)
    with CaptureQueriesContext(connection) as queries:
        assert send(client, **who).status_code == 302
    said = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(said) <= (1 if connection.vendor == "postgresql" else 8), said


def test_an_opinion_is_taken_in_and_its_receipt_shown(client, county):
    answer = send(
        client,
        place="河西社区东门", happened="五月以来", division=county.township.pk, station=county.station.pk,
        name="王秀兰", phone="139 0000 0000", email="xiulan@example.org", agree="on", confidential="yes",
    )  # fmt: skip
    case = Case.objects.get()
    assert answer.status_code == 302 and answer.url == reverse("sent", args=[case.number])
    page = page_of(client.get(answer.url))
    code = receipts.code_for(case.opinion.submission_key)
    assert case.number in page and code in page
    assert (case.opinion.body, case.opinion.place, case.opinion.happened) == (
        BODY,
        "河西社区东门",
        "五月以来",
    )
    assert (case.division, case.station, case.confidential) == (county.township, county.station, True)
    assert unseal(case.opinion.identity.sealed).phone == "139 0000 0000"
    assert case.opinion.wishes_contact


def test_only_the_text_is_asked_for(client, county):
    assert send(client).status_code == 302
    assert not hasattr(Opinion.objects.get(), "identity")


def test_an_opinion_to_a_deputy_names_the_deputy(client, county):
    url = reverse("write_to_deputy", args=[county.deputy.pk])
    client.post(url, form(to="deputy"))
    client.post(url, form(to="office"))
    assert list(Opinion.objects.order_by("pk").values_list("chosen_deputy", flat=True)) == [
        county.deputy.pk,
        None,
    ]


def test_nobody_can_write_to_a_deputy_who_is_not_in_office(client, county):
    Mandate.objects.update(status="suspended")
    assert client.get(reverse("write_to_deputy", args=[county.deputy.pk])).status_code == 404


def test_the_language_of_the_page_is_the_language_of_the_notices(english, county):
    send(english)
    assert Opinion.objects.get().language == "en"


def test_contact_without_agreement_is_not_kept(english, county):
    page = page_of(send(english, phone="13900000000"))
    assert not Opinion.objects.exists()
    assert 'href="#id_agree"' in page and 'value="13900000000"' in page


def test_a_portal_without_a_congress_says_so(english, db):
    answer = send(english)
    assert answer.status_code == 400 and BODY in page_of(answer)
    assert "being set up" in page_of(answer)


# --- Once is once -----------------------------------------------------------------------------------------
def test_the_same_form_sent_twice_is_one_opinion_with_one_receipt(client, county):
    data = form()
    first, second = client.post(reverse("write"), data), client.post(reverse("write"), data)
    assert first.url == second.url
    assert Case.objects.count() == 1
    assert CODE.search(page_of(client.get(second.url)))


def test_a_page_gone_back_to_and_written_anew_is_another_opinion(client, county):
    data = form()
    first = client.post(reverse("write"), data)
    anew = {**data, "body": "公交车半小时一班太少,早上挤不上去,希望加开两班。"}
    second, third = client.post(reverse("write"), anew), client.post(reverse("write"), anew)
    assert first.url != second.url == third.url
    assert Case.objects.count() == 2


def test_a_key_with_other_words_leads_to_no_receipt_when_too_many_came(client, county, settings):
    data = form()
    client.post(reverse("write"), data)
    settings.PORTAL_THROTTLES = {"submit_doubtful": (0, 600)}
    answer = Client().post(reverse("write"), {**data, "body": "公交车半小时一班太少,早上挤不上去。"})
    assert answer.status_code == 429


def test_a_form_sent_again_gives_its_receipt_even_when_too_many_came(client, county, settings):
    data = form()
    client.post(reverse("write"), data)
    settings.PORTAL_THROTTLES = {"submit_doubtful": (0, 600)}
    assert client.post(reverse("write"), data).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_forms_sent_at_the_same_moment_are_one_opinion(county, settings):
    settings.PORTAL_THROTTLES = {"submit_doubtful": (50, 600)}
    data, urls = form(), []

    def press() -> None:
        urls.append(Client().post(reverse("write"), data).url)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(urls) == 6 and len(set(urls)) == 1
    assert Case.objects.count() == 1


def test_a_key_that_somebody_made_up_is_replaced(client, county):
    made_up = str(uuid4())
    assert send(client, key=made_up).status_code == 302
    assert str(Opinion.objects.get().submission_key) != made_up


# --- What is wrong is said, what was typed stays ----------------------------------------------------------
def test_every_error_is_linked_to_its_field_and_everything_typed_is_kept(client, county):
    answer = send(
        client,
        body="太短",
        place="村口",
        happened="昨天",
        phone="abc",
        email="x@",
        name="王秀兰",
        confidential="yes",
    )
    page = page_of(answer)
    assert answer.status_code == 400 and not Case.objects.exists()
    for field in ("body", "phone", "email", "agree"):
        assert f'href="#id_{field}"' in page and f'id="id_{field}"' in page
    for typed in ("太短", 'value="村口"', 'value="昨天"', 'value="abc"', 'value="x@"', 'value="王秀兰"'):
        assert typed in page
    assert re.search(r'value="yes"[^>]*checked', page)


@pytest.mark.parametrize("body", ["", "   \n  ", "\x00\x01\u200b"])
def test_empty_text_is_refused(client, county, body):
    answer = send(client, body=body)
    assert answer.status_code == 400 and 'href="#id_body"' in page_of(answer)


def test_text_that_is_too_long_is_refused_with_its_length_and_kept_whole(english, county):
    long = "路" * 10_001
    page = page_of(send(english, body=long))
    assert "10001" in page and long in page


def test_text_of_the_greatest_length_is_taken_whatever_the_line_ends(client, county):
    body = "\r\n".join(["路灯坏了。" * 10] * 100)[:10_100]
    send(client, body=body)
    assert len(Opinion.objects.get().body) <= 10_000


def test_control_characters_go_and_the_words_stay(client, county):
    send(client, body="路灯\x00坏了\x07,\u202e请修一修。\r\n谢谢您", place="东\x00门")
    opinion = Opinion.objects.get()
    assert opinion.body == "路灯坏了,请修一修。\n谢谢您" and opinion.place == "东门"


@pytest.mark.parametrize("division", ["999999", "abc", "1' OR 1=1", "9" * 30, "-1"])
def test_an_unknown_place_is_said(english, county, division):
    page = page_of(send(english, division=division))
    assert 'href="#id_division"' in page and BODY in page


def test_a_station_that_has_closed_is_said(english, county):
    english.get(reverse("write"))
    page = page_of(send(english, station="987654"))
    assert 'href="#id_station"' in page


def test_a_village_that_came_with_the_address_of_the_page_is_taken(client, county):
    assert str(county.village.pk) in page_of(client.get(reverse("write"), {"place": county.village.code}))
    send(client, division=county.village.pk)
    assert Case.objects.get().division == county.village


def test_markup_in_the_text_is_text(client, county):
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    answer = send(client, body=evil, place=evil)
    for url in (answer.url, reverse("receipt", args=[Case.objects.get().number])):
        page = page_of(client.get(url))
        assert "<script>alert" not in page and "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


# --- Files ------------------------------------------------------------------------------------------------
def test_photos_and_documents_are_stored_with_the_case(client, county):
    send(client, files=[photo(), photo("b.jpg")])
    assert list(Attachment.objects.values_list("name", flat=True)) == ["a.jpg", "b.jpg"]


def _package(*names: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


def _bomb() -> bytes:
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("photo.jpg", b"MZ\x90\x00" + b"\x00" * 200),
        ("photo.jpg", b"#!/bin/sh\nrm -rf /\n"),
        ("photo.png", _bomb()),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 100),
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("empty.jpg", b""),
        ("big.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * (11 * 1024 * 1024)),
        ("archive.docx", _package("a.exe")),
    ],
    ids=["executable", "script", "bomb", "damaged", "html", "empty", "11 MB", "zip"],
)
def test_a_file_that_cannot_be_taken_is_named_and_the_text_kept(english, county, name, data):
    answer = send(english, files=[SimpleUploadedFile(name, data)])
    page = page_of(answer)
    assert answer.status_code == 400 and not Case.objects.exists()
    assert name in page and 'href="#id_files"' in page and BODY in page


def test_a_document_comes_in_without_the_name_of_its_author(client, county):
    document, out = Document(), BytesIO()
    paragraph = document.add_paragraph("搅拌站")
    document.add_comment(paragraph.runs, text="请看", author="王秀兰", initials="王")
    document.core_properties.author = "王秀兰"
    document.save(out)
    send(client, confidential="yes", files=[SimpleUploadedFile("信.docx", out.getvalue())])
    stored = ZipFile(Attachment.objects.get().file)
    assert not [name for name in stored.namelist() if "王".encode() in stored.read(name)]
    assert "搅拌站".encode() in stored.read("word/document.xml")


@pytest.mark.parametrize("confidential", ["yes", "no"])
def test_a_document_that_cannot_be_cleaned_is_named_and_the_text_and_other_files_stay(
    english, county, confidential
):
    locked, out = Pdf.new(), BytesIO()
    locked.add_blank_page()
    locked.save(out, encryption=Encryption(owner="secret", user="secret"))
    files = [photo(), SimpleUploadedFile("locked.pdf", out.getvalue())]
    answer = send(english, confidential=confidential, files=files)
    page = page_of(answer)
    assert answer.status_code == 400 and not Case.objects.exists()
    assert "locked.pdf" in page and "password" in page and BODY in page
    kept = kept_files.read(re.findall(r'name="kept" value="([^"]+)"', page))
    assert [each.name for each in kept] == ["a.jpg"]
    kept_files.forget(kept)


def test_seven_files_are_too_many(english, county):
    page = page_of(send(english, files=[photo(f"{n}.jpg") for n in range(7)]))
    assert 'href="#id_files"' in page and not Case.objects.exists()


def test_more_files_than_any_page_sends_get_a_sentence(english, county):
    answer = send(english, files=[photo(f"{n}.jpg") for n in range(12)])
    assert answer.status_code == 413 and "<h1>" in page_of(answer)


def test_a_form_that_is_too_large_is_refused_before_it_is_read(english, county):
    answer = english.post(reverse("write"), form(), CONTENT_LENGTH=str(70 * 1024 * 1024))
    assert answer.status_code == 413


def test_two_megabytes_of_text_get_a_sentence(english, county):
    answer = send(english, body="路" * 700_000)
    assert answer.status_code == 413


def test_good_files_need_not_be_chosen_again_when_a_field_was_wrong(client, county):
    page = page_of(send(client, body="太短", files=[photo(), SimpleUploadedFile("x.jpg", b"nothing")]))
    notes = re.findall(r'name="kept" value="([^"]+)"', page)
    assert len(notes) == 1
    send(client, kept=notes, files=[photo("b.jpg")])
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["a.jpg", "b.jpg"]
    assert default_storage.listdir(kept_files.FOLDER)[1] == []


def test_a_note_of_a_kept_file_cannot_be_made_up(client, county):
    forged = TimestampSigner().sign("../../secret.key")
    send(client, kept=[forged, "attachments/ab/abc"])
    assert not Attachment.objects.exists() and Case.objects.exists()


def test_files_that_nobody_came_back_for_are_deleted_after_a_day(client, county):
    send(client, body="太短", files=[photo()])
    assert kept_files.forget_old() == 0
    with time_machine.travel(time.time() + 25 * 3600):
        assert kept_files.forget_old() == 1


# --- Similar opinions -------------------------------------------------------------------------------------
@pytest.fixture
def answered(county):
    case = loops.fed_back(county)
    index_case(case.pk, f"{case.title}\n{case.opinion.body}")
    return case


def test_similar_public_opinions_are_shown_once_before_sending(client, county, answered):
    data = form(
        body=loops.BODY + "我也听到了。", place="北头", phone="13900000000", agree="on", files=[photo()]
    )
    page = page_of(client.post(reverse("write"), data))
    assert reverse("published_case", args=[answered.pk]) in page
    assert Case.objects.count() == 1
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert client.post(reverse("write"), {**again, "step": "send"}).status_code == 302
    sent = Case.objects.latest("pk")
    assert sent.opinion.place == "北头" and sent.attachments.count() == 1
    assert unseal(sent.opinion.identity.sealed).phone == "13900000000"


def test_the_way_back_from_similar_opinions_keeps_everything(client, county, answered):
    page = page_of(client.post(reverse("write"), form(body=loops.BODY, place="北头", step="edit")))
    assert loops.BODY in page and 'value="北头"' in page and "<textarea" in page


def test_the_part_under_the_text_shows_similar_opinions_and_spares_the_step_between(client, county, answered):
    part = page_of(client.post(reverse("similar"), {"text": loops.BODY}))
    assert reverse("published_case", args=[answered.pk]) in part and 'name="sure"' in part
    assert client.post(reverse("write"), form(body=loops.BODY, sure="1")).status_code == 302


def test_what_is_not_published_is_never_shown_as_similar(client, county):
    hidden = [
        loops.fed_back(county, publish=False),
        loops.fed_back(county, confidential=True),
        loops.handling(county),
    ]
    for case in hidden:
        index_case(case.pk, case.opinion.body)
    assert SearchDoc.objects.count() == 3
    assert "<a " not in page_of(client.post(reverse("similar"), {"text": loops.BODY}))


# --- Robots and limits ------------------------------------------------------------------------------------
def solved() -> str:
    asked = Challenge.from_dict(proof.challenge())
    return Payload(asked, solve_challenge(asked)).to_base64()


def test_a_solved_riddle_holds_once(db):
    answer = solved()
    assert proof.holds(answer)
    assert not proof.holds(answer)


@pytest.mark.parametrize("payload", ["", "bm90aGluZw==", "e30=", "x" * 5000, "\x00", '{"a": 1}'])
def test_a_riddle_that_was_not_solved_does_not_hold(payload):
    assert not proof.holds(payload)


def test_a_riddle_of_somebody_elses_does_not_hold(settings):
    answer = solved()
    settings.SECRET_KEY = "another"
    assert not proof.holds(answer)


def test_a_riddle_does_not_hold_for_ever(db):
    answer = solved()
    with time_machine.travel(time.time() + 3 * 3600):
        assert not proof.holds(answer)


def test_without_a_proof_the_limit_is_stricter_and_the_text_stays(client, county, settings):
    settings.PORTAL_THROTTLES = {"submit_unproved": (1, 600), "submit_doubtful": (1, 600)}
    assert send(client).status_code == 302
    refused = send(client)
    assert refused.status_code == 429 and refused["Retry-After"] and BODY in page_of(refused)
    assert send(client, altcha=solved()).status_code == 302


def test_too_many_opinions_from_one_address_wait_and_the_text_stays(client, county, settings):
    settings.PORTAL_THROTTLES = {"submit": (2, 600)}
    answers = [send(client, altcha=solved()) for _ in range(3)]
    assert [one.status_code for one in answers] == [302, 302, 429]
    assert BODY in page_of(answers[2])


def test_forms_whose_files_are_never_right_wait_too(client, county, settings):
    settings.PORTAL_THROTTLES = {"try": (1, 600)}
    assert send(client, body="x", files=[photo()]).status_code == 400
    refused = send(client, place="东门", files=[photo()])
    assert refused.status_code == 429 and BODY in page_of(refused) and 'value="东门"' in page_of(refused)


def test_an_invented_forwarding_header_does_not_open_a_new_account_of_attempts(client, county, settings):
    settings.PORTAL_THROTTLES = {"submit_doubtful": (1, 600)}
    headers = [{"x-forwarded-for": f"10.0.0.{n}"} for n in range(3)]
    answers = [client.post(reverse("write"), form(), headers=one).status_code for one in headers]
    assert answers == [302, 429, 429]


def test_behind_a_proxy_of_ours_each_client_counts_by_itself(client, county, settings):
    settings.NUM_PROXIES = 1
    settings.PORTAL_THROTTLES = {"submit_doubtful": (1, 600)}
    answers = [
        client.post(reverse("write"), form(), headers={"x-forwarded-for": f"1.2.3.4, 10.0.0.{n}"}).status_code
        for n in (1, 2, 2)
    ]
    assert answers == [302, 302, 429]


def test_the_field_that_only_a_robot_sees_stops_it(client, county):
    assert send(client, website="http://spam.example").status_code == 400
    assert not Case.objects.exists()


def test_a_form_without_a_valid_token_is_shown_again_with_its_words(county):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(reverse("write"), form(place="东门"))
    page = page_of(answer)
    assert answer.status_code == 403 and BODY in page and 'value="东门"' in page and not Case.objects.exists()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    assert strict.post(reverse("write"), form(csrfmiddlewaretoken=token)).status_code == 302


def test_a_form_without_a_valid_token_keeps_its_files_too(county):
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    bad = SimpleUploadedFile("x.jpg", b"nothing")
    page = page_of(strict.post(reverse("write"), form(files=[photo(), bad])))
    assert "allow cookies" in page and "Files have to be chosen again" in page
    notes = re.findall(r'name="kept" value="([^"]+)"', page)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    page = page_of(strict.post(reverse("write"), form(kept=notes)))
    assert "open for too long" in page and "Files have to be chosen again" not in page
    assert re.findall(r'name="kept" value="([^"]+)"', page) == notes
    answer = strict.post(reverse("write"), form(kept=notes, csrfmiddlewaretoken=token))
    assert answer.status_code == 302
    assert list(Attachment.objects.values_list("name", flat=True)) == ["a.jpg"]


def test_files_beyond_the_limit_of_an_address_are_not_looked_at(english, county, settings):
    settings.PORTAL_THROTTLES = {"try": (0, 600)}
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    for browser, status in ((english, 429), (strict, 403)):
        answer = send(browser, files=[photo()])
        page = page_of(answer)
        assert answer.status_code == status and BODY in page
        assert "Files have to be chosen again" in page and 'name="kept"' not in page


# --- Faults -----------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_costs_nothing_but_time(client, county, monkeypatch):
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(current_app.tasks["casework.drain"], "apply_async", refuse)
    answer = send(client)
    outbox.hints.wait()
    assert answer.status_code == 302
    assert Case.objects.get().number in page_of(client.get(answer.url))
    assert set(Effect.objects.filter(done_at=None).values_list("name", flat=True)) >= {
        "feedback.route",
        "feedback.index",
    }


def test_a_cache_that_is_down_loses_no_opinion(client, county, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
            "OPTIONS": {"socket_connect_timeout": 0.2},
        }
    }
    assert client.get(reverse("home")).status_code == 200
    assert send(client).status_code == 302


# --- Traces -----------------------------------------------------------------------------------------------
def test_no_session_is_made_for_a_citizen(client, county):
    client.get(client.get(reverse("write")) and send(client, name="王秀兰", agree="on").url)
    assert not Session.objects.exists() and "sessionid" not in client.cookies


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(client, county):
    send(client)
    cookie = client.cookies["receipts"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and 0 < int(cookie["max-age"]) <= 7200
    assert not cookie["secure"]


def test_over_https_the_cookie_is_secure(client, county):
    client.post(reverse("write"), form(), secure=True)
    assert client.cookies["receipts"]["secure"]


def test_neither_person_nor_code_stands_in_an_address(client, county):
    answer = send(client, name="王秀兰", phone="13900000000", agree="on")
    code = receipts.code_for(Opinion.objects.get().submission_key)
    page = page_of(client.get(answer.url))
    links = " ".join(re.findall(r'(?:href|src|action)="([^"]*)"', page)) + answer.url
    assert code not in links and "13900000000" not in links


# --- Speed ------------------------------------------------------------------------------------------------
def _queries(captured: CaptureQueriesContext) -> list[str]:
    skipped = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [one["sql"] for one in captured if not one["sql"].startswith(skipped)]


def test_taking_an_opinion_in_costs_at_most_twelve_queries(client, county):
    send(client)  # what is kept between requests
    with CaptureQueriesContext(connection) as captured:
        answer = send(
            client,
            division=county.township.pk,
            station=county.station.pk,
            name="王秀兰",
            agree="on",
            sure="1",
        )
    assert answer.status_code == 302
    assert len(_queries(captured)) <= 12, "\n".join(_queries(captured))


def test_looking_for_similar_opinions_costs_five_queries_more(client, county, answered):
    """The first asks how far the index reaches: the latest texts are compared before all of them."""
    send(client)
    with CaptureQueriesContext(connection) as captured:
        send(client, body="广场上的健身器材坏了很久,孩子们容易受伤,请尽快派人来维修。")
    assert len(_queries(captured)) <= 13, "\n".join(_queries(captured))
