"""The contact page: a deputy decides who sees what of their own, and the office may do it for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deputies import contact, finding
from deputies.forms import ContactForm
from deputies.models import Deputy, posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_LATEST = 10  # changes shown


@login_required
@require_GET
def my_contact(request: HttpRequest) -> HttpResponse:
    """The page of the deputy who has signed in."""
    own = sorted(posts_of(request.user).deputy)
    if not own:
        raise PermissionDenied(_("Only a deputy has a contact page of their own."))
    return redirect("deputy_contact", own[-1])


@login_required
@require_http_methods(["GET", "POST"])
def deputy_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sees what; in the deputy's words on their own page, by the office for one who does not use it."""
    deputy = _mine(request, pk)
    form = ContactForm(request.POST or None, deputy=deputy)
    if request.method == "POST" and form.is_valid() and form.save(by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("Saved. The public page shows it from now on."))
        return redirect("deputy_contact", pk)
    return render(
        request, "deputy/contact.html", _context(request, deputy, form), status=400 if form.errors else 200
    )


@login_required
@require_POST
def renew_relay(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw a new relay address."""
    contact.renew_relay(_mine(request, pk), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("There is a new relay address. Mail to the old one no longer arrives."))
    return redirect("deputy_contact", pk)


@login_required
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """The office's list of deputies, by name, pinyin or number: the way to each contact page."""
    posts = posts_of(request.user)
    congresses = posts.officer | posts.operator
    if not congresses:
        raise PermissionDenied(_("The list of deputies is for the liaison office."))
    words = " ".join(request.GET.get("q", "").split())[:60]
    found = finding.named(Deputy.objects.filter(congress__in=congresses), words)
    rows = list(found.select_related("congress").order_by("congress", "number", "pk")[: finding.MOST + 1])
    context = {"words": words, "rows": rows[: finding.MOST], "more": len(rows) > finding.MOST}
    return render(request, "desk/people.html", context)


def _mine(request: HttpRequest, pk: int) -> Deputy:
    """The deputy, if the reader is it or keeps its congress's list; 404 in another congress, else 403."""
    deputy = get_object_or_404(Deputy.objects.select_related("congress"), pk=pk)
    posts = posts_of(request.user)
    if deputy.pk in posts.deputy or deputy.congress_id in posts.officer | posts.operator:
        return deputy
    if deputy.congress_id not in posts.congresses:
        raise Http404
    raise PermissionDenied(_("The contact page is for the deputy and the liaison office."))


def _context(request: HttpRequest, deputy: Deputy, form: ContactForm) -> dict[str, object]:
    stations = contact.stations_of(deputy)
    return {
        "deputy": deputy,
        "is_own": deputy.pk in posts_of(request.user).deputy,
        "form": form,
        "facts": contact.facts(deputy),
        "ways": contact.ways(deputy, stations),
        "relay": contact.relay_address(deputy),
        "changes": [_told(one) for one in deputy.contact_changes.select_related("by")[:_LATEST]],
    }


def _told(one: object) -> tuple[object, str]:
    return one, contact.words_of(one)  # type: ignore[arg-type]
