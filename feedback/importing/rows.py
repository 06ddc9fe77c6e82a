"""One row of a file: ready to be loaded, or refused with the field and the reason."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from deputies.loading.sheets import Broken
from feedback.importing.times import Moment, UnreadableTime, read_time
from feedback.text import MOST_BODY, clean, clean_line, title_from

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


MOST_ANSWER = 50_000
_MOST_TITLE = 120


class Refused(Exception):
    """A row that is not loaded. ``code`` is stable, ``reason`` a sentence in the reader's language."""

    def __init__(self, field_name: str, code: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.code, self.reason = field_name, code, reason


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that can be loaded. ``remarks`` name fields whose cell could not be used, with why."""

    number: int
    message: str
    title: str
    said: Moment
    reply: str = ""
    replied: Moment | None = None
    place: str = ""
    organ: str = ""
    name: str = ""
    topic_id: int | None = None
    division_id: int | None = None
    channel_id: int | None = None
    remarks: tuple[tuple[str, str], ...] = ()

    @property
    def answered_at(self) -> datetime | None:
        """When it was answered; an answer of which only the day is known cannot come before the message."""
        return max(self.replied.at, self.said.at) if self.replied else None

    def key(self, congress_code: str) -> str:
        """The same message at the same time in the same congress has the same key, however it is typeset."""
        words = "".join(unicodedata.normalize("NFKC", self.message).casefold().split())
        return hashlib.sha256(f"{congress_code}\n{self.said.at.isoformat()}\n{words}".encode()).hexdigest()


@dataclass(frozen=True)
class Known:
    """What names in a file can mean here: keys by small-lettered name."""

    channels: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    place_of: Callable[[str], int | None] = lambda words: None
    now: datetime = field(default_factory=timezone.now)


def check(number: int, cells: Mapping[str, Any], known: Known) -> Ready:
    """The row's content, cleaned. Raises Refused."""
    message = _text(cells, "message", MOST_BODY)
    if not message:
        raise Refused("message", "empty", _("There is no message."))
    said = _time(cells, "time", known)
    if said is None:
        raise Refused("time", "no_time", _("There is no time of the message."))
    reply = _text(cells, "reply", MOST_ANSWER)
    replied = _reply_time(cells, reply, said, known)
    place = _line(cells, "place")[:200]
    remarks = [(name, cell.why) for name, cell in cells.items() if isinstance(cell, Broken)]
    if not reply and replied is not None:
        remarks.append(("reply_time", _("There is a time of a reply but no reply; loaded as unanswered.")))
    return Ready(
        number=number,
        message=message,
        title=(_line(cells, "title") or title_from(message))[:_MOST_TITLE],
        said=said,
        reply=reply,
        replied=replied if reply else None,
        place=place,
        organ=_line(cells, "organ")[:200],
        name=_line(cells, "name")[:100],
        channel_id=_channel(cells, known),
        topic_id=_meaning(cells, "topic", known.topics, remarks),
        division_id=known.place_of(place) if place else None,
        remarks=tuple(remarks),
    )


def _text(cells: Mapping[str, Any], name: str, most: int) -> str:
    cell = _held(cells, name)
    text = clean("" if cell is None else str(cell))
    if len(text) > most:
        counts = {"length": len(text), "most": most}
        raise Refused(
            name, "too_long", _("The text has %(length)s characters; at most %(most)s can be taken.") % counts
        )
    return text


def _line(cells: Mapping[str, Any], name: str) -> str:
    cell = cells.get(name)
    return "" if cell is None or isinstance(cell, Broken) else clean_line(str(cell))


def _held(cells: Mapping[str, Any], name: str) -> Any:
    """The cell of a field without which a row means nothing. Raises Refused where its value is not there."""
    cell = cells.get(name)
    if isinstance(cell, Broken):
        raise Refused(name, "no_value", _("There is no value: %(why)s.") % {"why": cell.why})
    return cell


def _time(cells: Mapping[str, Any], name: str, known: Known) -> Moment | None:
    cell = _held(cells, name)
    if cell is None or not str(cell).strip():
        return None
    try:
        moment = read_time(cell)
    except UnreadableTime as error:
        raise Refused(
            name, "unreadable_time", _("This is not a time: %(cell)s.") % {"cell": str(cell)[:80]}
        ) from error
    if moment.at > known.now:
        raise Refused(
            name, "in_the_future", _("The time lies in the future: %(cell)s.") % {"cell": str(cell)[:80]}
        )
    return moment


def _reply_time(cells: Mapping[str, Any], reply: str, said: Moment, known: Known) -> Moment | None:
    replied = _time(cells, "reply_time", known)
    if reply and replied is None:
        raise Refused("reply_time", "no_time", _("There is a reply but no time of it."))
    if reply and replied is not None and replied.precedes(said):
        raise Refused("reply_time", "reply_before_message", _("The reply is dated before the message."))
    return replied


def _channel(cells: Mapping[str, Any], known: Known) -> int | None:
    name = _line(cells, "channel")
    if not name:
        return None
    channel_id = known.channels.get(name.casefold())
    if channel_id is None:
        raise Refused(
            "channel", "unknown_channel", _("There is no channel “%(name)s”.") % {"name": name[:60]}
        )
    return channel_id


def _meaning(
    cells: Mapping[str, Any], name: str, meanings: Mapping[str, int], remarks: list[tuple[str, str]]
) -> int | None:
    """The key of a topic; an unknown one is no reason to refuse, and is told."""
    written = _line(cells, name)
    key = meanings.get(written.casefold())
    if written and key is None:
        remarks.append((name, _("“%(written)s” is not known here; left empty.") % {"written": written[:60]}))
    return key
