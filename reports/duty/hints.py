"""What the office is pointed to before a report or an answer goes out. A hint stops nobody: a person decides.

Nothing here looks at what somebody thinks: only at numbers and addresses of people, and at marks of secrecy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from feedback import warnings
from feedback.text import find_personal

_PHONE = re.compile(r"(?<![\d.])0\d{2,3}[-－ ]\d{7,8}(?!\d)")
_ADDRESS = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:村|路|街|巷|小区|花园|组|弄)[\u4e00-\u9fff]{0,4}\d{1,4}\s*(?:号|栋|幢|室|单元|户)"
    r"(?:[\u4e00-\u9fff]{0,4}\d{1,4}\s*(?:栋|幢|室|单元|楼|户))*"
)
_SECRET = re.compile(r"绝密|机密|秘密(?!投票|写票)|内部资料|内部文件|不得公开|涉密|商业秘密")


@dataclass(frozen=True, slots=True)
class Hint:
    """``text[start:end]`` is to be looked at; ``ground`` is what it could be sent back for."""

    ground: str
    what: str
    line: int
    start: int
    end: int


def hints(text: str) -> list[Hint]:
    """Numbers, telephones, addresses and marks of secrecy in the text, in order."""
    kinds = warnings.kinds()
    found = [("personal", kinds.get(one.kind, one.kind), one.start, one.end) for one in find_personal(text)]
    for ground, what, pattern in (
        ("personal", _("a telephone number"), _PHONE),
        ("personal", _("an address with its number"), _ADDRESS),
        ("secret", _("a mark of secrecy"), _SECRET),
    ):
        found += [(ground, what, *match.span()) for match in pattern.finditer(text)]
    return [
        Hint(ground, what, text.count("\n", 0, start) + 1, start, end)
        for ground, what, start, end in sorted(found, key=lambda one: one[2])
    ]
