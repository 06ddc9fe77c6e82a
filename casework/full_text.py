"""A search index over a column of grams, for each database in its own way (``casework.grams`` cuts the text).

PostgreSQL: a GIN index over the grams as they are, asked through a function with sequential scans switched off: for
a common word the planner would otherwise read the whole table and take every text apart. SQLite: an FTS5 table
that keeps no text of its own and follows the table by triggers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.db.models import F
from django.db.models.expressions import RawSQL

from casework.grams import wanted
from casework.keys import IsAnyOf

if TYPE_CHECKING:
    from django.db.models import QuerySet

_Rows = TypeVar("_Rows", bound="QuerySet[Any]")


@dataclass(frozen=True)
class FullText:
    """The index over the column ``grams`` of ``table``, whose key is ``key``. Both are names in the code, never input.

    ``create`` and ``drop`` are for ``migrations.RunPython``; creating again is harmless. A later migration that alters
    the table on SQLite makes it anew and drops the triggers: let it end with ``create`` once more.
    """

    table: str
    key: str = "id"
    asked_by: str = ""  # the function's name, where it is not the table's

    @property
    def mirror(self) -> str:
        return f"{self.table}_fts"

    @property
    def function(self) -> str:
        return self.asked_by or f"{self.table}_matching"

    @property
    def lexemes(self) -> str:
        """The expression that is indexed: queries must repeat it to the letter."""
        return "array_to_tsvector(string_to_array(grams, ' '))"

    def create(self, apps: Any, schema_editor: Any) -> None:
        self.run(schema_editor, self.postgresql(), self.sqlite())

    def drop(self, apps: Any, schema_editor: Any) -> None:
        self.run(
            schema_editor,
            (
                f"DROP FUNCTION IF EXISTS {self.function}(text, text[])",
                f"DROP INDEX IF EXISTS {self.table}_grams",
            ),
            (
                *(f"DROP TRIGGER IF EXISTS {self.mirror}_{name}" for name in ("insert", "delete", "update")),
                f"DROP TABLE IF EXISTS {self.mirror}",
            ),
        )

    @staticmethod
    def run(schema_editor: Any, postgresql: tuple[str, ...], sqlite: tuple[str, ...]) -> None:
        statements = {"postgresql": postgresql, "sqlite": sqlite}
        for statement in statements[schema_editor.connection.vendor]:
            # No parameters: a list, even an empty one, would make "%" a placeholder.
            schema_editor.execute(statement, params=None)

    def postgresql(self) -> tuple[str, ...]:
        return (
            # A short pending list: a search reads it from end to end.
            f"""CREATE INDEX IF NOT EXISTS {self.table}_grams ON {self.table}
        USING gin ({self.lexemes}) WITH (gin_pending_list_limit = 256)""",
            f"""CREATE OR REPLACE FUNCTION {self.function}(words text, chains text[]) RETURNS SETOF bigint
        LANGUAGE sql STABLE ROWS 200 SET enable_seqscan = off AS $$
        SELECT {self.key} FROM {self.table}
        WHERE {self.lexemes} @@ words::tsquery AND grams LIKE ALL (chains) $$""",
        )

    def sqlite(self) -> tuple[str, ...]:
        table, key, mirror = self.table, self.key, self.mirror
        taken_out = f"INSERT INTO {mirror}({mirror}, rowid, grams) VALUES ('delete', old.{key}, old.grams);"
        put_in = f"INSERT INTO {mirror}(rowid, grams) VALUES (new.{key}, new.grams);"
        # The tokenizer "ascii" leaves all beyond ASCII alone: a token is exactly what stands between blanks.
        return (
            f"""CREATE VIRTUAL TABLE IF NOT EXISTS {mirror} USING fts5(
        grams, content='{table}', content_rowid='{key}', tokenize='ascii', detail='none', columnsize=0)""",
            f"CREATE TRIGGER IF NOT EXISTS {mirror}_insert AFTER INSERT ON {table} BEGIN {put_in} END",
            f"CREATE TRIGGER IF NOT EXISTS {mirror}_delete AFTER DELETE ON {table} BEGIN {taken_out} END",
            f"CREATE TRIGGER IF NOT EXISTS {mirror}_update AFTER UPDATE ON {table} "
            f"BEGIN {taken_out} {put_in} END",
            f"INSERT INTO {mirror}({mirror}) VALUES ('rebuild')",
        )

    def matching(self, rows: _Rows, query: str) -> _Rows:
        """Those of ``rows`` in which every word of ``query`` occurs; an empty query changes nothing.

        The index is asked first, and the rows are then taken by their keys.
        """
        if not query.strip():
            return rows
        cut = wanted(query)
        if not cut:
            return rows.none()
        if connection.vendor == "postgresql":
            asked = f"SELECT {self.function}(%s, %s::text[])"
            given: list[Any] = [cut.for_postgresql, cut.likes]
            if cut.unwanted:
                asked = (
                    f"SELECT {self.key} FROM {self.table} "
                    f"WHERE {self.key} = ANY (ARRAY({asked})) AND NOT grams LIKE ANY (%s)"
                )
                given.append(cut.unlikes)
            return rows.filter(IsAnyOf(F("pk"), RawSQL(f"ARRAY({asked})", given)))
        sql = (
            f"SELECT {self.key} FROM {self.table} WHERE {self.key} IN "
            f"(SELECT rowid FROM {self.mirror} WHERE {self.mirror} MATCH %s)"
            + " AND grams LIKE %s" * len(cut.likes)
            + " AND grams NOT LIKE %s" * len(cut.unlikes)
        )
        return rows.filter(pk__in=RawSQL(sql, [cut.for_sqlite, *cut.likes, *cut.unlikes]))
