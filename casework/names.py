"""Deputies, stations and organs by name, part of a name, pinyin or initials: for the staff, of their own congresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.searching import Found, Source, Words
from deputies.finding import named, open_stations, with_office
from deputies.loading.spelling import of_name
from deputies.models import Deputy, Organ, posts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User

_MOST = 8
_LONGEST = 30
_MARKS = frozenset('“”"「」『』-')


def find(user: User, query: str) -> list[Found]:
    """A citizen's name is in no list: only those of bodies, and of people who hold an office."""
    words = " ".join(query.replace("\x00", "").split())
    if len(words) < 2 or len(words) > _LONGEST or _MARKS & set(words):
        return []
    congresses = posts_of(user).congresses
    return [*_deputies(words, congresses), *_organs(words, congresses), *_stations(words, congresses)]


def _deputies(words: str, congresses: Iterable[int]) -> list[Found]:
    found = with_office(named(Deputy.objects.filter(congress__in=congresses), words))[:_MOST]
    return [
        Found(Words(one.name), reverse("deputy_page", args=[one.pk]), _about_deputy(one)) for one in found
    ]


def _about_deputy(deputy: Deputy) -> str:
    where = [str(mandate.constituency) for mandate in deputy.current if mandate.constituency]  # type: ignore[attr-defined]
    return " · ".join([_("deputy"), *where])


def _organs(words: str, congresses: Iterable[int]) -> list[Found]:
    """By today's name, the short one, and every spelling or former name that the office has confirmed."""
    organs = Organ.objects.filter(congress__in=congresses, is_active=True)
    fits = Q(name__icontains=words) | Q(short_name__icontains=words) | Q(aliases__spelling__icontains=words)
    if words.isascii():
        fits |= Q(pk__in=_spelled(words, organs.values_list("pk", "name")))
    found = organs.filter(fits).distinct().order_by("code")[:_MOST]
    return [Found(Words(one.name), f"{reverse('search')}?organ={one.pk}", _("organ")) for one in found]


def _stations(words: str, congresses: Iterable[int]) -> list[Found]:
    stations = open_stations().filter(congress__in=congresses)
    fits = Q(name__icontains=words)
    if words.isascii():
        fits |= Q(pk__in=_spelled(words, stations.values_list("pk", "name")))
    found = stations.filter(fits)[:_MOST]
    return [Found(Words(one.name), reverse("station", args=[one.pk]), str(one.division)) for one in found]


def _spelled(words: str, names: Iterable[tuple[int, str]]) -> list[int]:
    """The keys of the names whose pinyin or initials have ``words`` in them."""
    typed = words.replace(" ", "").lower()
    return [pk for pk, name in names if typed in of_name(name)]


NAMES = Source("names", gettext_lazy("Deputies, organs, stations"), find)
