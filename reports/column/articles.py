"""Writing, checking, releasing, correcting and withdrawing articles. The only writer of their tables.

Whoever wrote, changed or handed in a text does not release it, and whom it names agrees first. What anyone reads
changes with a release alone: until then the words being written lie beside the version that is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, NotAllowed, StepRefused
from deputies.models import posts_of
from feedback.public_view import answers_of
from feedback.text import clean, clean_line, mask_personal
from reports.column import markup
from reports.column.access import articles_visible_to, digests_visible_to
from reports.column.advance import advance, begin
from reports.column.models import Article, ArticleVersion, Picture
from reports.column.searching import grams
from reports.column.writers import of_others, writers_of
from reports.pictures import no_personal, photo

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from accounts.actors import Actor
    from accounts.models import User
    from casework.models import Case
    from deputies.models import Deputy, Organ, PeoplesCongress
    from reports.column.models import ColumnEvent

MOST_PICTURES = 12


@dataclass(frozen=True)
class ArticleDraft:
    congress: PeoplesCongress
    kind: str
    title: str
    summary: str
    body: str
    source: str = ""
    deputy: Deputy | None = None
    organ: Organ | None = None
    case: Case | None = None
    key: UUID = field(default_factory=uuid4)

    def columns(self) -> dict[str, Any]:
        return {
            "title": clean_line(self.title),
            "summary": clean_line(self.summary),
            "body": clean(self.body),
            "source": clean_line(self.source),
            "deputy": self.deputy,
            "organ": self.organ,
        }


@transaction.atomic
def write(draft: ArticleDraft, *, actor: Actor) -> Article:
    """A new article; the same form sent twice is one."""
    known = Article.objects.filter(key=draft.key).first()
    if known is not None:
        return known
    _check(draft)
    article = Article(
        congress=draft.congress,
        kind=draft.kind,
        case=draft.case,
        key=draft.key,
        written_by=actor.user,
        **draft.columns(),
        **{"status": "draft"},
    )
    begin(article, "write", actor=actor)
    return article


@transaction.atomic
def change(
    article: Article, draft: ArticleDraft, *, actor: Actor, expected_version: int | None = None
) -> ColumnEvent:
    """Word it anew. What anybody agreed to were other words: they are asked again."""
    _check(draft)
    columns = {**draft.columns(), "deputy_agreed_at": None, "organ_agreed_at": None}
    return advance(article, "change", actor=actor, expected_version=expected_version, **columns)


def _check(draft: ArticleDraft) -> None:
    for name in ("deputy", "organ"):
        one = getattr(draft, name)
        if one is not None and one.congress_id != draft.congress.pk:
            raise Incomplete(name, _("%(what)s belongs to another congress.") % {"what": one})
    for name in ("title", "summary", "body"):
        no_personal(name, getattr(draft, name))


# --- From a case ------------------------------------------------------------------------------------------
def usable_for_practice(cases: Any) -> Any:
    """Of ``cases`` those a good practice may be made of: opinions that are closed, and never a confidential one."""
    return cases.opinions().filter(closed_at__isnull=False, answered_at__isnull=False, confidential=False)


def words_of(case: Case) -> dict[str, str]:
    """Title and text to begin a good practice with: what anyone might read of the case, personal data starred out."""
    told = [mask_personal(event.note)[0] for event in answers_of([case.pk]).get(case.pk, [])]
    parts = [
        (_("What people said"), mask_personal(case.opinion.body)[0]),
        (_("How it was handled"), ""),
        (_("What came of it"), "\n\n".join(told)),
    ]
    body = "\n\n".join(f"## {heading}\n{words}".strip() for heading, words in parts)
    return {"title": mask_personal(case.title)[0][:100], "body": body}


# --- Pictures ---------------------------------------------------------------------------------------------
def add_picture(article: Article, file: UploadedFile, alt: str, consent: str, *, actor: Actor) -> Picture:
    """A photo made anew, with words for those who do not see it. Refused while the text cannot be changed."""
    _may_change(article, actor)
    if article.pictures.count() >= MOST_PICTURES:
        raise Incomplete(
            "file", _("It has %(most)s pictures; that is all it can have.") % {"most": MOST_PICTURES}
        )
    made = photo(file, alt, consent)
    picture = Picture(article=article, **made.columns)
    made.store(picture)
    return picture


def _may_change(article: Article, actor: Actor) -> None:
    if actor.user is None or article.congress_id not in posts_of(actor.user).officer:
        raise NotAllowed(_("Only the liaison office writes here."))
    if article.status not in article.table.step("change").sources:
        raise StepRefused(_("The text cannot be changed now."))


# --- The second person ------------------------------------------------------------------------------------
def why_not_handed_in(article: Article) -> str:
    return "" if article.body and article.title else _("Title and text are missing.")


def why_not_released(article: Article, user: User | None) -> str:
    """Why ``user`` cannot release it now: their own words, or somebody it names has not agreed."""
    if user is not None and user.pk in writers_of(article):
        return _("You have worked on this text. Another person releases it.")
    if article.deputy_id and article.deputy_agreed_at is None:
        return _("It names %(who)s, who has not agreed yet.") % {"who": article.deputy}
    if article.organ_id and article.organ_agreed_at is None:
        return _("It names %(who)s, who has not agreed yet.") % {"who": article.organ}
    return ""


def agree(article: Article, *, actor: Actor, expected_version: int | None = None) -> ColumnEvent:
    """The deputy or the head of the organ that is named has read it and agrees."""
    posts = posts_of(actor.user) if actor.user else None
    now = timezone.now()
    columns: dict[str, Any] = {}
    if posts and article.deputy_id in posts.deputy:
        columns["deputy_agreed_at"] = now
    if posts and article.organ_id in posts.head:
        columns["organ_agreed_at"] = now
    return advance(article, "agree", actor=actor, expected_version=expected_version, **columns)


@transaction.atomic
def release(article: Article, *, actor: Actor, expected_version: int | None = None) -> ColumnEvent:
    """Publish what was handed in, first or as a correction, as a version that stays."""
    why_not = why_not_released(article, actor.user)
    if why_not:
        raise StepRefused(why_not)
    action = "release" if article.status == "review" else "release_correction"
    note = "" if action == "release" else _handed_in_note(article)
    for name in ("title", "summary", "body"):
        no_personal(name, getattr(article, name))
    version = ArticleVersion(
        article=article,
        number=article.versions.count() + 1,
        title=article.title,
        summary=article.summary or _first_words(article.body),
        body=article.body,
        source=article.source,
        note=note[:300],
        released_by=actor.user,
    )
    version.save(force_insert=True)
    return advance(
        article,
        action,
        actor=actor,
        note=note,
        expected_version=expected_version,
        written_by_id=writers_of(article)[-1],
        released_by=actor.user,
        published_at=article.published_at or version.released_at,
        shown=version,
        grams=grams(version.title, version.summary, markup.plain(version.body)),
    )


def _handed_in_note(article: Article) -> str:
    event = article.events.filter(action="submit_correction").order_by("-pk").first()
    return event.note if event else ""


def _first_words(body: str, most: int = 120) -> str:
    line = " ".join(markup.plain(body).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def drop_correction(article: Article, *, actor: Actor, expected_version: int | None = None) -> ColumnEvent:
    """Back to the words that are shown."""
    shown = article.shown
    back = {name: getattr(shown, name) for name in ("title", "summary", "body", "source")} if shown else {}
    return advance(article, "drop_correction", actor=actor, expected_version=expected_version, **back)


def withdraw(
    article: Article, *, actor: Actor, note: str, expected_version: int | None = None
) -> ColumnEvent:
    """Take it from the public: its page says that it was withdrawn, and why; no search finds its words."""
    return advance(
        article, "withdraw", actor=actor, note=clean_line(note), expected_version=expected_version, grams=""
    )


def waiting(user: User) -> int:
    """What waits for the reader: articles and digests to release, or their word on an article that names them."""
    posts = posts_of(user)
    found = articles_visible_to(user).filter(status__in=("review", "recheck"))
    named = (
        found.filter(deputy_agreed_at=None, deputy__in=posts.deputy).count()
        + found.filter(organ_agreed_at=None, organ__in=posts.head).count()
    )
    mine = posts.officer | posts.committee
    if not mine:
        return named
    agreed = (Q(deputy=None) | Q(deputy_agreed_at__isnull=False)) & (
        Q(organ=None) | Q(organ_agreed_at__isnull=False)
    )
    ripe = of_others(found.filter(agreed, congress__in=mine), user)
    return named + ripe.count() + digests_visible_to(user).filter(status="review", congress__in=mine).count()
