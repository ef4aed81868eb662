-- look_remarks: why the last asking of a question for related trials failed, or what is to be said of its answer, such
-- as that the registry took fewer terms than there are. A look that failed was in the log alone.
CREATE TABLE look_remarks (
    trial_id INTEGER NOT NULL REFERENCES trials(id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    error TEXT,
    note TEXT,
    PRIMARY KEY (trial_id, question)
) WITHOUT ROWID;
