-- delivery_refusals: how often in a row, and since when, a target ('' where an address has one) has refused a message.
CREATE TABLE delivery_refusals (
    delivery_id INTEGER NOT NULL REFERENCES deliveries(id) ON DELETE CASCADE,
    target TEXT NOT NULL,
    number INTEGER NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (delivery_id, target)
) WITHOUT ROWID;
