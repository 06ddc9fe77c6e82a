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
_SHARING = "feedback_search_sharing"  # of earlier versions
_NO_SHARING = f"DROP FUNCTION IF EXISTS {_SHARING}(text[], integer)"
RANKED = "feedback_search_ranked"
MARK = "|"  # behind it stands what is never published; between blanks as a gram, and no gram is one
TITLE_MARK = "^"  # behind the title


# Planned for each question, with what is asked for in view: by the words alone where they are rare, else by the words
# and the range of keys (or the keys) together, so that the texts of a common word are not all fetched. A bitmap that
# does not fit into work_mem would take texts apart instead.
_RANKED_FUNCTION = f"""CREATE OR REPLACE FUNCTION {RANKED}(
            words text, likes text[], unlikes text[], titles text[], weights int[], is_public boolean,
            low bigint, high bigint, keys bigint[], most int)
        RETURNS TABLE(case_id bigint, score int)
        LANGUAGE plpgsql STABLE ROWS 1000
        SET enable_seqscan = off SET enable_indexscan = off SET work_mem = '64MB' SET jit = off AS $$
        DECLARE
            part text := CASE WHEN is_public THEN $p$split_part(doc.grams, '{MARK}', 1)$p$ ELSE 'doc.grams' END;
            wanted text := '';
            score text := '0';
        BEGIN
            IF words <> '' THEN wanted := wanted || $p$ AND {INDEX.lexemes} @@ $1::tsquery$p$; END IF;
            IF is_public THEN wanted := wanted || $p$ AND doc.grams LIKE '%{MARK}%'$p$; END IF;
            IF cardinality(likes) > 0 THEN wanted := wanted || ' AND ' || part || ' LIKE ALL ($2)'; END IF;
            IF cardinality(unlikes) > 0 THEN
                wanted := wanted || ' AND NOT ' || part || ' LIKE ANY ($3)';
            END IF;
            IF low > 0 THEN wanted := wanted || ' AND doc.case_id >= $6'; END IF;
            IF high > 0 THEN wanted := wanted || ' AND doc.case_id < $7'; END IF;
            IF keys IS NOT NULL THEN wanted := wanted || ' AND doc.case_id = ANY ($8)'; END IF;
            FOR n IN 1 .. cardinality(titles) LOOP
                score := score || format($p$ + CASE WHEN split_part(doc.grams, '{TITLE_MARK}', 1) LIKE $4[%s]
                    THEN $5[%s] ELSE 0 END$p$, n, n);
            END LOOP;
            RETURN QUERY EXECUTE
                'SELECT doc.case_id, ' || score || ' FROM {TABLE} AS doc WHERE true' || wanted
                || ' ORDER BY doc.case_id DESC LIMIT $9'
                USING words, likes, unlikes, titles, weights, low, high, keys, most;
        END $$"""

_ROOM_FOR_BITMAPS = f"ALTER FUNCTION {INDEX.function}(text, text[]) SET work_mem = '64MB'"


def create_ranking(apps: Any, schema_editor: Any) -> None:
    """The function of ``feedback.ranking``; SQLite needs none."""
    INDEX.run(schema_editor, (_RANKED_FUNCTION, _ROOM_FOR_BITMAPS, _NO_SHARING), ())


def drop_ranking(apps: Any, schema_editor: Any) -> None:
    INDEX.run(schema_editor, (f"DROP FUNCTION IF EXISTS {RANKED}",), ())


def create_index(apps: Any, schema_editor: Any) -> None:
    """``migrations.RunPython(search_schema.create_index, search_schema.drop_index)``."""
    INDEX.create(apps, schema_editor)


def drop_index(apps: Any, schema_editor: Any) -> None:
    INDEX.run(schema_editor, (_NO_SHARING,), ())
    INDEX.drop(apps, schema_editor)
