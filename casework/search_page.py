"""One page of what was found, for one reader: ranked cases with the words around the hits, names, and what else is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from casework.access import visible_to
from casework.confidential import shielded
from casework.excerpts import excerpt, marked
from casework.grams import wanted
from casework.paging import SIZE, keyset, place_mark, place_of
from casework.search_form import CASE_KINDS
from casework.searching import Found, by_number, ranker, sources_for, words_of
from deputies.models import posts_of

if TYPE_CHECKING:
    from django.http import QueryDict
    from django.utils.safestring import SafeString

    from accounts.models import User
    from casework.models import Case
    from casework.models.case import CaseQuerySet
    from casework.search_form import SearchForm

_FEW = 4  # of each other source, beside the cases
_MOST_BY_NUMBER = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One hit: the heading and the words around the hits, both marked."""

    url: str
    title: SafeString
    text: SafeString
    case: Case | None = None
    about: str = ""


class SearchPage:
    """What ``user`` finds with the words and filters of ``form``, which is valid; ``given`` says which part of it."""

    def __init__(self, user: User, form: SearchForm, given: QueryDict) -> None:
        self.user = user
        self.form = form
        self.given = given
        self.query = form.words
        self.cut = wanted(self.query)
        self.is_first = not (given.get("after") or given.get("before"))
        self.sources = sources_for(posts_of(user))
        known = {kind.value for kind in CASE_KINDS} | self.sources.keys()
        self.kind = given.get("kind", "") if given.get("kind") in known else ""
        self.newer = self.older = self.earlier = ""
        self.total: int | None = None
        self.is_asked = bool(self.query or form.is_narrowed)
        self.rows: list[Row] = self._rows() if self.is_asked and self.kind not in self.sources else []

    # --- Cases --------------------------------------------------------------------------------------------
    @cached_property
    def cases(self) -> CaseQuerySet:
        kinds = [self.kind] if self.kind else [kind.value for kind in CASE_KINDS]
        return self.form.narrowed(visible_to(self.user).filter(kind__in=kinds))

    def _rows(self) -> list[Row]:
        if not self.query:
            return self._by_day()
        numbered = list(by_number(self.cases, self.query).values_list("pk", flat=True)[:_MOST_BY_NUMBER])
        if numbered:
            self.total = len(numbered)
            return self._shown(numbered)
        after, until = place_of(self.given)
        posts = posts_of(self.user)
        hits = ranker()(
            self.cases,
            self.query,
            size=SIZE + 1,
            after=after,
            until=until,
            is_narrow=not posts.has("officer", "committee"),
        )
        self.total = hits.total
        shown = hits.rows[:SIZE]
        if len(hits.rows) > SIZE:
            self.older = self._link(after=place_mark(shown[-1], until))
        elif hits.until:
            self.earlier = self._link(after=place_mark(None, hits.until))
        if not self.is_first:
            self.newer = self._link()
        return self._shown([key for _score, _at, key in shown])

    def _by_day(self) -> list[Row]:
        """Without words, what the filters leave, the latest first."""
        page = keyset(self.cases.only("pk", "opened_at"), "opened_at", self.given, descending=True)
        self.newer, self.older = page.newer, page.older
        return self._shown([case.pk for case in page.rows])

    def _shown(self, keys: list[int]) -> list[Row]:
        rows = visible_to(self.user).for_lists().select_related("opinion").in_bulk(keys)
        cases = [shielded(rows[key], self.user) for key in keys if key in rows]
        words = words_of(cases)
        return [
            Row(
                reverse("case", args=[case.number]),
                marked(words[case.pk].title, self.cut),
                marked(excerpt(words[case.pk].text, self.cut), self.cut),
                case,
            )
            for case in cases
            if case.pk in words
        ]

    # --- Everything else ------------------------------------------------------------------------------------
    @cached_property
    def others(self) -> list[tuple[Any, list[Row], str]]:
        """Name, rows and the address of all rows, for each further source that found something."""
        if not self.query or not self.is_first or self.kind in {kind.value for kind in CASE_KINDS}:
            return []
        found = []
        for source in self.sources.values():
            if self.kind in ("", source.name):
                rows = [self._other(one) for one in source.find(self.user, self.query)]
                most = None if self.kind else _FEW
                more = self._link(kind=source.name) if most and len(rows) > most else ""
                if rows:
                    found.append((source.label, rows[:most], more))
        return found

    def _other(self, found: Found) -> Row:
        return Row(
            found.url,
            marked(found.words.title, self.cut),
            marked(excerpt(found.words.text, self.cut), self.cut) if found.words.text else mark_safe(""),
            about=found.about,
        )

    # --- Addresses ------------------------------------------------------------------------------------------
    def tabs(self) -> list[dict[str, Any]]:
        labels = {
            "": _("All"),
            "opinion": _("Opinions"),
            "suggestion": _("Suggestions"),
            "motion": _("Motions"),
        }
        labels |= {source.name: str(source.label) for source in self.sources.values()}
        return [
            {"label": label, "url": self._link(kind=kind), "current": kind == self.kind}
            for kind, label in labels.items()
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        return [("kind", self.kind)] if self.kind else []

    def _link(self, after: str = "", kind: str | None = None) -> str:
        asked = self.kind if kind is None else kind
        kept = [
            (name, value) for name, value in self.given.items() if name not in ("after", "before", "kind")
        ]
        pairs = [*kept, ("kind", asked), ("after", after)]
        return f"{reverse('search')}?{urlencode([pair for pair in pairs if pair[1]])}"
