"""Routing by real worker processes: opinions that are owed a proposal, and how long it takes until they have one."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Max, Min

from bench import server
from bench.county import MATTERS, County, texts
from bench.measure import backends, children_of, cpu_of
from casework.models import Case, Effect
from casework.tasks import drain
from feedback.learning import training, versions
from feedback.learning.text import joined
from feedback.models import Proposal

LONGEST = 900  # seconds; what is still owed then counts as lost
SUBMITTED = ("feedback.route", "feedback.index", "feedback.notify")

# What a submission leaves, for opinions that name no place and no station of their own.
_SUBMITTED = """
WITH cases AS (
  INSERT INTO casework_case (kind, number, congress_id, title, status, status_since, version, channel_id,
    confidential, is_public, profile, due_on, due_clock, due_from, due_provisional, opened_at, was_late,
    rework_count)
  SELECT 'opinion', %(mark)s || lpad(i::text, 9, '0'), %(congress)s, 'x', 'submitted', now(), 1, %(channel)s,
    false, false, %(profile)s, current_date + 5, 'screen', current_date, false, now(), false, 0
  FROM generate_series(1, %(count)s) AS i RETURNING id, number
), opinions AS (
  INSERT INTO feedback_opinion (case_id, body, place, happened, language, submission_key, code_digest,
    organ_spelling, wishes_contact)
  SELECT c.id, text.body, '', '', 'zh-hans', gen_random_uuid(), md5(c.number), '', false
  FROM cases AS c JOIN bench_text AS text ON text.id = c.id %% 1000
), events AS (
  INSERT INTO casework_event (case_id, action, from_status, to_status, actor_kind, acting_as, at, note, reason,
    is_public, clock)
  SELECT id, 'submit', '', 'submitted', 'citizen', 'citizen', now(), '', '', true, 'screen' FROM cases RETURNING id
)
INSERT INTO casework_effect (event_id, name, run_after, attempts, last_error)
SELECT id, name, now(), 0, '' FROM events, unnest(%(effects)s::text[]) AS name
"""


@dataclass(frozen=True)
class Routed:
    """What the workers did: opinions a second, sessions they opened, tasks they ran."""

    count: int  # opinions that have a proposal
    asked: int
    learned: int  # of them by a learned model
    per_second: float
    cpu: float  # milliseconds of workers and database for one opinion with all that follows from it
    sessions: int
    failed: int

    def alone(self, cores: int) -> float:
        """Opinions a second if nothing else ran on this many cores."""
        return cores * 1000 / self.cpu if self.cpu else 0.0


def measure(county: County, count: int, effects: tuple[str, ...] = SUBMITTED) -> Routed:
    """Route ``count`` opinions; a hint for each five is in the queue, as a busy web server leaves them."""
    _owe(county, count, effects)
    before = _sessions()
    for _ in range(0, count, 5):
        drain.delay(list(effects))
    with server.worker() as master:
        cpu = _watch(master, count * len(effects))
    done = Effect.objects.filter(done_at__isnull=False)
    result = Routed(
        count=Proposal.objects.filter(case__number__startswith=_MARK).count(),
        asked=count,
        learned=Proposal.objects.filter(case__number__startswith=_MARK, by_model__isnull=False).count(),
        per_second=_rate(done.filter(name="feedback.route")),
        cpu=cpu * len(effects),
        sessions=_sessions() - before,
        failed=Effect.objects.filter(attempts__gt=1).count(),
    )
    _clear()
    return result


def learn(county: County) -> int:
    """Put a learned model in service, as an office that has decided on a thousand opinions has one.

    Returns its size in bytes.
    """
    said = texts()
    labels = [f"t{place % len(MATTERS)}" for place in range(len(said))]
    # The thousand differ little on purpose: each counts for itself here.
    alone = np.arange(len(said))
    model = training.train([joined(*one) for one in said], labels, groups=alone)
    best, none = {"accuracy": 1.0, "macro_f1": 1.0}, {"accuracy": 0.0, "macro_f1": 0.0}
    version = versions.keep(county.congress, model, cases=len(said), held_back=0, scores=best, before=none)
    return len(version.data)


def _watch(master: int, owed: int) -> float:
    """Wait until all is done; returns the milliseconds of CPU for one effect, the workers' start left out."""
    end = time.monotonic() + LONGEST
    start: tuple[float, int] | None = None
    while (left := Effect.objects.filter(done_at__isnull=True).count()) and time.monotonic() < end:
        if start is None and left < owed:
            start = _cpu(master), left
        time.sleep(0.1)
    return (_cpu(master) - start[0]) * 1000 / start[1] if start and start[1] and not left else 0.0


def _cpu(master: int) -> float:
    return cpu_of([master, *children_of(master), *backends()])


_MARK = "ROUTE"


def _owe(county: County, count: int, effects: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _SUBMITTED,
            {
                "mark": _MARK,
                "congress": county.congress.pk,
                "channel": county.channel.pk,
                "profile": Case.objects.values_list("profile", flat=True)[:1][0],
                "count": count,
                "effects": list(effects),
            },
        )
        cursor.execute("ANALYZE casework_effect, casework_event, casework_case, feedback_opinion")


def _rate(done: Any) -> float:
    """Effects a second between the first batch's end and the last's: the worker's own start is not in it."""
    times = done.aggregate(first=Min("done_at"), last=Max("done_at"))
    later = done.filter(done_at__gt=times["first"]).count()
    seconds = (times["last"] - times["first"]).total_seconds()
    return later / seconds if seconds else 0.0


def _sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT sessions FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _clear() -> None:
    """The effects go, so that the next measurement starts with none owed."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM casework_effect")
        cursor.execute("UPDATE casework_case SET number = 'DONE' || id WHERE number LIKE %s", [f"{_MARK}%"])
