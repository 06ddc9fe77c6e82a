"""Mail as programs write it: charsets, headers, history, signatures, and what is no letter of a person's."""

from __future__ import annotations

from base64 import b64encode
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.mail import charsets, markup, quoting, reading
from contacts.mail.kinds import Kind, sort


# --- Charsets -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "written", "declared"),
    [
        ("村口的路灯坏了", "gb18030", "gb2312"),
        ("㙍下村𠀀组", "gb18030", "GBK"),
        ("路燈不亮了,請派人來看", "big5", "big5"),
        ("路燈不亮了,請派人來看", "big5", ""),
        ("路灯不亮了,请派人来看", "gbk", ""),
        ("路灯不亮了,请派人来看", "gbk", "iso-8859-1"),
        ("路灯不亮了", "utf-8", "us-ascii"),
        ("路灯不亮了", "utf-8", "gb2312x"),
        ("plain words", "ascii", "utf-8"),
    ],
)
def test_words_are_read_in_the_charset_they_are_written_in(words: str, written: str, declared: str) -> None:
    assert charsets.decode(words.encode(written), declared) == words


def test_what_was_damaged_on_its_way_is_read_as_far_as_it_goes() -> None:
    assert charsets.decode("路灯坏了".encode()[:-1]).startswith("路灯坏")


def _packed(data: bytes, charset: str = "gb2312") -> str:
    return f"=?{charset}?B?{b64encode(data).decode()}?="


@pytest.mark.parametrize(
    "raw",
    [
        _packed("路灯坏了".encode("gbk")),
        _packed("路灯坏了".encode("gbk")).replace("=?=", "?="),
        _packed("路灯".encode("gbk")) + "\r\n " + _packed("坏了".encode("gbk")),
        _packed("路灯坏了".encode("gbk")[:3]) + " " + _packed("路灯坏了".encode("gbk")[3:]),
        "=?utf-8?Q?=E8=B7=AF=E7=81=AF?=" + _packed("坏了".encode("gbk")),
        "路灯坏了".encode("gbk").decode("ascii", "surrogateescape"),
    ],
)
def test_a_broken_header_says_what_it_meant(raw: str) -> None:
    assert charsets.header(raw) == "路灯坏了"


# --- HTML -----------------------------------------------------------------------------------------------
def test_html_becomes_what_its_reader_sees() -> None:
    html = (
        "<head><title>x</title><style>p{}</style></head><p>第一段&nbsp;话<br>第二行</p>"
        "<div style='display: none'>藏</div>"
        "<ul><li>甲<li>乙</ul><table><tr><td>路</td><td>灯</td></tr></table><a href='https://a.example/p'>照片</a>"
        "<a href='javascript:alert(1)'>点</a><script>alert(1)</script><img src='http://t.example/x.gif'>"
    )
    said = markup.text_of(html)
    assert said.split("\n") == [
        "第一段 话",
        "第二行",
        "- 甲",
        "- 乙",
        "路  灯",
        "照片 (https://a.example/p)点",
    ]


def test_html_that_nobody_closed_is_read_to_its_end() -> None:
    assert markup.text_of("<div><b>路灯<p>坏了</i></table>请修") == "路灯\n坏了请修"


# --- History and signature ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "history",
    [
        '------------------ 原始邮件 ------------------\n发件人: "联络办";\n谢谢',
        "---- 回复的原邮件 ----\n| 发件人 | 联络办 |",
        "-----Original Message-----\nFrom: office\n你好",
        "在 2026年11月28日,联络办 <office@county.example> 写道:\n> 你好",
        'At 2026-11-28 10:00:00, "office" <office@county.example> wrote:\n>你好',
        "On Sat, Nov 28, 2026 at 10:00 AM Office\n<office@county.example> wrote:\n> hello",
        "发件人: 联络办\n发送时间: 2026年11月28日\n收件人: 王\n主题: 收到\n\n您好",
        "> 你好\n> 收到",
        "在 2026年11月28日\uff0c联络办 <office@county.example> 写道\uff1a\n> 你好",
        "发件人\uff1a联络办\n发送时间\uff1a2026年11月28日\n收件人\uff1a王\n\n您好",
    ],
)
def test_the_history_below_is_not_what_was_written_this_time(history: str) -> None:
    assert quoting.newest(f"第二盏也坏了。\n\n{history}") == "第二盏也坏了。"


@pytest.mark.parametrize(
    "end", ["-- \n王秀兰\n电话 1", "发自我的iPhone", "Sent from my phone", "来自我的华为手机"]
)
def test_a_signature_is_not_a_part_of_the_words(end: str) -> None:
    assert quoting.newest(f"路灯坏了。\n\n{end}") == "路灯坏了。"


def test_an_answer_below_or_between_the_quoted_lines_is_found() -> None:
    assert quoting.newest("> 是哪一盏?\n村口那一盏。\n> 何时?\n昨晚。") == "村口那一盏。\n昨晚。"


@pytest.mark.parametrize(
    "words", ["来自:石桥村的路灯", "From here on it is dark.", "在村口\uff0c我写道路灯坏了。"]
)
def test_words_that_only_look_like_a_heading_stay(words: str) -> None:
    assert quoting.newest(f"{words}\n请修。") == f"{words}\n请修。"


def test_what_is_passed_on_stays_whole() -> None:
    raw = "From: a@b.example\r\nSubject: Fwd: 停水\r\n\r\n请看下面\r\n-----Original Message-----\r\n停水通知\r\n"
    letter = reading.read(raw.encode())
    assert letter.subject == "停水" and "停水通知" in letter.words


# --- Letters --------------------------------------------------------------------------------------------
def test_the_name_of_a_file_is_read_whichever_way_it_is_written() -> None:
    head = "From: a@b.example\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; "
    names = (f'filename="{_packed("路灯.pdf".encode("gbk"))}"', "filename*=GB18030''%C2%B7%B5%C6.pdf")
    for name in names:
        assert reading.read(f"{head}{name}\r\n\r\n%PDF".encode()).files[0].name == "路灯.pdf"


def test_the_address_is_found_where_the_name_holds_another() -> None:
    letter = reading.read('From: "li@x.example 李" <wang@163.example>\r\n\r\nx'.encode())
    assert letter.sender == "wang@163.example"


@given(st.binary(max_size=300), st.integers(0, 600))
@settings(max_examples=150, deadline=None)
def test_whatever_is_in_it_a_message_is_read_or_unreadable(noise: bytes, place: int) -> None:
    whole = (
        b"From: a@b.example\r\nSubject: =?gb2312?B?wrc=?=\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/alternative; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain; charset=gbk\r\n\r\nx\r\n"
        b"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+eDwvYj4=\r\n--b--\r\n"
    )
    try:
        letter = reading.read(whole[:place] + noise + whole[place:])
    except reading.Unreadable:
        return
    sort(letter, answers_us=True)
    "".join((letter.sender, letter.message_id, letter.subject, letter.text, *letter.references)).encode()


def test_nested_beyond_reason_is_unreadable() -> None:
    raw = b"From: a@b.example\r\n"
    for level in range(60):
        raw += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
    with pytest.raises(reading.Unreadable):
        reading.read(raw)


def _letter(words: str = "路灯坏了", **headers: str) -> reading.Letter:
    message = EmailMessage()
    for name, value in ({"From": "wang@163.example", "Subject": "路灯"} | headers).items():
        message[name.replace("_", "-")] = value
    message.set_content(words)
    return reading.read(message.as_bytes())


@pytest.mark.parametrize(
    ("letter", "kind"),
    [
        (_letter(), Kind.PERSON),
        (_letter(From="12345@qq.example"), Kind.PERSON),
        (_letter(Subject="自动回复系统应当改进"), Kind.PERSON),
        (_letter(Subject="休假制度的建议", words="我认为休假期间也应有人处理来信。"), Kind.PERSON),
        (_letter(Auto_Submitted="no"), Kind.PERSON),
        (_letter(Auto_Submitted="auto-generated"), Kind.AUTOMATIC),
        (_letter(Subject="自动回复:路灯"), Kind.AUTOMATIC),
        (_letter(Subject="自动回复\uff1a路灯"), Kind.AUTOMATIC),
        (_letter(Subject="Automatic reply: lamps"), Kind.AUTOMATIC),
        (_letter(List_Id="<news.example>"), Kind.LIST),
        (_letter(Precedence="bulk"), Kind.LIST),
        (_letter(From="postmaster@qq.example", Subject="系统退信/Systems bounce"), Kind.BOUNCE),
        (_letter(From="Mailer-Daemon@x.example", Subject="Statistics"), Kind.AUTOMATIC),
        (_letter(From="no-reply@x.example"), Kind.NOREPLY),
        (_letter(Subject="", words=" \n "), Kind.EMPTY),
        (_letter(words="-----BEGIN PGP MESSAGE-----\nx"), Kind.ENCRYPTED),
    ],
)
def test_people_are_told_from_machines(letter: reading.Letter, kind: Kind) -> None:
    assert sort(letter, answers_us=False).kind is kind


def test_an_absence_note_without_headers_is_told_only_where_it_answers_us() -> None:
    note = _letter("您好,我正在休假,回来后会尽快回复您的邮件。", Subject="Re: 收到")
    assert sort(note, answers_us=True).kind is Kind.AUTOMATIC
    assert sort(note, answers_us=False).kind is Kind.PERSON
