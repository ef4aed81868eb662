-- previous: the version against which a version's changes were found.
-- place: its number in the registry's history, or that of the polled version before it.
-- repeats: the kept change that tells the same of a longer step, where a version came late.
ALTER TABLE versions ADD COLUMN previous INTEGER;
UPDATE versions SET previous = (
    SELECT max(p.version) FROM versions p WHERE p.trial_id = versions.trial_id AND p.version < versions.version
);
ALTER TABLE versions ADD COLUMN place INTEGER;
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
