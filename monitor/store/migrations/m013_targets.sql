-- delivery_targets: what became of a message at each target of an address that has several, such as the recipients of a
-- mail. A message of an address with one target has no rows here.
CREATE TABLE delivery_targets (
    delivery_id INTEGER NOT NULL REFERENCES deliveries(id) ON DELETE CASCADE,
    target TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0,
    answer TEXT,
    settled_at TEXT,
    PRIMARY KEY (delivery_id, target)
) WITHOUT ROWID;

-- channel_rests: a channel at which nothing is tried from since until until, because its service asked for a rest or
-- refuses the login. refused_at: since when it refuses the login, until a message is sent.
CREATE TABLE channel_rests (
    channel TEXT PRIMARY KEY,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    refused_at TEXT,
    answer TEXT NOT NULL
) WITHOUT ROWID;
