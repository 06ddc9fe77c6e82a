"""The ways to break opinions down: by channel, topic, place, organ and class of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce, Substr
from django.utils.translation import gettext_lazy as _

from casework.models import Channel, Reply, Topic
from casework.models.assignment import HandlingRole
from casework.models.reply import ReplyState
from casework.typed import whole
from deputies.models import Division, Organ

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import Promise

_TOWNSHIP_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to break the opinions down: ``key`` is the expression grouped by, always a text, "" for none given."""

    name: str
    label: Promise
    key: Any
    names: Callable[[list[str]], dict[str, str]]
    chart: str = "rows"


def _text(expression: Any) -> Any:
    return Cast(expression, CharField(max_length=20))


def _by_pk(model: Any) -> Callable[[list[str]], dict[str, str]]:
    def names(keys: list[str]) -> dict[str, str]:
        wanted = [key for key in map(whole, keys) if key is not None]
        found = model.objects.filter(pk__in=wanted)
        return {str(row.pk): str(row) for row in found}

    return names


def _places(keys: list[str]) -> dict[str, str]:
    return {row.code: row.name for row in Division.objects.filter(code__in=keys).order_by("valid_from")}


def _classes(keys: list[str]) -> dict[str, str]:
    return {key: str(_("class %(letter)s") % {"letter": key}) for key in keys if key}


#: The class of the last answer that the office passed on; an assisting organ gives an opinion and no answer.
_CLASS = Subquery(
    Reply.objects.filter(case=OuterRef("pk"), state=ReplyState.APPROVED)
    .exclude(category="")
    .exclude(assignment__role=HandlingRole.ASSIST)
    .order_by("-pk")
    .values("category")[:1]
)

DIMENSIONS = {
    one.name: one
    for one in (
        Dimension("channel", _("Channel"), _text(F("channel")), _by_pk(Channel)),
        Dimension("topic", _("Topic"), _text(Coalesce("topic__parent", "topic")), _by_pk(Topic)),
        Dimension("place", _("Place"), Substr("division__code", 1, _TOWNSHIP_DIGITS), _places),
        Dimension("organ", _("Organ in charge"), _text(F("organ")), _by_pk(Organ)),
        Dimension("class", _("Class of the answer"), _CLASS, _classes),
    )
}
