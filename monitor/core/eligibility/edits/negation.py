"""Which words negate what follows them."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import NEGATORS, RELATIVES
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece

_CONDITIONS = frozenset(["if", "when", "whenever"])
_HISTORY = 5  # pieces from "negative" to "history": "negative personal or family history"
_POOR = frozenset(["poor", "insufficient", "inadequate", "limited"])
_ABILITIES = frozenset(
    ["understanding", "knowledge", "command", "proficiency", "fluency", "comprehension", "mastery"]
)
# Words that negate only before these.
_BEFORE = {
    "negative": {"for"},
    "seronegative": {"for"},
    "unlikely": {"to"},
    "naive": {"to"},
    "naïve": {"to"},
    "free": {"of", "from"},
}
_NEAR = 6  # pieces behind "outside" in which a range is named

_ABSENCES = frozenset(["from", "seizure", "epilepsy", "attack", "epileptic"])
_FINITE = frozenset(["has", "have", "had", "is", "are", "was", "were"])
_BARE = frozenset(["have"])  # may be an infinitive, which a negation before the link reaches too
_AUXILIARIES = frozenset(["does", "do", "did", "could", "doesnt", "dont"])
_PLACES = frozenset(["on", "in", "under", "at"])
_UNABLE = frozenset(["inability", "unwilling"])
_FINDINGS = frozenset(
    ["history", "presence", "diagnosis", "contraindication", "allergy", "hypersensitivity", "intolerance"]
)
_NOUNLIKE = frozenset(["of", "due", "or", "and", "for", "in", "because", ","])
_PRIOR = frozenset(
    ["prior", "previous", "previously", "known", "past", "personal", "family", "recent", "medical", "current"]
)
_SHOWING = frozenset(
    [
        "provide",
        "give",
        "show",
        "document",
        "recall",
        "report",
        "confirm",
        "prove",
        "verify",
        "exclude",
        "have",
        "has",
        "state",
        "remember",
        "describe",
        "communicate",
        "understand",
        "tell",
        "name",
    ]
)
_REACH = 40  # pieces before a link in which its negation is looked for


def next_word(pieces: Sequence[Piece], at: int) -> str:
    """Return the word behind a place, "" for a limit or the end."""
    following = pieces[at + 1] if at + 1 < len(pieces) else ""
    return following if isinstance(following, str) else ""


def negates(pieces: Sequence[Piece], at: int, word: str) -> bool:
    """Return whether a word negates what follows it."""
    following = next_word(pieces, at)
    before = pieces[at - 1] if at else ""
    if word in {"failure", "fail", "failed", "failing"}:
        return following == "to" and pieces[at + 2 : at + 3] != ["respond"]
    if word in {"absence", "absent"} and following in _ABSENCES:
        return False  # "absence from school", "absence seizures"
    if word == "negative" and "history" in pieces[at + 1 : at + _HISTORY]:
        return True
    if word in _BEFORE:
        return following in _BEFORE[word]
    if word == "outside":
        reached = takewhile(lambda piece: piece != "for", pieces[at + 1 : at + _NEAR])
        return any(isinstance(piece, Limit) for piece in reached)  # not "outside the country for 3 days"
    if word in _POOR:
        return following in _ABILITIES
    if word not in NEGATORS or (
        word == "ineligible" and not _CONDITIONS.isdisjoint(map(str, pieces[at + 1 : at + _NEAR]))
    ):
        return False  # "ineligible if they have"
    if (
        following == "or"
        or (word == "never" and following == "smoker")
        or (word == "not" and following in {"limited", "only"})
    ):
        return False  # "never or former smokers", "no or mild impairment"
    excepts = before == "but" and word == "not"  # an exception by itself
    return not excepts and not (before == "or" and word in {"without", "not"})


def ends_at(pieces: Sequence[Piece], at: int) -> bool | None:
    """Return whether the nearest negation before an "or" ends there: True, False, or None where that is not certain.

    A verb of its own has no part in "does not smoke, or has …", "unable to read, or is …"; of "is not pregnant, or is …"
    both readings are met with.
    """
    verb = next_word(pieces, at)
    begun = next((place for place in range(at - 1, max(-1, at - _REACH), -1) if _denies(pieces, place)), at)
    if begun < at and _names_past(pieces, begun, at):
        return True
    if begun < at and verb in _PLACES:
        return None  # "not on a stable dose of lithium, or on metformin"
    if begun == at or verb not in _FINITE | RELATIVES | {"with"}:
        return False
    negator = str(pieces[begun])
    between = {str(piece) for piece in pieces[begun + 1 : at]}
    if verb in RELATIVES:
        return bool(RELATIVES & {str(piece) for piece in pieces[:begun]}) and not between & RELATIVES
    if between & RELATIVES:
        return None
    if verb == "with":
        return negator == "without" or None
    if verb in between and verb in _BARE:
        return False  # "must not have had surgery or have received radiation"
    if verb not in _BARE and (negator in _UNABLE or _AUXILIARIES & {negator, str(pieces[begun - 1])}):
        return True
    return None


def _names_past(pieces: Sequence[Piece], begun: int, at: int) -> bool:
    """Return whether a noun that nobody can do stands behind "or": "unable to swallow, or a previous history of stroke"."""
    verb = next_word(
        pieces, begun + (next_word(pieces, begun) == "to")
    )  # of "cannot" too, which is "inability"
    infinitive = pieces[begun] in _UNABLE and verb not in _NOUNLIKE
    if (
        not (infinitive or _AUXILIARIES & {*map(str, pieces[max(0, begun - 1) : begun + 1])})
        or verb in _SHOWING
    ):
        return False
    noun = next((place for place in range(at + 1, len(pieces)) if pieces[place] not in _PRIOR), at)
    return pieces[noun] in _FINDINGS and next_word(pieces, noun) in {"of", "to"}


def _denies(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether the piece at a place is a word that negates what follows it."""
    word = pieces[at]
    return isinstance(word, str) and negates(pieces, at, word)
