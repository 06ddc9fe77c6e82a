"""What the pages of the yearly work share: the buttons, the history, the taking of a step, refusals beside fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from contacts.services.advance import allowed_steps, check
from contacts.views.stepping import Stepping
from contacts.year.forms import steps  # noqa: F401 - registers the form of each step
from contacts.year.guarantees import BASES
from deputies.models import PeoplesCongress, posts_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from contacts.models import ContactEvent


def my_congresses(request: HttpRequest, *, committee: bool = False) -> list[PeoplesCongress]:
    """Those for which the reader is an officer, or with ``committee`` a member of the standing committee as well."""
    posts = posts_of(request.user)
    keys = posts.officer | (posts.committee if committee else frozenset())
    return list(PeoplesCongress.objects.filter(pk__in=keys).order_by("code"))


def chosen_congress(request: HttpRequest, offered: list[PeoplesCongress]) -> PeoplesCongress:
    """The congress that the address names, of those offered; else the first one. 403 where there is none."""
    wanted = request.GET.get("congress", "")
    found = next((one for one in offered if str(one.pk) == wanted), offered[0] if offered else None)
    if found is None:
        raise PermissionDenied(_("You hold no post for which this could be written."))
    return found


def basis(name: str) -> dict[str, Any]:
    """The article on which a page stands, and what it asks for."""
    article, words = BASES[name]
    return {"basis_article": article, "basis_words": words}


def history(events: QuerySet[ContactEvent], *, quiet: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The steps that were taken, for the component ``timeline``."""
    return [
        {
            "what": _(event.step.done),
            "who": str(event.actor) if event.actor else _("the portal"),
            "when": event.at,
            "note": event.note,
            "state": "done",
        }
        for event in events.select_related("actor")
        if event.action not in quiet
    ]


_STEPPING = Stepping(allowed_steps, check, "contacts/year/step.html")
actions, take_step = _STEPPING.actions, _STEPPING.take
