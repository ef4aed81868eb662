-- forms: a message in other formats than plain text, as a JSON object by the format's name. A column for each format
-- made every further one a migration.
ALTER TABLE deliveries ADD COLUMN forms TEXT NOT NULL DEFAULT '{}';

UPDATE deliveries SET forms = json_object('mail', html, 'slack', slack) WHERE html <> '' OR slack <> '';

ALTER TABLE deliveries DROP COLUMN html;

ALTER TABLE deliveries DROP COLUMN slack;
