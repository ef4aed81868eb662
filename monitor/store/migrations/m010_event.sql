-- notify: apprise's type of the message (info, warning, success, failure). event: what a program gets of it, as JSON.
-- uid: names the message in the event, the same for each attempt and unlike that of any other store.
ALTER TABLE deliveries ADD COLUMN notify TEXT NOT NULL DEFAULT 'info';

ALTER TABLE deliveries ADD COLUMN event TEXT;

ALTER TABLE deliveries ADD COLUMN uid TEXT;
