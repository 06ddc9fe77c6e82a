"""What the desks' pages show of an opinion: ``{% load desk %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from casework.models import Topic
from deputies.models import Organ
from feedback.looking import purposes_for
from feedback.reasons import reason_words
from feedback.routing.reasons import told
from feedback.sameness import Earlier, earlier

if TYPE_CHECKING:
    from collections.abc import Collection

    from casework.models import Case
    from feedback.models import Proposal

register = template.Library()

register.filter("reason_words", reason_words)


@register.simple_tag
def identity_purposes(case: Case, roles: Collection[str]) -> list[tuple[str, str]]:
    """The purposes this reader may name to see who the citizen is; empty: the reader may not see it."""
    return [(purpose.value, str(purpose.label)) for purpose in purposes_for(case, roles)]


@register.simple_tag
def sent_before(case: Case, roles: Collection[str]) -> list[Earlier]:
    """What the same person has sent on this matter and is still open; for the officer who screens."""
    return earlier(case) if "officer" in roles else []


@register.simple_tag
def proposal_reasons(proposal: Proposal) -> list[str]:
    """Why the router proposed what it did, one sentence each."""
    return [one.sentence for one in told(proposal.reasons)]


@register.simple_tag
def proposal_alternatives(proposal: Proposal) -> list[dict[str, Any]]:
    """The best three topics, each with how sure in percent, the words that spoke for it and the organ usual for it."""
    rows = [row for row in proposal.alternatives if isinstance(row, dict)]
    topics = Topic.objects.in_bulk([row["topic"] for row in rows])
    organs = Organ.objects.in_bulk([row["organ"] for row in rows if row.get("organ")])
    return [
        {
            "topic": topics[row["topic"]],
            "percent": row["percent"],
            "words": "、".join(row["words"]),
            "organ": organs.get(row.get("organ")),
        }
        for row in rows
        if row["topic"] in topics
    ]
