"""``translate``, ``url`` and ``static`` with nothing but constants: worked out once, then looked up.

A page of the desks has some sixty of them. What they give depends on the language, the addresses in use and the
storage of static files alone, and stands in each node beside what it depends on. Everything else in these libraries is
Django's own; the settings put this module in their place (``TEMPLATES``), so no template has to know.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.core.files.storage import storages
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as url_tag
from django.templatetags import i18n
from django.templatetags import static as static_tags
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags | static_tags.register.tags)
register.filters.update(i18n.register.filters)


class Kept(template.Node):
    """What ``node`` gave under the same circumstances, put into ``asvar`` where the template asks for that."""

    def __init__(self, node: template.Node, asvar: str | None) -> None:
        self.node, self.asvar = node, asvar
        self._known: dict[Any, Any] = {}

    def render(self, context: template.Context) -> str:
        on = (context.autoescape, *self.circumstances())
        if on not in self._known:
            given = self.node.render(context)
            self._known[on] = context[self.asvar] if self.asvar else given
        if self.asvar:
            context[self.asvar] = self._known[on]
            return ""
        return str(self._known[on])

    def circumstances(self) -> tuple[Any, ...]:
        raise NotImplementedError


class _Words(Kept):
    def circumstances(self) -> tuple[Any, ...]:
        return (get_language(),)


class _Address(Kept):
    def circumstances(self) -> tuple[Any, ...]:
        return get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()


class _File(Kept):
    def circumstances(self) -> tuple[Any, ...]:
        return (storages["staticfiles"],)


def _is_constant(expression: Any) -> bool:
    """Whether a filter expression is a text, without filters, and not the name of a variable."""
    literal = getattr(expression.var, "literal", expression.var)
    return isinstance(literal, str) and not expression.filters


@register.tag("trans")
@register.tag
def translate(parser: Any, token: Any) -> template.Node:
    node = i18n.do_translate(parser, token)
    if not _is_constant(node.filter_expression) or (
        node.message_context and not _is_constant(node.message_context)
    ):
        return node
    return _Words(node, node.asvar)


@register.tag
def url(parser: Any, token: Any) -> template.Node:
    """Kept where no argument is given; a name with a namespace depends on the application in use."""
    node: URLNode = url_tag(parser, token)
    name = node.view_name
    if node.args or node.kwargs or not _is_constant(name) or ":" in str(name.var):
        return node
    return _Address(node, node.asvar)


@register.tag
def static(parser: Any, token: Any) -> template.Node:
    node = static_tags.do_static(parser, token)
    return _File(node, node.varname) if _is_constant(node.path) else node
