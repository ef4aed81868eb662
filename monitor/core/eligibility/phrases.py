"""The words that announce a bound: "at least", "no more than", "within the last"."""

from __future__ import annotations

from monitor.core.eligibility.normal import word_set

LOWER, UPPER = "lower", "upper"


def _phrases(bound: str, *, closed: bool, said: str) -> dict[tuple[str, ...], tuple[str, bool]]:
    """Give the phrases, written with | between them, that announce one kind of bound."""
    return {tuple(phrase.split()): (bound, closed) for phrase in said.split("|")}


BEFORE = (
    _phrases(
        LOWER,
        closed=True,
        said="≥|at least|no less than|not less than|no fewer than|not fewer than|no lower than|not lower than|minimum of|"
        "minimum|a minimum of|greater than or equal to|equal to or greater than|more than or equal to|"
        "equal to or more than|no younger than|not younger than|not below|not under|> or equal to|higher than or equal to|"
        "older than or equal to|equal or greater than|greater or equal to|above or equal to|equal to or above",
    )
    | _phrases(
        LOWER,
        closed=False,
        said=">|greater than|more than|older than|above|over|exceeding|exceeds|longer than|higher than|larger than",
    )
    | _phrases(
        UPPER,
        closed=True,
        said="≤|at most|no more than|not more than|no greater than|not greater than|no older than|not older than|"
        "maximum of|maximum|a maximum of|up to|less than or equal to|equal to or less than|lower than or equal to|"
        "must not exceed|not exceed|not exceeding|not to exceed|does not exceed|no longer than|not longer than|"
        "no higher than|not higher than|not above|not over|< or equal to|below or equal to|equal to or below|"
        "equal or less than|less or equal to",
    )
    | _phrases(
        UPPER,
        closed=False,
        said="<|less than|fewer than|below|under|younger than|lower than|shorter than|smaller than",
    )
)
WITHIN = {
    tuple(phrase.split())
    for start in ("within", "in", "during")
    for phrase in [
        *(
            f"{start}{the} {last}"
            for the in (" the", "")
            for last in ("last", "past", "previous", "prior", "preceding")
        ),
        *([start, f"{start} the", f"{start} a period of"] if start == "within" else []),
    ]
}
AFTER = {
    **dict.fromkeys(["more", "older", "greater", "higher", "above", "over", "longer", "upwards"], LOWER),
    **dict.fromkeys(["less", "younger", "fewer", "lower", "below", "under", "shorter"], UPPER),
}
# A range after one of these is a name ("Phase 1-2", "Groups 1 to 3"), not a measure.
NAMED = word_set(
    "phase phases visit visits day days week weeks month cycle cycles part parts group groups cohort "
    "cohorts arm arms criteria criterion inclusion exclusion module modules version type types figure "
    "table section appendix ctcae recist v step steps stage stages number no nct arms items item question "
    "stratum strata level",
)
AGES = word_set("age aged ages old child children adults infants")
LONGEST = max(len(phrase) for phrase in (*BEFORE, *WITHIN))
