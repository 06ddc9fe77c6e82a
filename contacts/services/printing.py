"""Numbered forms and codes for one answer, to be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from casework.errors import Incomplete, StepRefused
from contacts import papers
from contacts.models import (
    AccessCode,
    Inquiry,
)
from contacts.services.advance import acting_as

if TYPE_CHECKING:
    from accounts.actors import Actor
MOST_PRINTED = 500


@transaction.atomic
def print_forms(inquiry: Inquiry, *, actor: Actor, copies: int) -> list[str]:
    """The numbers of ``copies`` new printed forms."""
    _may_keep(inquiry, actor)
    _check_copies(copies)
    Inquiry.objects.filter(pk=inquiry.pk).update(printed=F("printed") + copies)
    inquiry.refresh_from_db(fields=["printed"])
    return [papers.form_number(n) for n in range(inquiry.printed - copies + 1, inquiry.printed + 1)]


@transaction.atomic
def print_codes(inquiry: Inquiry, *, actor: Actor, copies: int) -> list[str]:
    """``copies`` new codes, each good for one answer; they can be shown this once."""
    _may_keep(inquiry, actor)
    _check_copies(copies)
    codes = list(dict.fromkeys(papers.new_code() for _n in range(copies)))
    AccessCode.objects.bulk_create(
        AccessCode(inquiry=inquiry, digest=papers.code_digest(inquiry.pk, code)) for code in codes
    )
    return codes


def _check_copies(copies: int) -> None:
    if not 1 <= copies <= MOST_PRINTED:
        raise Incomplete("copies", _("From 1 to %(most)d at a time.") % {"most": MOST_PRINTED})


def _may_keep(inquiry: Inquiry, actor: Actor) -> None:
    if inquiry.status not in ("draft", "open") or not acting_as(actor, inquiry) & {"officer", "station"}:
        raise StepRefused(_("Nothing is printed for this any more."))
