-- store: names this store, so that what it gives out has ids unlike those of any other; a copy keeps it.
INSERT OR IGNORE INTO state VALUES ('store', '"' || lower(hex(randomblob(16))) || '"');
