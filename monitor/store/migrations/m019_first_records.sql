-- With what the first records are compressed, until the store learns from its own: made by bench/dictionary.py.
INSERT INTO dictionaries (id, bytes) VALUES (0, :file);
