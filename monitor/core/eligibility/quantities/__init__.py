"""Limits in a text as values: numbers with comparator and unit, scales, dates, time windows.

`limits.py` reads the tokens of a text: "anc ≥ 1.5 x 10 ^ 9 / l" becomes the word "anc" and one `Limit` from 1.5e9 per
litre upwards, that end included. A reader is a function of the tokens and a place; it returns what it read there and
the place behind it, or None. `sets.py` compares two limits: the same, wider, narrower, or none of these.
"""
