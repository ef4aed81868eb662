"""Where a negation, an exception or a condition ends that stands over the pieces of a criterion."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.abilities import ABILITIES, names_ground
from monitor.core.eligibility.edits.excepted_kinds import one_more
from monitor.core.eligibility.edits.lexicon import CLAUSE_STARTS, EXCEPTIONS, FORM_STARTS, PEOPLE, RELATIVES
from monitor.core.eligibility.edits.negation import ends_at, negates, next_word
from monitor.core.eligibility.edits.scope import Scope
from monitor.core.eligibility.edits.starts import starts
from monitor.core.eligibility.edits.without_effect import names_failed, recovering
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.eligibility.quantities.model import Piece

_NEW_VERBS = frozenset(["have", "has", "are", "is", "must", "should"])
_REASONS = frozenset(
    ["because", "due", "owing", "attributable", "therefore"]
)  # "ineligible because of age ≥ 65 years"
_TOLD = RELATIVES | {"with", "without", "not", "aged", "planning", "taking", "receiving", "having"}
_CONDITIONS = frozenset(["if", "when", "where"])
_FOR_SOME = _CONDITIONS | {"for", "in", "with"}
_NEAR = 6  # pieces before a condition in which its bound stands
_STOPPED = frozenset(["stopped", "quit", "ceased"])
_VISITS = frozenset(phrase for phrase in FORM_STARTS if phrase[0] == "at" and phrase[1] != "discretion")
_VISIT_NAMES = frozenset(phrase[1] for phrase in _VISITS) | {"at", "visit", "before", "prior", "during"}
_STATES = frozenset(
    ["remission", "stable", "free", "dose", "treatment", "therapy", "use"]
)  # may last as long as a time says
_ANEW = frozenset(["with", "without", "who", "history", "have", "has", "had"])
_THAN = ("other", "than")
_GOING_ON = frozenset(["within", "before", "after", "during", "that", "requiring", "intended"])


def left(pieces: Sequence[Piece], at: int, word: str, now: Scope) -> Scope:
    """Return what stands over a piece when all that ends before it is left."""
    piece = pieces[at]
    if (
        isinstance(piece, Limit)
        and now.exceptions
        and not now.apart
        and (piece.kind == "window" or _of_all(pieces, at))
    ):
        now = _after_exception(pieces, at, now)
    return _blurred(pieces, at, word, _counted(pieces, at, word, _boundary(pieces, at, word, now)))


def _of_all(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a limit behind an exception may be of all: "drugs other than aspirin for more than 7 days", "at more than 1 g"."""
    piece = pieces[at]
    if not isinstance(piece, Limit) or piece.kind != "limit" or not at:
        return False
    return (
        pieces[at - 1] == ("for" if piece.dimension == "time" else "at") and _excepted(pieces, at)[0] == _THAN
    )


def _excepted(pieces: Sequence[Piece], at: int) -> tuple[tuple[str, ...], Sequence[Piece]]:
    """Return the words that begin the exception before a place, and what stands between them and the place; nothing without one."""
    for place in range(at - 1, -1, -1):
        phrase = starts(pieces, place, EXCEPTIONS)
        if phrase:
            return phrase, pieces[place + len(phrase) : at]
    return (), ()


def _after_exception(pieces: Sequence[Piece], at: int, now: Scope) -> Scope:
    """Leave an exception at a window or limit of all: "cancer other than melanoma within 5 years"; of "except" it is not certain."""
    phrase, between = _excepted(pieces, at)
    if not phrase:
        return now
    certain = phrase == _THAN and pieces[at - 1] != "at" and not _in_a_state(between)
    return replace(now, exceptions=0) if certain else replace(now, vague=True)


def _in_a_state(words: Sequence[Piece]) -> bool:
    """Return whether an exception says in what state its things are, which a time behind it may be of: "in remission for 5 years"."""
    return any(word in _STATES or str(word).endswith(("ed", "en", "ing")) for word in words)


def _counted(pieces: Sequence[Piece], at: int, word: str, now: Scope) -> Scope:
    """Begin a segment at a link before a new predicate, and at every stop."""
    opens = word in {".", ";", "but"} or (
        word in {",", "and", "or"} and next_word(pieces, at) in CLAUSE_STARTS
    )
    return replace(now, segment=now.segment + 1) if opens else now


def _blurred(pieces: Sequence[Piece], at: int, word: str, now: Scope) -> Scope:
    """Mark where a negation or exception behind something else may end: at a link, or where the reason is given."""
    if now.negations and names_failed(pieces, at):
        return replace(now, negations=now.negations - 1, failed=True)
    if word == "to" and now.failed and recovering(pieces, at):
        return replace(now, negations=now.negations + 1, failed=False)  # "… from chemotherapy to grade 1"
    measured = any(isinstance(piece, Limit) for piece in pieces[at + 1 : at + 2])
    if now.beside and word in {",", "or", "and"} and not measured:
        return replace(now, vague=True)  # "living outside the county or [the state]"
    if word in _REASONS and now.stops:
        now = replace(now, stops=0)  # "treatment stopped due to toxicity"
    reason = word in _REASONS and at > 0 and not negates(pieces, at - 1, str(pieces[at - 1]))
    negated = now.negations and ((now.inner and word in {",", "or", "and"}) or reason)
    excepted = now.apart and (now.exceptions or now.waived) and word == ","
    if (
        negated
        or (excepted and not one_more(pieces, at))
        or (now.exceptions and word == "and" and _but_not(pieces, at))
    ):
        return replace(now, vague=True)
    return now


def _but_not(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether the exception before a link begins with "but not": "but not relevant findings, and QTcF ≤ 450 ms"."""
    begun = next((place for place in range(at - 1, -1, -1) if starts(pieces, place, EXCEPTIONS)), at)
    return list(pieces[begun : begun + 2]) == ["but", "not"]


def _boundary(pieces: Sequence[Piece], at: int, word: str, now: Scope) -> Scope:
    """Leave what ends here."""
    if word == ".":
        return _fresh(now, sentence=1, clause=1)
    if word == ";":
        return _fresh(now, clause=1)
    if word == "but" and not starts(pieces, at, EXCEPTIONS) and next_word(pieces, at) != "not":
        return _fresh(now, clause=1)
    if word == "," and (now.exceptions or now.waived) and not now.apart and starts(pieces, 0, EXCEPTIONS):
        return _fresh(now)
    if word == "," and now.exceptions and now.apart and _goes_on(pieces, at + 1):
        return replace(now, exceptions=0, apart=False, vague=False, condition=False)
    if now.form and word == "to" and tuple(pieces[max(0, at - 2) : at]) in _VISITS:
        return replace(now, form=False)  # "a positive challenge at screening to walnut"
    if now.form and (word in RELATIVES or (word == "to" and next_word(pieces, at) in {"have", "be"})):
        return replace(now, form=False)  # "per RECIST that was not irradiated", "judged by a doctor to have"
    if word == ":" and now.form and _announced(pieces, at):
        return replace(now, form=False)
    return _linked(pieces, at, word, now) if word in {",", "and", "or"} else now


def _announced(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a list that a colon begins was named before a matter of form: "one of the following, as shown by imaging:"."""
    begun = next((place for place in range(at - 1, -1, -1) if starts(pieces, place, FORM_STARTS)), 0)
    return "thefollowing" in pieces[:begun] and "thefollowing" not in pieces[begun:at]


def _goes_on(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a comma closes what was put between two: ", other than minor ones, within 4 weeks", ", except aspirin, that …"."""
    piece = pieces[at] if at < len(pieces) else ""
    return piece in _GOING_ON or (isinstance(piece, Limit) and piece.kind == "window")


def _linked(pieces: Sequence[Piece], at: int, word: str, now: Scope) -> Scope:
    """Leave what ends at a link."""
    form = now.form and word == "or" and not _after_visit(pieces, at)
    goes_on = word != "," and not _other_bound(pieces, at)
    now = replace(now, form=form, condition=now.condition and goes_on)
    following = next_word(pieces, at)
    ended = replace(
        now, negations=0, stops=0, unable=0, unwilling=False, inner=False, failed=False, filled=False
    )
    refused = now.unable and following in {
        "inability",
        "unwilling",
    }  # "unable to read, or unwilling to learn"
    if now.stops and following in _ANEW:
        now = replace(now, stops=0)  # "stopped smoking, or with a history of stroke"
    if now.negations and following in _STOPPED:
        return ended  # "never smoked or stopped"
    if (now.negations or now.failed) and (
        refused or _names_others(pieces, at) or (now.inner and following in RELATIVES)
    ):
        return ended
    if word == "and" and now.negations and pieces[at + 2 : at + 3] in (["no"], ["not"], ["neither"]):
        return ended  # "has no asthma and takes no steroids"
    over = ends_at(pieces, at) if word == "or" and now.negations else False
    if over:
        return ended
    if now.unable and word != "and" and following not in ABILITIES:
        ground = names_ground(pieces, at + 1)
        return replace(ended, negations=now.negations - now.unable) if ground else replace(now, vague=True)
    if word == "or" and now.negations:
        return replace(now, vague=now.vague or over is None)
    if word != "or" and following in CLAUSE_STARTS and not starts(pieces, at + 1, EXCEPTIONS):
        certain = word == "and" and following in _NEW_VERBS and not (now.exceptions or now.waived)
        ended = replace(ended, vague=now.vague and not certain)
        return ended if now.negations or now.failed or now.stops else replace(now, filled=False)
    return now


def _after_visit(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether "at screening" ends at a link, behind which no other visit is named: "at screening or use of insulin"."""
    return tuple(pieces[max(0, at - 2) : at]) in _VISITS and next_word(pieces, at) not in _VISIT_NAMES


def _other_bound(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a link joins two bounds for some people: "> 40 mg if under 12 [or] > 60 mg if older"."""
    second = pieces[at + 1] if at + 1 < len(pieces) else ""
    if not isinstance(second, Limit) or second.kind != "limit" or next_word(pieces, at + 1) not in _FOR_SOME:
        return False
    begun = next((place for place in range(at - 1, -1, -1) if pieces[place] in _CONDITIONS), 0)
    ahead = pieces[max(0, begun - _NEAR) : begun]
    first = next(
        (piece for piece in reversed(ahead) if isinstance(piece, Limit) or piece in {"(", ";", "."}), ""
    )
    return isinstance(first, Limit) and (first.kind, first.dimension) == ("limit", second.dimension)


def _fresh(now: Scope, *, sentence: int = 0, clause: int = 0) -> Scope:
    """Return a scope under nothing, so many sentences and clauses on."""
    return Scope(
        sentence=now.sentence + sentence,
        clause=now.clause + clause,
        segment=now.segment,
        brackets=now.brackets,
    )


def _names_others(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether other people are named behind a link: "…, or women who …"."""
    return next_word(pieces, at) in PEOPLE and next_word(pieces, at + 1) in _TOLD
