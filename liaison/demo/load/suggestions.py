"""Writes the suggestions of the demonstration's congress: those of its last session and of the year since.

History is written in bulk, as the services would have left it; a few drafts and links are made by the services
themselves, for the deputies a visitor signs in as.
"""

from __future__ import annotations

import tomllib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from accounts.actors import Actor
from casework.models import (
    Assignment,
    AssignmentObjection,
    Case,
    Channel,
    Communication,
    Effect,
    Event,
    Letter,
    Reply,
    Signatory,
)
from deputies.models import Session
from liaison.demo.load import motions, promises
from liaison.demo.load.suggestion_lives import Life
from liaison.demo.load.suggestion_walk import Desk
from liaison.demo.matters import FOLDER
from suggestions import services
from suggestions.models import (
    Grading,
    KeySupervision,
    Mediation,
    Publication,
    Suggestion,
)
from suggestions.searching import index_cases

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from deputies.models import Deputy
    from liaison.demo.load.rows import Rows
    from liaison.demo.offices import Office
    from liaison.demo.world import World

_ORDER = (
    Suggestion, Signatory, Assignment, Event, Reply, Letter, Communication, AssignmentObjection,
    Grading, Mediation, KeySupervision, Publication,
)  # fmt: skip


def write(world: World, rows: Rows, shown: Office) -> int:
    """The suggestions of the congress that the demonstration opens on; returns how many were handed in."""
    congress = rows.congresses[shown.congress.code]
    sessions = list(Session.objects.filter(term__congress=congress).order_by("starts_on"))
    desk = Desk(rows, shown, sessions)
    matters = tomllib.loads((FOLDER / "words" / "suggestions.toml").read_text(encoding="utf-8"))["matter"]
    channel, _made = Channel.objects.get_or_create(
        code="deputy",
        defaults={"name": "代表提出", "name_en": "by a deputy", "at_desk": False, "position": 90},
    )
    lives = [
        Life(desk, turn, matters[turn % len(matters)], channel) for turn in range(world.scale.suggestions)
    ]
    serials: dict[int, int] = {}
    for life in sorted(lives, key=lambda life: life.walk.at):
        life.tell(serials)
    _store(lives)
    promises.write([life.walk.case for life in lives], rows.now)
    _by_services(desk, lives)
    motions.write(desk)
    return len(lives)


def _store(lives: list[Life]) -> None:
    """Parents first. A case that leads another is stored before it: they go in the order of their days."""
    Case.objects.bulk_create([life.walk.case for life in lives], batch_size=500)
    every = [
        row
        for life in lives
        for row in (*life.rows(), *life.walk.shares, *life.walk.events, *life.walk.extra)
    ]
    for model in _ORDER:
        found: list[Any] = [row for row in every if type(row) is model]
        model._default_manager.bulk_create(found, batch_size=500)


# --- What a visitor finds in hand ---------------------------------------------------------------------------
def _by_services(desk: Desk, lives: list[Life]) -> None:
    """Drafts of the deputy a visitor signs in as, an invitation to sign, and links to the opinions behind some."""
    mine, colleague = desk.office.demo_deputies[:2]
    deputy, user = desk.rows.deputies[mine.number], desk.user(f"deputy:{mine.number}")
    other, others_user = desk.rows.deputies[colleague.number], desk.user(f"deputy:{colleague.number}")
    actor, author = Actor.of(user), Actor.of(others_user)
    given = Case.objects.opinions().filter(deputy=deputy, with_deputy_at__isnull=False)
    waiting = list(given.filter(status__in=("to_convert", "with_deputy")).order_by("-status", "pk")[:4])
    words = {
        name: getattr(lives[0].suggestion, name) for name in ("facts", "proposal", "verified_how", "verified")
    }
    title = f"关于{waiting[0].title}的建议" if waiting else "关于村道照明的建议"
    services.begin(
        deputy, actor=actor, opinions=waiting[:2], title=title,
        facts="乡亲们多次谈到此事，近两个月更为集中，正在逐户核实。",
    )  # fmt: skip
    asked = services.begin(
        other, actor=author, title="关于统筹农村快递共配点建设的建议", one_matter=True, **words
    )
    services.invite(asked, [deputy], actor=author, until=desk.rows.now + timedelta(days=6))
    _grown(desk, words, deputy)
    _behind(lives, deputy)
    _merged(desk)
    Effect.objects.filter(event__case__kind="suggestion").delete()
    index_cases(Case.objects.suggestions().values_list("pk", flat=True))
    Effect.objects.filter(event__action__in=("hear_of", "carry")).delete()


def _grown(desk: Desk, words: dict[str, Any], shown: Deputy) -> None:
    """Another deputy has just handed in what grew from an opinion: its citizen waits for the answer."""
    opinion = (
        Case.objects.opinions()
        .filter(status="with_deputy", congress=shown.congress)
        .exclude(deputy=shown)
        .select_related("deputy")
        .order_by("pk")
        .first()
    )
    if opinion is None or opinion.deputy is None:
        return
    actor = Actor.of(desk.user(f"deputy:{opinion.deputy.number}"))
    begun = services.begin(
        opinion.deputy,
        actor=actor,
        opinions=[opinion],
        title=f"关于解决{opinion.title}的建议",
        one_matter=True,
        **words,
    )
    case = services.hand_in(begun, actor=actor)
    services.tell_of(case.events.filter(action="submit"))


def _behind(lives: list[Life], shown: Deputy) -> None:
    """Published suggestions grew from opinions on the same matter that were answered: their receipts show the chain."""
    closed = Case.objects.opinions().filter(status="closed", congress=shown.congress, conversions=None)
    public = [life for life in lives if life.walk.case.is_public][:40]
    linked = [life for life in public if _linked(life, closed.filter(title__contains=life.matter["heard"]))]
    if not linked:
        linked = [life for life in public[:1] if _linked(life, closed)]
    events = Event.objects.filter(
        case__in=[life.walk.case.pk for life in linked], action="confirm_publication"
    )
    services.tell_of(events.select_related("case"))


def _linked(life: Life, heard: QuerySet[Case]) -> bool:
    opinions = list(heard.order_by("pk")[:2])
    for opinion in opinions:
        life.suggestion.links.get_or_create(opinion=opinion)
    return bool(opinions)


def _merged(desk: Desk) -> None:
    """Two on one matter are handled together."""
    waiting = list(Case.objects.suggestions().filter(status="accepted").order_by("pk")[:2])
    if len(waiting) > 1:
        services.merge(waiting[1], waiting[0], actor=Actor.of(desk.officer(0)))
