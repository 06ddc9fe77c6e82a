"""Writes the public column of the office that is shown: articles, a law, media reports, digests, last year's open data.

Written in bulk, as the services would have left it.
"""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from casework.models import Case
from liaison.demo.load.contact_parts import at_hour
from liaison.demo.matters import FOLDER
from reports.column import lawfile, laws, markup, open_data
from reports.column.articles import usable_for_practice
from reports.column.models import (
    Adoption,
    Article,
    ArticleVersion,
    ColumnEvent,
    DigestEntry,
    DigestIssue,
    DigestReceipt,
    MediaMention,
    OpenData,
)
from reports.column.searching import grams

if TYPE_CHECKING:
    from accounts.models import User
    from deputies.models import Deputy, PeoplesCongress
    from liaison.demo.load.contact_parts import Desk
    from reports.column.models.event import Moving

_SPACE = UUID("6f0f2c5e-5a53-4b0e-9a67-1f6f3b6a2c15")
_DAY = timedelta(days=1)


def write(desk: Desk) -> None:
    """Articles in several states, the invented regulation, and what the press and the leaders made of it all."""
    desk_of_column = _Column(desk)
    words = tomllib.loads((FOLDER / "words" / "column.toml").read_text(encoding="utf-8"))
    laws.load(lawfile.read((FOLDER / "laws" / "contact.txt").read_text(encoding="utf-8")))
    for one in words["article"]:
        desk_of_column.article(one)
    for one in words["media"]:
        desk_of_column.media(one)
    for one in words["digest"]:
        desk_of_column.digest(one)
    desk_of_column.data()


class _Column:
    """The rows of one office's column."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.now: datetime = desk.rows.now
        self.congress: PeoplesCongress = desk.rows.congresses[desk.code]
        self.officer: User = desk.officer
        self.member: User = desk.rows.users[desk.code, "committee:0"]
        self.me: Deputy = desk.rows.deputies[desk.shown.demo_deputies[0].number]

    def took(self, thing: Moving, *steps: tuple[Any, ...]) -> None:
        """Rows of (action, from, to, when, who, as what, and perhaps what was said)."""
        ColumnEvent.objects.bulk_create(
            ColumnEvent(
                **{thing.table.kind: thing},
                action=action,
                from_status=source,
                to_status=target,
                at=at,
                actor=user,
                acting_as=acting_as,
                note="".join(said),
            )
            for action, source, target, at, user, acting_as, *said in steps
        )

    def _morning(self, days: int) -> datetime:
        """Ten o'clock so many days ago."""
        return at_hour(self.desk.today - days * _DAY, 10)

    # --- Articles -----------------------------------------------------------------------------------------
    def article(self, words: dict[str, Any]) -> None:
        at = self._morning(words["ago"])
        text = {
            name: words[name].replace("ME", self.me.name).strip() for name in ("title", "summary", "body")
        }
        state = words.get("state", "published")
        named: dict[str, Any] = {}
        if words.get("names") == "deputy":
            named = {"deputy": self.me, "deputy_agreed_at": at - _DAY}
        organ = self.desk.rows.organs.get((self.desk.code, words.get("organ", "")))
        if organ is not None:
            named = {"organ": organ, "organ_agreed_at": at - _DAY}
        if words.get("from_case"):
            named["case"] = usable_for_practice(Case.objects.filter(congress=self.congress)).first()
        article = Article(
            congress=self.congress,
            kind=words["kind"],
            source=words["source"],
            begun_at=at - 3 * _DAY,
            written_by=self.officer,
            key=uuid5(_SPACE, words["title"]),
            version={"draft": 1, "review": 2}.get(state, 3),
            **text,
            **named,
            **{"status": "review" if state == "review" else "draft"},
        )
        article.save(force_insert=True)
        begun = at - 3 * _DAY
        self.took(article, ("write", "", "draft", begun, self.officer, "officer"))
        if state != "draft":
            self.took(article, ("submit", "draft", "review", begun + _DAY, self.officer, "officer"))
        if state == "published":
            self._published(article, words, at)

    def _published(self, article: Article, words: dict[str, Any], at: datetime) -> None:
        self.took(article, ("release", "review", "published", at, self.member, "committee"))
        shown = self._version(article, 1, at, "", words.get("wrong"))
        if "corrected" in words:
            later, note = at + words["corrected_after"] * _DAY, words["corrected"]
            again = ("published", "correcting", later - _DAY / 2, self.officer, "officer")
            self.took(
                article,
                ("correct", *again),
                (
                    "submit_correction",
                    "correcting",
                    "recheck",
                    later - _DAY / 4,
                    self.officer,
                    "officer",
                    note,
                ),
                ("release_correction", "recheck", "published", later, self.member, "committee", note),
            )
            shown = self._version(article, 2, later, note, None)
        Article.objects.filter(pk=article.pk).update(
            **{"status": "published"},
            released_by=self.member,
            published_at=at,
            shown=shown,
            grams=grams(shown.title, shown.summary, markup.plain(shown.body)),
        )

    def _version(
        self, article: Article, number: int, at: datetime, note: str, wrong: list[str] | None
    ) -> ArticleVersion:
        right, instead = wrong or ["", ""]
        return ArticleVersion.objects.create(
            article=article,
            number=number,
            title=article.title,
            summary=article.summary,
            body=article.body.replace(right, instead) if right else article.body,
            source=article.source,
            note=note,
            released_by=self.member,
            released_at=at,
        )

    # --- Media --------------------------------------------------------------------------------------------
    def media(self, words: dict[str, Any]) -> None:
        mention = MediaMention.objects.create(
            congress=self.congress,
            day=self.desk.today - words["ago"] * _DAY,
            entered_by=self.officer,
            key=uuid5(_SPACE, words["title"]),
            **{name: words[name] for name in ("kind", "medium", "title", "subject", "result")},
        )
        if words.get("named"):
            mention.deputies.add(self.me)

    # --- Digests ------------------------------------------------------------------------------------------
    def digest(self, words: dict[str, Any]) -> None:
        month = self.desk.today.replace(day=1)
        for _turn in range(words["months_ago"]):
            month = (month - _DAY).replace(day=1)
        state = words["state"]
        sent = state in ("released", "concluded")
        at = self._morning(words["months_ago"] * 30 - 2)
        issue = DigestIssue.objects.create(
            congress=self.congress,
            title=words["title"],
            month=month,
            foreword=words["foreword"],
            compiled_by=self.officer,
            released_by=self.member if sent else None,
            released_at=at if sent else None,
            year=at.year if sent else None,
            serial=self._serial(at.year) if sent else None,
            key=uuid5(_SPACE, f"digest-{words['title']}"),
            closed_at=at + 25 * _DAY if state == "concluded" else None,
            version=4,
            **{"status": state},
        )
        self._walked(issue, state, min(at, self._morning(1)) - 4 * _DAY, at)
        for place, one in enumerate(words["entry"], start=1):
            self._entry(issue, place, one, at)
        if sent:
            self._readers(issue, words["signed"], at)

    def _serial(self, year: int) -> int:
        return DigestIssue.objects.filter(congress=self.congress, year=year).count() + 1

    def _walked(self, issue: DigestIssue, state: str, begun: datetime, at: datetime) -> None:
        steps: list[tuple[Any, ...]] = [
            ("compile", "", "draft", begun, self.officer, "officer"),
            ("change", "draft", "draft", begun + _DAY, self.officer, "officer"),
            ("submit", "draft", "review", begun + 2 * _DAY, self.officer, "officer"),
            ("release", "review", "released", at, self.member, "committee"),
            (
                "conclude",
                "released",
                "concluded",
                at + 25 * _DAY,
                self.officer,
                "officer",
                "各条均已有结果。",
            ),
        ]
        self.took(issue, *steps[: {"draft": 2, "review": 3, "released": 4, "concluded": 5}[state]])

    def _entry(self, issue: DigestIssue, place: int, words: dict[str, Any], at: datetime) -> None:
        entry = DigestEntry.objects.create(
            issue=issue,
            position=place,
            topic=self.desk.rows.topics.get(words["topic"]),
            place=self.congress.division,
            **{name: words[name] for name in ("heading", "people", "body", "suggestion")},
        )
        for one in words.get("adopted", []):
            Adoption.objects.create(
                entry=entry,
                on=(at + one["after"] * _DAY).date(),
                entered_by=self.officer,
                **{name: one[name] for name in ("kind", "by", "words", "followed")},
            )

    def _readers(self, issue: DigestIssue, signed: list[str], at: datetime) -> None:
        organs = [
            self.desk.rows.organs.get((self.desk.code, code))
            for code in ("transport", "education", "ecology")
        ]
        readers: list[tuple[str, str, Any]] = [("leader", "县长", None), ("committee", "主任会议", None)]
        readers += [("organ", organ.name, organ) for organ in organs if organ]
        for place, (kind, name, organ) in enumerate(readers):
            is_signed = any(one in name for one in signed)
            DigestReceipt.objects.create(
                issue=issue,
                kind=kind,
                name=name,
                organ=organ,
                signed_by=f"{name}办公室" if is_signed else "",
                signed_at=at + place * _DAY + _DAY / 24 if is_signed else None,
            )

    # --- Open data ----------------------------------------------------------------------------------------
    def data(self) -> None:
        """Last year's, counted as the page counts it; a small place may have had too few opinions."""
        year = self.desk.today.year - 1
        if not open_data.why_not_put_out(self.congress, year):
            OpenData.objects.create(
                congress=self.congress,
                year=year,
                rows=open_data.rows_of(self.congress, year),
                put_out_by=self.officer,
                put_out_at=self.now - 200 * _DAY,
            )
