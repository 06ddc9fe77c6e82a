"""E-mail end to end, on a real IMAP and a real SMTP server."""

from __future__ import annotations

import tracemalloc
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as conf
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from accounts.actors import Actor
from accounts.models import AccessLog
from casework.models import Case
from contacts.mail import answering, box, fetching, forgetting, releasing, reminding, sealing, taking, tokens
from contacts.mail.access import messages_visible_to
from contacts.mail.words import WHY
from contacts.models import Mailbox, MailMessage, Outcome
from feedback import identity, receipts, services
from feedback.models import Identity, Notice, Opinion
from tests import loops
from tests.contacts.mail.conftest import PASSWORD, RELAY, TOKEN, Portal, letter
from tests.factories import County, StationFactory

WANG = "wang@163.example"


class Killed(BaseException):
    """What a process that is killed does: nothing more."""


def photo(kind: str = "JPEG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "#888").save(out, kind)
    return out.getvalue()


def test_a_mail_becomes_an_opinion_and_the_answer_to_it_a_remark(portal: Portal) -> None:
    first = portal.take(letter())
    case = first.case
    assert case is not None and first.outcome == Outcome.OPINION
    assert (case.channel.code, case.title, case.congress) == ("email", "路灯坏了", portal.county.congress)
    assert case.opinion.body == "石桥村的路灯坏了三天,晚上看不见路。"  # which says the subject already

    portal.tell()
    (receipt,) = portal.post.read(WANG)
    assert receipt.headers["auto-submitted"] == ("auto-replied",)
    assert receipt.headers["in-reply-to"] == (f"<{sealing.unseal(first).message_id}>",)
    assert receipt.from_ == portal.address
    code = receipts.code_for(case.opinion.submission_key)
    assert case.number in receipt.text and code in receipt.text

    reply_to = receipt.headers["reply-to"][0]
    assert reply_to.endswith(f"@{RELAY}")
    answer = letter(
        "第二盏也坏了。\n\n------------------ 原始邮件 ------------------\n" + receipt.text,
        Subject="回复: 别的题目",
        To=reply_to,
    )
    second = portal.take(answer, to=reply_to)
    assert (second.outcome, second.case) == (Outcome.REMARK, case)
    assert case.events.get(action="add_remark").note == "第二盏也坏了。"
    assert "原始邮件" in sealing.unseal(second).text  # kept whole
    assert Case.objects.count() == 1

    portal.tell()
    assert len(portal.post.read(WANG)) == 1  # one answer, to the first letter
    assert [one.subject for one in portal.post.read(portal.address, "Done")] == ["路灯坏了", "回复: 别的题目"]


def test_the_senders_address_stands_in_the_identity_and_nowhere_else(portal: Portal, caplog: Any) -> None:
    said = f"请回信到{WANG}。路灯坏了。\n-- \n王秀兰 {WANG}"
    message = portal.take(letter(said, Subject=f"{WANG} 路灯"))
    assert message.case is not None
    opinion = message.case.opinion
    shown = [opinion.body, message.case.title, message.subject, str(MailMessage.objects.values().get())]
    assert not [text for text in shown if WANG in text or "王秀兰" in text], shown
    assert WANG not in caplog.text
    person = identity.unseal(Identity.objects.get(pk=opinion.pk).sealed)
    assert (person.name, person.email) == ("王秀兰", WANG)
    assert WANG.encode() not in b"".join(path.read_bytes() for path in _files(portal))


def _files(portal: Portal) -> list[Any]:
    return [path for path in Path(conf.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_letter_in_gb18030_that_calls_itself_gb2312_is_read(portal: Portal) -> None:
    head = b"From: =?gb2312?B?zfXQ48C8?= <wang@163.example>\r\nSubject: "
    raw = head + "㙍下村的路灯".encode("gb18030") + b"\r\nContent-Type: text/plain; charset=gb2312\r\n"
    raw += b"Content-Transfer-Encoding: 8bit\r\n\r\n" + "㙍下村的路灯坏了𠀀,请派人来看。".encode("gb18030")
    case = portal.take(raw).case
    assert case is not None and case.title == "㙍下村的路灯"
    assert case.opinion.body == "㙍下村的路灯坏了𠀀,请派人来看。"
    assert identity.unseal(case.opinion.identity.sealed).name == "王秀兰"


def test_files_are_looked_at_as_on_the_form_and_what_is_refused_is_named_in_the_answer(
    portal: Portal,
) -> None:
    message = letter()
    message.add_attachment(photo(), maintype="image", subtype="jpeg", filename="路灯.jpg")
    message.add_attachment(
        b"MZ\x90\x00" * 50, maintype="application", subtype="octet-stream", filename="病毒.exe"
    )
    case = portal.take(message).case
    assert case is not None and [one.name for one in case.attachments.all()] == ["路灯.jpg"]
    portal.tell()
    assert "病毒.exe" in portal.post.read(WANG)[0].text


def test_a_mail_of_forty_megabytes_is_refused_with_an_answer_and_never_loaded(portal: Portal) -> None:
    head = letter().as_bytes().split(b"\n\n")[0]
    portal.post.put(
        portal.address, head + b"\n\n" + b"x" * 76 + (b"y" * 75 + b"\n") * (41 * 1024 * 1024 // 76)
    )
    tracemalloc.start()
    assert portal.fetch() == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 1024 * 1024
    message = MailMessage.objects.get()
    assert (message.outcome, message.why, message.raw) == (Outcome.REFUSED, "too_large", "")
    assert answering.send_owed() == 1 and answering.send_owed() == 0
    (answer,) = portal.post.read(WANG)
    assert "/write/" in answer.text and "40 MB" in answer.text
    assert not Opinion.objects.exists()


def test_the_same_folder_read_twice_makes_one_opinion(portal: Portal) -> None:
    Mailbox.objects.update(done_folder="")
    portal.take(letter())
    assert portal.fetch() == 0
    Mailbox.objects.update(last_uid=0)  # a restored backup, or a colleague who marked it as unread
    assert portal.fetch() == 0 and Opinion.objects.count() == 1


def test_a_folder_that_was_made_anew_makes_copies_and_no_second_opinion(portal: Portal) -> None:
    message = letter()
    portal.take(message)
    Mailbox.objects.update(uid_validity=1, last_uid=99)
    portal.post.send(message, to=portal.address)
    assert portal.fetch() == 1
    assert list(MailMessage.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "opinion",
        "duplicate",
    ]
    assert Opinion.objects.count() == 1


@pytest.mark.parametrize("where", ["before the commit", "after the commit"])
def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def dies(*args: Any, **kwargs: Any) -> None:
        raise Killed

    portal.post.send(letter(), to=portal.address)
    with monkeypatch.context() as broken:
        target, name = (box.Box, "done") if where == "after the commit" else (taking.MailMessage, "save")
        broken.setattr(target, name, dies)
        with pytest.raises(Killed):
            portal.fetch()
    assert Opinion.objects.count() == (where == "after the commit")
    assert len(portal.post.read(portal.address)) == 1  # still there
    Mailbox.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    portal.fetch()
    assert Opinion.objects.count() == MailMessage.objects.count() == 1
    assert portal.post.read(portal.address) == [] and len(portal.post.read(portal.address, "Done")) == 1


def test_a_message_that_breaks_the_reader_is_held_and_the_next_one_is_read(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.post.send(letter(Subject="坏的"), to=portal.address)
    portal.post.send(letter(Subject="好的"), to=portal.address)
    whole = taking.body_of
    monkeypatch.setattr(
        taking, "body_of", lambda one, **how: 1 / 0 if one.subject == "坏的" else whole(one, **how)
    )
    assert portal.fetch() == 2
    assert sorted(MailMessage.objects.values_list("outcome", "why")) == [("held", "failed"), ("opinion", "")]
    monkeypatch.undo()
    held = MailMessage.objects.held().get()
    releasing.take_in(held, actor=_officer(portal))
    held.refresh_from_db()
    assert held.case is not None and "石桥村" in held.case.opinion.body


def _officer(portal: Portal) -> Any:
    return Actor.of(portal.county.officer)


def test_bytes_where_none_belong_stop_nothing(portal: Portal) -> None:
    raw = (
        b"From: \xff\xfe\xb2 <\xc4\xe3wang@163.example>\r\nMessage-ID: <\xff\xb2@x>\r\n"
        b"In-Reply-To: <\xc4@y>\r\nTo: \xe9@x\r\nSubject: \x00\xff\r\n"
        b'Content-Type: application/pdf; name="\x00\xc4.pdf"\r\n\r\n\x00\xff\xfe'
    )
    portal.post.put(portal.address, raw)
    portal.post.put(portal.address, letter("下一封").as_bytes())
    assert portal.fetch() == 2
    assert Opinion.objects.filter(body__contains="下一封").exists()


def test_relay_addresses_reach_the_deputy_and_the_station(portal: Portal) -> None:
    station = StationFactory(congress=portal.county.congress)
    to_deputy = f"deputy-{portal.county.deputy.relay_token.upper()}@{RELAY}"
    to_station = f"station-{station.short_code}@{RELAY}"
    one = portal.take(letter(To=to_deputy), to=to_deputy)
    assert one.case is not None and one.case.deputy == portal.county.deputy == one.case.opinion.chosen_deputy
    two = portal.take(letter("站门口积水。", To=to_station), to=to_station)
    assert two.case is not None and two.case.station == station
    gone = f"deputy-aaaaaaaaaa@{RELAY}"
    three = portal.take(letter("给代表。", To=gone), to=gone)
    assert (three.outcome, three.why) == (Outcome.REFUSED, "unknown_address")


def test_one_mailbox_serves_the_relay_addresses_of_every_congress(portal: Portal) -> None:
    other = County()
    address = f"deputy-{other.deputy.relay_token}@{RELAY}"
    row = portal.take(letter(To=address), to=address)
    assert row.case is not None and row.case.congress == row.congress == other.congress
    assert not messages_visible_to(portal.county.officer).exists()
    assert messages_visible_to(other.officer).get() == row


def test_what_was_asked_for_is_answered_by_mail(portal: Portal) -> None:
    case = portal.take(letter()).case
    assert case is not None
    services.ask_more(case, actor=_officer(portal), note="是哪一盏灯?")
    portal.tell()
    question = portal.post.read(WANG)[-1]
    assert "是哪一盏灯?" in question.text
    # A program that ignores Reply-To still says what it answers.
    answer = letter("村口那一盏。", In_Reply_To=question.headers["message-id"][0], To=portal.address)
    row = portal.take(answer)
    case.refresh_from_db()
    assert row.outcome == Outcome.MORE and case.status == "submitted"
    assert case.events.get(action="supply_more").note == "村口那一盏。"


def test_a_subject_alone_joins_nothing_and_somebody_elses_answer_waits(portal: Portal) -> None:
    case = portal.take(letter()).case
    assert case is not None
    assert portal.take(letter("又坏了。", Subject=f"Re: {case.number} 路灯坏了")).outcome == Outcome.OPINION
    address = f"{tokens.reply_local(case.number)}@{RELAY}"
    other = portal.take(letter("我是邻居。", From="li@qq.example", To=address), to=address)
    assert (other.outcome, other.why, other.case) == (Outcome.HELD, "other_sender", case)
    forged = f"reply-{case.number.replace('-', '').lower()}-aaaaaaaaaaaaaaaa@{RELAY}"
    assert portal.take(letter("猜的。", To=forged), to=forged).outcome == Outcome.OPINION
    assert not case.events.filter(action="add_remark").exists()
    releasing.add_to_case(other, actor=_officer(portal))
    assert case.events.get(action="add_remark").note == "我是邻居。"


def test_a_bounce_marks_the_notice_and_the_office_hears_of_it(portal: Portal) -> None:
    case = portal.take(letter()).case
    assert case is not None
    services.register(case, actor=_officer(portal))
    portal.county.officer.email = "officer@county.example"
    portal.county.officer.save()
    portal.tell()
    receipt = portal.post.read(WANG)[-1]
    report = (
        f"From: MAILER-DAEMON@163.example\r\nTo: {portal.address}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "MIME-Version: 1.0\r\nAuto-Submitted: auto-replied\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI am sorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; 163.example\r\n\r\n"
        f"Final-Recipient: rfc822; {WANG}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {receipt.headers['message-id'][0]}\r\n\r\n--b--\r\n"
    )
    row = portal.take(report.encode())
    assert (row.outcome, row.case) == (Outcome.BOUNCE, case)
    assert row.notice is not None and row.notice.state == "failed"
    assert not case.events.get(action="not_reached").table.step("not_reached").public
    portal.tell()
    (told,) = portal.post.read("officer@county.example")
    assert case.number in told.text and Case.objects.count() == 1


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"Auto_Submitted": "auto-replied"}, "I am away."),
        ({"Subject": "自动回复:路灯坏了"}, "您好,我已收到您的邮件,会尽快回复。"),
        ({"Subject": "Automatic reply: (x)"}, "Out of office until Monday."),
        ({"Precedence": "auto_reply"}, "away"),
        (
            {"Subject": "Re: 收到", "In_Reply_To": "a notice"},
            "我最近正在休假中,无法亲自回复您的邮件。我将在假期结束后尽快给您回复。",
        ),
    ],
)
def test_an_automatic_answer_is_filed_and_changes_nothing(
    portal: Portal, headers: dict[str, str], words: str
) -> None:
    case = portal.take(letter()).case
    assert case is not None
    portal.tell()
    notice = portal.post.read(WANG)[-1].headers["message-id"][0]
    headers = {name: notice if value == "a notice" else value for name, value in headers.items()}
    sent, steps = len(portal.post.read(WANG)), case.events.count()
    assert portal.take(letter(words, **headers)).outcome == Outcome.AUTOMATIC
    portal.tell()
    answering.send_owed()
    assert (len(portal.post.read(WANG)), case.events.count(), Case.objects.count()) == (sent, steps, 1)


def test_two_machines_that_answer_each_other_come_to_an_end(portal: Portal, settings: Any) -> None:
    """The other side answers everything at once, without a header that says so, and changes its words each time."""
    settings.PORTAL_MAIL_LIMITS = {"sender": 4, "all": 300, "answers": 2}
    portal.post.send(letter("第1封"), to=portal.address)
    answered = 0
    for turn in range(2, 10):
        portal.fetch()
        portal.tell()
        answering.send_owed()
        here = portal.post.read(WANG)
        if len(here) == answered:
            break
        answered = len(here)
        portal.post.send(letter(f"第{turn}封", Subject="您好"), to=portal.address)
    assert answered == 2
    for turn in range(10, 13):
        portal.post.send(letter(f"第{turn}封", Subject="您好"), to=portal.address)
    portal.fetch()
    assert MailMessage.objects.filter(outcome=Outcome.HELD, why="many_of_sender").count() >= 1
    assert set(MailMessage.objects.values_list("outcome", flat=True)) == {
        "opinion",
        "held",
    }  # nothing is dropped


def test_a_message_of_our_own_that_comes_back_is_filed(portal: Portal) -> None:
    portal.take(letter())
    portal.tell()
    (receipt,) = portal.post.read(WANG)
    own = portal.take(receipt.obj.as_bytes())
    assert (own.outcome, own.why) == (Outcome.AUTOMATIC, "own")


def test_what_cannot_be_read_is_answered_with_the_form(portal: Portal) -> None:
    empty = letter("", Subject="")
    secret = letter("-----BEGIN PGP MESSAGE-----\nabc\n-----END PGP MESSAGE-----", Subject="密")
    invite = EmailMessage()
    invite["From"], invite["Message-ID"], invite["Subject"] = WANG, "<i@163.example>", "会议邀请"
    invite.set_content(
        "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n", subtype="calendar", params={"method": "REQUEST"}
    )
    assert [portal.take(one).why for one in (empty, secret, invite)] == ["empty", "encrypted", "invitation"]
    assert answering.send_owed() == 3
    assert all("/write/" in one.text for one in portal.post.read(WANG)) and not Opinion.objects.exists()


def test_html_alone_is_read_as_text_and_loads_nothing(portal: Portal) -> None:
    message = letter()
    message.set_content(
        "<style>p{color:red}</style><p>石桥村的<b>路灯</b>坏了。<img src='http://track.example/x.gif'></p>"
        "<script>alert(1)</script><blockquote>旧话</blockquote>",
        subtype="html",
    )
    case = portal.take(message).case
    assert case is not None and case.opinion.body == "石桥村的路灯坏了。"


def test_a_colleagues_mail_waits_and_may_be_set_aside(portal: Portal) -> None:
    portal.county.officer.email = "officer@county.example"
    portal.county.officer.save()
    row = portal.take(letter("下午开会", From="officer@county.example"))
    assert (row.outcome, row.why) == (Outcome.HELD, "colleague")
    releasing.set_aside(row, actor=_officer(portal), note="内部邮件")
    row.refresh_from_db()
    assert (row.outcome, row.handled_note, row.handled_by) == (
        Outcome.ASIDE,
        "内部邮件",
        portal.county.officer,
    )


def test_beyond_the_limit_of_an_hour_mail_waits_and_the_office_hears_of_it_once_a_day(
    portal: Portal, settings: Any
) -> None:
    settings.PORTAL_MAIL_LIMITS = {"sender": 10, "all": 1, "answers": 5}
    portal.county.officer.email = "officer@county.example"
    portal.county.officer.save()
    portal.take(letter())
    row = portal.take(letter("另一个人的话。", From="li@qq.example"))
    assert (row.outcome, row.why) == (Outcome.HELD, "many_at_all")
    assert reminding.remind_of_held() == 0  # it has only just come
    later = timezone.now() + timedelta(hours=5)
    assert (reminding.remind_of_held(later), reminding.remind_of_held(later)) == (1, 0)
    (told,) = portal.post.read("officer@county.example")
    assert "/desk/mail/" in told.text and "路灯" not in told.text


def test_who_wrote_a_held_message_is_shown_only_after_the_look_is_logged(portal: Portal) -> None:
    row = portal.take(letter("广告", From="Shop <noreply@shop.example>"))
    assert row.why == "noreply"
    person = releasing.open_sender(row, actor=_officer(portal), purpose="call_back")
    assert person.email == "noreply@shop.example"
    assert AccessLog.objects.filter(subject_kind="mail", subject_id=row.pk, purpose="call_back").count() == 1


def test_the_message_as_it_came_is_sealed_and_deleted_after_it_was_handled(portal: Portal) -> None:
    row = portal.take(letter())
    assert sealing.open_raw(row) is not None and "石桥村".encode() not in b"".join(
        p.read_bytes() for p in _files(portal)
    )
    held = portal.take(letter("广告", From="Shop <noreply@shop.example>"))
    later = timezone.now() + timedelta(days=31)
    forgetting.forget_old(later)
    row.refresh_from_db()
    held.refresh_from_db()
    assert (row.raw, bool(row.sealed)) == ("", True)  # its words live as long as the identity
    assert sealing.open_raw(held) is not None  # nobody has looked at it yet
    Identity.objects.all().delete()
    forgetting.forget_old(later)
    row.refresh_from_db()
    assert (row.sealed, row.subject, row.sender_mark) == ("", "", "")


def test_a_change_of_keys_takes_messages_and_passwords_along(portal: Portal, settings: Any) -> None:
    row = portal.take(letter())
    old = list(settings.PORTAL_IDENTITY_KEYS)
    settings.PORTAL_IDENTITY_KEYS = ["bmV3IGtleSBvZiB0aGUgdGVzdHMsIDMyIGJ5dGVzISE=", *old]
    identity._box.cache_clear()
    try:
        assert identity.reseal() == []
        assert identity.needing_old_keys() == 0
        row.refresh_from_db()
        assert row.sender_mark == sealing.sender_mark(WANG) and sealing.open_raw(row) is not None
        assert portal.take(letter("还有一件事。")).outcome == Outcome.OPINION
    finally:
        settings.PORTAL_IDENTITY_KEYS = old
        identity._box.cache_clear()


def test_the_mailbox_of_the_environment_is_read_by_the_command(
    portal: Portal, settings: Any, tmp_path: Any, capsys: Any
) -> None:
    Mailbox.objects.all().delete()
    secret = tmp_path / "password"
    secret.write_text(f"{PASSWORD}\n")
    settings.PORTAL_MAIL = {
        "host": "127.0.0.1", "port": portal.post.port, "security": "none", "user": portal.address,
        "address": portal.address, "folder": "INBOX", "done_folder": "",
    }  # fmt: skip
    settings.PORTAL_MAIL_PASSWORD_FILE = str(secret)
    settings.PORTAL_MAIL_CONGRESS = portal.county.congress.code
    portal.post.send(letter(), to=portal.address)
    call_command("fetch_mail")
    assert MailMessage.objects.get().mailbox.key == Mailbox.ENVIRONMENT
    assert portal.post.read(portal.address)[0].flags == ("\\Seen",)


def test_a_mailbox_that_takes_tokens_alone_is_read_with_one_and_a_stale_one_is_said(
    portal: Portal, settings: Any, tmp_path: Any
) -> None:
    Mailbox.objects.all().delete()
    secret = tmp_path / "token"
    secret.write_text(f"{TOKEN}~{portal.address}\n")
    settings.PORTAL_MAIL = {
        "host": "127.0.0.1", "port": portal.post.port, "security": "none", "user": portal.address,
        "address": portal.address, "folder": "INBOX", "done_folder": "",
    }  # fmt: skip
    settings.PORTAL_MAIL_PASSWORD_FILE, settings.PORTAL_MAIL_SIGN_IN = str(secret), "token"
    settings.PORTAL_MAIL_CONGRESS = portal.county.congress.code
    portal.post.send(letter(), to=portal.address)
    assert fetching.fetch_all() == 1
    secret.write_text(f"an-older-one~{portal.address}")  # it is read anew at every turn
    portal.post.send(letter("第二封信：路灯又坏了。"), to=portal.address)
    assert fetching.fetch_all() == 0
    mailbox = Mailbox.objects.get()
    assert mailbox.last_error and "an-older-one" not in mailbox.last_error
    secret.write_text(f"{TOKEN}~{portal.address}")
    assert fetching.fetch_all() == 1
    assert Mailbox.objects.get().last_error == ""


def test_a_server_that_refuses_is_written_down_without_the_users_name(portal: Portal) -> None:
    Mailbox.objects.update(sealed="")
    portal.mailbox.refresh_from_db()
    assert fetching.fetch(portal.mailbox) == 0
    portal.mailbox.refresh_from_db()
    assert portal.mailbox.last_error and portal.address not in portal.mailbox.last_error
    assert portal.mailbox.leased_until is None


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    portal: Portal, settings: Any, security: str
) -> None:
    port = portal.post.tls_port if security == "tls" else portal.post.port
    Mailbox.objects.update(security=security, port=port)
    portal.mailbox.refresh_from_db()
    fetching.fetch(portal.mailbox)
    portal.mailbox.refresh_from_db()
    assert "CERTIFICATE_VERIFY_FAILED" in portal.mailbox.last_error
    settings.PORTAL_MAIL_CA_FILE = str(portal.post.authority)
    assert portal.take(letter()).outcome == Outcome.OPINION


def test_a_notice_of_an_opinion_from_the_form_can_be_answered_by_mail_too(portal: Portal) -> None:
    case = loops.submitted(portal.county)
    email = loops.PERSON.email
    portal.tell()
    notice = portal.post.read(email)[-1]
    row = portal.take(letter("再补充一点。", From=email, In_Reply_To=notice.headers["message-id"][0]))
    assert (row.outcome, row.case) == (Outcome.REMARK, case)
    assert Notice.objects.filter(event__case=case, way="email", state="sent").exists()


def test_every_reason_has_words(portal: Portal) -> None:
    for one in (
        letter("广告", From="noreply@shop.example"),
        letter("", Subject=""),
        letter("x", Precedence="bulk"),
    ):
        assert portal.take(one).why in WHY
