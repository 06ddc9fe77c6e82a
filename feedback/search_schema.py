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

TABLE = "feedback_searchdoc"
FULL_TEXT = "feedback_searchdoc_fts"
MATCHING = "feedback_search_matching"
SHARING = "feedback_search_sharing"
# The expression that is indexed: queries must repeat it to the letter.
_LEXEMES = "array_to_tsvector(string_to_array(grams, ' '))"

_POSTGRESQL = (
    # A short pending list: a search reads it from end to end.
    f"""CREATE INDEX IF NOT EXISTS {TABLE}_grams ON {TABLE}
        USING gin ({_LEXEMES}) WITH (gin_pending_list_limit = 256)""",
    f"""CREATE OR REPLACE FUNCTION {MATCHING}(words text, chains text[]) RETURNS SETOF bigint
        LANGUAGE sql STABLE ROWS 200 SET enable_seqscan = off AS $$
        SELECT case_id FROM {TABLE} WHERE {_LEXEMES} @@ words::tsquery AND grams LIKE ALL (chains) $$""",
    f"""CREATE OR REPLACE FUNCTION {SHARING}(words text[], most integer) RETURNS SETOF bigint
        LANGUAGE sql STABLE ROWS 1000 SET enable_seqscan = off AS $$
        SELECT doc.case_id FROM unnest(words) AS word
        CROSS JOIN LATERAL (SELECT case_id FROM {TABLE} WHERE {_LEXEMES} @@ word::tsquery) AS doc
        GROUP BY doc.case_id ORDER BY count(*) DESC, doc.case_id DESC LIMIT most $$""",
)

# The tokenizer "ascii" leaves all beyond ASCII alone: a token is exactly what stands between blanks.
_SQLITE = (
    f"""CREATE VIRTUAL TABLE IF NOT EXISTS {FULL_TEXT} USING fts5(
        grams, content='{TABLE}', content_rowid='case_id', tokenize='ascii', detail='none', columnsize=0)""",
    f"""CREATE TRIGGER IF NOT EXISTS {FULL_TEXT}_insert AFTER INSERT ON {TABLE} BEGIN
        INSERT INTO {FULL_TEXT}(rowid, grams) VALUES (new.case_id, new.grams); END""",
    f"""CREATE TRIGGER IF NOT EXISTS {FULL_TEXT}_delete AFTER DELETE ON {TABLE} BEGIN
        INSERT INTO {FULL_TEXT}({FULL_TEXT}, rowid, grams) VALUES ('delete', old.case_id, old.grams); END""",
    f"""CREATE TRIGGER IF NOT EXISTS {FULL_TEXT}_update AFTER UPDATE ON {TABLE} BEGIN
        INSERT INTO {FULL_TEXT}({FULL_TEXT}, rowid, grams) VALUES ('delete', old.case_id, old.grams);
        INSERT INTO {FULL_TEXT}(rowid, grams) VALUES (new.case_id, new.grams); END""",
    f"INSERT INTO {FULL_TEXT}({FULL_TEXT}) VALUES ('rebuild')",
)
_POSTGRESQL_DROP = (
    f"DROP FUNCTION IF EXISTS {MATCHING}(text, text[])",
    f"DROP FUNCTION IF EXISTS {SHARING}(text[], integer)",
    f"DROP INDEX IF EXISTS {TABLE}_grams",
)
_SQLITE_DROP = (
    *(f"DROP TRIGGER IF EXISTS {FULL_TEXT}_{name}" for name in ("insert", "delete", "update")),
    f"DROP TABLE IF EXISTS {FULL_TEXT}",
)


def create_index(apps: Any, schema_editor: Any) -> None:
    """``migrations.RunPython(search_schema.create_index, search_schema.drop_index)``."""
    _run(schema_editor, {"postgresql": _POSTGRESQL, "sqlite": _SQLITE})


def drop_index(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, {"postgresql": _POSTGRESQL_DROP, "sqlite": _SQLITE_DROP})


def _run(schema_editor: Any, statements: dict[str, tuple[str, ...]]) -> None:
    for statement in statements[schema_editor.connection.vendor]:
        # No parameters: a list, even an empty one, would make "%" a placeholder.
        schema_editor.execute(statement, params=None)
