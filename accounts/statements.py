"""Statements whose SQL is written once, and sent again with other values (docs/adr/statements.md).

Django writes the SQL of a query anew each time it is asked, which costs several times what it costs to send it and
to read the answer. What every request asks is kept here: a ``Kept`` query, and the INSERT of each table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import AutoField, Expression, Model
from django.db.models.query import get_related_populators

if TYPE_CHECKING:
    from django.db.models import QuerySet

_M = TypeVar("_M", bound=Model)
_FIRST_MARK = 2**62
_MOST_SHAPES = 500
_SETS = (frozenset, tuple, list)


class Blank(Expression):
    """Stands in a query for a value that is given when it is asked."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return "%s", [self]

    def __int__(self) -> int:
        """A list of keys is made of numbers: this one is found again among the parameters."""
        return _FIRST_MARK + self.place


class Kept(Generic[_M]):
    """A query of rows, written once for each shape of its values; asked with the values themselves.

    ``make`` builds the query from values it must not look into: it may ask whether a set is empty, nothing else. Nor
    may it read a clock, since what it reads would stand in the SQL for ever (ValueError where that is seen). A value
    is something a column holds and not None, a set of such values, or a dataclass of both; the shape is how many
    stand in each set.
    """

    def __init__(self, make: Callable[..., QuerySet[_M]]) -> None:
        self._make = make
        self._texts: dict[Any, _Text[_M] | None] = {}

    def __call__(self, **values: Any) -> list[_M]:
        """The rows, with the related ones that the query selects."""
        shape = (connection.vendor, *((name, _shape(value)) for name, value in values.items()))
        if shape not in self._texts:
            if len(self._texts) >= _MOST_SHAPES:
                self._texts.clear()
            self._texts[shape] = self._write(values)
        text = self._texts[shape]
        return text.rows([one for value in values.values() for one in _flat(value)]) if text else []

    def one(self, **values: Any) -> _M | None:
        """The first row, None where there is none."""
        return next(iter(self(**values)), None)

    def _write(self, values: dict[str, Any]) -> _Text[_M] | None:
        places = iter(range(_FIRST_MARK))
        query = self._make(**{name: _blanks(value, places) for name, value in values.items()})
        try:
            return _Text(query)
        except EmptyResultSet:  # such as the cases of somebody without a post
            return None


def _shape(value: Any) -> Any:
    if isinstance(value, _SETS):
        return len(value)
    return tuple(_shape(getattr(value, one.name)) for one in fields(value)) if is_dataclass(value) else None


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, _SETS):
        yield from value
    elif is_dataclass(value):
        for one in fields(value):
            yield from _flat(getattr(value, one.name))
    else:
        yield value


def _blanks(value: Any, places: Iterator[int]) -> Any:
    """The same shape with a blank for each value, numbered in the order of ``_flat``."""
    if isinstance(value, _SETS):
        return type(value)(Blank(next(places)) for _one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: _blanks(getattr(value, one.name), places) for one in fields(value)}
        )
    return Blank(next(places))


class _Text(Generic[_M]):
    """The SQL of a query, where its blanks stand, and how a row of the answer becomes objects."""

    def __init__(self, query: QuerySet[_M]) -> None:
        compiler = query.query.get_compiler(connection=connection)
        self.sql, params = compiler.as_sql()
        self.params = list(params)
        self.blanks = [(at, place) for at, param in enumerate(params) if (place := _place(param)) is not None]
        if any(isinstance(param, date) for param in params):
            raise ValueError("A day or a moment stands in the SQL for ever: give it as a value.")
        known, columns = compiler.klass_info, [column[0] for column in compiler.select]
        self.model: type[_M] = known["model"]  # type: ignore[index]
        first, end = known["select_fields"][0], known["select_fields"][-1] + 1  # type: ignore[index]
        self.own = slice(first, end)
        self.names = [column.target.attname for column in columns[self.own]]  # type: ignore[attr-defined]
        self.beside = list((compiler.annotation_col_map or {}).items())
        self.related = get_related_populators(known, compiler.select, query.db)  # type: ignore[call-arg]
        self.converters = list(compiler.get_converters(columns).items())

    def rows(self, values: list[Any]) -> list[_M]:
        params = list(self.params)
        for at, place in self.blanks:
            params[at] = _adapted(values[place])
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        return [self._row(row) for row in found]

    def _row(self, row: Any) -> _M:
        if self.converters:
            row = list(row)
            for at, (converters, column) in self.converters:
                for convert in converters:
                    row[at] = convert(row[at], column, connection)
        made = self.model.from_db(connection.alias, self.names, row[self.own])
        for related in self.related:
            related.populate(row, made)
        for name, at in self.beside:
            setattr(made, name, row[at])
        return made


def _place(param: Any) -> int | None:
    if isinstance(param, Blank):
        return param.place
    return param - _FIRST_MARK if isinstance(param, int) and param >= _FIRST_MARK else None


def _adapted(value: Any) -> Any:
    """As a column of the database in use takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


# --- INSERT -------------------------------------------------------------------------------------------------
def insert(*rows: Model) -> None:
    """Store new rows, each behind those it points to: all of them or none, and on PostgreSQL in one statement.

    As ``save(force_insert=True)`` does, without its signals, which nothing here listens to. Raises IntegrityError as
    that does; ValueError for a row that is stored already.
    """
    if any(not row._state.adding for row in rows):
        raise ValueError("This row is stored already.")
    at_once = connection.vendor == "postgresql"
    # A statement by itself needs no transaction; within one, its failure must leave the rest of it usable.
    with nullcontext() if at_once and not connection.in_atomic_block else transaction.atomic():
        for part in [rows] if at_once else [(row,) for row in rows]:
            _send(part)


def _send(rows: Sequence[Model]) -> None:
    links = [_links(row, rows) for row in rows]
    shape = tuple(
        (type(row), row.pk is None, tuple(found.items())) for row, found in zip(rows, links, strict=True)
    )
    sql, columns, makes = _insertion(shape, connection.vendor)
    params = [
        column.get_db_prep_save(column.pre_save(row, add=True), connection)
        for row, own in zip(rows, columns, strict=True)
        for column in own
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        keys = cursor.fetchone() if makes else ()
    for at, key in zip(makes, keys, strict=True):
        rows[at].pk = key
    for row, found in zip(rows, links, strict=True):
        for name, at in found.items():
            setattr(row, name, rows[at].pk)
        row._state.adding, row._state.db = False, connection.alias


def _links(row: Model, rows: Sequence[Model]) -> dict[str, int]:
    """Columns that take the key of another of ``rows`` which has none yet, with that one's place.

    A column that points to a row stored a moment ago is filled in, as ``save`` does.
    """
    found = {}
    for column in _pointers(type(row)):
        other = column.get_cached_value(row, None)
        if other is None or getattr(row, column.attname) is not None:
            continue
        at = next((place for place, one in enumerate(rows) if one is other), None)
        if at is None:
            setattr(row, column.attname, other.pk)
        else:
            key = other._meta.pk
            found[column.attname] = _links(other, rows).get(key.attname, at)
    return found


@cache
def _pointers(model: type[Model]) -> list[Any]:
    return [column for column in model._meta.local_concrete_fields if column.is_relation]


@cache
def _insertion(shape: Any, vendor: str) -> tuple[str, list[list[Any]], list[int]]:
    """The SQL, the columns of each row whose values it takes, and the places of the rows whose keys it answers."""
    name = connection.ops.quote_name
    columns, makes, parts = [], [], []
    for at, (model, is_new, links) in enumerate(shape):
        linked, key = dict(links), model._meta.pk
        makes_key = is_new and isinstance(key, AutoField)
        own = [one for one in model._meta.local_concrete_fields if not (makes_key and one is key)]
        values = [
            f"(SELECT id FROM r{linked[one.attname]})" if one.attname in linked else "%s" for one in own
        ]
        columns.append([one for one in own if one.attname not in linked])
        makes += [at] if makes_key else []
        parts.append(
            f"INSERT INTO {name(model._meta.db_table)} ({', '.join(name(one.column) for one in own)}) "
            f"VALUES ({', '.join(values)})" + (f" RETURNING {name(key.column)} AS id" if makes_key else "")
        )
    if len(parts) == 1:
        return parts[0], columns, makes
    rows = ", ".join(f"r{at} AS ({part})" for at, part in enumerate(parts))
    keys = ", ".join(f"(SELECT id FROM r{at})" for at in makes) or "1"
    return f"WITH {rows} SELECT {keys}", columns, makes
