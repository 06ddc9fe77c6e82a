"""The office's queue: what is shown for an address, its counters, and which case comes next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access import visible_to
from casework.filters import CLOSED, CaseFilter, in_group
from casework.paging import Page, keyset
from casework.rows import COLUMNS, Row
from casework.searching import sieve_for
from casework.sifting import sifted
from deputies.models import posts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User
    from casework.models import Case
    from casework.models.case import CaseQuerySet
    from casework.searching import Sieve

CAP = 100  # a count is exact below this and "99+" from here on
#: Joined cases follow another, which stands in the list for all of them; who looks for them finds them.
_ASKS_FOR_JOINED = ("group", "q")
_NOT_A_FILTER = ("after", "before", "open", "csrfmiddlewaretoken")


@dataclass(frozen=True, slots=True)
class Counter:
    """How many cases wait in one way, and the address that lists them."""

    label: str
    count: str
    query: str
    state: str = ""


class Queue:
    """The cases of the reader's office or station, as the query string ``given`` narrows them."""

    def __init__(self, user: User, given: QueryDict, *, whole_form: bool = False) -> None:
        posts = posts_of(user)
        if not posts.has("officer", "station", "committee"):
            raise PermissionDenied(_("The queue is for liaison offices and stations."))
        self.user = user
        self.given = given
        self.is_closed = given.get("group") == CLOSED
        self.cases = visible_to(user).opinions().filter(closed_at__isnull=not self.is_closed)
        if not self.is_closed and not any(given.get(name) for name in _ASKS_FOR_JOINED):
            self.cases = self.cases.exclude(status="joined")
        self.filter = CaseFilter(given, self.cases, user=user, congresses=posts.congresses, whole=whole_form)

    @property
    def key(self) -> str:
        return "opened_at" if self.is_closed else "due_on"

    @cached_property
    def sieve(self) -> Sieve | None:
        """For words that stand in so many cases that the list is looked through for them."""
        return sieve_for(self.words) if self.words else None

    @cached_property
    def found(self) -> CaseQuerySet:
        """What the filters leave; common words are not among them, but sifted."""
        self.filter.by_index = self.sieve is None
        return self.filter.qs if self.filter.filters else self.cases

    @cached_property
    def page(self) -> Page[Row]:
        """Open cases by the date they are due, closed ones by the day they came, the latest first."""
        values: Any = self.found.values_list(*COLUMNS, named=True)
        given = QueryDict(self.place)
        plain = keyset(values, self.key, given, descending=self.is_closed, sieve=self.sieve)
        return replace(plain, rows=[Row(*one) for one in plain.rows])

    @cached_property
    def query(self) -> str:
        """The filters alone, as a query string in a fixed order."""
        return urlencode(sorted(pair for pair in _pairs(self.given) if pair[0] not in _NOT_A_FILTER))

    @property
    def place(self) -> str:
        """Where the reader stands: filters and page, without the open case."""
        return urlencode([pair for pair in _pairs(self.given) if pair[0] != "open"])

    @property
    def words(self) -> str:
        """The words searched for."""
        return self.given.get("q", "")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The other filters, to be sent along with new words."""
        return [pair for pair in _pairs(QueryDict(self.query)) if pair[0] != "q"]

    def url(self, number: str = "") -> str:
        """The queue as it is now, with the case ``number`` open beside it."""
        return self.urls([number])[0]

    def urls(self, numbers: Iterable[str]) -> list[str]:
        """The same for many cases."""
        path, place = reverse("queue"), self.place
        queries = ("&".join(filter(None, [place, number and f"open={number}"])) for number in numbers)
        return [f"{path}?{query}" if query else path for query in queries]

    def counters(self) -> list[Counter]:
        """Due today, late, to be screened, to be reviewed, to be decided: capped, to cost the same in every office."""
        mine = visible_to(self.user).opinions().open().exclude(status="joined")
        today = timezone.localdate()
        counts = _capped(
            mine.filter(due_on=today),
            mine.filter(due_on__lt=today),
            *(in_group(mine, group) for group in ("screen", "review", "asks")),
        )
        words = (
            (_("Due today"), "due=today", "soon"),
            (_("Late"), "due=late", "late"),
            (_("To be screened"), "group=screen", ""),
            (_("To be reviewed"), "group=review", ""),
            (_("Organs ask"), "group=asks", ""),
        )
        return [
            Counter(label, count, query, state)
            for (label, query, state), count in zip(words, counts, strict=True)
        ]

    def chips(self) -> list[dict[str, str]]:
        """The filters in force, each with the address without it."""
        if not self.filter.filters:
            return []
        form = self.filter.form
        if not form.is_valid():
            return []
        return [
            {
                "label": str(form.fields[name].label),
                "value": _shown(form.fields[name], value),
                "url": self._without(name),
            }
            for name, value in form.cleaned_data.items()
            if value not in (None, "")
        ]

    def _without(self, name: str) -> str:
        kept = [pair for pair in _pairs(QueryDict(self.query)) if pair[0] != name]
        return f"{reverse('queue')}?{urlencode(kept)}"

    def next_after(self, key: Any, pk: int) -> Case | None:
        """The case that follows where (``key``, ``pk``) stood; at the end of the list its first one."""
        side, sign = ("lt", "-") if self.is_closed else ("gt", "")
        rest = self.found.exclude(pk=pk).order_by(f"{sign}{self.key}", f"{sign}pk")
        if key is None:
            return self._first(rest)
        beyond = Q(**{f"{self.key}__{side}": key}) | Q(**{self.key: key, f"pk__{side}": pk})
        return self._first(rest.filter(beyond, **{f"{self.key}__{side}e": key})) or self._first(rest)

    def _first(self, cases: CaseQuerySet) -> Case | None:
        if self.sieve:
            cases = cases.filter(pk__in=sifted(cases, self.key, self.sieve, 1).keys)
        return cases.first()


def _pairs(given: QueryDict) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in given.lists() for value in values if value]


def _capped(*sets: CaseQuerySet) -> list[str]:
    """How many each set holds, up to ``CAP``: one statement, each count stopping by itself."""
    parts: list[str] = []
    params: list[Any] = []
    for cases in sets:
        sql, given = cases.order_by().values("pk")[:CAP].query.sql_with_params()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS capped)")
        params += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        counts = cursor.fetchone()
    return [f"{CAP - 1}+" if count >= CAP else str(count) for count in counts]


def _shown(field: Any, value: Any) -> str:
    """A chosen value in words."""
    choices = dict(getattr(field, "choices", ())) if isinstance(value, str) else {}
    return str(choices.get(value, value))
