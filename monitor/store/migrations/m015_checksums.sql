-- sha256: of the texts of a message, so that a damaged one is not sent; NULL for those queued before.
ALTER TABLE deliveries ADD COLUMN sha256 TEXT;
