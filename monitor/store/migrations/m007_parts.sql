-- What a sentence about a change is made of, as JSON: subject, context, details. NULL where an earlier release
-- recorded the sentence alone.
ALTER TABLE changes ADD COLUMN parts TEXT;
