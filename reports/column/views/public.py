"""The column as everybody reads it: lists, articles with their versions, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.paging import keyset
from deputies.models import PeoplesCongress
from deputies.remembered import remembered
from reports.column import counting, markup
from reports.column.access import articles_visible_to
from reports.column.forms.writing import ColumnFilter
from reports.column.markup import Shown
from reports.column.models import Article, ArticleKind, Picture
from reports.column.searching import ARTICLES, excerpt, highlighted
from reports.pictures import answer

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

_SIZE = 12
_KEPT = 300
_TEASERS = 3


@require_safe
def column(request: HttpRequest) -> HttpResponse:
    """The latest first; by words, kind and congress."""
    form = ColumnFilter(request.GET or None, congresses=_congresses())
    rows = Article.objects.public()
    query = ""
    if form.is_bound and form.is_valid():
        query = form.cleaned_data["q"]
        rows = _filtered(rows, form.cleaned_data)
    page = keyset(rows, "published_at", request.GET, descending=True, size=_SIZE)
    counting.count(request, "column")
    context = {
        "form": form,
        "page": page,
        "rows": [_teaser(one, query) for one in page.rows],
        "kinds": ArticleKind.choices,
        "kind": request.GET.get("kind", ""),
        "filtered": bool(request.GET.keys() - {"after", "before"}),
    }
    return render(request, "column/column.html", context)


def _congresses() -> list[tuple[str, str]]:
    def found() -> list[tuple[str, str]]:
        keys = Article.objects.filter(published_at__isnull=False).order_by().values("congress").distinct()
        return list(PeoplesCongress.objects.filter(pk__in=keys).order_by("code").values_list("code", "name"))

    return remembered("column.congresses", _KEPT, found)


def _filtered(rows: Any, given: dict[str, Any]) -> Any:
    rows = ARTICLES.matching(rows, given["q"])
    if given["kind"]:
        rows = rows.filter(kind=given["kind"])
    if given["congress"]:
        rows = rows.filter(congress__code=given["congress"])
    return rows


def _teaser(article: Article, query: str) -> dict[str, Any]:
    version = article.shown
    assert version is not None
    words = excerpt(markup.plain(version.body), query) if query else version.summary
    return {
        "article": article,
        "title": highlighted(version.title, query),
        "words": highlighted(words, query),
    }


def teasers() -> list[dict[str, Any]]:
    """The latest articles, for the first page; fit for keeping in a cache."""
    return [
        {
            "url": reverse("column_article", args=[one.pk]),
            "title": one.shown.title if one.shown else "",
            "summary": one.shown.summary if one.shown else "",
            "kind": str(one.get_kind_display()),
            "day": one.published_at,
        }
        for one in Article.objects.public().order_by("-published_at", "-pk")[:_TEASERS]
    ]


@require_safe
def column_article(request: HttpRequest, pk: int) -> HttpResponse:
    """One article as it was last released, with its corrections; 410 with the reason where it was withdrawn."""
    found = Article.objects.exclude(shown=None).select_related("shown", "congress", "deputy", "organ")
    article = get_object_or_404(found, pk=pk)
    if not article.is_shown:
        event = article.events.filter(action="withdraw").last()
        return render(request, "column/withdrawn.html", {"article": article, "event": event}, status=410)
    counting.count(request, "column_article", article.pk)
    versions = list(article.versions.order_by("number"))
    asked = request.GET.get("version", "")
    shown = next((one for one in versions if str(one.number) == asked), article.shown)
    context = {
        "article": article,
        "shown": shown,
        "is_old": shown.pk != article.shown_id if shown else False,
        "body": body_of(article, shown.body if shown else ""),
        "versions": versions,
        "corrections": [one for one in versions if one.note],
    }
    return render(request, "column/article.html", context)


def body_of(article: Article, text: str) -> SafeString:
    """The text with the article's own pictures in it."""
    pictures = {one.pk: one for one in article.pictures.all()} if "![" in text else {}

    def shown(key: int) -> Shown | None:
        one = pictures.get(key)
        return (
            Shown(reverse("column_picture", args=[one.pk]), one.alt, one.width, one.height) if one else None
        )

    return markup.render(text, shown)


@require_safe
def column_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture of an article that is published, or that the reader sees at the desk."""
    picture = get_object_or_404(Picture.objects.select_related("article"), pk=pk)
    is_public = picture.article.is_shown
    if not is_public and not articles_visible_to(request.user).filter(pk=picture.article_id).exists():
        raise Http404
    return answer(request, picture, is_public=is_public)
