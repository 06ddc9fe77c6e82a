"""Open data of a year: opinions by topic, and topic by place, month, channel and outcome, small cells left out.

Every table has the topics as its rows, so that no two of them together say more than each does: given how many
opinions a topic has, places, months, channels and outcomes can be shared out freely (docs/adr/open-data.md). A year is
counted once, when it is over and the office puts it out.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from io import StringIO
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casework.errors import NotAllowed, StepRefused
from casework.models import Case, Channel, Topic
from deputies.models import Division, posts_of
from reports.column.models import OpenData
from reports.column.suppression import LEAST, REST, joined, left_out
from reports.figures import of_year

if TYPE_CHECKING:
    from accounts.actors import Actor
    from deputies.models import PeoplesCongress

#: The columns of the file. Programs of others rely on them: a new one goes to the end, none is renamed.
COLUMNS = (
    "year",
    "table",
    "topic_code",
    "topic",
    "by",
    "value_code",
    "value",
    "opinions",
    "suppressed",
    "median_days",
)
BY = ("place", "month", "channel", "outcome")
REST_NAME = "其他"
OUTCOMES = {
    "satisfied": gettext_noop("rated satisfied"),
    "basically": gettext_noop("rated basically satisfied"),
    "dissatisfied": gettext_noop("rated dissatisfied"),
    "unrated": gettext_noop("answered and not rated"),
    "open": gettext_noop("being handled"),
    "not_answered": gettext_noop("not accepted, or ended"),
}
_RESULTS = {3: "satisfied", 2: "basically", 1: "dissatisfied"}
_TOWNSHIP_DIGITS = 9
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
Row = dict[str, Any]


def chinese(words: dict[str, str]) -> dict[str, str]:
    """As the files say it, in whatever language the page is."""
    with translation.override("zh-hans"):
        return {name: _(one) for name, one in words.items()}


def why_not_put_out(congress: PeoplesCongress, year: int) -> str:
    if year >= timezone.localdate().year:
        return _("The year is not over yet.")
    if OpenData.objects.filter(congress=congress, year=year).exists():
        return _("The data of this year are published already.")
    if not of_year(Case.objects.all(), year, congress.pk).exists():
        return _("Nothing was received in this year.")
    return ""


@transaction.atomic
def put_out(congress: PeoplesCongress, year: int, *, actor: Actor) -> OpenData:
    """Count the year and publish it. StepRefused where it is not over, empty, or was published before."""
    if actor.user is None or congress.pk not in posts_of(actor.user).officer:
        raise NotAllowed(_("Only the liaison office publishes these data."))
    why_not = why_not_put_out(congress, year)
    if why_not:
        raise StepRefused(why_not)
    return OpenData.objects.create(
        congress=congress, year=year, rows=rows_of(congress, year), put_out_by=actor.user
    )


# --- Counting ---------------------------------------------------------------------------------------------
def rows_of(congress: PeoplesCongress, year: int) -> list[Row]:
    """The rows of the file: first the topics with their days, then each table of topics by something."""
    opinions = list(_opinions(congress, year))
    topics = joined(Counter(one["topic"] for one in opinions))
    names = _names(opinions)
    rows = list(_topic_rows(year, opinions, topics, names))
    for by in BY:
        values = joined(Counter(one[by] for one in opinions))
        cells = Counter((topics[one["topic"]], values[one[by]]) for one in opinions)
        rows += _margin_rows(year, by, Counter(values[one[by]] for one in opinions), names)
        rows += _cell_rows(year, by, cells, names)
    return rows


def _opinions(congress: PeoplesCongress, year: int) -> Iterator[dict[str, Any]]:
    """What is counted of each opinion, and nothing else of it."""
    found = of_year(Case.objects.all(), year, congress.pk).values_list(
        "topic__code", "topic__parent__code", "division__code", "channel__code",
        "opened_at", "answered_at", "result", "closed_at",
    )  # fmt: skip
    for topic, parent, place, channel, opened, answered, result, closed in found.iterator():
        yield {
            "topic": parent or topic or REST,
            "place": (place or REST)[:_TOWNSHIP_DIGITS],
            "month": f"{timezone.localtime(opened).month:02d}",
            "channel": channel,
            "outcome": _outcome(answered, result, closed),
            "days": (timezone.localdate(answered) - timezone.localdate(opened)).days if answered else None,
        }


def _outcome(answered: Any, result: int | None, closed: Any) -> str:
    if answered:
        return _RESULTS.get(result or 0, "unrated")
    return "not_answered" if closed else "open"


def _names(opinions: Iterable[dict[str, Any]]) -> dict[tuple[str, Hashable], str]:
    places = {one["place"] for one in opinions}
    named: dict[tuple[str, Hashable], str] = {
        ("outcome", code): words for code, words in chinese(OUTCOMES).items()
    }
    named |= {("month", f"{number:02d}"): f"{number}月" for number in range(1, 13)}
    named |= {("topic", one.code): one.name for one in Topic.objects.all()}
    named |= {("channel", one.code): one.name for one in Channel.objects.all()}
    named |= {("place", one.code): one.name for one in Division.objects.filter(code__in=places)}
    return named


def _row(year: int, table: str, **columns: Any) -> Row:
    """A row with every column; those that say nothing are empty."""
    empty: Row = dict.fromkeys(COLUMNS, "")
    return {**empty, "year": year, "table": table, "suppressed": False, **columns}


def _named(names: dict[tuple[str, Hashable], str], kind: str, key: Hashable) -> str:
    return names.get((kind, key), REST_NAME if key == REST else str(key))


def _topic_rows(
    year: int, opinions: list[dict[str, Any]], topics: dict[Hashable, Hashable], names: Any
) -> Iterator[Row]:
    groups: dict[Hashable, list[int | None]] = {}
    for one in opinions:
        groups.setdefault(topics[one["topic"]], []).append(one["days"])
    yield _row(year, "total", opinions=len(opinions), median_days=_median(one["days"] for one in opinions))
    for key in sorted(groups, key=_last_the_rest):
        named = {"topic_code": key, "topic": _named(names, "topic", key)}
        yield _row(year, "topic", **named, opinions=len(groups[key]), median_days=_median(groups[key]))


def _last_the_rest(key: Hashable) -> tuple[bool, str]:
    return key == REST, str(key)


def _median(days: Iterable[int | None]) -> float | str:
    """Of calendar days from receipt to answer; nothing where fewer than LEAST were answered."""
    known = [one for one in days if one is not None]
    return float(median(known)) if len(known) >= LEAST else ""


def _margin_rows(year: int, by: str, counts: Counter[Hashable], names: Any) -> list[Row]:
    return [
        _row(year, by, by=by, value_code=key, value=_named(names, by, key), opinions=counts[key])
        for key in sorted(counts, key=_last_the_rest)
    ]


def _cell_rows(year: int, by: str, cells: Counter[tuple[Hashable, Hashable]], names: Any) -> Iterator[Row]:
    shown, _rows = left_out(cells)
    for topic, value in sorted(shown, key=lambda cell: (_last_the_rest(cell[0]), _last_the_rest(cell[1]))):
        count = shown[topic, value]
        yield _row(
            year,
            f"topic_{by}",
            topic_code=topic,
            topic=_named(names, "topic", topic),
            by=by,
            value_code=value,
            value=_named(names, by, value),
            opinions="" if count is None else count,
            suppressed=count is None,
        )


# --- Files ------------------------------------------------------------------------------------------------
def as_csv(data: OpenData) -> bytes:
    """UTF-8 with a mark, so that a spreadsheet program reads the Chinese words."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in data.rows:
        writer.writerow({**row, "suppressed": str(row["suppressed"]).lower()})
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_json(data: OpenData) -> dict[str, Any]:
    return {
        "congress": data.congress.name,
        "year": data.year,
        "put_out_at": data.put_out_at.isoformat(),
        "least": LEAST,
        "licence": LICENCE,
        "rows": data.rows,
    }


FIELDS: dict[str, tuple[str, str]] = {
    "year": ("integer", gettext_noop("the year in which the opinions were received")),
    "table": (
        "string",
        gettext_noop(
            "the table of the row: total; topic; place, month, channel and outcome alone; topic_… topics by each"
        ),
    ),
    "topic_code": ("string", gettext_noop("code of the topic; empty for the rest")),
    "topic": ("string", gettext_noop("name of the topic")),
    "by": ("string", gettext_noop("what the topics are crossed with")),
    "value_code": (
        "string",
        gettext_noop(
            "its code: of a township or subdistrict, a month, a channel or an outcome; empty for the rest"
        ),
    ),
    "value": ("string", gettext_noop("its name")),
    "opinions": ("integer", gettext_noop("how many opinions; empty where it is not published")),
    "suppressed": (
        "boolean",
        gettext_noop(
            "not published, so that nobody is recognised: a small cell, or one from which it could be worked out"
        ),
    ),
    "median_days": (
        "number",
        gettext_noop(
            "median of the calendar days from receipt to the answer; empty where too few were answered"
        ),
    ),
}


def descriptor(congress: PeoplesCongress, years: Iterable[OpenData], address: Any) -> dict[str, Any]:
    """A Data Package (specs.frictionlessdata.io, v1): one resource for each year; ``address`` makes its full path."""
    said = chinese({name: words for name, (_kind, words) in FIELDS.items()})
    fields = [
        {"name": name, "type": kind, "description": said[name]} for name, (kind, _words) in FIELDS.items()
    ]
    resources = [
        {
            "name": f"opinions-{one.year}",
            "path": address(one),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "profile": "tabular-data-resource",
            "schema": {"fields": fields, "missingValues": [""]},
        }
        for one in years
    ]
    return {
        "profile": "data-package",
        "name": f"opinions-{congress.code}".lower(),
        "title": f"{congress.name}代表联系群众意见办理数据",
        "licenses": [LICENCE],
        "resources": resources,
    }
