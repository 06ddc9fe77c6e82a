"""The buttons of a thing that moves by a table of its own, and the page on which one step is taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, Refused
from contacts.forms.moving import form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class Stepping:
    """What one part brings: its checks, and the page around the form of a step."""

    allowed_steps: Callable[[Any, Actor], Iterable[Any]]
    check: Callable[[Any, str, Actor], Any]
    template: str

    def actions(
        self, request: HttpRequest, thing: Any, url: Callable[[str], str], *, primary: tuple[str, ...] = ()
    ) -> list[dict[str, Any]]:
        """The buttons, from the same rows as the checks; one that makes no sense now says why."""
        actor = Actor.of(request.user)
        found: list[dict[str, Any]] = []
        for step in self.allowed_steps(thing, actor):
            form = form_of(thing.table.kind, step.action)
            if form is None:
                continue
            why_not = form.why_not(thing, actor)
            is_first = step.action in primary and not why_not and not any(one["primary"] for one in found)
            found.append(
                {"label": _(step.label), "url": url(step.action), "why_not": why_not, "primary": is_first}
            )
        return found

    def take(
        self,
        request: HttpRequest,
        thing: Any,
        action: str,
        back: str,
        base: str = "base_desk.html",
        **more: Any,
    ) -> HttpResponse:
        """Take one step of the table: its form, what will happen, and what is refused and why.

        ``more`` is for the form.
        """
        form_class = form_of(thing.table.kind, action)
        if form_class is None:
            raise Http404
        actor = Actor.of(request.user)
        try:
            self.check(thing, action, actor)
            why_not = form_class.why_not(thing, actor)
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from None
        except Refused as refused:
            why_not = str(refused)
        if why_not:
            messages.warning(request, why_not)
            return redirect(back)
        form: Any = form_class(
            request.POST or None, request.FILES or None, thing=thing, action=action, actor=actor, **more
        )
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
            "takes_files": form.is_multipart(),
        }
        return render(request, self.template, context, status=400 if form.errors else 200)


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
