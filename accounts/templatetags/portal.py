"""Tags and filters of the look: ``{% load portal %}``. How to use them: docs/look.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, format_html
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
    """The date ``thing`` owes, how far off it is, and (unless "brief") why it is that date."""
    owed = due_of(thing, why=None if brief else why or why_of(thing))
    if owed is None:
        return ""
    if brief:
        return _brief(owed)
    return _explained(owed) if owed.why else _dated(owed)


def _brief(owed: Due) -> SafeString:
    return format_html(
        '<time class="due due-{}" datetime="{}">{}</time>', owed.state, owed.on.isoformat(), owed.words
    )


def _dated(owed: Due) -> SafeString:
    return format_html('<span class="due due-{}">{}</span>', owed.state, _date_and_words(owed))


def _explained(owed: Due) -> SafeString:
    body = render_to_string("components/due_why.html", {"why": owed.why})
    return format_html(
        '<details class="due due-{}"><summary>{}</summary><div class="due-why">{}</div></details>',
        owed.state,
        _date_and_words(owed),
        body,
    )


def _date_and_words(owed: Due) -> SafeString:
    mark = _(" (provisional)") if owed.provisional else ""
    return format_html(
        '<time datetime="{}">{}</time>{} · {}', owed.on.isoformat(), formats.day(owed.on), mark, owed.words
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
