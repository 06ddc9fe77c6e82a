"""How much a citizen may send, by the profile of the congress that gets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.files import MOST_BYTES, MOST_FILES
from casework.rules import UnknownProfile, profile_by_key, profile_for
from feedback.text import MOST_BODY

if TYPE_CHECKING:
    from casework.models import Case
    from casework.rules import Profile
    from deputies.models import PeoplesCongress


@dataclass(frozen=True, slots=True)
class Limits:
    """Files with one opinion, bytes of each, characters of the text; what the portal can take where nothing is said."""

    files: int = MOST_FILES
    size: int = MOST_BYTES
    characters: int = MOST_BODY

    @property
    def megabytes(self) -> int:
        return self.size // (1024 * 1024)

    def words(self) -> str:
        """For the help text of a field."""
        return _(
            "Up to %(files)s files, %(megabytes)s MB each: photos, PDF, Word or Excel. "
            "We remove the place and the device from photos, and the author's name from documents."
        ) % {"files": self.files, "megabytes": self.megabytes}


def of_case(case: Case) -> Limits:
    return _of(profile_by_key(case.profile))


def of_congress(congress: PeoplesCongress | None) -> Limits:
    """By the profile in force today; before the portal has a congress with rules, what it can take."""
    if congress is None:
        return Limits()
    try:
        return _of(profile_for(congress.rule_profile, timezone.localdate()))
    except UnknownProfile:
        return Limits()


def _of(rules: Profile) -> Limits:
    return Limits(
        files=rules.limit("attachments"),
        size=rules.limit("attachment_megabytes") * 1024 * 1024,
        characters=rules.limit("opinion_characters"),
    )
