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
