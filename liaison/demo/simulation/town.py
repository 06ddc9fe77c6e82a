"""A simulated county before its first day, and what each opinion of it is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.actors import Actor
from accounts.models import User
from casework.models import Case
from casework.rules import files
from casework.rules.loading import load_calendar, load_profiles
from deputies.models import PeoplesCongress
from feedback import services
from feedback.identity import Person
from feedback.routing import store
from liaison.demo import arrivals
from liaison.demo.author import Author, Occasion
from liaison.demo.clocks import ZONE, Workdays
from liaison.demo.dice import Dice
from liaison.demo.load import catalogue, people, standing
from liaison.demo.load.stored import Stored
from liaison.demo.offices import Office
from liaison.demo.papers import Papers
from liaison.demo.scales import SCALES
from liaison.demo.world import world_of

if TYPE_CHECKING:
    from liaison.demo.lives import Said
    from liaison.demo.load.rows import Rows
    from liaison.demo.plan import Cast
    from liaison.demo.scales import Scale
    from liaison.demo.world import World

_AFTER = timedelta(days=400)  # beyond the last day: promises and dates lie there
_MARKER = 1_000_003


@dataclass(frozen=True, slots=True)
class Setting:
    """What is simulated: both days are lived through, the same ``seed`` gives the same days."""

    scale: str
    seed: int
    first: date
    last: date
    rules: str = "demo"
    suggestions: int = 0
    motions: int = 0
    opinions: bool = True


@dataclass(slots=True)
class Story:
    """One opinion as those know it who deal with it: what was said, who takes part, and the words for it."""

    said: Said
    papers: Papers
    cast: Cast
    office: Office
    withdraws_after: int  # days; 0: never
    remarks_after: int


@dataclass
class Town:
    """Everything that is there, and what has been tried in it."""

    setting: Setting
    world: World
    rows: Rows
    offices: list[Office]
    workdays: Workdays
    stories: dict[int, Story] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    author: Author = field(default_factory=Author)

    def story_of(self, case: Case) -> Story:
        return self.stories[case.root_id]

    def actor(self, case: Case, key: str) -> Actor:
        """The person of the case's office under the key that the world knows them by ("officer:1")."""
        return Actor.of(self.rows.users[self.story_of(case).office.congress.code, key])

    def officer(self, case: Case) -> Actor:
        return self.actor(case, self.story_of(case).cast.officer)

    def dice(self, *about: object) -> Dice:
        """Chance that depends on what it is about and on nothing else: not on the order of the day."""
        return Dice(":".join(map(str, (self.setting.seed, *about))))

    def say(self, number: int, at: datetime, channel: arrivals.Channel) -> None:
        """Somebody says something: by the web form, or to an officer who enters it."""
        office = self.offices[number * 7919 % len(self.offices)]
        dice = Dice(self.setting.seed * _MARKER + number)
        said, slots, place = self.author.write(Occasion(number, at, channel, office), dice)
        cast = office.cast(said, slots.matter, place, dice)
        papers = Papers(slots.matter, slots, dice, office.names(cast))
        slots["title"], slots.rng = said.title, dice
        by_officer = None
        if said.entered_by != "citizen":
            by_officer = Actor.of(self.rows.users[said.congress, said.entered_by])
        case, _code = services.submit(self._submission(said), actor=by_officer)
        self.stories[case.pk] = Story(said, papers, cast, office, *_second_thoughts(dice))
        self.done["submit"] += 1

    def _submission(self, said: Said) -> services.Submission:
        rows = self.rows
        return services.Submission(
            congress=rows.congresses[said.congress],
            body=said.body,
            channel=rows.channels[said.channel],
            place=said.where,
            happened=said.happened,
            division=rows.divisions.get(said.place),
            station=rows.stations.get((said.congress, said.station)),
            deputy=rows.deputies.get(said.deputy),
            topic=rows.topics.get(said.topic),
            confidential=said.confidential,
            person=Person(*said.person),
            opened_at=said.received_at,
        )

    def arrivals(self) -> list[tuple[datetime, arrivals.Channel]]:
        """When opinions come in, in order: as many in a year as a county of this size has."""
        first, last = self.setting.first, self.setting.last
        if not self.setting.opinions:
            return []
        scale = SCALES[self.setting.scale]
        midnight = datetime.combine(last + timedelta(days=1), time(), ZONE)
        years = last.year - first.year + 1
        count = round(_a_day(scale) * ((last - date(first.year, 1, 1)).days + 1))
        found = arrivals.moments(count, years, midnight, self.workdays, Dice(self.setting.seed))
        return [pair for pair in found if first <= pair[0].date() <= last]


def _a_day(scale: Scale) -> float:
    return scale.opinions / scale.years / 365


def _second_thoughts(dice: Dice) -> tuple[int, int]:
    withdraws = dice.randint(1, 9) if dice.random() < 0.03 else 0
    return withdraws, dice.randint(1, 40) if dice.random() < 0.06 else 0


@transaction.atomic
def settle(setting: Setting) -> Town:
    """Write the county as it stands on the morning of the first day: nobody has said anything yet."""
    load_calendar()
    load_profiles(
        [document for document in files.shipped() if setting.rules != "demo" or _is_usual(document)]
    )
    world = world_of(SCALES[setting.scale], setting.seed)
    rows = standing.write(world, datetime.combine(setting.first, time(), ZONE), until=setting.last)
    offices = [Office(world, congress) for congress in world.receiving]
    people.write(world, rows, offices, offices[min(1, len(offices) - 1)])
    catalogue.write(world, rows)
    PeoplesCongress.objects.update(rule_profile=setting.rules)
    _can_be_told()
    store.forget()
    for key in rows.congresses:
        rows.congresses[key].refresh_from_db()
    return Town(setting, world, rows, offices, _workdays(setting))


def _is_usual(document: files.Document) -> bool:
    return document.name in ("demo", "national")


def _can_be_told() -> None:
    """Everybody has an address: who is told of an urging is told by a notice."""
    silent = list(User.objects.filter(email=""))
    for user in silent:
        user.email = f"{user.username}@example.org"
    User.objects.bulk_update(silent, ["email"], batch_size=500)


def _workdays(setting: Setting) -> Workdays:
    begins = date(setting.first.year, 1, 1) - timedelta(days=20)
    return Workdays(begins, setting.last + _AFTER, Stored().calendar)
