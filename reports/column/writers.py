"""Who has worked on a text since it was last released: by the history, not by a column that the next one overwrites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from reports.column.models import ColumnEvent

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from reports.column.models import Article

WRITES = ("write", "change", "submit", "correct", "submit_correction")
RELEASES = ("release", "release_correction")


def writers_of(article: Article) -> list[int]:
    """Keys of the users who wrote, changed or handed in since the last release, in that order."""
    last = article.events.filter(action__in=RELEASES).order_by("-pk").first()  # type: ignore[attr-defined]
    since = article.events.filter(action__in=WRITES, pk__gt=last.pk if last else 0)  # type: ignore[attr-defined]
    return list(since.order_by("pk").values_list("actor", flat=True))


def of_others(articles: QuerySet[Article], user: User) -> QuerySet[Article]:
    """Of ``articles`` those on which ``user`` has not worked since the last release."""
    of_it = ColumnEvent.objects.filter(article=OuterRef("pk")).order_by("-pk")
    last = Coalesce(Subquery(of_it.filter(action__in=RELEASES).values("pk")[:1]), Value(0))
    own = of_it.filter(action__in=WRITES, actor=user, pk__gt=OuterRef("last_release"))
    return articles.annotate(last_release=last).exclude(Exists(own))
