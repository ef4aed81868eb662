-- merged_into: the trial that this one became, where its new number was held too; the versions under the old one
-- stay. It said so in its number before. A number is unique among trials that are not merged.
DROP VIEW watched_trials;
DROP VIEW change_log;
DROP VIEW version_log;
DROP VIEW delivery_log;
DROP VIEW related_trials;
DROP VIEW search_log;

CREATE TABLE trials_new (
    id INTEGER PRIMARY KEY,
    nct TEXT NOT NULL,
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
    last_error TEXT,
    history_at TEXT,
    history_due TEXT,
    history_error TEXT,
    merged_into INTEGER REFERENCES trials(id)
);
INSERT INTO trials_new SELECT *, NULL FROM trials;
DROP TABLE trials;
ALTER TABLE trials_new RENAME TO trials;
UPDATE trials SET nct = replace(nct, ' (former)', ''), merged_into = coalesce(
    (SELECT t.id FROM trials t WHERE t.nct = replace(trials.nct, ' (former)', '')),
    (SELECT trial_id FROM aliases WHERE alias = replace(trials.nct, ' (former)', ''))
) WHERE nct LIKE '% (former)';
CREATE UNIQUE INDEX trials_by_number ON trials (nct) WHERE merged_into IS NULL;
