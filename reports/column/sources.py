"""What the search page of the staff finds beside cases: legal texts, and the articles of the public column.

Both are public as they are found here: a legal text is, once an operator has loaded it, and of an article the released
version alone is indexed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from accounts import formats
from casework.grams import wanted
from casework.searching import Found, Source, Words
from reports.column import laws, markup
from reports.column.models import Article, Law
from reports.column.searching import ARTICLES

if TYPE_CHECKING:
    from accounts.models import User
    from reports.column.models import LawArticle

_MOST = 30


def _legal_texts(user: User, query: str) -> list[Found]:
    """The article that is cited, and every article with the words, also of texts that are no longer in force."""
    cited = laws.cited(query)
    found = list(laws.found(query, Law.objects.all())[:_MOST]) if wanted(query) else []
    rows = [cited, *(one for one in found if one.pk != cited.pk)] if cited else found
    return [_legal_text(one) for one in rows]


def _legal_text(article: LawArticle) -> Found:
    law = article.law
    url = article.get_absolute_url() if article.position else law.get_absolute_url()
    standing = gettext("not in force yet") if law.is_coming else gettext("no longer in force")
    since = gettext("in force from %(day)s") % {"day": formats.day(law.in_force_from)}
    about = [law.issuer, since, *([] if law.is_in_force else [standing])]
    return Found(Words(f"{law.title} {article.heading}".strip(), article.text), url, " · ".join(about))


def _articles(user: User, query: str) -> list[Found]:
    """The latest first, in the words that were released."""
    if not wanted(query):
        return []
    rows = ARTICLES.matching(Article.objects.public(), query).order_by("-published_at", "-pk")[:_MOST]
    return [
        Found(
            Words(one.shown.title, markup.plain(one.shown.body)),
            reverse("column_article", args=[one.pk]),
            str(one.get_kind_display()),
        )
        for one in rows
        if one.shown
    ]


LEGAL_TEXTS = Source("laws", gettext_lazy("Legal texts"), _legal_texts)
COLUMN = Source("column", gettext_lazy("Public column"), _articles)
