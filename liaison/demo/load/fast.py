"""Many plain rows into one table, past the models: a history has hundreds of thousands of events.

``bulk_create`` spends most of its time on compiling values that are plain already. The table's own CHECK
and foreign-key constraints still judge every row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import AutoField

if TYPE_CHECKING:
    from django.db.models import Model

_MOST_VALUES = 30_000  # a statement of SQLite takes 32,766


def insert(model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert ``rows`` in their order; ``fields`` are names of fields, a foreign key's value is its key."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(model._meta.get_field(name).column)) for name in fields)  # type: ignore[union-attr]
    into = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES"
    one = f"({', '.join(['%s'] * len(fields))})"
    given = iter(rows)
    with connection.cursor() as cursor:
        while page := list(islice(given, _MOST_VALUES // len(fields))):
            cursor.execute(
                f"{into} {', '.join([one] * len(page))}", [_plain(value) for value in chain(*page)]
            )


def insert_objects(objects: Sequence[Model]) -> None:
    """Insert unsaved objects of one model, all their columns but a key that the database draws; keys stay unknown."""
    if not objects:
        return
    own = [field for field in objects[0]._meta.concrete_fields if not isinstance(field, AutoField)]
    names = [field.attname for field in own]
    insert(
        type(objects[0]),
        [field.name for field in own],
        ([getattr(one, name) for name in names] for one in objects),
    )


def _plain(value: Any) -> Any:
    """Moments and dates as this database stores them; everything else is plain already."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID):
        return str(value) if connection.features.has_native_uuid_field else value.hex
    return value
