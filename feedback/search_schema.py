"""The index behind ``feedback.search``, for each database in its own way.

PostgreSQL: a GIN index over the grams as they are; no parser of the server takes part, so it works under any
locale, ``LC_CTYPE=C`` included. Two functions ask it, with sequential scans switched off: for a common word the
planner would otherwise read the whole table and take every text apart (3 s for 25,000 texts, against 20 ms).
SQLite: an FTS5 table that keeps no text of its own and follows ``SearchDoc`` by triggers.

Run from a migration after the model is created; running it again is harmless. A migration that alters
``SearchDoc`` on SQLite makes the table anew and drops the triggers: let it end with this once more.
"""

from __future__ import annotations

from typing import Any

from casework.full_text import FullText

INDEX = FullText("feedback_searchdoc", "case_id", "feedback_search_matching")
TABLE, FULL_TEXT = INDEX.table, INDEX.mirror
SHARING = "feedback_search_sharing"
_SHARING_FUNCTION = f"""CREATE OR REPLACE FUNCTION {SHARING}(words text[], most integer) RETURNS SETOF bigint
        LANGUAGE sql STABLE ROWS 1000 SET enable_seqscan = off AS $$
        SELECT doc.case_id FROM unnest(words) AS word
        CROSS JOIN LATERAL (SELECT case_id FROM {TABLE} WHERE {INDEX.lexemes} @@ word::tsquery) AS doc
        GROUP BY doc.case_id ORDER BY count(*) DESC, doc.case_id DESC LIMIT most $$"""


def create_index(apps: Any, schema_editor: Any) -> None:
    """``migrations.RunPython(search_schema.create_index, search_schema.drop_index)``."""
    INDEX.create(apps, schema_editor)
    INDEX.run(schema_editor, (_SHARING_FUNCTION,), ())


def drop_index(apps: Any, schema_editor: Any) -> None:
    INDEX.run(schema_editor, (f"DROP FUNCTION IF EXISTS {SHARING}(text[], integer)",), ())
    INDEX.drop(apps, schema_editor)
