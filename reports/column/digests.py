"""The digest of public opinion: compiled from opinions of a month, released by another person, signed for, adopted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, NotAllowed, StepRefused
from deputies.models import PeoplesCongress, posts_of
from feedback.text import clean, clean_line, find_personal, mask_personal
from reports.column.access import receipts_of
from reports.column.advance import advance, begin
from reports.column.models import Adoption, DigestEntry, DigestIssue, DigestReceipt, ReaderKind

if TYPE_CHECKING:
    from accounts.actors import Actor
    from accounts.models import User
    from casework.models import Case, Topic
    from deputies.models import Division, Organ
    from reports.column.models import ColumnEvent

_WRITES = ("compile", "change", "submit")


@dataclass(frozen=True)
class IssueDraft:
    congress: PeoplesCongress
    title: str
    month: date
    foreword: str = ""
    key: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class EntryDraft:
    heading: str
    body: str
    suggestion: str = ""
    people: int = 1
    topic: Topic | None = None
    place: Division | None = None
    cases: Sequence[Case] = ()


@dataclass(frozen=True)
class Reader:
    """Somebody an issue goes to."""

    kind: str
    name: str
    organ: Organ | None = None


# --- Compiling --------------------------------------------------------------------------------------------
@transaction.atomic
def compile_issue(draft: IssueDraft, *, actor: Actor) -> DigestIssue:
    """A new issue; the same form sent twice is one."""
    known = DigestIssue.objects.filter(key=draft.key).first()
    if known is not None:
        return known
    issue = DigestIssue(
        congress=draft.congress,
        title=clean_line(draft.title),
        month=draft.month.replace(day=1),
        foreword=clean(draft.foreword),
        compiled_by=actor.user,
        key=draft.key,
        **{"status": "draft"},
    )
    begin(issue, "compile", actor=actor)
    return issue


@transaction.atomic
def put_entry(
    issue: DigestIssue, draft: EntryDraft, *, actor: Actor, known: DigestEntry | None = None
) -> DigestEntry:
    """A matter of the issue, new or worded anew. Nothing in it may tell who somebody is."""
    for name in ("heading", "body", "suggestion"):
        _no_personal(name, getattr(draft, name))
    if draft.people < len(draft.cases):
        words = _("It is drawn from %(count)s opinions: at least so many people raised it.")
        raise Incomplete("people", words % {"count": len(draft.cases)})
    advance(issue, "change", actor=actor)
    last = issue.entries.aggregate(last=Max("position"))["last"] or 0
    entry = known or DigestEntry(issue=issue, position=last + 1)
    entry.heading, entry.body = clean_line(draft.heading), clean(draft.body)
    entry.suggestion, entry.people = clean(draft.suggestion), draft.people
    entry.topic, entry.place = draft.topic, draft.place
    entry.save()
    entry.cases.set(draft.cases)
    return entry


@transaction.atomic
def drop_entry(entry: DigestEntry, *, actor: Actor) -> None:
    advance(entry.issue, "change", actor=actor)
    entry.delete()


def _no_personal(name: str, text: str) -> None:
    found = find_personal(text)
    if found:
        shown, _all = mask_personal(text[found[0].start : found[0].end])
        words = _("Personal data stands in it (%(what)s). Take it out, or star it out.")
        raise Incomplete(name, words % {"what": shown})


# --- Sending out ------------------------------------------------------------------------------------------
def why_not_released(issue: DigestIssue, user: User | None) -> str:
    if user is not None and issue.events.filter(action__in=_WRITES, actor=user).exists():
        return _("You have worked on this issue. Another person releases it.")
    return ""


@transaction.atomic
def release(
    issue: DigestIssue, readers: Sequence[Reader], *, actor: Actor, expected_version: int | None = None
) -> ColumnEvent:
    """Give it its number and send it to ``readers``; each of them owes a signature."""
    why_not = why_not_released(issue, actor.user)
    if why_not:
        raise StepRefused(why_not)
    if not readers:
        raise Incomplete("readers", _("Say to whom it is sent."))
    now = timezone.now()
    year = timezone.localdate(now).year
    PeoplesCongress.objects.select_for_update().get(pk=issue.congress_id)
    last = DigestIssue.objects.filter(congress=issue.congress_id, year=year).aggregate(last=Max("serial"))
    event = advance(
        issue,
        "release",
        actor=actor,
        expected_version=expected_version,
        released_by=actor.user,
        released_at=now,
        year=year,
        serial=(last["last"] or 0) + 1,
    )
    DigestReceipt.objects.bulk_create(
        DigestReceipt(issue=issue, kind=one.kind, name=clean_line(one.name), organ=one.organ)
        for one in readers
    )
    return event


@transaction.atomic
def receive(receipt: DigestReceipt, *, actor: Actor, signed_by: str = "") -> ColumnEvent:
    """Signed for: by the reader's own account, or noted by the office for somebody who signed on paper."""
    if actor.user is None or not receipts_of(actor.user, receipt.issue).filter(pk=receipt.pk).exists():
        raise NotAllowed(_("This copy was sent to somebody else."))
    name = clean_line(signed_by) or str(actor.user)
    is_first = DigestReceipt.objects.filter(pk=receipt.pk, signed_at=None).update(
        signed_at=timezone.now(), signed_by=name[:60]
    )
    if not is_first:
        raise StepRefused(_("It has been signed for already."))
    return advance(receipt.issue, "receive", actor=actor, note=f"{receipt.name}：{name}")


@transaction.atomic
def adopt(
    entry: DigestEntry,
    *,
    actor: Actor,
    kind: str,
    by: str,
    on: date,
    words: str = "",
    followed: str = "",
) -> Adoption:
    """Enter that a leader or organ adopted a matter, or gave a written instruction, and what followed from it."""
    note = f"{entry.heading}：{clean_line(by)}"
    advance(entry.issue, "adopt", actor=actor, note=note)
    if on > timezone.localdate():
        raise Incomplete("on", _("The day has not come yet."))
    assert actor.user is not None  # advance has refused everybody else
    return Adoption.objects.create(
        entry=entry,
        kind=kind,
        by=clean_line(by),
        on=on,
        words=clean(words),
        followed=clean(followed),
        entered_by=actor.user,
    )


@transaction.atomic
def follow_up(adoption: Adoption, *, actor: Actor, followed: str) -> None:
    """What followed from an adoption, told later."""
    advance(adoption.entry.issue, "adopt", actor=actor, note=f"{adoption.by}：{clean_line(followed)}")
    Adoption.objects.filter(pk=adoption.pk).update(followed=clean(followed))


# --- Figures ----------------------------------------------------------------------------------------------
def figures(congress: PeoplesCongress, year: int) -> dict[str, int]:
    """Of the issues sent out in a year, for its annual summary; counts by name.

    ``signed`` of ``copies`` were signed for; ``adopted`` and ``instructed`` count matters, each once.
    """
    issues = DigestIssue.objects.filter(congress=congress, year=year, status__in=("released", "concluded"))
    entries = DigestEntry.objects.filter(issue__in=issues)
    copies = DigestReceipt.objects.filter(issue__in=issues)
    taken = Adoption.objects.filter(entry__in=entries)

    def matters(**which: Any) -> int:
        return taken.filter(**which).values("entry").distinct().count()

    return {
        "issues": issues.count(),
        "entries": entries.count(),
        "people": sum(entries.values_list("people", flat=True)),
        "copies": copies.count(),
        "signed": copies.filter(signed_at__isnull=False).count(),
        "adopted": matters(kind="adopted"),
        "instructed": matters(kind="instructed"),
        "followed": taken.exclude(followed="").values("entry").distinct().count(),
    }


def usual_readers(congress: PeoplesCongress) -> list[tuple[str, Reader]]:
    """Whom an issue is usually sent to, each with a key for the form: the committee, and the organs in use."""
    found = [("committee", Reader(ReaderKind.COMMITTEE, _("the council of chairpersons")))]
    organs = congress.organs.filter(is_active=True).order_by("parent_id", "name")[:60]
    return found + [(f"organ-{one.pk}", Reader(ReaderKind.ORGAN, one.name, one)) for one in organs]


def is_reader(user: User) -> bool:
    posts = posts_of(user)
    return posts.has("officer", "committee", "head", "handler")
