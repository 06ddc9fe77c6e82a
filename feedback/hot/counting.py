"""The figures of an issue from its opinions: people, weeks, places, heat. The only writer of them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.models import Case
from deputies.models import Division
from deputies.remembered import remembered
from feedback.hot import opinions, people
from feedback.hot.finding import described
from feedback.hot.heat import USUAL
from feedback.hot.vectors import Said, said
from feedback.models import HeatRule, IssueMember
from feedback.routing.names import place_names
from feedback.routing.world import TOWNSHIP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deputies.models import PeoplesCongress
    from feedback.hot.finding import Message
    from feedback.hot.heat import Weights
    from feedback.models import HotIssue

_LONGEST_NAME = 100
_MOST_NAMES = 5_000
_KEPT = 600  # seconds
_COUNTED = (
    "name", "words", "weeks", "places", "division", "topic", "messages", "people", "recent", "before", "support",
    "heat", "first_day", "last_day", "counted_at",
)  # fmt: skip
_NOBODYS = Said("", "")


def weights_of(congress: PeoplesCongress) -> Weights:
    rule = HeatRule.objects.filter(congress=congress).first()
    return rule.weights if rule else USUAL


def recount(
    issue: HotIssue,
    weights: Weights,
    *,
    today: date | None = None,
    known: Mapping[int, Message] | None = None,
    in_words: bool = True,
) -> None:
    """Count the issue anew; its name stays, unless it has none yet. ``known``: opinions that were read already.

    ``in_words``: find its phrases anew as well; in the day a night's are good enough, and that is most of the work.
    """
    members = list(issue.members.inside().order_by("case"))
    keys = [one.case_id for one in members]
    known = known or {}
    messages = {key: known[key] for key in keys if key in known}
    messages |= opinions.read(key for key in keys if key not in messages)
    ordered = sorted((key for key in keys if key in messages), key=lambda key: (messages[key].day, key))
    own = [messages[key] for key in ordered]
    persons = people.numbered([one.marks for one in own], [_compared(one) for one in own])
    day, places = today or timezone.localdate(), list(range(len(own)))
    names = () if issue.name else names_of_places(issue.congress)
    in_words = in_words or not issue.name
    found = described(own, places, persons, day, weights, in_words=in_words, names=names)
    _number(members, dict(zip(ordered, persons, strict=True)))
    if in_words:
        issue.words = [list(one) for one in found.words]
    issue.weeks = [[one.monday.isoformat(), one.messages, one.people] for one in found.weeks]
    issue.messages, issue.people = found.counts.messages, found.counts.people
    issue.recent, issue.before = found.counts.recent, found.counts.before
    issue.support, issue.heat = found.counts.support, found.heat
    issue.first_day, issue.last_day = found.first, found.last
    issue.counted_at = timezone.now()
    _place(issue, found.places)
    _topic(issue, keys)
    if not issue.name:
        issue.name = found.name[:_LONGEST_NAME] or _plain_name(issue)
    issue.save(update_fields=_COUNTED)


def names_of_places(congress: PeoplesCongress) -> tuple[str, ...]:
    """Every full name of the townships and villages of the congress."""

    def found() -> tuple[str, ...]:
        below = Division.objects.current().under([congress.division.code]).filter(level__gte=TOWNSHIP)
        rows = below.values_list("name", "level")[:_MOST_NAMES]
        return tuple({one for name, level in rows for one, is_full in place_names(name, level) if is_full})

    return remembered(f"feedback.hot.places.{congress.pk}", _KEPT, found)


def _compared(message: Message) -> Said:
    """The words, where they have to tell who wrote them."""
    return _NOBODYS if message.marks else said(message.title, message.body)


def _number(members: list[IssueMember], persons: Mapping[int, int]) -> None:
    changed = [one for one in members if one.person != persons.get(one.case_id, one.person)]
    for one in changed:
        one.person = persons[one.case_id]
    IssueMember.objects.bulk_update(changed, ["person"], batch_size=500)


def _place(issue: HotIssue, places: list[tuple[str, int]]) -> None:
    rows = Division.objects.filter(code__in=[code for code, _number in places]).order_by("valid_to")
    divisions = {one.code: one for one in rows}
    known = [(divisions[code], number) for code, number in places if code in divisions]
    issue.places = [[division.pk, number] for division, number in known]
    issue.division = known[0][0] if known and 2 * known[0][1] >= issue.messages else None


def _topic(issue: HotIssue, keys: list[int]) -> None:
    topics = Counter(Case.objects.filter(pk__in=keys).exclude(topic=None).values_list("topic", flat=True))
    issue.topic_id = topics.most_common(1)[0][0] if topics else None


def _plain_name(issue: HotIssue) -> str:
    """Where nothing that may be shown is shared: topic and place."""
    with override("zh-hans"):
        parts = [issue.division.name if issue.division else "", str(issue.topic) if issue.topic else ""]
        return " · ".join(filter(None, parts)) or _("an issue without a common name")
