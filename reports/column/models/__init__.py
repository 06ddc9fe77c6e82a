from reports.column.models.article import Article, ArticleKind, ArticleVersion, Picture
from reports.column.models.count import PageCount
from reports.column.models.digest import (
    Adoption,
    AdoptionKind,
    DigestEntry,
    DigestIssue,
    DigestReceipt,
    ReaderKind,
)
from reports.column.models.event import ColumnEvent, ColumnNotice
from reports.column.models.law import Law, LawArticle, LawLevel
from reports.column.models.media import MediaKind, MediaMention
from reports.column.models.open_data import OpenData

__all__ = [
    "Adoption",
    "AdoptionKind",
    "Article",
    "ArticleKind",
    "ArticleVersion",
    "ColumnEvent",
    "ColumnNotice",
    "DigestEntry",
    "DigestIssue",
    "DigestReceipt",
    "Law",
    "LawArticle",
    "LawLevel",
    "MediaKind",
    "MediaMention",
    "OpenData",
    "PageCount",
    "Picture",
    "ReaderKind",
]
