"""Confidential cases outside the office: the words without what tells who the citizen is.

The identity itself is sealed; here the text, the title, remarks and names of files are kept from telling it.
The office and the station read everything as it was written; a complaint the standing committee.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casework.access import roles_on, visible_to
from casework.models.case import Kind

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from casework.models import Attachment, Case

_READ_ALL = frozenset({"officer", "station"})


def is_shielded(case: Case, roles: Collection[str]) -> bool:
    """Whether these roles read masked words of an opinion.

    A complaint has no readers but those for whom it was written; a suggestion is a deputy's act under their name.
    """
    return case.confidential and case.kind == Kind.OPINION and not _READ_ALL & set(roles)


def shielded(case: Case, user: User | AnonymousUser) -> Case:
    """The case as ``user`` reads it. A step writes single columns, so what is shown is never stored."""
    # What the case is to an organ's people decides nothing here, so its organs are not asked for.
    if case.confidential and is_shielded(case, roles_on(user, case, organs=())):
        opinion = case.opinion
        case.title, case.opinion = opinion.masked(case.title), opinion.for_organs()
        case.stood_why = opinion.masked(case.stood_why) if case.stood_why else ""
    return case


def is_masked(case: Case, user: User | AnonymousUser) -> bool:
    """Whether ``user`` reads of ``case`` without what tells who wrote it: a confidential one, or one that is only
    handled together with theirs.
    """
    if not visible_to(user).filter(pk=case.pk).exists():
        return True
    return case.confidential and is_shielded(case, roles_on(user, case))


def shown_name(file: Attachment, is_hidden: bool) -> str:
    """A file name often holds the name of its author; outside the office it is neutral."""
    if not (is_hidden and file.from_citizen):
        return file.name
    return _("file %(number)s") % {"number": file.pk} + PurePath(file.name).suffix
