-- phases: the phases as people write them, such as 1/2; empty for none, NULL until they are filled in from the record.
-- registered_on: the day on which the trial was registered, from the record; empty where it does not say.
ALTER TABLE trials ADD COLUMN phases TEXT;
-- updated_on: the day on which the registry last updated the newest record.
ALTER TABLE trials ADD COLUMN registered_on TEXT;
ALTER TABLE trials ADD COLUMN updated_on TEXT;

-- For lists of trials: the last change of each, and what changed in the last days.
CREATE INDEX changes_last ON changes (trial_id, happened_on) WHERE severity <> 'noise';
CREATE INDEX changes_recent ON changes (happened_on, trial_id, severity, kind) WHERE severity <> 'noise' AND repeats IS NULL;
