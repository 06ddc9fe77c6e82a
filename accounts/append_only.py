"""Tables whose rows are written once and never changed or removed through the application."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models

_M = TypeVar("_M", bound=models.Model)


class AppendOnlyError(TypeError):
    """An attempt to change or remove a row of an append-only table."""


def _refuse(model: type[models.Model]) -> NoReturn:
    raise AppendOnlyError(f"{model.__name__} is append-only: a row is neither changed nor removed.")


class AppendOnlyQuerySet(models.QuerySet[_M]):
    """Refuses every bulk way to change or remove rows."""

    def update(self, **kwargs: Any) -> NoReturn:
        _refuse(self.model)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(self.model)

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(self.model)

    def delete(self) -> NoReturn:
        _refuse(self.model)

    def _raw_delete(self, using: str | None) -> NoReturn:
        _refuse(self.model)


class AppendOnly(models.Model):
    """Base of a table that only grows. Use with a manager made from ``AppendOnlyQuerySet``."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(type(self))
