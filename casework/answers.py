"""What is an answer and what is only a receipt for one. Pure: text in, yes or no out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

_LEAST = 3  # characters that must say something
_NOT_WORDS = re.compile(r"[\W_]+")
#: What people write when they have nothing to say yet, longest first.
_SAID = """
尊敬的 网友 市民 群众 先生 女士 同志 您好 你好 贵 您 你 我们 我单位 我局 本单位 本局 对 所 提出的 提的 提交的
反映的 反映 意见 建议 问题 情况 来信 来件 留言 宝贵 已经 已 均 收到 收悉 知悉 已阅 阅 知道了 了解 非常 十分
衷心 感谢 谢谢 关心 关注 支持 理解 配合 的 了 和 与 我县 工作 会 将 认真 高度 重视 研究 考虑 尽快 及时 处理 办理
答复 回复 转交 转 有关 相关 部门 单位 进行 予以 好的 请 耐心 等待 放心 并 此复 特此 祝 生活愉快 顺利 再见 在 中 正在
"""
_POLITE = re.compile("|".join(sorted(_SAID.split(), key=len, reverse=True)))
_POLITE_EN = re.compile(
    r"(?i)\b(?:dear|sir|madam|we|have|has|been|your|you|the|a|is|it|was|for|to|and|of|opinion|letter|message|"
    r"received|receipt|noted|thanks?|thank|ok|okay|will|be|look|into|consider(?:ed)?|carefully|soon|matter|this)\b"
)

_SENTENCES = re.compile(r"[。！？；!?;\n]|\.\s")
_DISAGREES = re.compile(
    r"(?i)不同意|未同意|不赞成|(?<!无)(?<!没有)异议|保留意见|意见不(?:一致|统一)|未能?达成一致"
    r"|disagree|(?:does|do|did) not agree|\bobjects?\b"
)


def is_acknowledgement(text: str) -> bool:
    """Whether ``text`` says no more than that something was received: “received, thank you” is not an answer."""
    rest = _POLITE.sub("", _NOT_WORDS.sub("", _POLITE_EN.sub("", text)))
    return len(rest) < _LEAST


def why_not_an_answer() -> str:
    return _(
        "This only says that the matter was received. An answer says what was found, what has been done or will be"
        " done, and until when; or why it cannot be done."
    )


def tells_disagreement(names: Iterable[str], text: str) -> bool:
    """Whether some sentence of ``text`` says that whoever is called by one of ``names`` does not agree."""
    names = list(names)
    return any(_DISAGREES.search(line) and is_named(names, line) for line in _SENTENCES.split(text))


def is_named(names: Iterable[str], text: str) -> bool:
    """Whether ``text`` calls somebody by one of their ``names``; empty ones do not count."""
    return any(name and name in text for name in names)
