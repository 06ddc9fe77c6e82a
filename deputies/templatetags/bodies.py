"""What the office's page says of its own bodies: ``{% load bodies %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from deputies.models import posts_of
from deputies.ownership import flagged

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def without_owner(context: Context) -> list[str]:
    """Names of liaison bodies of the reader's own congresses that nobody answers for; for officers alone."""
    request: Any = context.get("request")
    congresses = posts_of(request.user).officer if request else frozenset()
    return flagged(congresses) if congresses else []
