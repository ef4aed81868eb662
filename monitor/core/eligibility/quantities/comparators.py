"""The words that announce a bound: "at least", "no more than", "within the last"."""

from __future__ import annotations

_ROWS = {
    "≥": "reaching|reaches|reache|≥|at or above|at or over|at least|no less than|not less than|no fewer than|not fewer than|no lower than|not lower than|minimum of|"
    "a minimum of|minimum|greater than or equal to|equal to or greater than|more than or equal to|equal to or more than|"
    "no younger than|not younger than|not below|not under|> or equal to|higher than or equal to|older than or equal to|"
    "equal or greater than|greater or equal to|greater or equal than|above or equal to|equal to or above|"
    "same or greater to|equal or greater to|equal to or higher than|greater than or equal|more than or equal|or more|"
    "greater or equal|> or =|> =|starting from|as low as|not earlier than|no earlier than|no sooner than|"
    "equal to or older than|equal or above|equal or higher than|equal or more than|equal or over|equal or older than|equal to or over|above or equal|"
    "higher or equal to|more or equal to|larger than or equal to|a minimum|not shorter than|from the age of|from age|aged from",
    ">": ">|greater than|more than|older than|above|over|exceeding|exceed|longer than|higher than|larger than|"
    "in excess of|beyond|greater to|upwards of|earlier than|later than|bigger than|strictly greater than|"
    "after age|after the age of|after age of|past age|passed the age of|past the age of",
    "≤": "≤|at or below|at or under|at most|no more than|not more than|no greater than|not greater than|no older than|not older than|maximum of|"
    "a maximum of|maximum|up to|less than or equal to|equal to or less than|lower than or equal to|must not exceed|"
    "not exceed|not exceeding|not to exceed|does not exceed|no longer than|not longer than|no higher than|"
    "not higher than|not above|not over|< or equal to|below or equal to|equal to or below|equal or less than|"
    "less or equal to|less or equal than|fewer than or equal to|equal to or lower than|less than or equal|up to and including|"
    "as high as|no later than|not later than|smaller than or equal to|younger than or equal to|lower or equal to|"
    "same or less to|equal or lower than|not beyond|less or equal|equal or below|equal or under|equal or fewer than|equal or younger than|"
    "equal to or under|below or equal",
    "<": "<|less than|fewer than|below|under|younger than|lower than|shorter than|smaller than|less to|"
    "strictly less than|not reaching|before age|before the age of|before age of",
}
# "Heavier than", "no heavier than" and "40 kg or heavier" are bounds; of "better" and "worse" the order is not known.
_MORE = ("heavier", "taller", "wider", "thicker", "deeper", "faster", "warmer", "farther", "further")
_LESS = ("lighter", "thinner", "narrower", "slower", "cooler", "nearer", "closer")
_LASTS = ("last", "prior", "before", "preceding", "past", "latest", "recent", "most recent")
_LEAST = ("at least", "a minimum of", "more than", "not less than")
_STARTS = ("within", "in", "during", "over", "for")


def _ending_now() -> dict[tuple[str, ...], str]:
    """Return the phrases for a time that ends now; "for at least the last 2 years" is how long something has gone on."""
    found = {}
    for start in _STARTS:
        sign = "f" if start == "for" else "w"
        least = () if start == "within" else _LEAST
        for last in _LASTS:
            for words in (last, f"the {last}"):
                found[tuple(f"{start} {words}".split())] = sign
                found |= {tuple(f"{start} {phrase} {words}".split()): "f" for phrase in least}
    return found


def _phrases() -> dict[tuple[str, ...], str]:
    """Return {phrase: sign}; the sign "w" is for a time window."""
    found = {tuple(phrase.split()): sign for sign, row in _ROWS.items() for phrase in row.split("|")}
    for words, sign, denied in ((_MORE, ">", "≤"), (_LESS, "<", "≥")):
        for word in words:
            found |= {(word, "than"): sign, ("no", word, "than"): denied, ("not", word, "than"): denied}
    found |= _ending_now()
    for start in ("in", "within", "during"):
        for first in ("the first", "first", "their first"):
            found[tuple(f"{start} {first}".split())] = "w"
    for start in ("in", "within", "during", "over"):
        for coming in ("the next", "next", "thefollowing", "the coming"):
            found[tuple(f"{start} {coming}".split())] = "w"
    for phrase in ("within", "within a period of", "within the", "during", "in", "during the", "less than a"):
        found.setdefault(tuple(phrase.split()), "w")
    for last in ("last", "past", "prior"):
        found.setdefault(("the", last), "w")
    for phrase in ("for", "for a period of", "lasting", "for a duration of"):
        found.setdefault(tuple(phrase.split()), "f")
    return found


BEFORE = _phrases()
LONGEST = max(len(phrase) for phrase in BEFORE)
OPENERS = frozenset(phrase[0] for phrase in BEFORE)
AFTER = {
    **dict.fromkeys(
        [
            "more",
            "older",
            "greater",
            "higher",
            "above",
            "over",
            "longer",
            "upward",
            "up",
            "later",
            "beyond",
            "larger",
            "bigger",
            *_MORE,
        ],
        "≥",
    ),
    **dict.fromkeys(
        ["less", "younger", "fewer", "lower", "below", "under", "shorter", "earlier", "smaller", *_LESS], "≤"
    ),
}
# "No earlier than 28 days" is a lower bound after something, an upper one before it.
ORDERED = frozenset(["earlier", "later", "sooner"])
BACKWARDS = {"≥": "≤", ">": "<", "≤": "≥", "<": ">"}
# Words between a comparator and its number: "≥ a score of 3", "at least a 20 pack-year".
FILLERS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "score",
        "level",
        "class",
        "grade",
        "stage",
        "about",
        "approximately",
        "total",
        "or",
        "equal",
        "result",
        "value",
        "been",
        "be",
        "age",
        "is",
        "are",
        "least",
        "gestational",
        "gestation",
        ":",
        "category",
    ]
)
# A number after one of these is a name ("Phase 1-2", "Groups 1 to 3"), not a measure.
NAMED = frozenset(
    [
        "phase",
        "visit",
        "day",
        "cycle",
        "part",
        "group",
        "cohort",
        "arm",
        "criterion",
        "module",
        "version",
        "figure",
        "table",
        "section",
        "appendix",
        "ctcae",
        "recist",
        "v",
        "step",
        "nct",
        "item",
        "question",
        "stratum",
        "strata",
        "no",
        "type",
        "mutation",
        "exon",
        "chromosome",
        "cyp3a4",
        "dsm",
        "icd",
        "covid",
        "substudy",
        "protocol",
        "version",
        "study",
    ]
)
