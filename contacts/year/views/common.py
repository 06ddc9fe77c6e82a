"""What the pages of the yearly work share: the buttons, the history, the taking of a step, refusals beside fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, Refused
from contacts.services.advance import allowed_steps, check
from contacts.year.forms.steps import form_of
from contacts.year.guarantees import BASES
from deputies.models import PeoplesCongress, posts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from contacts.models import ContactEvent
    from contacts.models.event import Moving


def for_the_office(request: HttpRequest) -> None:
    if not posts_of(request.user).has("officer", "committee"):
        raise PermissionDenied(_("These pages are for liaison offices and the standing committee."))


def for_officers(request: HttpRequest) -> None:
    if not posts_of(request.user).has("officer"):
        raise PermissionDenied(_("Only the liaison office writes here."))


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


def actions(
    request: HttpRequest, thing: Moving, url: Callable[[str], str], *, primary: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """The buttons, from the same rows as the checks; one that makes no sense now says why."""
    actor = Actor.of(request.user)
    found: list[dict[str, Any]] = []
    for step in allowed_steps(thing, actor):
        form = form_of(thing.table.kind, step.action)
        if form is None:
            continue
        why_not = form.why_not(thing, actor)
        is_first = step.action in primary and not why_not and not any(one["primary"] for one in found)
        found.append(
            {"label": _(step.label), "url": url(step.action), "why_not": why_not, "primary": is_first}
        )
    return found


def take_step(
    request: HttpRequest, thing: Moving, action: str, back: str, base: str = "base_desk.html"
) -> HttpResponse:
    """Take one step of the table: its form, what will happen, and what is refused and why."""
    form_class = form_of(thing.table.kind, action)
    if form_class is None:
        raise Http404
    actor = Actor.of(request.user)
    try:
        check(thing, action, actor)
        why_not = form_class.why_not(thing, actor)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        why_not = str(refused)
    if why_not:
        messages.warning(request, why_not)
        return redirect(back)
    form = form_class(request.POST or None, thing=thing, action=action, actor=actor)
    step = thing.table.step(action)
    if request.method == "POST" and form.is_valid() and took(form, form.run):
        messages.success(request, _("Done: %(step)s") % {"step": _(step.label)})
        return redirect(back)
    context = {
        "form": form,
        "title": _(step.label),
        "lines": form.outcome(),
        "thing": thing,
        "back_url": back,
        "base": base,
    }
    return render(request, "contacts/year/step.html", context, status=400 if form.errors else 200)


def took(form: Form, run: Callable[[], object]) -> bool:
    """Run it; what is refused stands at its field."""
    try:
        run()
    except Incomplete as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
