"""What programs read: the Atom feed (RFC 4287) and the sitemap (sitemaps.org 0.9). Public pages only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.models import Case
from deputies.models import Deputy, LiaisonStation
from feedback.public_view import summaries
from reports.column.models import Article, Law, OpenData
from suggestions.models import MotionPublication, Publication
from suggestions.public import published

if TYPE_CHECKING:
    from casework.models.case import CaseQuerySet

ATOM, SITEMAP, XHTML = (
    "http://www.w3.org/2005/Atom",
    "http://www.sitemaps.org/schemas/sitemap/0.9",
    "http://www.w3.org/1999/xhtml",
)
_LATEST = 30  # of each kind
_MOST = 50_000  # addresses in one sitemap, by its protocol
_PAGES = (
    "home", "write", "track", "find", "bodies", "published", "column", "laws", "open_data", "reception", "inquiries",
    "public_plans", "public_campaigns", "public_suggestions", "annual_reports", "rules", "privacy", "accessibility",
)  # fmt: skip
#: The moment at which the copy that counts was made public.
_SUGGESTIONS_COPY = Subquery(
    Publication.objects.public().filter(suggestion__case=OuterRef("pk")).values("published_at")[:1]
)
_MOTIONS_COPY = Subquery(
    MotionPublication.objects.public().filter(motion=OuterRef("pk")).values("published_at")[:1]
)
Absolute = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the feed. ``url`` is also its id: an address here is never given to anything else."""

    url: str
    title: str
    summary: str
    kind: str
    published: datetime
    updated: datetime


def entries() -> list[Entry]:
    """The latest articles, published answers, suggestions and motions, the newest first."""
    found = [*_articles(), *_answers(), *_suggestions(), *_motions()]
    return sorted(found, key=lambda one: (one.updated, one.url), reverse=True)


def _articles() -> Iterator[Entry]:
    for one in Article.objects.public().order_by("-published_at", "-pk")[:_LATEST]:
        shown = one.shown
        assert shown is not None and one.published_at is not None
        yield Entry(
            reverse("column_article", args=[one.pk]),
            shown.title,
            shown.summary,
            one.kind,
            one.published_at,
            shown.released_at,
        )


def _answers() -> Iterator[Entry]:
    latest: CaseQuerySet = Case.objects.published().select_related("topic", "division")
    for one in summaries(latest.order_by("-answered_at", "-pk")[:_LATEST]):
        assert one.answered_at is not None
        url = reverse("published_case", args=[one.pk])
        yield Entry(url, one.title, one.answer, "answer", one.answered_at, one.answered_at)


def _suggestions() -> Iterator[Entry]:
    """In the words of the public copy alone."""
    shown = Publication.objects.public().filter(suggestion__case__in=published().values("pk"))
    for one in shown.select_related("suggestion__case").order_by("-published_at", "-pk")[:_LATEST]:
        case, at = one.suggestion.case, one.published_at
        assert case is not None and at is not None
        url = reverse("public_suggestion", args=[case.number])
        yield Entry(url, one.title, one.answer or one.facts, "suggestion", at, at)


def _motions() -> Iterator[Entry]:
    shown = MotionPublication.objects.public().filter(motion__in=published().values("pk"))
    for one in shown.select_related("motion__case").order_by("-published_at", "-pk")[:_LATEST]:
        assert one.published_at is not None
        url = reverse("public_motion", args=[one.motion.case.number])
        yield Entry(url, one.cause, one.results or one.grounds, "motion", one.published_at, one.published_at)


def atom(found: list[Entry], title: str, absolute: Absolute, language: str) -> bytes:
    """The feed of ``found``. ``absolute`` makes a full address of a path."""
    register_namespace("", ATOM)
    feed = Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": language})
    _say(feed, "id", absolute(reverse("feed")))
    _say(feed, "title", title)
    _say(feed, "updated", _moment(max((one.updated for one in found), default=None)))
    SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "href": absolute(reverse("feed"))})
    SubElement(feed, f"{{{ATOM}}}link", {"rel": "alternate", "href": absolute(reverse("column"))})
    _say(SubElement(feed, f"{{{ATOM}}}author"), "name", title)
    for one in found:
        entry = SubElement(feed, f"{{{ATOM}}}entry")
        _say(entry, "id", absolute(one.url))
        _say(entry, "title", one.title)
        _say(entry, "published", _moment(one.published))
        _say(entry, "updated", _moment(one.updated))
        SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": absolute(one.url)})
        SubElement(entry, f"{{{ATOM}}}category", {"term": one.kind})
        _say(entry, "summary", one.summary or one.title)
    return _written(feed)


def _say(parent: Element, name: str, words: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{name}").text = words


def _moment(at: datetime | None) -> str:
    return (at or datetime.fromisoformat("1970-01-01T00:00:00+00:00")).isoformat(timespec="seconds")


def _written(root: Element) -> bytes:
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def addresses() -> Iterator[tuple[str, date | datetime | None]]:
    """Every public page with the moment of its last change, where that is known; the most useful first."""
    for name in _PAGES:
        yield reverse(name), None
    articles = Article.objects.public().order_by("-published_at")
    yield from _each("column_article", articles.values_list("pk", "shown__released_at"))
    yield from _each("law", Law.objects.values_list("pk", "loaded_at"))
    for code, year, at in OpenData.objects.values_list("congress__code", "year", "put_out_at"):
        yield reverse("open_data_file", args=[code, year, "csv"]), at
    yield from _each("station", ((pk, None) for pk in _keys(LiaisonStation.objects.filter(is_open=True))))
    yield from _each("deputy_page", ((pk, None) for pk in _keys(Deputy.objects.in_office())))
    yield from _of_deputies()
    answered = Case.objects.published().order_by("-answered_at")
    yield from _each("published_case", answered.values_list("pk", "answered_at")[:_MOST])


def _of_deputies() -> Iterator[tuple[str, datetime | None]]:
    """Suggestions and motions with the moment from which their public copy stands."""
    names = {"suggestion": "public_suggestion", "motion": "public_motion"}
    moment = Coalesce(_SUGGESTIONS_COPY, _MOTIONS_COPY)
    rows = published().annotate(shown_at=moment).order_by("-pk").values_list("kind", "number", "shown_at")
    for kind, number, at in rows[:_MOST]:
        yield reverse(names[kind], args=[number]), at


def _keys(rows: Any) -> Iterator[int]:
    yield from rows.order_by("pk").values_list("pk", flat=True)


def _each(name: str, rows: Any) -> Iterator[tuple[str, date | datetime | None]]:
    """An address for each key: worked out once, since a sitemap has tens of thousands."""
    sample = reverse(name, args=[0])
    head, _zero, tail = sample.rpartition("0")
    for pk, at in rows:
        yield f"{head}{pk}{tail}", at


def sitemap(absolute: Absolute) -> bytes:
    """At most 50,000 addresses.

    A page has one address in all languages and answers in the reader's, which hreflang calls ``x-default``.
    """
    register_namespace("", SITEMAP)
    register_namespace("xhtml", XHTML)
    root = Element(f"{{{SITEMAP}}}urlset")
    for _place, (path, at) in zip(range(_MOST), addresses(), strict=False):
        full = absolute(path)
        one = SubElement(root, f"{{{SITEMAP}}}url")
        SubElement(one, f"{{{SITEMAP}}}loc").text = full
        if at:
            SubElement(one, f"{{{SITEMAP}}}lastmod").text = at.isoformat()[:10]
        SubElement(one, f"{{{XHTML}}}link", {"rel": "alternate", "hreflang": "x-default", "href": full})
    return _written(root)


def robots(absolute: Absolute, private: list[str]) -> str:
    """robots.txt: the desks and citizens' own pages are nobody's to collect."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in private),
        f"Sitemap: {absolute(reverse('sitemap'))}",
    ]
    return "\n".join(lines) + "\n"


def feed_title(name: str) -> str:
    return name or str(_("People's congress deputies' liaison portal"))
