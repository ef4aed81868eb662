"""The store's tables and views, as migrations that are only ever appended to.

The views are for people who open the file with Datasette or the sqlite3 shell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

if TYPE_CHECKING:
    from sqlite_utils.db import Database

migrations = Migrations("nctwatch")

TABLES = """
CREATE TABLE state (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE polls (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT NOT NULL,
    release TEXT,
    outcome TEXT NOT NULL,
    requests INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    checked INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    error TEXT
);

CREATE TABLE trials (
    id INTEGER PRIMARY KEY,
    nct TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL DEFAULT '',
    sponsor TEXT NOT NULL DEFAULT '',
    status TEXT,
    fingerprint TEXT,
    first_seen_at TEXT,
    last_seen_at TEXT,
    answered_release TEXT,
    misses INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    gone_at TEXT,
    results_due TEXT,
    last_error TEXT
);

CREATE TABLE aliases (
    alias TEXT PRIMARY KEY,
    trial_id INTEGER NOT NULL REFERENCES trials(id)
) WITHOUT ROWID;

CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    trial_id INTEGER NOT NULL REFERENCES trials(id),
    version INTEGER NOT NULL,
    observed_at TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    registry_date TEXT,
    registry_version INTEGER,
    source TEXT NOT NULL CHECK (source IN ('poll', 'history')),
    status TEXT,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    base INTEGER REFERENCES versions(id),
    blob BLOB NOT NULL,
    UNIQUE (trial_id, version)
);

CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    trial_id INTEGER NOT NULL REFERENCES trials(id),
    from_version INTEGER,
    to_version INTEGER,
    kind TEXT NOT NULL,
    event TEXT NOT NULL,
    severity TEXT NOT NULL,
    origin TEXT NOT NULL,
    direction TEXT,
    path TEXT NOT NULL,
    before TEXT,
    after TEXT,
    summary TEXT NOT NULL,
    registry_date TEXT,
    observed_at TEXT NOT NULL,
    happened_on TEXT NOT NULL
);
CREATE UNIQUE INDEX change_identity ON changes
    (trial_id, ifnull(from_version, 0), ifnull(to_version, 0), path, event, observed_at);
CREATE INDEX changes_by_kind ON changes (kind, happened_on);
CREATE INDEX changes_by_day ON changes (happened_on);

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    trial_id INTEGER REFERENCES trials(id),
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0,
    queued_at TEXT NOT NULL,
    next_attempt_at TEXT,
    claimed_until TEXT,
    claimed_by TEXT,
    last_error TEXT,
    sent_at TEXT,
    died_at TEXT,
    said TEXT,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    html TEXT NOT NULL DEFAULT '',
    slack TEXT NOT NULL DEFAULT ''
);
CREATE INDEX deliveries_due ON deliveries (next_attempt_at) WHERE state = 'queued';

CREATE TABLE delivery_changes (
    delivery_id INTEGER NOT NULL REFERENCES deliveries(id) ON DELETE CASCADE,
    change_id INTEGER NOT NULL REFERENCES changes(id),
    PRIMARY KEY (delivery_id, change_id)
) WITHOUT ROWID;
"""

VIEWS = """
CREATE VIEW watched_trials AS
    SELECT nct AS trial, title, sponsor, status, first_seen_at, last_seen_at, gone_at, last_error,
           (SELECT count(*) FROM versions v WHERE v.trial_id = t.id) AS versions,
           (SELECT max(observed_at) FROM changes c WHERE c.trial_id = t.id AND severity <> 'noise') AS last_changed
    FROM trials t;

CREATE VIEW change_log AS
    SELECT c.id, t.nct AS trial, c.happened_on, c.kind, c.event, c.severity, c.direction, c.summary,
           c.before, c.after, c.origin, c.path, c.from_version, c.to_version, c.registry_date, c.observed_at
    FROM changes c JOIN trials t ON t.id = c.trial_id;

CREATE VIEW version_log AS
    SELECT t.nct AS trial, v.version, v.valid_from, v.observed_at, v.registry_date, v.source, v.status,
           v.sha256, v.bytes, length(v.blob) AS stored_bytes,
           (SELECT count(*) FROM changes c
             WHERE c.trial_id = v.trial_id AND c.to_version = v.version) AS changes
    FROM versions v JOIN trials t ON t.id = v.trial_id;

CREATE VIEW delivery_log AS
    SELECT d.id, d.channel, d.state, t.nct AS trial, d.subject, d.attempts, d.queued_at, d.sent_at,
           d.next_attempt_at, d.last_error
    FROM deliveries d LEFT JOIN trials t ON t.id = d.trial_id;
"""

HISTORY = """
ALTER TABLE versions ADD COLUMN previous INTEGER;
UPDATE versions SET previous = (
    SELECT max(p.version) FROM versions p WHERE p.trial_id = versions.trial_id AND p.version < versions.version
);
ALTER TABLE versions ADD COLUMN pruned_at TEXT;
CREATE TABLE dictionaries (
    id INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
);
ALTER TABLE versions ADD COLUMN dictionary INTEGER REFERENCES dictionaries(id);
CREATE INDEX versions_by_day ON versions (trial_id, valid_from);
ALTER TABLE changes ADD COLUMN repeats INTEGER REFERENCES changes(id);
ALTER TABLE trials ADD COLUMN history_at TEXT;
ALTER TABLE trials ADD COLUMN history_due TEXT;
ALTER TABLE trials ADD COLUMN history_error TEXT;
"""
"""``previous`` is the version against which a version's changes were found; ``repeats`` marks a change of a step
that came to be known late and is told by a kept change already."""

NEWEST_FIRST = """
DROP VIEW watched_trials;

CREATE VIEW watched_trials AS
    SELECT nct AS trial, title, sponsor, status,
           (SELECT max(happened_on) FROM changes c WHERE c.trial_id = t.id AND severity <> 'noise') AS last_changed,
           (SELECT count(*) FROM versions v WHERE v.trial_id = t.id) AS versions,
           (SELECT min(valid_from) FROM versions v WHERE v.trial_id = t.id) AS known_since,
           first_seen_at, last_seen_at, gone_at, last_error,
           'https://clinicaltrials.gov/study/' || substr(nct, 1, 11) AS page
    FROM trials t ORDER BY last_changed DESC, nct;

DROP VIEW change_log;

CREATE VIEW change_log AS
    SELECT c.id, t.nct AS trial, c.happened_on, c.kind, c.event, c.severity, c.direction, c.summary,
           c.before, c.after, c.origin, c.path, c.from_version, c.to_version, c.registry_date, c.observed_at,
           'https://clinicaltrials.gov/study/' || substr(t.nct, 1, 11) AS page
    FROM changes c JOIN trials t ON t.id = c.trial_id WHERE c.repeats IS NULL ORDER BY c.happened_on DESC, c.id DESC;

DROP VIEW version_log;

CREATE VIEW version_log AS
    SELECT t.nct AS trial, v.version, v.valid_from, v.observed_at, v.registry_date, v.registry_version, v.source,
           v.status,
           (SELECT group_concat(DISTINCT c.kind || '.' || c.event) FROM changes c
             WHERE c.trial_id = v.trial_id AND c.to_version = v.version) AS events,
           v.sha256, v.bytes, length(v.blob) AS stored_bytes,
           (SELECT count(*) FROM changes c
             WHERE c.trial_id = v.trial_id AND c.to_version = v.version) AS changes, v.pruned_at
    FROM versions v JOIN trials t ON t.id = v.trial_id ORDER BY v.valid_from DESC, v.id DESC;

DROP VIEW delivery_log;

CREATE VIEW delivery_log AS
    SELECT d.id, d.channel, d.state, t.nct AS trial, d.subject, d.attempts, d.queued_at, d.sent_at,
           d.next_attempt_at, d.last_error
    FROM deliveries d LEFT JOIN trials t ON t.id = d.trial_id ORDER BY d.id DESC;
"""

RELATED = """
CREATE TABLE looks (
    trial_id INTEGER NOT NULL REFERENCES trials(id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    release TEXT NOT NULL,
    first_at TEXT,
    PRIMARY KEY (trial_id, question)
) WITHOUT ROWID;

CREATE TABLE related (
    trial_id INTEGER NOT NULL REFERENCES trials(id) ON DELETE CASCADE,
    nct TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    status TEXT,
    score REAL NOT NULL,
    why TEXT NOT NULL,
    found_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    told_at TEXT,
    PRIMARY KEY (trial_id, nct)
) WITHOUT ROWID;

CREATE TABLE searches (
    name TEXT PRIMARY KEY,
    query TEXT,
    release TEXT,
    searched_at TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    error TEXT
) WITHOUT ROWID;

CREATE TABLE hits (
    search TEXT NOT NULL REFERENCES searches(name),
    trial_id INTEGER NOT NULL REFERENCES trials(id) ON DELETE CASCADE,
    found_at TEXT NOT NULL,
    left_on TEXT,
    untold INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (search, trial_id)
) WITHOUT ROWID;

CREATE VIEW related_trials AS
    SELECT t.nct AS watched, r.nct AS trial, r.title, r.status, r.score, r.why, r.found_at, r.told_at
    FROM related r JOIN trials t ON t.id = r.trial_id;

CREATE VIEW search_log AS
    SELECT h.search, t.nct AS trial, t.title, t.status, h.found_at, h.left_on, s.searched_at, s.error
    FROM hits h JOIN trials t ON t.id = h.trial_id JOIN searches s ON s.name = h.search;
"""


def _run(db: Database, script: str) -> None:
    """Run statements one by one: ``executescript`` would end the migration's transaction."""
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m001_tables(db: Database) -> None:
    """Trials, versions, changes and deliveries."""
    _run(db, TABLES)


@migrations()
def m002_views(db: Database) -> None:
    """Views for people."""
    _run(db, VIEWS)


@migrations()
def m003_history(db: Database) -> None:
    """Versions that come late, dictionaries for first versions, and versions whose bytes were given up."""
    _run(db, HISTORY)


@migrations()
def m004_related(db: Database) -> None:
    """Related trials that looks found, and standing searches with what they found."""
    _run(db, RELATED)


@migrations()
def m006_views(db: Database) -> None:
    """The views anew: newest first, with the registry's page and what changed in a version."""
    _run(db, NEWEST_FIRST)
