"""Taking an opinion in: one transaction for identity, case, opinion, history and what follows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import LostRace
from casework.files import attach
from casework.services import open_case
from feedback import identity, receipts
from feedback.identity import Person
from feedback.models import Opinion
from feedback.text import clean, title_from

if TYPE_CHECKING:
    from casework.files import Prepared
    from casework.models import Case, Channel, Topic
    from deputies.models import Deputy, Division, LiaisonStation, PeoplesCongress


@dataclass(frozen=True)
class Submission:
    """What a person sent, already checked in shape. ``key`` makes a form that is sent twice one opinion.

    ``by_guardian``: a parent or guardian sent it for a child under 14. What tells of a child is sensitive, and the
    guardian has agreed to it (Personal Information Protection Law, articles 28 and 31): it is always confidential.
    """

    congress: PeoplesCongress
    body: str
    channel: Channel
    title: str = ""
    place: str = ""
    happened: str = ""
    division: Division | None = None
    station: LiaisonStation | None = None
    deputy: Deputy | None = None
    topic: Topic | None = None
    confidential: bool = False
    by_guardian: bool = False
    person: Person = field(default_factory=Person)
    files: tuple[Prepared, ...] = ()
    acting: str = "officer"  # as what the actor enters it; a citizen is a citizen
    language: str = "zh-hans"
    opened_at: datetime | None = None
    key: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        if self.by_guardian:
            object.__setattr__(self, "confidential", True)


class KeyIsTaken(LostRace):
    """Another opinion was sent with this key; its receipt is not given to whoever repeats the key alone."""


def submit(sent: Submission, *, actor: Actor | None = None) -> tuple[Case, str]:
    """Take the opinion in; returns its case and query code. The same again returns the same receipt.

    ``actor`` is the officer who enters it for a person; without one a citizen has sent it. KeyIsTaken where
    ``key`` came before with other words.
    """
    try:
        case = _take_in(sent, actor)
    except IntegrityError:
        # A double click, or a form sent again: the key is there already. Anything else is raised again.
        known = Opinion.objects.select_related("case").filter(submission_key=sent.key).first()
        if known is None:
            raise
        if not is_same(known, body=sent.body, place=sent.place, happened=sent.happened):
            raise KeyIsTaken(_("Something else has been sent with this key. Use a new one.")) from None
        case = known.case
    return case, receipts.code_for(sent.key)


def submit_page(sent: Submission, *, actor: Actor | None = None) -> tuple[Case, str]:
    """The same for a page: one that was sent, gone back to and written anew is a second opinion."""
    try:
        return submit(sent, actor=actor)
    except KeyIsTaken:
        words = "\n".join([sent.body, sent.place, sent.happened])
        return submit(replace(sent, key=uuid5(sent.key, words)), actor=actor)


def is_same(known: Opinion, *, body: str, place: str, happened: str) -> bool:
    """Whether these are the words of ``known``: who repeats a key must know what was said with it."""
    return (known.body, known.place, known.happened) == (clean(body), clean(place), clean(happened))


@transaction.atomic
def _take_in(sent: Submission, actor: Actor | None) -> Case:
    body, place = clean(sent.body), clean(sent.place)
    # The title goes everywhere: that of a confidential case is made from words that tell of nobody.
    shown = identity.hide(body, sent.person) if sent.confidential else body
    case, event = open_case(
        kind="opinion",
        congress=sent.congress,
        title=sent.title or title_from(shown),
        # A citizen's key is the case's own: it does not exist before the case does.
        actor=actor or _CITIZEN,
        acting=sent.acting if actor else "citizen",
        opened_at=sent.opened_at,
        channel=sent.channel,
        topic=sent.topic,
        division=sent.division,
        station=sent.station,
        deputy=sent.deputy,
        confidential=sent.confidential,
    )
    opinion = Opinion(
        case=case,
        body=body,
        place=place,
        happened=clean(sent.happened),
        body_for_organs=shown if sent.confidential else "",
        place_for_organs=identity.hide(place, sent.person) if sent.confidential else "",
        language=sent.language,
        submission_key=sent.key,
        code_digest=receipts.digest_of(case.number, receipts.code_for(sent.key)),
        by_guardian=sent.by_guardian,
        wishes_contact=bool(sent.person.phone or sent.person.email),
        chosen_station=sent.station,
        chosen_deputy=sent.deputy,
    )
    opinion.save(force_insert=True)
    identity.keep(opinion, sent.person, since=timezone.localdate(case.opened_at))
    attach(case, event, sent.files)
    return case


_CITIZEN = Actor.citizen(0)
