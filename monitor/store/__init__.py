"""The only SQL of the project: functions over one connection to one SQLite file, a module a noun."""
