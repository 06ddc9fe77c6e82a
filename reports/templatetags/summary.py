"""Small words of the summary's pages: ``{% load summary %}``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.summary import catalogue

if TYPE_CHECKING:
    from reports.models import SummaryReport

register = template.Library()


@register.filter
def iso_day(text: str) -> date:
    return date.fromisoformat(text)


@register.filter
def words(text: str) -> list[str]:
    return text.split()


@register.filter
def at(counts: dict[str, int], name: str) -> int:
    return counts[name]


@register.filter
def file_words(kind: str) -> str:
    """What a file of this kind is for."""
    return {
        "docx": _("Document to work on (.docx)"),
        "pdf": _("Document to print (.pdf)"),
        "xlsx": _("Spreadsheet with charts and definitions (.xlsx)"),
        "csv": _("Figures, one a line (.csv)"),
        "json": _("Figures for programs (.json)"),
    }[kind]


@register.filter
def report_shape(report: SummaryReport) -> str:
    """The shape of the badge of a report's status."""
    return {"writing": "waiting", "published": "done", "replaced": "stopped"}.get(report.status, "moving")


@register.simple_tag
def organ_list(congress: str, period: str, name: str, organ: int) -> str:
    """The list behind a number of one organ; empty where the number is of another kind."""
    code = f"opinions.{name}"
    if code not in catalogue.FIGURES:
        return ""
    query = urlencode({"by": "organ", "key": organ})
    return f"{reverse('summary_list', args=[congress, period, code])}?{query}"
