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
