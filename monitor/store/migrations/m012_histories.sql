-- history_reason: why a record history could not be taken in whole, as a word of a closed set; history_error is a
-- sentence with addresses in it, which no metric may carry.
ALTER TABLE trials ADD COLUMN history_reason TEXT;
