"""Articles, digests and legal texts, brought to a status by the services alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.actors import Actor
from reports.column import articles, digests, lawfile, laws
from reports.column.articles import ArticleDraft
from reports.column.digests import EntryDraft, IssueDraft, Reader
from reports.column.models import Article, DigestEntry, DigestIssue, Law

if TYPE_CHECKING:
    from tests.factories import County

BODY = "## 一封来信\n代表走访时听到，村口的**路灯**坏了三个月。\n\n- 当天转交\n- 一周修好"
LAW = """标题：演示县人大代表联系群众办法
简称：联系办法
制定机关：演示县人民代表大会常务委员会
层级：人大文件
文号：演人常〔2023〕1号
通过日期：2022年12月20日
施行日期：2023-01-01

为了密切代表同群众的联系，制定本办法。
第一章　总则
第一条　代表应当与群众保持联系。
第二条　代表联络站每月安排一次接待日。
接待日提前公布。
第二章　办理
第十条　承办单位应当自交办之日起三个月内答复。
第十条之一　情况复杂的，可以延长。
第十二条　群众可以对办理结果作出评价。
"""


def draft(county: County, **changes: Any) -> ArticleDraft:
    given: dict[str, Any] = {
        "congress": county.congress,
        "kind": "story",
        "title": "村口的路灯亮了",
        "summary": "",
        "body": BODY,
    }
    return ArticleDraft(**{**given, **changes})


def written(county: County, **changes: Any) -> Article:
    return articles.write(draft(county, **changes), actor=Actor.of(county.officer))


def handed_in(county: County, **changes: Any) -> Article:
    article = written(county, **changes)
    articles.advance(article, "submit", actor=Actor.of(county.officer))
    return article


def published(county: County, **changes: Any) -> Article:
    article = handed_in(county, **changes)
    articles.release(article, actor=Actor.of(county.committee))
    return article


def issue(county: County, **changes: Any) -> DigestIssue:
    given: dict[str, Any] = {
        "congress": county.congress,
        "title": "城乡公交候车难",
        "month": timezone.localdate(),
    }
    return digests.compile_issue(IssueDraft(**{**given, **changes}), actor=Actor.of(county.officer))


def matter(county: County, of: DigestIssue, **changes: Any) -> DigestEntry:
    given: dict[str, Any] = {
        "heading": "末班车收得太早",
        "body": "多名群众反映，镇村公交末班车在十七时前收车。",
        "suggestion": "建议把末班车延后一小时。",
        "people": 23,
    }
    return digests.put_entry(of, EntryDraft(**{**given, **changes}), actor=Actor.of(county.officer))


def sent(county: County, *readers: Reader) -> DigestIssue:
    made = issue(county)
    matter(county, made)
    digests.advance(made, "submit", actor=Actor.of(county.officer))
    usual = readers or (Reader("committee", "主任会议"), Reader("organ", county.organ.name, county.organ))
    digests.release(made, usual, actor=Actor.of(county.committee))
    return made


def loaded(text: str = LAW) -> Law:
    laws.load(lawfile.read(text))
    return Law.objects.get(title=lawfile.read(text).columns["title"], in_force_from=_first_day(text))


def _first_day(text: str) -> date:
    day = lawfile.read(text).columns["in_force_from"]
    assert isinstance(day, date)
    return day
