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
