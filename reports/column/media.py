"""The media log: entering, changing, and the list as a spreadsheet."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from accounts import formats
from casework.errors import Incomplete, NotAllowed
from casework.files import prepare
from deputies.models import posts_of
from reports.column.models import MediaMention
from reports.exports.coverage_sheet import fill

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.actors import Actor
    from deputies.models import PeoplesCongress

_COLUMNS = ("day", "kind", "medium", "title", "subject", "link", "result")


@transaction.atomic
def put(
    congress: PeoplesCongress, given: dict[str, Any], *, actor: Actor, known: MediaMention | None = None
) -> MediaMention:
    """A line of the log, new or changed; the same form sent twice is one line."""
    if actor.user is None or congress.pk not in posts_of(actor.user).officer:
        raise NotAllowed(_("Only the liaison office writes here."))
    if given["day"] > timezone.localdate():
        raise Incomplete("day", _("The day has not come yet."))
    mention = known or MediaMention.objects.filter(key=given["key"]).first()
    mention = mention or MediaMention(congress=congress, key=given["key"], entered_by=actor.user)
    for name in _COLUMNS:
        setattr(mention, name, given[name])
    if given.get("file"):
        (prepared,) = prepare([given["file"]])
        mention.file.save(prepared.name, ContentFile(prepared.data), save=False)
        mention.file_name, mention.content_type = prepared.name, prepared.content_type
    mention.save()
    mention.deputies.set(given["deputies"])
    return mention


def as_spreadsheet(mentions: Iterable[MediaMention]) -> bytes:
    book = Workbook()
    heads = [
        _("Date"), _("Type"), _("Medium"), _("Headline"), _("What was reported"), _("Deputies concerned"),
        _("Link"), _("What came of it"),
    ]  # fmt: skip
    rows = (
        [
            formats.day(one.day),
            one.get_kind_display(),
            one.medium,
            one.title,
            one.subject,
            "、".join(deputy.name for deputy in one.deputies.all()),
            one.link,
            one.result,
        ]
        for one in mentions
    )
    fill(book.active, _("Media log"), heads, rows)  # type: ignore[arg-type]
    out = BytesIO()
    book.save(out)
    return out.getvalue()
