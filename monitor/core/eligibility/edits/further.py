"""Whether "and X" certainly asks one thing more of the same people, or says one thing more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.eligibility.edits.lexicon import RELATIVES
from monitor.core.eligibility.quantities.analytes import SUBJECTS
from monitor.core.eligibility.quantities.model import Limit

if TYPE_CHECKING:
    from monitor.core.eligibility.edits.insertion import Insertion
    from monitor.core.eligibility.quantities.model import Piece

_DENIED = frozenset(["no", "not", "without", "never", "inability", "none"])
_FINITE = frozenset(["have", "has", "had", "do", "does", "did", "are", "is", "was", "were", "will", "would"])
_POSITIVES = frozenset(["positive", "seropositive", "seropositivity", "positivity"])
_SAYS = frozenset(["have", "has", "had", "is", "are", "was", "with", "who", "that", "treated"])
_FEW = 4
_RATIOS = frozenset(["ratio", "sum", "difference", "product"])
TOGETHER = frozenset(
    [
        "or",
        "either",
        "ratio",
        "sum",
        "difference",
        "between",
        "combined",
        "together",
        "product",
        "total",
        "mean",
        "combination",
    ]
)
_OF_THINGS = frozenset(["length", "mass", "volume", "area"])
_OF_BOUNDS = frozenset(["predicted", "of", "age", "old", "normal", "reference", "value"])
_STILL = frozenset(["current", "still", "ongoing", "actively"])
_TREATED = frozenset(["requiring", "require", "needing", "need"])
_TREATMENTS = frozenset(
    ["treatment", "therapy", "medication", "systemic", "active", "ongoing", "medical", "continuous"]
)


def goes_on(block: Insertion) -> bool:
    """Return whether "and" goes on with what the same people lack, or with what was named: "who had surgery [and did not recover]"."""
    ahead = {str(piece) for piece in block.every[: block.start]}
    first, *rest = [*map(str, block.inside[1:]), ""]
    if block.inside[0] != "and" or not RELATIVES & ahead or {"and", "or", ","} & ahead:
        return False
    if first in RELATIVES:
        return bool({"not", "never", "it", "them"} & {*rest})
    return (first in _FINITE and rest[0] in _DENIED) or first == "inability"


def alone(block: Insertion) -> bool:
    """Return whether the words say that there is no other: "insulin [and no other glucose-lowering drug]"."""
    return list(block.inside[:3]) in (["and", "no", "other"], ["and", "without", "other"])


def beside_bound(block: Insertion, content: list[Piece]) -> bool:
    """Return whether the words are one more demand behind a measured bound: "LVEF < 40 % [and left bundle branch block]"."""
    named = [str(piece) for piece in content if piece not in {"and", "or"}]
    at = block.start - 1
    while at > 0 and block.every[at] in _OF_BOUNDS:
        at -= 1
    bound = block.every[at] if at > 0 else ""
    return (
        isinstance(bound, Limit)
        and bound.kind in {"limit", "scale"}
        and (bound.dimension not in _OF_THINGS or "history" in block.inside)  # "lesions > 2 cm and nodules"
        and block.inside[0] == "and"
        and all(piece in {".", ";"} for piece in block.every[block.end : block.end + 1])
        and not {"or", "and", ":"} & {str(piece) for piece in (*block.every[:at], *block.inside[1:])}
        and bool(named)
        and not SUBJECTS & set(named)
        and not (len(named) == 1 and named[0].endswith(("er", "ic", "or")))  # "and diabetics"
    )


def positive_too(block: Insertion, clause: set[str]) -> bool:
    """Return whether one more thing is named at the end of all for which somebody is positive: "positive for EBV [and CMV]"."""
    return (
        bool(_POSITIVES & clause)
        and "for" in block.every[: block.start]
        and "or" not in clause
        and block.inside[0] == "and"
        and block.end == len(block.every)
        and not block.measures()
        and len(block.inside) <= _FEW + 2
    )


def still_treated(block: Insertion) -> bool:
    """Return whether the only thing before the words has to be treated too: "a tumor [and currently requiring treatment]"."""
    first, second, *rest = [*block.inside[1:], "", ""]
    rest = [piece for piece in rest if piece]
    alone = not {"or", "and", ","} & {str(piece) for piece in block.every[: block.start]}
    return alone and first in _STILL and second in _TREATED and bool(rest) and set(rest) <= _TREATMENTS


def shares_limit(block: Insertion, clause: set[str]) -> bool:
    """Return whether words are one of two things of which each must reach a limit behind them: "LH and FSH > 30"."""
    near = {str(piece) for piece in block.every[max(0, block.start - _FEW) : block.end + 2]}
    if (
        block.measures()
        or clause & _RATIOS
        or near & TOGETHER
        or len(block.inside) > _FEW
        or block.inside.count("and") != 1
    ):
        return False
    behind = block.end + (block.inside[-1] == "and")
    limit = block.every[behind] if behind < len(block.every) else ""
    return isinstance(limit, Limit) and limit.kind == "limit" and limit.dimension not in {"age", "time"}


def predicates(block: Insertion) -> bool:
    """Return whether the words say one more thing of the same people: "and have progressed"."""
    return block.inside[0] == "and" and len(block.inside) > 2 and block.inside[1] in _SAYS
