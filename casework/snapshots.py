"""All rows of a case that a step of the staff may write: kept before the step, compared and put back after it.

Plain values, so that they can wait in a JSON column for the seconds in which a step can be undone.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from casework.files import drop_enclosures
from casework.models import (
    Assignment,
    AssignmentObjection,
    Attachment,
    Case,
    Commitment,
    Communication,
    Complaint,
    Countersignature,
    ExtensionRequest,
    Letter,
    Reply,
    Signatory,
)
from casework.models.case import OF_DEPUTIES, Kind

if TYPE_CHECKING:
    from django.db.models import Model

Columns = dict[str, Any]
Rows = dict[str, dict[str, Columns]]  # table, key, column
Changes = dict[str, dict[str, Columns | None]]  # the same as it was before; None: the row was not there

_OF_SHARE = "assignment__case"
_OF_SUGGESTIONS = (Letter, Signatory)
#: Parents before children, with the way from each to its case.
_TABLES: dict[type[Model], str] = {
    Case: "pk",
    Complaint: "case",
    Signatory: "case",
    Assignment: "case",
    Reply: "case",
    Letter: "reply__case",
    Commitment: "case",
    AssignmentObjection: _OF_SHARE,
    ExtensionRequest: _OF_SHARE,
    Communication: _OF_SHARE,
    Countersignature: _OF_SHARE,
}
_LOCKED = (Case, Assignment)  # every step updates one of these rows, so whoever holds them all is alone
_COUNTED = "version"  # goes on, also when a step is undone


def take(case_id: int) -> Rows:
    """Hold the case and its shares until the end of the transaction, and read everything as it is."""
    rows: Rows = {}
    for model, way in _TABLES.items():
        rows[_name(model)] = {}
        if way == _OF_SHARE and not rows[_name(Assignment)]:
            continue  # most steps are taken before there is a share: they ask for three tables less
        if model is Complaint and not _is(Kind.COMPLAINT, rows):
            continue
        if model in _OF_SUGGESTIONS and not any(_is(kind, rows) for kind in OF_DEPUTIES):
            continue
        found = model._default_manager.filter(**{way: case_id}).order_by("pk")
        if model in _LOCKED:
            found = found.select_for_update()
        columns = [field.attname for field in model._meta.concrete_fields]
        key = str(model._meta.pk.attname)  # type: ignore[union-attr]
        rows[_name(model)] = {str(row[key]): _plain(row) for row in found.values(*columns)}
    return rows


def _is(kind: str, rows: Rows) -> bool:
    return any(row["kind"] == kind for row in rows[_name(Case)].values())


def changes(before: Rows, after: Rows) -> Changes:
    """What has to be written to come from ``after`` back to ``before``. No step removes a row."""
    return {table: found for table, rows in after.items() if (found := _changed(before[table], rows))}


def _changed(before: dict[str, Columns], after: dict[str, Columns]) -> dict[str, Columns | None]:
    found: dict[str, Columns | None] = {}
    for key, row in after.items():
        was = before.get(key)
        if was is None:
            found[key] = None
        elif row != was:
            found[key] = {name: value for name, value in was.items() if value != row[name]}
            found[key].pop(_COUNTED, None)  # type: ignore[union-attr]
    return found


def digest(rows: Rows) -> str:
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def put_back(changes: Changes) -> None:
    """Remove what was not there, children first; then give every changed row its columns again."""
    for model in reversed(_TABLES):
        new = [int(key) for key, columns in changes.get(_name(model), {}).items() if columns is None]
        if new:
            if model is Reply:
                drop_enclosures(Attachment.objects.filter(reply__in=new))
            model._default_manager.filter(pk__in=new).delete()
    for model in _TABLES:
        for key in changes.get(_name(model), {}):
            columns = columns_of(model, changes, int(key))
            if columns:
                model._default_manager.filter(pk=int(key)).update(**columns)


def columns_of(model: type[Model], changes: Changes, key: int) -> Columns:
    """The columns of one row as they were, as the model would read them."""
    kept = changes.get(_name(model), {}).get(str(key)) or {}
    return {name: model._meta.get_field(name).to_python(value) for name, value in kept.items()}  # type: ignore[union-attr]


def _name(model: type[Model]) -> str:
    return str(model._meta.model_name)


def _plain(row: Columns) -> Columns:
    """Dates as text with every microsecond: what is put back is exactly what was there."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
