"""An issue of the digest as an official document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from casework.official import Heading, Official
from reports.naming import liaison_body, numeral, standing_body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.column.models import DigestEntry, DigestIssue


def official(issue: DigestIssue) -> Official:
    """The document of an issue; without a number while it is not released."""
    day = timezone.localdate(issue.released_at) if issue.released_at else timezone.localdate()
    readers = [one.name for one in issue.receipts.all()]
    return Official(
        issuer=f"{standing_body(issue.congress.name, issue.congress.level)}社情民意摘报",
        signed_by=liaison_body(issue.congress),
        number=f"{issue.year}年第{issue.serial}期" if issue.serial else "（送审稿）",
        title=issue.title,
        addressee="",
        paragraphs=tuple(_paragraphs(issue)),
        signed_on=day,
        seal="",
        copies=f"发送：{'、'.join(readers)}。" if readers else "",
    )


def _paragraphs(issue: DigestIssue) -> Iterator[str | Heading]:
    yield from filter(None, issue.foreword.splitlines())
    for place, entry in enumerate(issue.entries.select_related("topic", "place"), start=1):
        yield Heading(f"{numeral(place)}、{entry.heading}")
        yield _about(entry)
        yield from filter(None, entry.body.splitlines())
        if entry.suggestion:
            first, *more = filter(None, entry.suggestion.splitlines())
            yield first if first.startswith("建议") else f"建议：{first}"
            yield from more


def _about(entry: DigestEntry) -> str:
    parts = [f"反映人数：{entry.people}人"]
    parts += [f"领域：{entry.topic.name}"] if entry.topic else []
    parts += [f"地点：{entry.place.name}"] if entry.place else []
    return "（" + "；".join(parts) + "）"
