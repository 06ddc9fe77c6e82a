"""Celery: what follows from the steps of suggestions, and what runs out by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext_noop as _

from casework.models import Effect
from casework.outbox import effect
from casework.periodic import periodic
from suggestions import services
from suggestions.searching import index_cases


@effect("suggestions.tell_citizens", batch=20)
def tell_citizens(effects: Sequence[Effect]) -> None:
    """Tell the citizens whose opinions the suggestion grew from."""
    services.tell_of([one.event for one in effects])


@effect("suggestions.index", batch=20)
def index(effects: Sequence[Effect]) -> None:
    """Bring the search index up to date with what deputies and organs wrote, and with what was published of it."""
    index_cases({one.event.case_id for one in effects})


@periodic(
    "suggestions.conclude_due", timedelta(minutes=10), _("Conclude suggestions that nobody rated in time")
)
def conclude_what_ran_out() -> int:
    return services.conclude_due()


@periodic(
    "suggestions.remind",
    timedelta(hours=1),
    _("Remind of talks with deputies and of publication"),
)
def remind_of_days() -> int:
    return services.remind()
