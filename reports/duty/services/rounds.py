"""Rounds: the office sets one day for several deputies, changes it, or cancels it. The only writer of their table.

Each deputy's report of the term is set to the day, the open one or a new one: so what is owed at least twice in a
term and what is organised as a round are one and the same report (Law on Deputies, article 58).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import formats
from casework.errors import Incomplete, NotAllowed, StepRefused
from deputies.models import posts_of
from feedback.text import clean, clean_line
from reports.duty import rules
from reports.duty.models import Audience, DutyReport, DutyRound, ReportForm, ReportKind
from reports.duty.rounds import OPEN, Candidate, candidates
from reports.duty.services.advance import advance
from reports.duty.services.scheduling import audience_of
from reports.duty.services.together import advance_together, begin_together

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.actors import Actor
    from deputies.models import LiaisonStation, PeoplesCongress
    from reports.duty.models import DutyEvent

_NAMES = ("title", "form", "day", "starts", "station", "place", "about")


@dataclass(frozen=True)
class RoundDraft:
    """A round as the office words it. ``starts`` and ``place`` are needed where it is oral."""

    title: str
    form: str
    day: date
    starts: time | None = None
    station: LiaisonStation | None = None
    place: str = ""
    about: str = ""
    key: UUID = field(default_factory=uuid4)

    def columns(self) -> dict[str, Any]:
        place = clean_line(self.place)
        if not place and self.station is not None:
            place = " · ".join(part for part in (self.station.name, self.station.address) if part)[:120]
        words = {"title": clean_line(self.title), "place": place, "about": clean(self.about)}
        return {**{name: getattr(self, name) for name in _NAMES}, **words}


@transaction.atomic
def plan_round(
    congress: PeoplesCongress, draft: RoundDraft, deputies: Iterable[int], *, actor: Actor
) -> DutyRound:
    """A new round of these deputies, who are told; the same form sent twice is one. Raises Incomplete, NotAllowed."""
    user = _office(congress.pk, actor)
    known = DutyRound.objects.filter(key=draft.key, congress=congress).first()
    if known is not None:
        return known
    _check(draft)
    held = DutyRound(congress=congress, key=draft.key, planned_by=user, **draft.columns())
    held.save(force_insert=True)
    take_in(held, deputies, actor=actor)
    return held


@transaction.atomic
def take_in(held: DutyRound, deputies: Iterable[int], *, actor: Actor) -> int:
    """Set the report of each deputy to the day of the round; how many. Those who are not in office are refused."""
    _office(held.congress_id, actor)
    _still(held)
    wanted = set(deputies)
    # One office at a time makes reports of this congress, as the schedule does.
    type(held.congress)._default_manager.select_for_update().get(pk=held.congress_id)
    found = {one.deputy.pk: one for one in candidates(held.congress, only=wanted)}
    if not wanted:
        raise Incomplete("deputies", _("Choose at least one deputy."))
    if wanted - set(found):
        raise Incomplete("deputies", _("One of them is not in office in this congress."))
    mine = wanted & (posts_of(actor.user).deputy if actor.user is not None else frozenset())
    if mine:
        raise Incomplete("deputies", _("A colleague sets the day of your own report."))
    fresh = [_new(held, one) for one in found.values() if one.open is None]
    begin_together(fresh, "plan", actor=actor)
    return _set(held, [*fresh, *(one.open for one in found.values() if one.open)], actor)


def _new(held: DutyRound, one: Candidate) -> DutyReport:
    """The next report of the term, about the time since the last one."""
    mandate, key = one.mandate, rules.key_for(held.congress, timezone.localdate())
    since = max(mandate.starts_on, one.last_on + timedelta(days=1)) if one.last_on else mandate.starts_on
    return DutyReport(
        congress=held.congress,
        deputy=mandate.deputy,
        mandate=mandate,
        kind=ReportKind.TERM,
        turn=one.top + 1,
        since=min(since, held.day),
        until=held.day,
        opens_on=_opens(held, key),
        due_on=held.day,
        counted_from=mandate.term.starts_on,
        profile=key,
        status="scheduled",
        audience=audience_of(mandate),
    )


def _opens(held: DutyRound, key: str) -> date:
    return max(timezone.localdate(), held.day - timedelta(days=rules.numbers(key).opens))


def _set(held: DutyRound, reports: list[DutyReport], actor: Actor) -> int:
    """The same day, form and reason for all; those that nobody has been asked for yet are asked for in time."""
    given = {
        "round": held,
        "form": held.form,
        "due_on": held.day,
        "until": held.day,
        "moved_why": held.title,
    }
    note = _words_of(held)
    asked = [one for one in reports if one.status != "scheduled"]
    coming = [one for one in reports if one.status == "scheduled"]
    opens = _opens(held, rules.key_for(held.congress, timezone.localdate()))
    taken = _join(asked, actor, note, given) + _join(coming, actor, note, {**given, "opens_on": opens})
    _note_whether_public(held)
    return taken


def _join(reports: list[DutyReport], actor: Actor, note: str, given: dict[str, Any]) -> int:
    return advance_together(reports, "join_round", actor=actor, said=lambda _one: {"note": note}, **given)


def _words_of(held: DutyRound) -> str:
    """Title, day, place: in the language of the office's records, for the history and the deputy's mail."""
    with translation.override("zh-hans"):
        parts = [held.title, formats.day(held.day), f"{held.starts:%H:%M}" if held.starts else "", held.place]
        return _("; ").join(part for part in (*parts, str(held.get_form_display())) if part)


def _note_whether_public(held: DutyRound) -> None:
    held.is_public = held.reports.exclude(audience=Audience.UNIT).exists()  # type: ignore[attr-defined]
    DutyRound.objects.filter(pk=held.pk).update(is_public=held.is_public)


@transaction.atomic
def change(held: DutyRound, draft: RoundDraft, *, actor: Actor) -> int:
    """Word it anew; where day, place or form change, whoever has not reported is told. How many were told."""
    _office(held.congress_id, actor)
    _still(held)
    _check(draft)
    told = _words_of(held)
    columns = draft.columns()
    DutyRound.objects.filter(pk=held.pk).update(**columns)
    held.refresh_from_db()
    return _set(held, _open_reports(held), actor) if _words_of(held) != told else 0


@transaction.atomic
def cancel(held: DutyRound, *, actor: Actor, note: str) -> int:
    """Call it off with a reason that deputies and public read; the reports are still owed on their day."""
    _office(held.congress_id, actor)
    _still(held)
    words = clean_line(note)
    if not words:
        raise Incomplete("note", _("Say why: the deputies read it, and so does the public page."))
    reports = _open_reports(held)
    DutyRound.objects.filter(pk=held.pk).update(cancelled_on=timezone.localdate(), cancelled_why=words[:200])
    held.refresh_from_db()
    return advance_together(
        reports, "leave_round", actor=actor, said=lambda _one: {"note": words}, round=None
    )


def leave(report: DutyReport, *, actor: Actor, note: str, expected_version: int | None = None) -> DutyEvent:
    """Take one report out of its round: it is still owed on its day, but not at that meeting."""
    if report.round_id is None:
        raise StepRefused(_("It is in no round."))
    held = report.round
    event = advance(
        report,
        "leave_round",
        actor=actor,
        note=clean_line(note),
        expected_version=expected_version,
        round=None,
    )
    assert held is not None
    _note_whether_public(held)
    return event


def _open_reports(held: DutyRound) -> list[DutyReport]:
    return list(held.reports.filter(status__in=OPEN))  # type: ignore[attr-defined]


def _office(congress: int, actor: Actor) -> Any:
    if actor.user is None or congress not in posts_of(actor.user).officer:
        raise NotAllowed(_("Only the liaison office plans rounds."))
    return actor.user


def _still(held: DutyRound) -> None:
    if not held.may_change:
        raise StepRefused(_("This round is over or was cancelled."))


def _check(draft: RoundDraft) -> None:
    if draft.form not in ReportForm.values:
        raise Incomplete("form", _("Written or oral?"))
    if draft.day < timezone.localdate():
        raise Incomplete("day", _("This day is over."))
    columns = draft.columns()
    if not columns["title"]:
        raise Incomplete("title", _("Give the round a name."))
    if draft.form == ReportForm.ORAL and not columns["place"]:
        raise Incomplete("place", _("Where do they meet? Choose a station or write the place."))
    if draft.form == ReportForm.ORAL and draft.starts is None:
        raise Incomplete("starts", _("When does it begin?"))
