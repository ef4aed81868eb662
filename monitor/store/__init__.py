"""The only SQL of the project: one SQLite file, written here and read here."""
