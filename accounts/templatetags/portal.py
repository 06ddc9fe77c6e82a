"""Tags and filters of the look: ``{% load portal %}``. How to use them: docs/look.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import formats
from accounts.due import Due, due_of, why_of

register = template.Library()

NOTHING = "—"
_HAN = re.compile(r"[\u3400-\u9fff]")
_CHINESE = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”"
_RUN = re.compile(rf"(?:→ )?[《“（]?[\u3400-\u9fff](?:[{_CHINESE}0-9 ,.;:!?()/·%+-]*[{_CHINESE}0-9])?")
_IN_CHINESE = ' lang="zh-Hans"'
BADGES = frozenset({"waiting", "moving", "done", "stopped", "soon", "late"})
_LISTS = frozenset({"radioselect", "checkboxselectmultiple"})


@register.filter
def day(value: date | datetime | None) -> str:
    return formats.day(value) if value else NOTHING


@register.filter
def short_day(value: date | datetime | None) -> str:
    return formats.short_day(value, timezone.localdate()) if value else NOTHING


@register.filter
def moment(value: datetime | None) -> str:
    return formats.moment(value) if value else NOTHING


@register.filter
def number(value: int | float | Decimal | None, places: int = 0) -> str:
    return NOTHING if value is None else formats.number(value, places)


@register.filter
def percent(share: float | Decimal | None) -> str:
    return NOTHING if share is None else formats.percent(share)


# --- Whose words these are: a page in one language shows what was written in another -----------------------
def _foreign(text: str) -> bool:
    """Chinese words on a page that is not in Chinese: names of organs, what citizens and offices wrote."""
    return not (get_language() or "zh").startswith("zh") and bool(_HAN.search(text))


@register.simple_tag
def lang_of(text: Any) -> SafeString:
    """The attribute for the element that holds ``text``, where it is not in the language of the page."""
    return mark_safe(_IN_CHINESE) if _foreign(str(text)) else SafeString("")


@register.filter
def spoken(text: Any) -> Any:
    """Each Chinese run of ``text`` in an element that says so, on a page that is not in Chinese."""
    if text is None or not _foreign(str(text)):
        return text
    return mark_safe(_RUN.sub(rf"<span{_IN_CHINESE}>\g<0></span>", str(escape(text))))


@register.filter
def named_days_off(why: Any) -> list[tuple[date, str]]:
    """Of the days a deadline skipped, those with a name of their own; everybody knows the weekends."""
    return [(on, name) for on, name in getattr(why, "skipped", ()) if name and name != "weekend"]


@register.simple_tag
def badge(words: str, shape: str = "waiting") -> SafeString:
    """A status: the word in a shape. ``shape`` is one of BADGES."""
    if shape not in BADGES:
        raise template.TemplateSyntaxError(f"badge: unknown shape {shape!r}, one of {sorted(BADGES)}")
    return format_html('<span class="badge badge-{}">{}</span>', shape, words)


@register.simple_tag
def due(thing: Any, brief: str = "", why: Any = None) -> SafeString | str:
    """The date ``thing`` owes, how far off it is, and why it is that date.

    "brief", in lists: how far off it is alone, "day": the day alone; either leads to why where ``thing`` has an address
    for that (``due_url``). "whole": day and how far off it is, where the why stands beside it.
    """
    short = brief in ("brief", "day")
    owed = due_of(thing, why=None if short else why or why_of(thing))
    if owed is None:
        return ""
    if short:
        return _brief(owed, getattr(thing, "due_url", ""), formats.short_day if brief == "day" else None)
    return _explained(owed) if owed.why and not brief else _dated(owed)


def _brief(owed: Due, url: str, day: Callable[[date, date], str] | None = None) -> SafeString:
    words = day(owed.on, timezone.localdate()) if day else owed.words
    time = format_html(
        '<time class="due due-{}" datetime="{}">{}</time>', owed.state, owed.on.isoformat(), words
    )
    return why_link(url, time) if url else time


def why_link(url: str, words: str) -> SafeString:
    """``words`` about a date, leading to the page that explains it; a script shows that over this one."""
    return format_html('<a class="why-due" href="{}" data-why>{}</a>', url, words)


def _dated(owed: Due) -> SafeString:
    return format_html('<span class="due due-{}">{}</span>', owed.state, _date_and_words(owed))


def _explained(owed: Due) -> SafeString:
    is_constant = isinstance(owed.why, Hashable)
    body = (_kept_why if is_constant else _why)(owed.why, get_language(), timezone.localdate())
    return format_html(
        '<details class="due due-{}"><summary>{}</summary><div class="due-why">{}</div></details>',
        owed.state,
        _date_and_words(owed),
        body,
    )


def _why(why: Any, language: str | None, today: date) -> str:
    """Article, days skipped and holidays on the way, in that language as of that day."""
    return render_to_string("components/due_why.html", {"why": why})


_kept_why = lru_cache(maxsize=2048)(_why)


def _date_and_words(owed: Due) -> SafeString:
    mark = _(" (provisional)") if owed.provisional else ""
    return format_html(
        '<time datetime="{}">{}</time>{} · {}', owed.on.isoformat(), formats.day(owed.on), mark, owed.words
    )


# --- Lists that are long, or stand on every page: written here, where a row costs a tenth of a template's ---------
_ACTION = '<a class="btn{primary}" href="{url}"{key}{target}>{label}</a>{hint}'
_NOT_NOW = '<span class="btn" role="link" aria-disabled="true">{}</span><p class="why">{}</p>'


@register.simple_tag
def action_items(actions: Iterable[Mapping[str, Any]]) -> SafeString:
    """A button for each action: ``label``, ``url``, and what else components/actions.html may have."""
    return format_html_join("", "<li>{}</li>", ((_action(item),) for item in actions))


def _action(item: Mapping[str, Any]) -> SafeString:
    if item.get("why_not"):
        return format_html(_NOT_NOW, item["label"], item["why_not"])
    url, key, target, hint = (item.get(name) for name in ("url", "key", "target", "hint"))
    return format_html(
        _ACTION,
        primary=" btn-primary" if item.get("primary") else "",
        url=url,
        key=format_html(' data-key="{0}" aria-keyshortcuts="{0}"', key) if key else "",
        target=format_html(' hx-get="{}" hx-target="{}"', url, target) if target else "",
        label=item["label"],
        hint=format_html('<p class="why">{}</p>', hint) if hint else "",
    )


@register.simple_tag
def terms(items: Iterable[Mapping[str, Any]]) -> SafeString:
    """The rows of a list of terms: ``label``, and ``why``."""
    rows = ((item["label"], item["why"]) for item in items)
    return format_html_join("", '<dt>{}</dt><dd class="muted">{}</dd>', rows)


@register.simple_tag
def nav_items(items: Iterable[Mapping[str, Any]]) -> SafeString:
    """The links of the navigation: ``url``, ``label``, ``current``, ``part`` on a page below it, ``count`` if any."""
    return format_html_join("", "\n<li>{}</li>", ((_nav_item(item),) for item in items))


#: A page below a place is not the page of that place.
_CURRENT = {False: mark_safe(' aria-current="page"'), True: mark_safe(' aria-current="true"')}


def _nav_item(item: Mapping[str, Any]) -> SafeString:
    count = item.get("count")
    return format_html(
        '<a href="{}"{}><span>{}</span>{}</a>',
        item["url"],
        _CURRENT[bool(item.get("part"))] if item.get("current") else "",
        item["label"],
        "" if count in (None, "") else format_html(' <span class="tally">{}</span>', count),
    )


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget of ``field`` with its class: every text field, select and file looks alike."""
    kind = field.widget_type
    if kind == "checkbox" or kind in _LISTS:
        return field.as_widget()
    given = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"form-control {given}".strip()})


@register.filter
def is_list(field: BoundField) -> bool:
    """Radio buttons or check boxes: a fieldset with one choice a line."""
    return field.widget_type in _LISTS


def _forms(things: Iterable[Any]) -> Iterator[BaseForm]:
    for thing in things:
        if isinstance(thing, BaseFormSet):
            yield from thing.forms
        elif isinstance(thing, BaseForm):
            yield thing


def _target(field: BoundField) -> str:
    """The id a link must point at so that the field takes the focus."""
    return f"{field.auto_id}_0" if field.widget_type in _LISTS else field.id_for_label


def _errors(form: BaseForm) -> Iterator[dict[str, str]]:
    for text in form.non_field_errors():
        yield {"text": str(text), "target": ""}
    for field in form:
        for text in field.errors:
            yield {"text": str(text), "target": _target(field)}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """All errors of the forms and formsets given, each a link to its field; nothing when there are none."""
    whole = [
        {"text": str(text), "target": ""}
        for thing in forms
        if isinstance(thing, BaseFormSet)
        for text in thing.non_form_errors()
    ]
    return {"errors": whole + [error for form in _forms(forms) for error in _errors(form)]}
