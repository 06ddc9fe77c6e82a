"""What refers to a row: history is never deleted, and nothing that history points to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Reference:
    """So many rows of one kind refer to it."""

    label: str
    count: int

    def __str__(self) -> str:
        return f"{self.label}: {self.count}"


def references_to(obj: Model, *, owned: Collection[str] = ()) -> list[Reference]:
    """Who refers to ``obj``, by whatever key; ``owned`` names models (``app.model``) that are parts of it."""
    found = []
    for relation in obj._meta.related_objects:
        model = relation.related_model
        if isinstance(model, str) or model._meta.label_lower in owned:
            continue
        count = model._base_manager.filter(**{relation.field.name: obj.pk}).count()
        if count:
            found.append(Reference(str(model._meta.verbose_name_plural), count))
    return found
