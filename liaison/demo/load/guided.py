"""Writes guidance to the townships with receipts and replies, visits with findings, and a deputy's two reports."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from contacts.models import (
    ContactEvent,
    Disclosure,
    Guidance,
    GuidanceCopy,
    InspectionVisit,
    ObstructionReport,
)
from liaison.demo.load.contact_parts import Desk, event_by

if TYPE_CHECKING:
    from deputies.models import PeoplesCongress

_SPACE = UUID("6f0f2c5e-5a53-4b0e-9a67-1f6f3b6a2c14")


def write(desk: Desk, words: dict[str, Any]) -> None:
    """Townships exist below the office that is shown; without any there is nobody to guide."""
    above = desk.rows.congresses[desk.code]
    towns = [one for one in desk.rows.congresses.values() if one.parent_id == above.pk]
    if towns:
        for one in words["guidance"]:
            _paper(desk, one, above, towns, words["answers"]["words"])
        for place, one in enumerate(words["visit"]):
            _visit(desk, one, above, towns[place % len(towns)])
    _report(desk, words["obstruction_open"], 0, days=20)
    _report(desk, words["obstruction_closed"], 1, days=60)


def _paper(
    desk: Desk, words: dict[str, Any], above: PeoplesCongress, towns: list[PeoplesCongress], said: list[str]
) -> None:
    at = desk.rows.now + timedelta(days=words["sent"])
    reply_by = desk.today + timedelta(days=words["reply_by"]) if "reply_by" in words else None
    guidance = Guidance.objects.create(
        congress=above,
        kind=words["kind"],
        title=words["title"],
        body=words["body"],
        decided_by=words.get("decided_by", ""),
        day=desk.today + timedelta(days=words["day"]) if "day" in words else None,
        place=words.get("place", ""),
        reply_by=reply_by,
        sent_by=desk.officer,
        sent_at=at,
        key=uuid5(_SPACE, words["title"]),
    )
    for place, town in enumerate(towns):
        _copy(desk, guidance, town, place, said[place % len(said)])


def _copy(desk: Desk, guidance: Guidance, town: PeoplesCongress, place: int, said: str) -> None:
    """The first is not acknowledged yet, the second not answered; the others have done what was asked."""
    reader = desk.rows.users.get((desk.code, "officer:1"), desk.officer)
    at = guidance.sent_at
    read, replied = at + timedelta(days=1 + place % 4), at + timedelta(days=6 + place % 9)
    columns: dict[str, Any] = {"status": "sent"}
    steps: list[tuple[Any, ...]] = [("send", "", "sent", at, desk.officer, "above")]
    if place and read < desk.rows.now:
        asks = guidance.asks_reply
        columns = {"status": "answering" if asks else "noted", "read_by": reader, "read_at": read}
        columns |= {} if asks else {"closed_at": read}
        steps.append(("take" if asks else "note", "sent", columns["status"], read, reader, "officer"))
        if asks and place > 1 and replied < desk.rows.now:
            columns |= {"status": "answered", "reply": said, "replied_at": replied, "closed_at": replied}
            steps.append(("answer", "answering", "answered", replied, reader, "officer"))
    copy = GuidanceCopy.objects.create(
        guidance=guidance, congress=town, due_on=guidance.reply_by, version=len(steps), **columns
    )
    _events(copy, steps)


def _events(thing: Any, steps: list[tuple[Any, ...]]) -> None:
    """Rows of (action, from, to, when, who, as what, and perhaps what was said)."""
    ContactEvent.objects.bulk_create(
        event_by(thing, action, source, target, at, user, acting_as, *said)
        for action, source, target, at, user, acting_as, *said in steps
    )


def _visit(desk: Desk, words: dict[str, Any], above: PeoplesCongress, town: PeoplesCongress) -> None:
    """One to come, one whose findings are followed up, one that is done."""
    reader = desk.rows.users.get((desk.code, "officer:1"), desk.officer)
    day = desk.today + timedelta(days=words["day"])
    held = _at(desk, words["day"])
    planned = min(held - timedelta(days=9), desk.rows.now - timedelta(days=1))
    columns: dict[str, Any] = {"status": "planned"}
    steps: list[tuple[Any, ...]] = [("plan", "", "planned", planned, desk.officer, "above")]
    if "findings" in words:
        columns = {"status": "following", "findings": words["findings"]}
        columns["due_on"] = desk.today + timedelta(days=words["due"])
        steps.append(("find", "planned", "following", held, desk.officer, "above"))
    if "report" in words:
        reported, accepted = held + timedelta(days=14), held + timedelta(days=17)
        columns |= {"status": "done", "closed_at": accepted}
        steps.append(("report", "following", "reported", reported, reader, "officer", words["report"]))
        steps.append(("accept", "reported", "done", accepted, desk.officer, "above"))
    visit = InspectionVisit.objects.create(
        congress=above,
        lower=town,
        about=words["about"],
        day=day,
        visitors=words["visitors"],
        key=uuid5(_SPACE, words["about"]),
        version=len(steps),
        **columns,
    )
    _events(visit, steps)


def _at(desk: Desk, days: int) -> datetime:
    return desk.rows.now + timedelta(days=days)


def _report(desk: Desk, words: dict[str, Any], which: int, *, days: int) -> None:
    """One in hand, one closed after the committee has put it to the organ."""
    row = desk.rows.deputies[desk.shown.demo_deputies[which].number]
    deputy_user = desk.rows.users[desk.code, f"deputy:{row.number}"]
    member = desk.rows.users[desk.code, "committee:0"]
    sent = _at(desk, -days)
    taken, step, closed = (sent + timedelta(days=after) for after in (2, 6, 21))
    steps: list[tuple[Any, ...]] = [
        ("submit", "", "submitted", sent, deputy_user, "deputy"),
        ("take", "submitted", "taken", taken, member, "committee", words["taken"]),
    ]
    if "acted" in words:
        steps.append(("act", "taken", "taken", step, member, "committee", words["acted"]))
    is_closed = "closed" in words
    if is_closed:
        steps.append(("disclose", "taken", "taken", step, member, "committee", words["told"]))
        steps.append(("close", "taken", "closed", closed, member, "committee", words["closed"]))
    report = ObstructionReport.objects.create(
        congress=row.congress,
        deputy=row,
        kind=words["kind"],
        who=words["who"],
        what=words["what"],
        happened=words["happened"],
        wanted=words["wanted"],
        owner=member,
        outcome="mended" if is_closed else "",
        submitted_at=sent,
        key=uuid5(_SPACE, words["what"]),
        status="closed" if is_closed else "taken",
        closed_at=closed if is_closed else None,
        version=len(steps),
    )
    _events(report, steps)
    organ = desk.rows.organs.get((desk.code, "ecology"))
    if is_closed and organ:
        Disclosure.objects.create(report=report, organ=organ, words=words["told"], made_by=member, at=step)
