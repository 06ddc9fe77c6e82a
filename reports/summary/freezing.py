"""Freezing a summary, and proving later that it still says what it said. docs/adr/frozen-summaries.md."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework.errors import Incomplete, NotAllowed
from deputies.models import posts_of
from reports.models import FrozenSet, Snapshot
from reports.summary import catalogue, content, frozen, issues, periods
from reports.summary.counting import before, family_of
from reports.summary.terms import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.actors import Actor
    from deputies.models import PeoplesCongress
    from reports.summary.frozen import Columns
    from reports.summary.periods import Period


def may_freeze(actor: Actor, congress: PeoplesCongress) -> bool:
    """The office of the congress and its standing committee."""
    posts = posts_of(actor.user) if actor.user else None
    return posts is not None and congress.pk in posts.officer | posts.committee


def freeze(
    congress: PeoplesCongress,
    period: Period,
    *,
    actor: Actor,
    reason: str = "",
    tell: Callable[[int, int], None] | None = None,
) -> Snapshot:
    """Keep the figures as they stand. ``tell`` hears how many of how many steps are done.

    A second one of the same period is a correction and says why: Incomplete without a ``reason``. NotAllowed to
    whoever is neither of the office nor of the standing committee.
    """
    if actor.user is None or not may_freeze(actor, congress):
        raise NotAllowed(_("Only the liaison office and the standing committee freeze a summary."))
    last = latest(congress, period.key)
    reason = reason.strip()
    if last is not None and not reason:
        raise Incomplete("reason", _("Say why the frozen summary is corrected. The old one is kept."))
    today = timezone.localdate()
    family = family_of(congress)
    scope = Scope.of(family.keys, period, today)
    sets: dict[str, Columns] = {}
    for done, name in enumerate(catalogue.POPULATIONS):
        _tell(tell, done)
        sets[name] = frozen.take(name, family, scope)
    _tell(tell, len(catalogue.POPULATIONS))
    with translation.override("zh-hans"):
        hot = issues.of_period(congress, period)
    sets["opinions"]["hot"] = issues.column(congress, period, hot, sets["opinions"]["id"])
    made = content.from_sets(family, period, sets, _earlier(congress, period), today)
    made["hot"], made["names"] = hot, content.names_of(sets)
    return _store(congress, period, made, sets, actor, reason)


def _tell(tell: Callable[[int, int], None] | None, done: int) -> None:
    if tell is not None:
        tell(done, len(catalogue.POPULATIONS) + 1)


def _earlier(congress: PeoplesCongress, period: Period) -> dict[str, Any]:
    """The year before: as it was frozen, where it was; else as it stands today."""
    kept = latest(congress, periods.before(period).key)
    if kept is not None:
        return content.compared_with(kept.content, kept.edition)
    return content.compared(before(family_of(congress), period))


@transaction.atomic
def _store(
    congress: PeoplesCongress,
    period: Period,
    made: dict[str, Any],
    sets: dict[str, Columns],
    actor: Actor,
    reason: str,
) -> Snapshot:
    assert actor.user is not None, "looked at before"
    definitions = catalogue.definitions()
    sums = {name: frozen.digest(columns) for name, columns in sets.items()}
    editions = Snapshot.objects.filter(congress=congress, period=period.key)
    snapshot = Snapshot.objects.create(
        congress=congress,
        period=period.key,
        first=period.first,
        last=period.last,
        edition=(editions.aggregate(last=Max("edition"))["last"] or 0) + 1,
        reason=reason[:200],
        definitions_version=catalogue.VERSION,
        definitions=definitions,
        content=made,
        checksum=checksum(made, definitions, sums),
        frozen_by=actor.user,
    )
    for name, columns in sets.items():
        FrozenSet.objects.create(
            snapshot=snapshot,
            population=name,
            size=len(columns["id"]),
            checksum=sums[name],
            packed=frozen.pack(columns),
        )
    return snapshot


def checksum(made: dict[str, Any], definitions: list[dict[str, Any]], sums: dict[str, str]) -> str:
    """SHA-256 over the canonical JSON of content, definitions and the digests of the sets."""
    return frozen.digest({"content": made, "definitions": definitions, "sets": sums})


def latest(congress: PeoplesCongress, key: str) -> Snapshot | None:
    return Snapshot.objects.filter(congress=congress, period=key).order_by("-edition").first()


def sets_of(snapshot: Snapshot) -> dict[str, Columns]:
    return {one.population: frozen.unpack(bytes(one.packed)) for one in snapshot.sets.all()}


def verify(snapshot: Snapshot) -> list[str]:
    """What is not as it was frozen, in sentences; empty where everything recomputes to the same."""
    wrong: list[str] = []
    sums, sets = {}, {}
    for one in snapshot.sets.all():
        sets[one.population] = frozen.unpack(bytes(one.packed))
        sums[one.population] = frozen.digest(sets[one.population])
        if sums[one.population] != one.checksum:
            wrong.append(_("The frozen set “%(name)s” has been changed.") % {"name": one.population})
    if checksum(snapshot.content, snapshot.definitions, sums) != snapshot.checksum:
        wrong.append(_("The checksum is not the one that was kept."))
    if set(sets) == {one["code"].partition(".")[0] for one in snapshot.definitions}:
        wrong += _recounted_wrong(snapshot, sets)
    else:
        wrong.append(_("A frozen set is missing."))
    return wrong


def _recounted_wrong(snapshot: Snapshot, sets: dict[str, Columns]) -> list[str]:
    again = content.recounted(sets, snapshot.content["names"], codes_of(snapshot))
    again["hot"] = _hot_again(snapshot, sets)
    return [
        _("Counted again from the frozen set, “%(name)s” is another number.") % {"name": part}
        for part in ("figures", "breakdowns", "others", "times", "hot")
        if part in snapshot.content and _kept(again[part], snapshot.content[part]) != snapshot.content[part]
    ]


def _hot_again(snapshot: Snapshot, sets: dict[str, Columns]) -> Any:
    """The issues with their numbers counted again; as they were where an earlier edition kept no list of them."""
    known = snapshot.content["hot"]
    if "hot" not in sets["opinions"]:
        return known
    numbers = Counter(sets["opinions"]["hot"])
    return [one | {"number": numbers[one["key"]]} for one in known]


def _kept(again: Any, then: Any) -> Any:
    """What an earlier edition kept of a part: later ones tell more."""
    return {name: again[name] for name in then if name in again} if isinstance(then, dict) else again


def codes_of(snapshot: Snapshot) -> dict[str, list[str]]:
    """The figures of each population in the order of their bits, as they were when it was frozen."""
    found: dict[str, list[str]] = {}
    for one in snapshot.definitions:
        found.setdefault(one["code"].partition(".")[0], []).append(one["code"])
    return found
