"""A further condition, or a further thing that is listed, that was put in: "and X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits import further
from monitor.core.eligibility.edits.demanded import excepted
from monitor.core.eligibility.edits.kinds import whole_kind
from monitor.core.eligibility.edits.lexicon import (
    AT_ONCE,
    DEMANDS,
    PREDICATES,
    QUALIFIERS,
    RESTRICTIVE,
)
from monitor.core.eligibility.edits.model import UNKNOWN, Edit
from monitor.core.eligibility.edits.people import NAMED, more_people
from monitor.core.eligibility.edits.taken import taken_together
from monitor.core.eligibility.edits.without_effect import recovered_ahead, tried_too
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.quantities.word_scales import WORDED
from monitor.core.eligibility.reasons import What, because

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.edits.scope import Scope
    from monitor.core.eligibility.quantities.model import Piece

_READY = frozenset(
    [
        "and",
        "or",
        "able",
        "willing",
        "agree",
        "must",
        "should",
        "signed",
        "dated",
        "written",
        "procedure",
        "study",
        "before",
        "any",
        "competent",
        "prepared",
        "ready",
    ]
)
_RECEIVED = frozenset(["prior", "received", "previously"])
THERAPIES = frozenset(["line", "regimen", "therapy", "treatment", "refractory"])
_DENIALS = frozenset(["no", "not", "without"])
_NEGATIVES = frozenset(["negative", "seronegative"])
_STATE = QUALIFIERS | RESTRICTIVE | frozenset(["is", "are", "stable", "not", "no", "without", "off"])
_KIN = frozenset(["relative", "family", "families", "spouse", "partner", "household"])
_WITH = frozenset(["with", "between", "both", "from", "conflict", "discord", "relationship", "care"])
_FEW = 4
_COMPARED = frozenset(["higher", "lower", "greater", "larger", "longer", "smaller", "more", "less"])
_OPPOSED = tuple(
    frozenset(row.split())
    for row in [
        "systemic oral inhaled topical intranasal intravenous intramuscular subcutaneous ocular rectal vaginal",
        "acute chronic",
        "controlled uncontrolled",
        "benign malignant",
    ]
)
_SYSTEMIC = frozenset(["oral", "intravenous", "intramuscular", "subcutaneous"])
_TIED = frozenset(
    [
        "with",
        "requiring",
        "receiving",
        "failed",
        "failure",
        "prior",
        "treated",
        "without",
        "in",
        "on",
        "and",
        "able",
    ]
)
_OBEDIENCE = frozenset(["comply", "compliance", "adhere", "adherence", "cooperate", "follow"])


def conjunct(block: Insertion, above: Scope, content: list[Piece], *, exclusion: bool) -> Edit | None:
    """Class "and X": a further condition where two demands are joined, else unknown."""
    words = block.words()
    if words <= _READY and not block.measures():
        return None
    if not exclusion and tried_too(block):
        return Edit(-1, because(What.CONDITION, block.shown()))
    apart = whole_kind(block) or (exclusion and _their_kin(block, above))
    plain = not (exclusion or above.exceptions or above.waived or block.measures() or apart)
    if above.form or (above.failed and not above.exceptions) or (above.brackets and plain):
        return UNKNOWN  # "gastric cancer (of the cardia, antrum and pylorus)"
    if above.waived:
        return _let_in(block, above)
    if words & NAMED and not isinstance(block.inside[1 % len(block.inside)], Limit):
        return more_people(block, above, exclusion=exclusion)
    named = bool(set(map(str, content)) - {"and", "or"})  # not "that, [at] the investigator's [discretion]"
    listed = apart or (exclusion and ((named and _listed(block)) or _others(block, above)))
    if listed or ((exclusion or above.exceptions) and _exclusive(block)):
        return Edit(above.sign, because(What.ALTERNATIVE, block.shown()))
    clause = {
        piece
        for piece, scope in zip(block.every, block.above, strict=True)
        if isinstance(piece, str) and scope.clause == above.clause
    }
    if clause & _OBEDIENCE:
        return UNKNOWN
    if above.exceptions and not _states(block):
        return _also_excepted(block, above, exclusion=exclusion)
    if _is_condition(block, above, content, clause, exclusion=exclusion):
        return Edit(-1, because(What.CONDITION, block.shown()))
    return UNKNOWN


def _others(block: Insertion, above: Scope) -> bool:
    """Return whether "and" goes on to others of a kind, of which each keeps out: "antihistamines [and other sedatives]".

    Not of what goes together: "treated with a diuretic and another drug".
    """
    turned = above.negations or above.exceptions or above.stops or above.condition
    ahead = block.every[: block.start]
    ended = block.end == len(block.every) and block.inside[0] == "and"
    together = (further.TOGETHER | _TIED) & {*map(str, ahead)} or any(
        isinstance(piece, Limit) for piece in ahead
    )
    return ended and not turned and not together and list(block.inside[1:2]) == ["other"]


def _let_in(block: Insertion, above: Scope) -> Edit:
    """Class "and X" in an exception that lets people in: "unless asymptomatic [and off steroids]"."""
    begun = next(at for at in range(block.start, -1, -1) if at == 0 or not block.above[at - 1].waived)
    if recovered_ahead(block.every, begun - 1) and not _states(block):
        return Edit(0, because(What.ALTERNATIVE, block.shown()), waiver=above.sign)
    words = block.words()
    condition = bool(words & _STATE) or any(map(_participle, words)) or block.bounds()
    if not condition or above.exceptions:
        return UNKNOWN
    return Edit(0, because(What.CONDITION, block.shown()), waiver=-1)


def _also_excepted(block: Insertion, above: Scope, *, exclusion: bool) -> Edit:
    """Class one more thing that is excepted; not from what is stopped: "unable to stop antihistamines other than eye drops [and sprays]"."""
    if above.stops:
        return UNKNOWN
    if not exclusion and not above.negations:
        return excepted(block)
    return Edit(above.sign, because(What.ALTERNATIVE, block.shown()))


def _is_condition(
    block: Insertion, above: Scope, content: list[Piece], clause: set[str], *, exclusion: bool
) -> bool:
    """Return whether "and X" asks for one thing more."""
    words = block.words()
    if not exclusion and (_DENIALS & words or (_NEGATIVES & clause and "for" in clause)):
        return True
    if above.negations or above.stops or above.condition or above.exceptions:
        return False
    if further.still_treated(block) or (not exclusion and further.positive_too(block, clause)):
        return True
    measured = any(
        isinstance(piece, Limit) and piece.kind in {"limit", "scale"} and piece.dimension not in WORDED
        for piece in content
    )
    if measured or exclusion:
        return measured or (further.goes_on(block) or further.alone(block))
    if further.shares_limit(block, clause) or (
        block.inside[0] == "and" and list(block.inside[2:3]) == ["than"] and block.inside[1] in _COMPARED
    ):
        return True
    if further.beside_bound(block, content):
        return True
    therapies = clause & _RECEIVED and clause & THERAPIES and not words & _STATE
    demanded = clause & DEMANDS and not words & {"no", "not", "without"}
    return bool(therapies or demanded or further.predicates(block) or taken_together(block))


def _their_kin(block: Insertion, above: Scope) -> bool:
    """Return whether the relatives of people are kept out too: "employees of the site [and their families]"."""
    ahead = {str(piece) for piece in block.every[: block.start]}
    kin = list(block.inside[:2]) == ["and", "their"] and bool(_KIN & block.words()) and not block.measures()
    turned = above.negations or above.exceptions or above.condition or above.stops or above.waived
    return kin and not turned and not _WITH & ahead


def _listed(block: Insertion) -> bool:
    """Return whether words are one of at least three things that "and" only lists: "renal, hepatic and cardiac disease"."""
    above = block.above[block.start]
    if above.negations or above.stops or above.condition or above.exceptions or block.measures():
        return False
    if AT_ONCE & {str(piece) for piece in block.every}:
        return False  # "the combination of fever, cough and rash"
    links = [
        place
        for place, scope in enumerate(block.above)
        if scope.segment == above.segment and block.every[place] in {"and", "or"}
    ]
    others = [place for place in links if not block.start <= place < block.end]
    return (
        len(others) > 1
        and len(block.inside) <= _FEW
        and all(block.every[place] == "and" for place in links)
        and not block.words() & _STATE
    )


def _exclusive(block: Insertion) -> bool:
    """Return whether "and" joins qualifiers that nothing can have at once: "inhaled [and topical] steroids"."""
    above, words = block.above[block.start], block.words() - {"and", "partly"}
    if (
        (above.negations and not above.exceptions)
        or above.stops
        or above.condition
        or above.waived
        or block.measures()
        or (further.TOGETHER | {"combination"}) & {*map(str, block.every)}
    ):
        return False
    row = next((row for row in _OPPOSED if words and words <= row), None)
    beside = {
        str(piece)
        for piece in (*block.every[block.start - 1 : block.start], *block.every[block.end : block.end + 2])
    }
    return (
        row is not None
        and bool(beside & row - words)
        and not ("systemic" in beside | words and _SYSTEMIC & (beside | words))
    )


def _states(block: Insertion) -> bool:
    """Return whether the words say in which state something is, and name nothing: "and stable", "and not infected"."""
    plain = [piece for piece in block.content() if isinstance(piece, str) and piece not in {"or", "and"}]
    first = plain[0] if plain else ""
    return (
        first in _DENIALS or first in PREDICATES or all(word in _STATE or _participle(word) for word in plain)
    )


def _participle(word: str) -> bool:
    """Return whether a word is a participle, which qualifies what stands before it."""
    return word.endswith("ed")
