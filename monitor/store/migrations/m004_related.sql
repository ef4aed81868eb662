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
