"""The tables of the journal, as a row of steps that each journal goes through once."""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE sessions (
            id INTEGER PRIMARY KEY,
            routine TEXT NOT NULL,
            title TEXT NOT NULL,
            started TEXT NOT NULL,
            ended TEXT,
            length INTEGER NOT NULL,
            position INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """,
    ),
    (
        """
        CREATE TABLE measures (
            id INTEGER PRIMARY KEY,
            session INTEGER NOT NULL REFERENCES sessions (id),
            measure TEXT NOT NULL,
            side TEXT NOT NULL,
            figure REAL NOT NULL,
            taken TEXT NOT NULL
        ) STRICT
        """,
    ),
    (
        """
        CREATE TABLE passes (
            session INTEGER NOT NULL REFERENCES sessions (id),
            number INTEGER NOT NULL,
            step TEXT NOT NULL,
            name TEXT NOT NULL,
            reps INTEGER NOT NULL,
            reps_done INTEGER NOT NULL DEFAULT 0,
            length INTEGER NOT NULL,
            length_done INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (session, number)
        ) STRICT
        """,
    ),
    (
        # What it takes to begin a session again.
        "ALTER TABLE sessions ADD COLUMN key TEXT",
        "UPDATE sessions SET key = lower(hex(randomblob(16)))",
        "CREATE UNIQUE INDEX sessions_by_key ON sessions (key)",
        "ALTER TABLE sessions ADD COLUMN content_hash TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE sessions ADD COLUMN level INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE sessions ADD COLUMN fit INTEGER",
        "ALTER TABLE sessions ADD COLUMN pace TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE sessions ADD COLUMN start_at TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE sessions ADD COLUMN voice TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE sessions ADD COLUMN rate INTEGER",
        "ALTER TABLE sessions ADD COLUMN arguments TEXT NOT NULL DEFAULT '[]'",
        # Who writes it, and how far it has come.
        "ALTER TABLE sessions ADD COLUMN pid INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE sessions ADD COLUMN host TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE sessions ADD COLUMN seen TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE sessions ADD COLUMN heard INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE sessions ADD COLUMN pass_number INTEGER",
        "ALTER TABLE sessions ADD COLUMN pass_step TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE sessions ADD COLUMN pass_name TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE sessions ADD COLUMN pass_of_step INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE sessions ADD COLUMN pass_position INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE sessions ADD COLUMN pass_complete INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE sessions ADD COLUMN finished INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE sessions ADD COLUMN resumes TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE sessions ADD COLUMN resumed_by TEXT NOT NULL DEFAULT ''",
        "UPDATE sessions SET heard = position, finished = position >= length AND ended IS NOT NULL",
        # What else became of a pass.
        "ALTER TABLE passes ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE passes ADD COLUMN eased TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE passes ADD COLUMN pain INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE passes ADD COLUMN repeated INTEGER NOT NULL DEFAULT 0",
        # So that no figure is taken in twice.
        "ALTER TABLE measures ADD COLUMN key TEXT",
        "CREATE UNIQUE INDEX measures_by_key ON measures (key)",
    ),
    (
        # So that what was left is found without comparing every session with every other.
        "CREATE INDEX sessions_by_routine ON sessions (routine, finished, started)",
        "CREATE INDEX sessions_by_resumes ON sessions (resumes)",
        # What goes on with a session tells so itself, and has to have come somewhere.
        "ALTER TABLE sessions DROP COLUMN resumed_by",
    ),
)
"""One step a version, in order; a step that has been published is never changed."""
