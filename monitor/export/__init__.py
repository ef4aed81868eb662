"""Rows in the formats of other tools: a file for each format, and ``columns.py`` for what all have in common."""
