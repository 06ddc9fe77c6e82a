"""What a deputy heard becomes a record of contact and, when it is conveyed, an opinion with its own way and answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access import roles_on as roles_on_case
from casework.errors import Incomplete, NotAllowed, Refused, StepRefused
from contacts.channels import channel
from contacts.models import ContactRecord, ServiceRecord, Visitor, VisitorState
from contacts.people import forget, open_visitor
from contacts.services.advance import acting_as, advance
from deputies.models import Deputy, posts_of
from feedback import services as feedback
from feedback.identity import Person
from feedback.services import Submission
from feedback.text import clean

if TYPE_CHECKING:
    from accounts.actors import Actor
    from casework.files import Prepared
    from casework.models import Case, Channel, Topic
    from contacts.models import Occasion
    from deputies.models import Division, LiaisonStation, PeoplesCongress

_NOON = time(12)


@dataclass(frozen=True)
class Heard:
    """What one deputy heard on one day. ``said`` empty: people were met, and nothing is to be conveyed.

    ``convey``: the words become an opinion now; else they wait with the deputy. ``helped`` is the practical help
    that was given besides.
    """

    congress: PeoplesCongress
    deputy: Deputy
    channel: Channel
    heard_on: date
    said: str = ""
    convey: bool = True
    organised: bool = False
    whom: str = ""
    people: int = 1
    next_step: str = ""
    helped: str = ""
    station: LiaisonStation | None = None
    division: Division | None = None
    place: str = ""
    topic: Topic | None = None
    confidential: bool = False
    by_guardian: bool = False
    person: Person = field(default_factory=Person)
    files: tuple[Prepared, ...] = ()
    language: str = "zh-hans"
    key: UUID = field(default_factory=uuid4)


def note(heard: Heard, *, actor: Actor) -> ContactRecord:
    """Record a contact, and convey what was said where that is wanted. The same form sent twice is one record."""
    try:
        with transaction.atomic():
            return _noted(heard, actor)
    except IntegrityError:
        known = ContactRecord.objects.filter(key=heard.key).first()
        if known is None:
            raise
        return known


def _noted(
    heard: Heard, actor: Actor, occasion: Occasion | None = None, visitor: Visitor | None = None
) -> ContactRecord:
    if actor.user is None:
        raise NotAllowed(_("Only a person can record a contact."))
    _check(heard, actor, occasion)
    record = ContactRecord.objects.create(
        congress=heard.congress,
        deputy=heard.deputy,
        channel=heard.channel,
        heard_on=heard.heard_on,
        is_organised=heard.organised,
        occasion=occasion,
        visitor=visitor,
        station=heard.station,
        division=heard.division,
        place=clean(heard.place),
        whom=clean(heard.whom),
        people=heard.people,
        said=clean(heard.said),
        next_step=clean(heard.next_step),
        key=heard.key,
        entered_by=actor.user,
    )
    if heard.helped.strip():
        help_given(heard.deputy, what=heard.helped, done_on=heard.heard_on, actor=actor, contact=record)
    if record.said and heard.convey:
        _convey(record, heard, actor)
    return record


def _check(heard: Heard, actor: Actor, occasion: Occasion | None) -> None:
    if heard.heard_on > timezone.localdate():
        raise Incomplete("heard_on", _("This day is still to come. Enter the day it was heard."))
    in_office = Deputy.objects.in_office().filter(pk=heard.deputy.pk, congress=heard.congress)
    if occasion is None and not in_office.exists():
        raise Incomplete("deputy", _("This deputy is not in office in this congress. Choose another."))
    if occasion is None and not may_note(actor, heard):
        raise NotAllowed(
            _("A deputy records their own contacts, the office and the station those of its deputies.")
        )


def may_note(actor: Actor, heard: Heard) -> bool:
    """An officer for the congress, staff for their station, a deputy for themselves."""
    assert actor.user is not None
    posts = posts_of(actor.user)
    station = heard.station.pk if heard.station else 0
    return heard.congress.pk in posts.officer or station in posts.station or heard.deputy.pk in posts.deputy


def hear(occasion: Occasion, heard: Heard, *, actor: Actor, visitor: Visitor | None = None) -> ContactRecord:
    """One matter of a reception day or a symposium, passed on as an opinion to the deputy who heard it.

    The identity of ``visitor`` goes over to the opinion, as far as ``heard`` does not name the person anew.
    """
    known = ContactRecord.objects.filter(key=heard.key).first()
    if known is not None:
        return known
    with transaction.atomic():
        duty = occasion.duties.filter(deputy=heard.deputy).first()
        if duty is None or duty.withdrew_at:
            raise Incomplete("deputy", _("This deputy is not on duty that day."))
        if visitor is not None and visitor.recusals.filter(deputy=heard.deputy).exists():
            raise StepRefused(_("This deputy withdrew from this conversation. Choose another one."))
        advance(occasion, "hear", actor=actor, note=str(heard.deputy))
        person = heard.person or (
            open_visitor(visitor, actor=actor, purpose="reception") if visitor else Person()
        )
        record = _noted(_with(heard, person), actor, occasion, visitor)
        if visitor is not None:
            Visitor.objects.filter(pk=visitor.pk).update(
                state=VisitorState.CAME, settled_at=timezone.now(), deputy=heard.deputy
            )
            forget(visitor)
    return record


def _with(heard: Heard, person: Person) -> Heard:
    return Heard(**{**heard.__dict__, "person": person})


def convey(record: ContactRecord, *, actor: Actor, heard: Heard | None = None) -> Case:
    """Pass on later what waits with the deputy; once."""
    heard = heard or again(record)
    if not may_note(actor, heard):
        raise NotAllowed(
            _("A deputy records their own contacts, the office and the station those of its deputies.")
        )
    with transaction.atomic():
        waiting = ContactRecord.objects.select_for_update().not_conveyed().filter(pk=record.pk)
        if not waiting.exists():
            raise StepRefused(_("This was conveyed already, or is not to be conveyed."))
        return _convey(record, heard, actor)


def again(record: ContactRecord) -> Heard:
    """What the record says, as it was heard. Its key is another one than the opinion's would have been at once."""
    return Heard(
        congress=record.congress,
        deputy=record.deputy,
        channel=record.channel,
        heard_on=record.heard_on,
        said=record.said,
        station=record.station,
        division=record.division,
        place=record.place,
        key=record.key,
    )


def keep(record: ContactRecord, *, actor: Actor, why: str) -> None:
    """What was heard is not conveyed, and why: explained on the spot, or outside of what deputies may raise."""
    if not may_note(actor, again(record)):
        raise NotAllowed(
            _("A deputy records their own contacts, the office and the station those of its deputies.")
        )
    if not why.strip():
        raise Incomplete("why", _("Say why it is not conveyed."))
    kept = ContactRecord.objects.not_conveyed().filter(pk=record.pk).update(kept_why=clean(why)[:200])
    if not kept:
        raise StepRefused(_("This was conveyed already, or is not to be conveyed."))


def _convey(record: ContactRecord, heard: Heard, actor: Actor) -> Case:
    """The words go into the opinion, and out of the record: they stand in one place."""
    case, _code = feedback.submit(_submission(heard, actor), actor=actor)
    give(case, heard.deputy, actor)
    record.case, record.conveyed_on, record.said = case, timezone.localdate(), ""
    ContactRecord.objects.filter(pk=record.pk).update(case=case, conveyed_on=record.conveyed_on, said="")
    return case


def _submission(heard: Heard, actor: Actor) -> Submission:
    return Submission(
        congress=heard.congress,
        body=heard.said,
        channel=heard.channel,
        place=heard.place,
        division=heard.division,
        station=heard.station or heard.deputy.stations.filter(is_open=True).first(),
        deputy=heard.deputy,
        topic=heard.topic,
        confidential=heard.confidential,
        by_guardian=heard.by_guardian,
        person=heard.person,
        files=heard.files,
        language=heard.language,
        opened_at=_moment(heard.heard_on),
        acting=_entered_as(actor, heard),
        key=heard.key,
    )


def _entered_as(actor: Actor, heard: Heard) -> str:
    assert actor.user is not None
    posts = posts_of(actor.user)
    if heard.congress.pk in posts.officer:
        return "officer"
    return "station" if posts.station else "deputy"


def _moment(day: date) -> datetime:
    """Now for something heard today, else noon of that day."""
    if day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, _NOON))


def give(case: Case, deputy: Deputy, actor: Actor) -> None:
    """Register the opinion and give it to the deputy, where ``actor`` may do so; else the office does it.

    What a deputy enters is screened like any other opinion: the liaison body alone passes on and assigns.
    """
    assert actor.user is not None
    if case.status != "submitted" or not roles_on_case(actor.user, case) & {"officer", "station"}:
        return
    feedback.register(case, actor=actor)
    try:
        feedback.give_to_deputy(case, actor=actor, deputy=deputy)
    except Refused:
        return  # not in office any more: it stays registered, and the office finds another way


def help_given(
    deputy: Deputy,
    *,
    what: str,
    done_on: date,
    actor: Actor,
    contact: ContactRecord | None = None,
    key: UUID | None = None,
) -> ServiceRecord:
    """Practical help that the deputy gave; never the handling of a case (Law on Deputies, article 31)."""
    if actor.user is None:
        raise NotAllowed(_("Only a person can record a contact."))
    if not what.strip():
        raise Incomplete("what", _("Say what was done."))
    made, _created = ServiceRecord.objects.get_or_create(
        key=key or uuid4(),
        defaults={
            "deputy": deputy,
            "contact": contact,
            "done_on": done_on,
            "what": clean(what)[:200],
            "entered_by": actor.user,
        },
    )
    return made


__all__ = [
    "Heard",
    "acting_as",
    "channel",
    "convey",
    "give",
    "hear",
    "help_given",
    "keep",
    "may_note",
    "note",
]
