"""Rows by keys that another query finds, so that the other query is asked first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BooleanField, F, Func, Q

if TYPE_CHECKING:
    from django.db.models import QuerySet


class IsAnyOf(Func):
    """Whether a value stands in an array; PostgreSQL works the array out once, before it looks at a row."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


def among(found: QuerySet[Any]) -> Q:
    """Rows whose key is in ``found``, a query of keys.

    A list joins seven tables. ``IN (SELECT …)`` would be joined after them, to the whole table: 4 s for an
    organ's cases among a million, where their keys are found in 15 ms.
    """
    if connection.vendor == "postgresql":
        return Q(IsAnyOf(F("pk"), ArraySubquery(found)))
    return Q(pk__in=found)
