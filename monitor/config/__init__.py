"""The configuration: a TOML file, read and validated as a whole by ``load.py``.

Nothing is imported here: ``where.py`` alone is enough for commands that have to answer at
once and only want to know where the store is.
"""
