"""The page “Mailbox”: what came in, what became of it, and what a person decides."""

from __future__ import annotations

from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import AccessLog
from contacts.models import Mailbox, MailMessage, Outcome
from feedback.identity import unseal_words
from feedback.models import Opinion
from tests import loops
from tests.contacts.mail.arrivals import arrived, mailbox_of
from tests.factories import County, StationFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
WANG = "wang@163.example"


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def officer(county: County) -> Client:
    return signed_in(county.officer)


def page_of(answer: Any) -> str:
    return str(answer.content.decode())


def decide(client: Client, message: MailMessage, **given: str) -> Any:
    return client.post(reverse("mail_decide", args=[message.pk]), given)


def test_the_list_says_what_became_of_each_and_why(county: County, officer: Client) -> None:
    arrived(county, why="noreply")
    arrived(county, outcome="refused", why="encrypted")
    page = page_of(officer.get(reverse("mail")))
    assert "待人工处理" in page and "邮件已加密" in page and page.count("路灯坏了") == 2
    only_held = page_of(officer.get(reverse("mail"), {"outcome": "held"}))
    assert only_held.count("路灯坏了") == 1
    assert officer.get(reverse("mail"), {"outcome": "nonsense"}).status_code == 200


def test_the_senders_address_is_on_no_page_until_the_look_is_logged(county: County, officer: Client) -> None:
    message = arrived(county)
    shown = page_of(officer.get(reverse("mail"))) + page_of(
        officer.get(reverse("mail_message", args=[message.pk]))
    )
    assert WANG not in shown and "村口的路灯坏了" in shown
    address = reverse("mail_sender", args=[message.pk])
    assert officer.post(address, {"purpose": "curiosity"}).status_code == 400
    assert not AccessLog.objects.exists()
    assert WANG in page_of(officer.post(address, {"purpose": "call_back"}))
    assert AccessLog.objects.get().purpose == "call_back"


def test_a_held_letter_is_taken_in_and_its_sender_gets_a_receipt(county: County, officer: Client) -> None:
    message = arrived(county, why="many_of_sender")
    assert decide(officer, message, step="opinion").status_code == 302
    message.refresh_from_db()
    case = message.case
    assert case is not None and message.outcome == Outcome.OPINION and message.handled_by == county.officer
    assert case.opinion.wishes_contact and case.events.get().acting_as == "citizen"
    assert message.raw_until is not None
    again = decide(officer, message, step="opinion")
    assert again.status_code == 409 and Opinion.objects.count() == 1


def test_a_letter_is_added_to_the_case_it_answers(county: County, officer: Client) -> None:
    case = loops.registered(county)
    message = arrived(county, why="other_sender", case=case)
    assert decide(officer, message, step="case").status_code == 302
    assert "村口的路灯坏了" in case.events.get(action="add_remark").note


def test_a_letter_that_answers_nothing_is_added_to_nothing(county: County, officer: Client) -> None:
    answer = decide(officer, arrived(county), step="case")
    assert answer.status_code == 409 and "作为意见收下" in page_of(answer)


def test_whoever_sets_a_letter_aside_says_why_and_it_stays_in_the_list(
    county: County, officer: Client
) -> None:
    message = arrived(county)
    assert decide(officer, message, step="aside", note=" ").status_code == 400
    assert decide(officer, message, step="aside", note="广告").status_code == 302
    assert "广告" in page_of(officer.get(reverse("mail_message", args=[message.pk])))
    assert "路灯坏了" in page_of(officer.get(reverse("mail")))
    assert decide(officer, message, step="nothing").status_code == 400


def test_a_station_sees_and_decides_its_own_letters_alone(county: County) -> None:
    client = signed_in(county.station_staff)
    own = arrived(county, station=county.station)
    others = arrived(county, station=StationFactory(congress=county.congress))
    assert client.get(reverse("mail_message", args=[own.pk])).status_code == 200
    assert decide(client, others, step="opinion").status_code == 404
    assert decide(client, own, step="opinion").status_code == 302


def with_files(*files: tuple[str, str, bytes]) -> str:
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = (
        f"王秀兰 <{WANG}>",
        "路灯坏了",
        "<{uid}@163.example>",
    )
    message.set_content("村口的路灯坏了。")
    for name, kind, data in files:
        main, sub = kind.split("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_string()


def photo() -> bytes:
    out, orientation = BytesIO(), Image.Exif()
    orientation[0x010F] = "a camera"
    Image.new("RGB", (60, 40), "#888").save(out, "JPEG", exif=orientation)
    return out.getvalue()


def test_a_file_of_a_held_letter_is_looked_at_cleaned_logged_and_without_its_name(
    county: County, officer: Client
) -> None:
    raw = with_files(
        ("王秀兰的照片.jpg", "image/jpeg", photo()),
        ("open.exe", "application/octet-stream", b"MZ\x90\x00" * 50),
    )
    message = arrived(county, raw=raw, files=2)
    address = reverse("mail_file", args=[message.pk])
    page = page_of(officer.get(reverse("mail_message", args=[message.pk])))
    assert address in page and "王秀兰的照片" not in page
    assert not AccessLog.objects.exists()
    got = officer.post(address, {"place": "1"})
    assert AccessLog.objects.get().purpose == "mail_file"
    assert got["Content-Disposition"].startswith("attachment") and got["X-Content-Type-Options"] == "nosniff"
    with Image.open(BytesIO(got.content)) as picture:
        assert picture.size == (60, 40) and not picture.getexif()
    refused = officer.post(address, {"place": "2"})
    assert refused.status_code == 400 and "文件 2" in page_of(refused).replace("文件2", "文件 2")
    assert officer.post(address, {"place": "3"}).status_code == 409
    assert officer.post(address, {"place": "x"}).status_code == 400
    decide(officer, message, step="opinion")
    assert address not in page_of(officer.get(reverse("mail_message", args=[message.pk])))
    assert officer.post(address, {"place": "1"}).status_code == 409


def test_nobody_looks_at_the_files_of_a_letter_that_is_not_theirs(county: County) -> None:
    message = arrived(county, raw=with_files(("a.jpg", "image/jpeg", photo())), files=1)
    for user in (county.deputy_user, county.handler, County().officer):
        answer = signed_in(user).post(reverse("mail_file", args=[message.pk]), {"place": "1"})
        assert answer.status_code in (403, 404)
    assert not AccessLog.objects.exists()


def test_a_letter_whose_words_were_deleted_says_so(county: County, officer: Client) -> None:
    message = arrived(county, outcome="aside", handled_note="广告")
    MailMessage.objects.update(sealed="", subject="")
    assert "内容已删除" in page_of(officer.get(reverse("mail_message", args=[message.pk])))


def test_a_mailbox_that_cannot_be_read_is_said_on_the_page(county: County, officer: Client) -> None:
    mailbox_of(county, last_error="TimeoutError")
    assert "请告诉系统管理员" in page_of(officer.get(reverse("mail")))


def test_an_operator_keeps_mailboxes_and_never_sees_a_password_again(county: County) -> None:
    client = signed_in(county.operator)
    given = {
        "congress": county.congress.pk, "address": "office@county.example", "host": "imap.example", "port": "993",
        "security": "tls", "user": "office", "password": "very secret", "folder": "INBOX", "done_folder": "",
        "is_active": "on",
    }  # fmt: skip
    assert client.post(reverse("admin:contacts_mailbox_add"), given).status_code == 302
    mailbox = Mailbox.objects.get()
    assert "very secret" not in mailbox.sealed and unseal_words(mailbox.sealed) == "very secret"
    change = reverse("admin:contacts_mailbox_change", args=[mailbox.pk])
    assert "very secret" not in page_of(client.get(change)) and mailbox.sealed not in page_of(
        client.get(change)
    )
    client.post(change, given | {"password": "", "host": "imap2.example"})
    mailbox.refresh_from_db()
    assert (mailbox.host, unseal_words(mailbox.sealed)) == ("imap2.example", "very secret")
