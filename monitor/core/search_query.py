"""What somebody searches for → an expression of SQLite's FTS5 that says the same and never fails. Pure."""

from __future__ import annotations

import re

from monitor.core.search_text import COLUMNS

_PART = re.compile(rf'(?:(?P<column>(?i:{"|".join(COLUMNS)})):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_NO_TEXT = {ord('"'): None, 0: None, **dict.fromkeys(range(0xD800, 0xE000))}
"""What FTS5 takes for something else, and halves of characters."""
_NO_FIELD = re.compile(r'(?<![^\s"(])(?P<name>[A-Za-z]\w{1,30}):(?=[\w"])')
MEANT = {
    "age": "eligibility", "city": "places", "condition": "conditions", "country": "places", "criteria": "eligibility",
    "disease": "conditions", "drug": "interventions", "exclusion": "eligibility", "facility": "places", "id": "title",
    "inclusion": "eligibility", "intervention": "interventions", "location": "places", "locations": "places",
    "nct": "title", "outcome": "outcomes", "place": "places", "result": "results", "sex": "eligibility",
    "site": "places", "sites": "places", "treatment": "interventions", "trial": "title",
}  # fmt: skip
"""What people write for a field → the field."""
_TERM = re.compile(r'(NOT )?((?:\w+ : )?"[^"]*"(?: \*)?)')
_JOINS = frozenset({"AND", "OR", "NOT"})


def expression(words: str) -> str:
    """Return the FTS5 expression for words as people type them.

    All of the words have to occur; ``"a phrase"``, ``begin*``, ``OR``, ``NOT`` and ``title:word`` do what
    they do elsewhere. Everything else, signs included, is taken as text.

    Raises:
        ValueError: there is nothing to search for.

    """
    parts: list[str] = []
    for found in _PART.finditer(words):
        word = found["word"] or ""
        if word in _JOINS and not found["column"]:
            if parts and parts[-1] not in _JOINS:
                parts.append(word)
            continue
        text = (found["phrase"] if found["word"] is None else word).translate(_NO_TEXT)
        if not any(letter.isalnum() for letter in text):
            continue
        if parts and parts[-1] not in _JOINS:
            parts.append("AND")
        column = f"{found['column'].lower()} : " if found["column"] else ""
        begins = word.endswith("*")
        parts.append(f'{column}"{text.rstrip("*")}"{" *" if begins else ""}')
    while parts and parts[-1] in _JOINS:
        parts.pop()
    if not parts:
        raise ValueError("there is no word to search for")
    return " ".join(parts)


def terms(expression: str) -> list[str]:
    """Return each term of such an expression, as one of its own, but those that must not occur."""
    return list(dict.fromkeys(term for no, term in _TERM.findall(expression) if not no))


def no_fields(words: str) -> dict[str, str]:
    """Return the names that stand before a colon and are no field, each with the field that is meant; "" for none."""
    names = [found["name"] for found in _NO_FIELD.finditer(words)]
    return {name: MEANT.get(name.lower(), "") for name in names if name.lower() not in COLUMNS}
