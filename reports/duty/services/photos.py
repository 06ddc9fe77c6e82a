"""Photos of the meeting at which a deputy reported: added by the office, taken away by it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from casework.errors import Incomplete, NotAllowed
from reports.duty.access import roles_on
from reports.duty.models import DutyMeeting, MeetingPhoto
from reports.pictures import photo

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from accounts.actors import Actor
    from accounts.models import User

MOST = 6  # of one meeting


@transaction.atomic
def add(meeting: DutyMeeting, file: UploadedFile, alt: str, consent: str, *, actor: Actor) -> MeetingPhoto:
    """One more photo, shown with the report once that is published. Incomplete at the field that is wrong."""
    user = _office(meeting, actor)
    # Two windows at once do not go past the most.
    DutyMeeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.photos.count() >= MOST:  # type: ignore[attr-defined]
        raise Incomplete("file", _("It has %(most)s photos; that is all it can have.") % {"most": MOST})
    made = photo(file, alt, consent)
    row = MeetingPhoto(meeting=meeting, added_by=user, **made.columns)
    made.store(row)
    return row


def remove(row: MeetingPhoto, *, actor: Actor) -> None:
    """Take it away, with its file: who is in it may change their mind at any time."""
    _office(row.meeting, actor)
    file = row.file
    row.delete()
    transaction.on_commit(lambda: file.delete(save=False), robust=True)


def _office(meeting: DutyMeeting, actor: Actor) -> User:
    if actor.user is None or "officer" not in roles_on(actor.user, meeting.report):
        raise NotAllowed(_("Only the liaison office keeps the photos of a meeting."))
    return actor.user
