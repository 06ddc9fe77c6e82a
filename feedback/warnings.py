"""What the office is warned of before a text goes out. A warning never stops anybody: a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from casework.answers import is_named
from casework.grams import bigrams
from casework.models import Consent, Reply
from casework.models.assignment import HandlingRole
from feedback.text import likeness, mask_personal, similarity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.models import Countersignature

_HARDLY_ALIKE = 0.02
_COPY = 0.8
_COMPARED = 300  # latest replies of the organ
_SHORT = 12  # characters: below, likeness says nothing


def kinds() -> dict[str, str]:
    return {
        "id_card": _("an identity-card number"),
        "mobile": _("a mobile number"),
        "email": _("an e-mail address"),
        "plate": _("a number plate"),
        "bank_card": _("a bank card number"),
    }


def personal(text: str, where: str) -> list[str]:
    """A sentence for each piece of personal data in ``text``, which itself is not repeated in full."""
    _masked, found = mask_personal(text)
    names = kinds()
    return [
        _("%(where)s contains %(what)s: %(masked)s")
        % {
            "where": where,
            "what": names.get(one.kind, one.kind),
            "masked": mask_personal(text[one.start : one.end])[0],
        }
        for one in found
    ]


def wrong_case(asked: str, answered: str) -> list[str]:
    """Whether an answer shares hardly a word with what was asked: copied from another case?"""
    if min(len(asked), len(answered)) < _SHORT or similarity(asked, answered) >= _HARDLY_ALIKE:
        return []
    return [_("The reply shares hardly a word with what was asked. Does it belong to this case?")]


def wrong_for_others(asked: list[str], answered: str) -> list[str]:
    """Whether the answer that goes to all fits what each of the others asked."""
    strange = sum(bool(wrong_case(one, answered)) for one in asked)
    if not strange:
        return []
    return [
        ngettext(
            "The reply shares hardly a word with what %(n)d of the joined opinions asked. Should it be separated"
            " first?",
            "The reply shares hardly a word with what %(n)d of the joined opinions asked. Should they be separated"
            " first?",
            strange,
        )
        % {"n": strange}
    ]


def copied(reply: Reply) -> list[str]:
    """Whether an answer is nearly another one of the same organ: its likeness in percent, and to which case."""
    if reply.assignment is None or len(reply.body) < _SHORT:
        return []
    others = (
        Reply.objects.filter(assignment__organ=reply.assignment.organ_id, state__in=["released", "approved"])
        .exclude(case=reply.case_id)
        .order_by("-pk")
    )
    own = set(bigrams(reply.body))
    found = [
        (likeness(own, set(bigrams(body))), number)
        for body, number in others.values_list("body", "case__number")[:_COMPARED]
    ]
    alike, number = max(found, default=(0.0, ""))
    if alike < _COPY:
        return []
    return [
        _("The reply is %(percent)s like this organ's reply in case %(number)s. Does it answer this citizen?")
        % {"percent": f"{round(alike * 100)} %", "number": number}
    ]


def unnamed(replies: Sequence[Reply]) -> list[str]:
    """Assisting organs whose opinion the answer of the leading one rests on without naming them."""
    shares = [(reply, reply.assignment) for reply in replies if reply.assignment]
    answers = [reply.body for reply, share in shares if share.role == HandlingRole.LEAD]
    organs = [share.organ for _reply, share in shares if share.role == HandlingRole.ASSIST]
    return [
        _("The answer does not name the opinion of %(organ)s.") % {"organ": organ.name}
        for organ in organs
        if not any(is_named((organ.name, organ.short_name), answer) for answer in answers)
    ]


def not_agreed(rows: Sequence[Countersignature]) -> list[str]:
    """Assisting organs that did not countersign the reply: they disagree, or were silent past their date."""
    words = {
        Consent.DISAGREED: _("%(organ)s does not agree with the reply: %(reason)s"),
        Consent.SILENT: _("%(organ)s did not countersign the reply by its date, %(day)s."),
    }
    return [
        words[Consent(row.state)]
        % {"organ": row.assignment.organ.name, "reason": row.reason, "day": formats.day(row.due_on)}
        for row in rows
        if row.state in words
    ]
