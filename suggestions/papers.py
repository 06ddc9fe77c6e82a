"""The organ's answer to a deputy, and the suggestion itself, as official documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework.access import assignments_visible_to, visible_to
from casework.models import Reply
from casework.models.reply import ReplyState
from casework.official import Official, chinese_day
from deputies.models import posts_of
from suggestions.models import Suggestion
from suggestions.services import standing_signatories

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from casework.models import Case
    from deputies.models import Organ

_PARAGRAPHS = re.compile(r"\n+")
_GOVERNMENT = ("government", "department")


def letters_visible_to(user: User | AnonymousUser) -> QuerySet[Reply]:
    """The letters ``user`` may print: an organ its own, deputies and the office those of the cases they see.

    Of suggestions handled together the organ has a letter to each lead deputy.
    """
    seen = Q(assignment__in=assignments_visible_to(user).values("pk"))
    if posts_of(user).has("officer", "committee", "deputy"):
        seen |= Q(case__in=visible_to(user).values("pk"))
    sent = Reply.objects.filter(letter__isnull=False, state__in=[ReplyState.RELEASED, ReplyState.APPROVED])
    return sent.filter(seen).select_related(
        "letter", "assignment__organ", "case__congress", "case__session__term"
    )


def letter_of(reply: Reply) -> Official:
    """The letter as it goes to the deputies who signed the suggestion."""
    with translation.override("zh-hans"):
        return _letter(reply)


def _letter(reply: Reply) -> Official:
    case, letter, organ = reply.case, reply.letter, reply.assignment.organ  # type: ignore[union-attr]
    suggestion = Suggestion.objects.get(case=case)
    opening = _("Your suggestion “%(title)s” has been received and handled. Our answer:") % {
        "title": suggestion.title
    }
    promise = (
        _("Promised: %(what)s By %(day)s.") % {"what": reply.promise, "day": chinese_day(reply.promised_for)}
        if reply.promised_for
        else ""
    )
    body = [one.strip() for one in _PARAGRAPHS.split(reply.body) if one.strip()]
    return Official(
        issuer=organ.name,
        number=letter.number,
        mark=_("Class %(code)s") % {"code": reply.category} if reply.category else "",
        signer=_("Signed by: %(name)s") % {"name": letter.signer},
        title=_("Answer to suggestion No. %(number)s of %(session)s")
        % {"number": case.serial, "session": meeting(case)},
        addressee=_("Deputies %(names)s:") % {"names": names_of(suggestion)},
        paragraphs=(
            opening,
            *body,
            *([promise] if promise else []),
            _("Thank you for your concern for our work."),
        ),
        signed_on=timezone.localdate(reply.released_at),
        seal=_(" (seal)") if letter.sealed else "",
        contact=_("(Contact: %(name)s, telephone %(phone)s)")
        % {"name": letter.contact, "phone": letter.contact_phone},
        copies=_copied_to(case, organ),
    )


def names_of(suggestion: Suggestion) -> str:
    """All who signed the words as they are; who leads first."""
    return "、".join(row.deputy.name for row in standing_signatories(suggestion))


def meeting(case: Case) -> str:
    """The session in words; without one the congress alone."""
    if case.session is None:
        return str(case.congress)
    told = {"congress": case.congress, "term": case.session.term.number, "number": case.session.number}
    return _("the %(number)d. session of the %(term)d. %(congress)s") % told


def _copied_to(case: Case, organ: Organ) -> str:
    """The deputies' work body, and the government's office where the organ is one of the government's (Shandong 22)."""
    to = [
        _("the deputies' work body of the standing committee of %(congress)s") % {"congress": case.congress}
    ]
    if organ.kind in _GOVERNMENT:
        to.append(_("the office of the people's government"))
    return _("Copied to: %(bodies)s") % {"bodies": "、".join(to)}


def sheet_of(suggestion: Suggestion) -> Official:
    """The suggestion itself on the congress's paper: for the file, with those who signed it."""
    case = suggestion.case
    assert case is not None, "a draft is not printed as a document"
    with translation.override("zh-hans"):
        number = (
            _("Suggestion No. %(n)d") % {"n": case.serial}
            if case.serial
            else _("Suggestion without a number yet")
        )
        parts = (
            (_("Facts and reasons"), suggestion.facts),
            (_("What is proposed"), suggestion.proposal),
            (_("How it was verified"), f"{suggestion.get_verified_how_display()}。{suggestion.verified}"),
        )
        lines = [line for head, text in parts for line in (head, *_PARAGRAPHS.split(text.strip()))]
        return Official(
            issuer=str(case.congress),
            number=number,
            title=suggestion.title,
            addressee=f"{suggestion.get_receiver_display()}：",
            paragraphs=(*lines, _("Lead deputy and co-signers: %(names)s") % {"names": names_of(suggestion)}),
            signed_on=timezone.localdate(case.opened_at),
        )
