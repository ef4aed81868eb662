"""What a text says to be without a limit: "at any time", "of any duration", "at any dose"."""

from __future__ import annotations

from monitor.core.eligibility.quantities.model import Limit, Range

# What may follow a phrase of _TIMES.
_PAST = (("in", "the", "prior"), ("in", "prior"), ("in", "their", "life"), ("in", "life"))
_TIMES = tuple(
    tuple(phrase.split())
    for phrase in [
        "at any time",
        "at any timepoint",
        "any time",
        "at any point",
        "in lifetime",
        "in a lifetime",
        "in the lifetime",
        "in their lifetime",
        "during lifetime",
        "at some time",
        "at some point",
    ]
)
_WHATEVER = (
    ("of", "any"),
    ("for", "any"),
    ("at", "any"),
    ("in", "any"),
    ("with", "any"),
    ("any",),
    ("of", "whatever"),
    ("whatever", "the"),
    ("whatever",),
    ("regardless", "of"),
    ("regardless", "of", "the"),
    ("irrespective", "of"),
    ("irrespective", "of", "the"),
    ("independent", "of"),
    ("of", "no", "matter", "what"),
)
# The noun that has no limit → the dimension of the limits that it stands for ("" for any).
_NOUNS = {
    "duration": "time",
    "length": "time",
    "dose": "",
    "dosage": "",
    "amount": "",
    "quantity": "",
    "number": "",
    "size": "",
}
_STARTS = frozenset(phrase[0] for phrase in (*_TIMES, *_WHATEVER))
_MASSES = frozenset(["dose", "amount", "quantity"])  # "any dose of steroids"
_FURTHER = frozenset(
    ["or", "and", "limit", "reduction", "change", "increase", "escalation"]
)  # "any dose reduction"


def unlimited(words: tuple[str, ...], at: int) -> tuple[Limit, int] | None:
    """Read "at any time" or "of any duration": a limit without bounds."""
    if words[at] not in _STARTS:
        return None
    for phrase in _TIMES:
        end = at + len(phrase)
        if words[at:end] == phrase:
            end += next((len(past) for past in _PAST if words[end : end + len(past)] == past), 0)
            return Limit((Range(),), "time", "window", "any time"), end
    for phrase in _WHATEVER:
        end = at + len(phrase)
        noun = words[end] if words[at:end] == phrase and end < len(words) else ""
        behind = words[end + 1] if end + 1 < len(words) else ""
        if noun in _NOUNS and behind not in _FURTHER and (behind != "of" or noun in _MASSES):
            return Limit((Range(),), _NOUNS[noun], "limit", f"any {noun}"), end + 1
    return None
