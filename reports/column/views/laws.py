"""The law library: the texts, one text with an anchor at each article, and a search that finds articles."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from reports.column import counting
from reports.column.laws import found
from reports.column.models import Law, LawArticle, LawLevel
from reports.column.searching import excerpt, highlighted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_MOST = 300  # texts on the page
_MOST_FOUND = 60  # articles


@require_safe
def laws(request: HttpRequest) -> HttpResponse:
    """The texts by level; with words, the articles in which they stand."""
    query = request.GET.get("q", "")[:60].strip()
    everything = request.GET.get("all") == "1"
    texts = Law.objects.all() if everything else Law.objects.in_force()
    counting.count(request, "laws")
    context: dict[str, Any] = {"query": query, "everything": everything}
    if query:
        rows = list(found(query, texts)[: _MOST_FOUND + 1])
        context |= {"hits": [_hit(one, query) for one in rows[:_MOST_FOUND]], "more": len(rows) > _MOST_FOUND}
    else:
        listed = sorted(texts[:_MOST], key=lambda law: LawLevel.values.index(law.level))
        context["levels"] = [
            (rows[0].get_level_display(), rows)
            for rows in (list(group) for _level, group in groupby(listed, key=lambda law: law.level))
        ]
    return render(request, "column/laws.html", context)


def _hit(article: LawArticle, query: str) -> dict[str, Any]:
    return {
        "law": article.law,
        "url": article.get_absolute_url() if article.position else article.law.get_absolute_url(),
        "heading": article.heading,
        "words": highlighted(excerpt(article.text or article.law.title, query), query),
    }


@require_safe
def law(request: HttpRequest, pk: int) -> HttpResponse:
    """One text, its articles under their chapters, each with an address of its own."""
    text = get_object_or_404(Law, pk=pk)
    rows = text.articles.filter(position__gt=0).order_by("position")
    counting.count(request, "law", text.pk)
    context = {
        "law": text,
        "chapters": [(chapter, list(group)) for chapter, group in groupby(rows, key=lambda one: one.chapter)],
        "versions": Law.objects.filter(title=text.title).exclude(pk=text.pk).order_by("-in_force_from"),
    }
    return render(request, "column/law.html", context)
