"""Loading legal texts, finding in them, and leading a citation to the article it names."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.translation import gettext_noop

from casework.citing import NUMERAL
from casework.grams import wanted
from reports.column.lawfile import ReadLaw, label_of
from reports.column.models import Law, LawArticle
from reports.column.searching import LAWS, grams

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

NEW, CHANGED, SAME = gettext_noop("new"), gettext_noop("updated"), gettext_noop("already there")
_CITED = re.compile(
    rf"《?(?P<title>[^《》]{{2,60}}?)》?\s*(?P<number>第[{NUMERAL}0-9]{{1,9}}条(?:之[一二三四五六七八九十]{{1,3}})?)"
)
_BEFORE = "0"  # the row of title and preamble, so that a search finds them


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading one file did, or would do: ``what`` is NEW, CHANGED or SAME."""

    title: str
    in_force_from: str
    articles: int
    what: str
    ends_earlier: str = ""

    def as_dict(self) -> dict[str, str | int]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def load(read: ReadLaw, *, by: User | None = None, dry_run: bool = False) -> Loaded:
    """Store a text. The same title and first day is replaced, article by article, so that addresses stay.

    A version that is in force until further notice ends the day before a later one begins.
    """
    same: dict[str, Any] = {"title": read.columns["title"], "in_force_from": read.columns["in_force_from"]}
    known = Law.objects.select_for_update().filter(**same).first()
    what = NEW if known is None else SAME if known.digest == read.digest else CHANGED
    earlier = Law.objects.filter(
        title=same["title"], in_force_until=None, in_force_from__lt=same["in_force_from"]
    ).first()
    done = Loaded(
        str(same["title"]),
        str(same["in_force_from"]),
        len(read.articles),
        what,
        str(earlier.in_force_from) if earlier else "",
    )
    if dry_run or what == SAME:
        return done
    columns = {**read.columns, "preamble": read.preamble, "digest": read.digest, "loaded_by": by}
    law, _is_new = Law.objects.update_or_create(**same, defaults=columns)
    _put(law, read)
    if earlier:
        Law.objects.filter(pk=earlier.pk).update(in_force_until=law.in_force_from - timedelta(days=1))
    forget()
    return done


def _put(law: Law, read: ReadLaw) -> None:
    rows = [_before(law, read)]
    rows += [
        LawArticle(
            law=law,
            position=place,
            label=one.label,
            heading=one.heading,
            chapter=one.chapter,
            text=one.text,
            grams=grams(one.heading, one.text) or "|",
        )
        for place, one in enumerate(read.articles, start=1)
    ]
    law.articles.exclude(label__in=[one.label for one in rows]).delete()
    LawArticle.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["law", "label"],
        update_fields=["position", "heading", "chapter", "text", "grams"],
    )


def _before(law: Law, read: ReadLaw) -> LawArticle:
    words = grams(law.title, law.aliases, law.number, read.preamble)
    return LawArticle(law=law, position=0, label=_BEFORE, heading="", text=read.preamble, grams=words)


# --- Finding ----------------------------------------------------------------------------------------------
def found(query: str, laws: QuerySet[Law]) -> QuerySet[LawArticle]:
    """The articles of ``laws`` in which every word occurs: of texts in force first, those whose title says the words
    before the others, the newest text first, in the order of each text.
    """
    rows = LawArticle.objects.filter(law__in=laws).select_related("law")
    told: list[Any] = [
        Case(When(law__title__icontains=word, then=1), default=0)
        + Case(When(law__aliases__icontains=word, then=1), default=0)
        for word in wanted(query).words
    ]
    return (
        LAWS.matching(rows, query)
        .annotate(
            in_force=Case(When(law__in=Law.objects.in_force().values("pk"), then=1), default=0),
            titled=sum(told, Value(0)),
        )
        .order_by("-in_force", "-titled", "-law__in_force_from", "law", "position")
    )


def cited(query: str) -> LawArticle | None:
    """The article in force that a query names: 《联系办法》第十二条, 联系办法第12条之一."""
    match = _CITED.fullmatch(query.strip())
    law = _titles().laws.get(match["title"].strip().removeprefix(_COUNTRY)) if match else None
    if not match or law is None:
        return None
    rows = LawArticle.objects.filter(law=law, label=label_of(match["number"]))
    return rows.select_related("law").first()


# --- Citations --------------------------------------------------------------------------------------------
_KEPT = 300.0
_COUNTRY = "中华人民共和国"


@dataclass
class _Known:
    """Titles and short names in force with the keys of their texts; the labels of each text that was asked for."""

    laws: dict[str, int]
    labels: dict[int, frozenset[str]]
    read_at: float


_known: list[_Known] = []


def forget() -> None:
    """Read the titles again before the next citation; other processes do after five minutes."""
    _known.clear()


def address_of(title: str, cited: str) -> str:
    """Where the article (as 五十一条) of the text stands that is in force today; empty where it is not held."""
    known = _titles()
    law = known.laws.get(title.removeprefix(_COUNTRY))
    if law is None:
        return ""
    if law not in known.labels:
        labels = LawArticle.objects.filter(law=law).values_list("label", flat=True)
        known.labels[law] = frozenset(labels)
    label = label_of(cited)
    return f"{reverse('law', args=[law])}#art-{label}" if label and label in known.labels[law] else ""


def _titles() -> _Known:
    if not _known or time.monotonic() - _known[0].read_at > _KEPT:
        laws: dict[str, int] = {}
        for key, title, aliases in Law.objects.in_force().values_list("pk", "title", "aliases"):
            for name in (title, *aliases.replace("、", " ").split()):
                laws[name.removeprefix(_COUNTRY)] = key
        _known[:] = [_Known(laws, {}, time.monotonic())]
    return _known[0]
