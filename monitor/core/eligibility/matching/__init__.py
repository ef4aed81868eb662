"""Which criterion of one text is which of another, and what neither came nor went.

A place is the index of a node in the tree of its text; a pair is a place of the old text and one of the new. A node
without a partner was added or removed, unless it was split, merged or moved (`contained.py`, `recut.py`) or still
stands elsewhere (`elsewhere.py`).
"""
