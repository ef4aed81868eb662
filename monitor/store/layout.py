"""How the store is laid out: the names of its migrations, and its views, which are made anew after each of them.

Plain values: who reads asks whether a store is up to date, without loading what brings it there.
"""

from __future__ import annotations

MIGRATIONS = (
    "m001_tables",
    "m002_views",
    "m003_history",
    "m004_related",
    "m006_views",
    "m007_parts",
    "m008_merged",
    "m009_forms",
    "m010_event",
    "m011_looks",
    "m012_histories",
    "m013_targets",
    "m014_liveness",
    "m015_checksums",
    "m016_store",
    "m017_listing",
    "m018_refusals",
    "m019_first_records",
)
"""In the order in which they are applied; only ever appended to. There never was an m005."""
VIEWS = {
    "current_trials": """
SELECT * FROM trials WHERE merged_into IS NULL
""",
    "watched_trials": """
SELECT nct AS trial, title, sponsor, status,
       (SELECT max(happened_on) FROM changes c WHERE c.trial_id = t.id AND severity <> 'noise') AS last_changed,
       (SELECT count(*) FROM versions v WHERE v.trial_id = t.id) AS versions,
       (SELECT min(valid_from) FROM versions v WHERE v.trial_id = t.id) AS known_since,
       first_seen_at, last_seen_at, gone_at, last_error,
       'https://clinicaltrials.gov/study/' || nct AS page
FROM current_trials t ORDER BY last_changed DESC, nct
""",
    "change_log": """
SELECT c.id, t.nct AS trial, c.happened_on, c.kind, c.event, c.severity, c.direction, c.summary,
       c.before, c.after, c.origin, c.path, c.from_version, c.to_version, c.registry_date, c.observed_at,
       'https://clinicaltrials.gov/study/' || t.nct AS page
FROM changes c JOIN trials t ON t.id = c.trial_id WHERE c.repeats IS NULL ORDER BY c.happened_on DESC, c.id DESC
""",
    "version_log": """
SELECT t.nct AS trial, v.version, v.valid_from, v.observed_at, v.registry_date, v.registry_version, v.source,
       v.status,
       (SELECT group_concat(DISTINCT c.kind || '.' || c.event) FROM changes c
         WHERE c.trial_id = v.trial_id AND c.to_version = v.version) AS events,
       v.sha256, v.bytes, length(v.blob) AS stored_bytes,
       (SELECT count(*) FROM changes c
         WHERE c.trial_id = v.trial_id AND c.to_version = v.version) AS changes, v.pruned_at
FROM versions v JOIN trials t ON t.id = v.trial_id ORDER BY v.valid_from DESC, v.id DESC
""",
    "delivery_log": """
SELECT d.id, d.channel, d.state, t.nct AS trial, d.subject, d.attempts, d.queued_at, d.sent_at,
       d.next_attempt_at, d.last_error
FROM deliveries d LEFT JOIN trials t ON t.id = d.trial_id ORDER BY d.id DESC
""",
    "related_trials": """
SELECT t.nct AS watched, r.nct AS trial, r.title, r.status, r.score, r.why, r.found_at, r.told_at
FROM related r JOIN current_trials t ON t.id = r.trial_id
""",
    "search_log": """
SELECT h.search, t.nct AS trial, t.title, t.status, h.found_at, h.left_on, s.searched_at, s.error
FROM hits h JOIN current_trials t ON t.id = h.trial_id JOIN searches s ON s.name = h.search
""",
}
"""``current_trials`` is what every list reads; the others are for people with Datasette or the sqlite3 shell."""
