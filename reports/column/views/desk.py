"""The desk's pages of articles: the list, writing, the piece with its buttons, and how often pages were opened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from casework.access import visible_to
from casework.numbers import tidy
from casework.paging import keyset
from contacts.views.doors import for_officers, for_the_office
from contacts.views.stepping import took
from contacts.year.views.common import chosen_congress, my_congresses
from deputies.models import posts_of
from reports.column import articles, counting
from reports.column.access import articles_visible_to
from reports.column.forms.writing import ArticleForm
from reports.column.models import Article
from reports.column.views.common import actions, base_of, history, tabs, take_step
from reports.column.views.public import body_of
from reports.picture_form import PhotoForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Case

_PRIMARY = ("submit", "release", "agree", "submit_correction", "release_correction")
_SINCE = timedelta(days=30)
_PAGES = {
    "column": gettext_noop("Lists of the column"),
    "column_article": gettext_noop("Articles"),
    "laws": gettext_noop("Law library"),
    "law": gettext_noop("Legal texts"),
    "open_data": gettext_noop("Open data"),
    "open_data_file": gettext_noop("Files of open data"),
    "published": gettext_noop("Published answers"),
}


@login_required
def column_desk(request: HttpRequest) -> HttpResponse:
    """All articles of one's congress; of a deputy or organ those that name them."""
    posts = posts_of(request.user)
    if not posts.has("officer", "committee", "deputy", "head"):
        raise PermissionDenied(_("These pages are for liaison offices and the standing committee."))
    rows = articles_visible_to(request.user).select_related("written_by", "congress")
    is_office = posts.has("officer", "committee")
    waits = Q(status__in=("review", "recheck"))
    page = keyset(rows.exclude(waits), "begun_at", request.GET, descending=True)
    views = counting.views_of("column_article", [one.pk for one in page.rows])
    context = {
        "base": base_of(request),
        "tabs": tabs("column_desk") if is_office else [],
        "waiting": rows.filter(waits).order_by("begun_at"),
        "page": page,
        "rows": [(one, views.get(one.pk, 0)) for one in page.rows],
        "may_write": bool(posts.officer),
        "is_office": is_office,
    }
    return render(request, "column/desk.html", context)


def _find(request: HttpRequest, pk: int) -> Article:
    rows = articles_visible_to(request.user).select_related("congress", "deputy", "organ", "shown", "case")
    return get_object_or_404(rows, pk=pk)


@login_required
def column_piece(request: HttpRequest, pk: int) -> HttpResponse:
    """The text as it stands now, what may be done, and how it came about."""
    found = _find(request, pk)
    may_change = found.congress_id in posts_of(request.user).officer and found.status in (
        "draft",
        "correcting",
    )
    is_office = found.congress_id in posts_of(request.user).officer | posts_of(request.user).committee
    context = {
        "base": base_of(request),
        "article": found,
        "body": body_of(found, found.body),
        "pictures": found.pictures.all(),
        "picture_form": PhotoForm() if may_change else None,
        "may_change": may_change,
        "is_office": is_office,
        "views": counting.views_of("column_article", [found.pk]).get(found.pk, 0),
        "actions": actions(
            request, found, lambda action: reverse("column_step", args=[found.pk, action]), primary=_PRIMARY
        ),
        "events": history(found.events.all()) if is_office else [],
    }
    return render(request, "column/piece.html", context)


@login_required
def column_new(request: HttpRequest) -> HttpResponse:
    """Write an article; with ``case``, a good practice begun with the public words of a closed case."""
    for_officers(request)
    congress = chosen_congress(request, my_congresses(request))
    asked = tidy(request.GET.get("case", ""))
    case = _usable(request, congress.pk, asked) if asked else None
    initial = articles.words_of(case) if case else {}
    form = ArticleForm(request.POST or None, congress=congress, case=case, initial=initial)
    made: list[Article] = []

    def run() -> None:
        made.append(articles.write(form.draft(), actor=Actor.of(request.user)))

    if request.method == "POST" and form.is_valid() and took(form, run):
        return redirect("column_piece", made[0].pk)
    context = {
        "form": form,
        "case": case,
        "asked": asked,
        "title": _("A good practice from a case") if case else _("Write an article"),
        "back_url": reverse("column_desk"),
    }
    return render(request, "column/write.html", context, status=400 if form.errors else 200)


def _usable(request: HttpRequest, congress: int, number: str) -> Case | None:
    mine = articles.usable_for_practice(visible_to(request.user)).filter(congress=congress)
    found: Case | None = mine.select_related("opinion").filter(number=number).first()
    if found is None:
        messages.warning(
            request,
            _("No closed opinion of yours has this number, or its writer asked for confidentiality."),
        )
    return found


@login_required
def column_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if found.congress_id not in posts_of(request.user).officer:
        raise PermissionDenied(_("Only the liaison office writes here."))
    back = reverse("column_piece", args=[found.pk])
    if found.status not in found.table.step("change").sources:
        messages.warning(request, _("The text cannot be changed now."))
        return redirect(back)
    form = ArticleForm(request.POST or None, congress=found.congress, known=found)

    def run() -> None:
        given = {"actor": Actor.of(request.user), "expected_version": form.cleaned_data["version"]}
        articles.change(found, form.draft(), **given)

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("Saved."))
        return redirect(back)
    context = {"form": form, "case": found.case, "title": _("Change the text"), "back_url": back}
    return render(request, "column/write.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def column_add_picture(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    form = PhotoForm(request.POST, request.FILES)

    def run() -> None:
        data = form.cleaned_data
        articles.add_picture(found, data["file"], data["alt"], data["consent"], actor=Actor.of(request.user))

    if form.is_valid() and took(form, run):
        messages.success(request, _("The picture is there. Put its line where it is to stand."))
    else:
        for errors in form.errors.values():
            messages.warning(request, " ".join(map(str, errors)))
    return redirect("column_piece", found.pk)


@login_required
def column_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    found = _find(request, pk)
    if action not in found.table.by_action:
        raise Http404
    return take_step(request, found, action, reverse("column_piece", args=[found.pk]))


@login_required
def column_views(request: HttpRequest) -> HttpResponse:
    """How often public pages were opened in the last thirty days: numbers alone, nobody is followed."""
    for_the_office(request)
    rows: list[tuple[str, Any]] = [
        (_(_PAGES.get(page, page)), views) for page, views in counting.by_page(timezone.localdate() - _SINCE)
    ]
    mine = posts_of(request.user)
    shown = Article.objects.public().filter(congress__in=mine.officer | mine.committee)
    page = keyset(shown, "published_at", request.GET, descending=True)
    views = counting.views_of("column_article", [one.pk for one in page.rows])
    context = {
        "tabs": tabs("column_views"),
        "rows": rows,
        "page": page,
        "articles": [(one, views.get(one.pk, 0)) for one in page.rows],
    }
    return render(request, "column/views.html", context)
