"""What a message is: from a person, from a machine, a bounce, or nothing that can be read. Pure functions.

By the headers that machines owe each other (RFC 3834, 3464, 2919), and by the words of those that owe nothing.
No foreign list of spam senders: 163.com and qq.com are where people write from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from contacts.mail.reading import Letter


class Kind(StrEnum):
    PERSON = "person"
    BOUNCE = "bounce"
    DELAY = "delay"
    AUTOMATIC = "automatic"
    LIST = "list"
    NOREPLY = "noreply"
    ENCRYPTED = "encrypted"
    INVITATION = "invitation"
    EMPTY = "empty"


_MACHINES = re.compile(r"(?:mailer-daemon|postmaster|mail-?daemon|mdaemon|bounces?(?:[+=-].*)?)$", re.I)
_NOREPLY = re.compile(r"(?:no|do-?not|donot)[-_.]?reply|^noreply|^notifications?$", re.I)
#: Whoever writes *about* automatic answers goes on after these words; a machine puts a colon or nothing.
_AUTO_SUBJECT = re.compile(
    r"^\W*(?:自动回复|自动答复|自動回覆|自动应答|系统自动回复|auto(?:matic)?[- ]?(?:reply|response|answer)"
    r"|out of (?:the )?office|vacation reply|ooo)\s*(?:[:\uff1a(\uff08\[【-]|$)",
    re.I,
)
_AUTO_WORDS = re.compile(
    r"自动回复|自動回覆|自动答复|此(?:邮件|信)(?:为|是)系统自动|(?:已|我)?收到(?:您|你)的(?:邮件|来信).{0,20}(?:尽快|稍后|会)"
    r"|(?:正在|目前)?(?:休假|出差|外出|度假|放假).{0,40}(?:回复|处理|联系)|(?:邮件|来信)已收到.{0,20}(?:尽快|回复)"
    r"|out of (?:the )?office|on (?:vacation|leave|holiday)|will (?:reply|respond|get back)"
    r"|automatic(?:ally)? (?:reply|generated)",
    re.I | re.S,
)
_SHORT = 200  # characters: a vacation note is not longer, a citizen's story is
_BOUNCE_SUBJECT = re.compile(
    r"退信|退件|无法投递|投递失败|发送失败|undeliver|delivery (?:status|fail|has failed|incomplete)"
    r"|returned mail|failure notice|mail delivery|could not be delivered",
    re.I,
)
_FAILED = re.compile(r"^Action:\s*(failed)|^Status:\s*(5\.\d)", re.I | re.M)
_DELAYED = re.compile(r"^Action:\s*(?:delayed|delivered|relayed|expanded)|^Status:\s*[24]\.\d", re.I | re.M)
_BY_ANSWER = {"reply", "cancel", "counter", "refresh", "declinecounter"}


@dataclass(frozen=True, slots=True)
class Sort:
    """What a message is, and by which sign that was told."""

    kind: Kind
    sign: str = ""


def sort(letter: Letter, *, answers_us: bool) -> Sort:
    """What ``letter`` is. ``answers_us``: it refers to a message of the portal's own."""
    for told in (_bounce(letter), _machine(letter, answers_us), _no_words(letter)):
        if told is not None:
            return told
    if _NOREPLY.search(_local(letter)):
        return Sort(Kind.NOREPLY, "from")
    return Sort(Kind.PERSON)


def _local(letter: Letter) -> str:
    return letter.sender.partition("@")[0]


def _bounce(letter: Letter) -> Sort | None:
    """A delivery report says itself what it is; others come from a daemon and say it in words."""
    if letter.report.startswith("report-type: delivery-status"):
        failed = _FAILED.search(letter.report)
        return Sort(Kind.BOUNCE if failed or not _DELAYED.search(letter.report) else Kind.DELAY, "report")
    if letter.report.startswith("report-type: disposition-notification"):
        return Sort(Kind.AUTOMATIC, "receipt")
    from_daemon = bool(_MACHINES.match(_local(letter))) or letter.marks.get("return-path") == "<>"
    if from_daemon and ("x-failed-recipients" in letter.marks or _BOUNCE_SUBJECT.search(letter.subject)):
        return Sort(Kind.BOUNCE, "words")
    return Sort(Kind.AUTOMATIC, "from") if from_daemon else None


def _machine(letter: Letter, answers_us: bool) -> Sort | None:
    marks = letter.marks
    if marks.get("auto-submitted", "no").split(";")[0].strip() != "no":
        return Sort(Kind.AUTOMATIC, "Auto-Submitted")
    if any(name in marks for name in ("x-autoreply", "x-autorespond", "x-autoresponder")):
        return Sort(Kind.AUTOMATIC, "X-Autoreply")
    if marks.get("precedence") == "auto_reply":
        return Sort(Kind.AUTOMATIC, "Precedence")
    if marks.get("precedence") in ("bulk", "list", "junk") or "list-id" in marks or "list-post" in marks:
        return Sort(Kind.LIST, "List-Id")
    if letter.invitation in _BY_ANSWER:
        return Sort(Kind.AUTOMATIC, "calendar")
    if _AUTO_SUBJECT.search(letter.subject):
        return Sort(Kind.AUTOMATIC, "subject")
    words = letter.words.strip()
    if answers_us and len(words) <= _SHORT and _AUTO_WORDS.search(words):
        return Sort(Kind.AUTOMATIC, "words")
    return None


def _no_words(letter: Letter) -> Sort | None:
    if letter.is_encrypted:
        return Sort(Kind.ENCRYPTED)
    if letter.invitation:
        return Sort(Kind.INVITATION, letter.invitation)
    if not (letter.words.strip() or letter.subject.strip() or letter.files):
        return Sort(Kind.EMPTY)
    return None
