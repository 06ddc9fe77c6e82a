"""Who is told that an article or a digest waits for them, and sending it: a row, which no mail server can lose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from contacts.services import owed
from deputies.models import Post
from reports.column.models import Article, ColumnNotice
from reports.column.writers import RELEASES, writers_of

if TYPE_CHECKING:
    from reports.column.models import ColumnEvent, DigestIssue

_HANDED_IN = ("submit", "submit_correction")
_BACK = ("return", "return_correction", "object", "object_again")


def owe(event: ColumnEvent) -> None:
    """Write down who can take the next step, or is to know of this one; in the transaction of the step."""
    moving = event.moving
    wanted = _of_article(event, moving) if isinstance(moving, Article) else _of_digest(event, moving)
    told = User.objects.filter(wanted, is_active=True, is_system=False).exclude(email="")
    keys = told.exclude(pk=event.actor_id).values_list("pk", flat=True).distinct().order_by("pk")
    ColumnNotice.objects.bulk_create(ColumnNotice(event=event, user_id=key) for key in keys)


_NOBODY = Q(pk__in=[])


def _of_article(event: ColumnEvent, article: Article) -> Q:
    """Whom it names first; once they agree, whoever may release it; the writers of what comes back or is out."""
    writers = Q(pk__in=writers_of(article))
    if event.action in (*_HANDED_IN, "agree"):
        asked = _named(article, asked=True)
        if asked:  # the other one it names was asked when it was handed in
            return asked if event.action in _HANDED_IN else _NOBODY
        return _releasers(article.congress_id) & ~writers
    if event.action in _BACK:
        return writers
    if event.action in RELEASES:
        return Q(pk=article.written_by_id) | _named(article)
    return _named(article) | Q(pk=article.written_by_id) if event.action == "withdraw" else _NOBODY


def _of_digest(event: ColumnEvent, issue: DigestIssue) -> Q:
    if event.action == "submit":
        return _releasers(issue.congress_id)
    if event.action == "return":
        last = issue.events.filter(action="submit").order_by("-pk").first()  # type: ignore[attr-defined]
        return Q(pk=last.actor_id) if last else _NOBODY
    if event.action == "release":
        organs = issue.receipts.exclude(organ=None).values("organ")  # type: ignore[attr-defined]
        return _holding(Q(role="head", organ__in=organs) | Q(role="committee", congress=issue.congress_id))
    return _NOBODY


def _holding(posts: Q) -> Q:
    return Q(pk__in=Post.objects.reachable(timezone.localdate()).filter(posts).values("user"))


def _releasers(congress: int) -> Q:
    return _holding(Q(role__in=("officer", "committee"), congress=congress))


def _named(article: Article, *, asked: bool = False) -> Q:
    """The deputy and the head of the organ it names; ``asked``: those of them who have not agreed yet."""
    found = Q()
    if article.deputy_id and not (asked and article.deputy_agreed_at):
        found |= Q(role="deputy", deputy=article.deputy_id)
    if article.organ_id and not (asked and article.organ_agreed_at):
        found |= Q(role="head", organ=article.organ_id)
    return _holding(found) if found else Q()


# --- Sending ----------------------------------------------------------------------------------------------
_JOINED = ("event__article", "event__digest", "user")


def send_owed(*, most: int = 500) -> int:
    """Send what is owed now; returns how many went out. May run twice at the same time."""
    claimed = owed.claim(ColumnNotice.objects.all(), most).select_related(*_JOINED)
    return sum(owed.settle(one, lambda one=one: _written(one)) for one in claimed)  # type: ignore[misc]


def _written(notice: ColumnNotice) -> tuple[str, str, str]:
    """Address, subject and text in the person's language."""
    event = notice.event
    page = "column_piece" if event.article_id else "digest"
    with translation.override(notice.user.language or settings.LANGUAGE_CODE):
        done = _(event.step.done)
        context = {
            "about": event.moving,
            "done": done,
            "note": event.note,
            "stands": event.moving.get_status_display(),
            "url": f"{settings.PORTAL_URL.rstrip('/')}{reverse(page, args=[event.moving.pk])}",
        }
        body = render_to_string("notices/column_staff.txt", context).strip()
        return notice.user.email, f"{event.moving}: {done}", body
