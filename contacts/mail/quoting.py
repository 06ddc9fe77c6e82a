"""What somebody wrote this time: without the history below it and without the signature. Pure functions.

The whole message is kept; this is what an opinion begins with and what a reader sees first.
"""

from __future__ import annotations

import re

#: Lines with which mail programs begin the history. Each stands for programs that write it so.
_HISTORY = re.compile(
    "|".join(
        (
            # QQ, NetEase, Outlook
            r"-{2,}\s*(?:原始邮件|原邮件|回复的原邮件|原始郵件|Original Message|Original)\s*-{2,}",
            r"_{20,}",
            r"(?:在|於)\s*.{6,60}[,\uff0c]?.{0,80}(?:写道|寫道)\s*[:\uff1a]?",
            r"(?:At|On)\s.{8,160}\swrote\s*:",
            r"\d{4}[-年/].{6,40}<[^>]+@[^>]+>\s*(?:写道|寫道)?\s*[:\uff1a]",
            r".{0,80}<[^>\s]+@[^>\s]+>\s*于.{6,40}写道\s*[:\uff1a]",
            r"(?:发件人|寄件者|From)\s*[:\uff1a].+",
        )
    ),
    re.IGNORECASE,
)
_HEAD_FIELD = re.compile(
    r"(?:发送时间|发送日期|寄件日期|日期|收件人|主题|Sent|Date|To|Subject)\s*[:\uff1a]", re.I
)
_LOOKS_AHEAD = 5
_QUOTED = re.compile(r"\s*[>\uff1e]")
_SIGNATURE = re.compile(
    "|".join(
        (
            r"--\s?",
            r"(?:发自|来自)我的.{1,30}",
            r"(?:发自|来自)\s?(?:手机|QQ邮箱|网易邮箱|新浪邮箱|126|163|139|华为|小米|vivo|OPPO).{0,30}",
            r"Sent from (?:my|Mail|Outlook|Yahoo).{0,40}",
            r"(?:获取|下载|Get)\s*(?:适用于|Outlook).{0,60}",
        )
    ),
    re.IGNORECASE,
)
_ANSWER = re.compile(r"^(?:\s*(?:re|aw|sv|回复|答复|回覆|答覆)\s*(?:\[\d+\])?\s*[:\uff1a]\s*)+", re.I)
_FORWARD = re.compile(r"^\s*(?:fwd?|fw|转发|轉寄)\s*[:\uff1a]\s*", re.I)


def subject_of(header: str) -> str:
    """The subject without the marks that mail programs put in front of it."""
    shorter = header
    while (cut := _FORWARD.sub("", _ANSWER.sub("", shorter))) != shorter:
        shorter = cut
    return shorter.strip()


def is_forward(subject: str) -> bool:
    """Whether somebody passes a message on: what they pass on is what they want to say."""
    return bool(_FORWARD.match(_ANSWER.sub("", subject)))


def newest(text: str) -> str:
    """The words above the history and the signature; where there are none, those below or between the quotations."""
    lines = text.split("\n")
    above = lines[: _history_from(lines)]
    if not _says(above):
        above = [line for line in lines if not _begins_history(line)]
    return "\n".join(_unsigned([line for line in above if not _QUOTED.match(line)])).strip()


def _history_from(lines: list[str]) -> int:
    """Where the history begins: its own heading, or quotations to the very end."""
    for place, line in enumerate(lines):
        if _is_heading(lines, place, line.strip()):
            return place
    last = len(lines)
    while last and (not lines[last - 1].strip() or _QUOTED.match(lines[last - 1])):
        last -= 1
    return last


def _is_heading(lines: list[str], place: int, line: str) -> bool:
    if not line or not _HISTORY.fullmatch(line):
        # “On …” is broken over two lines by some programs.
        joined = f"{line} {lines[place + 1].strip()}" if place + 1 < len(lines) else line
        return line[:3] in ("On ", "At ") and bool(_HISTORY.fullmatch(joined))
    if re.match(r"(?:发件人|寄件者|From)\s*[:\uff1a]", line, re.I):
        return any(_HEAD_FIELD.match(one.strip()) for one in lines[place + 1 : place + _LOOKS_AHEAD])
    if line.startswith("_"):
        return any(_HEAD_FIELD.match(one.strip()) for one in lines[place + 1 : place + _LOOKS_AHEAD + 1])
    return True


def _begins_history(line: str) -> bool:
    return bool(line.strip()) and bool(_HISTORY.fullmatch(line.strip()))


def _unsigned(lines: list[str]) -> list[str]:
    """Without the signature: from ``-- `` on, or the line a telephone adds at the end."""
    for place, line in enumerate(lines):
        if line.rstrip("\r") in ("-- ", "--") and _says(lines[:place]):
            return lines[:place]
    kept = list(lines)
    while kept and (not kept[-1].strip() or _SIGNATURE.fullmatch(kept[-1].strip())):
        kept.pop()
    return kept


def _says(lines: list[str]) -> bool:
    return any(line.strip() and not _QUOTED.match(line) for line in lines)
