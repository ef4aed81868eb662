"""Lists of what an exclusion excepts: lines below "malignancy, except for the following:" let people in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.eligibility import caution, modes
from monitor.core.eligibility.above import reverses
from monitor.core.eligibility.edits import direction
from monitor.core.eligibility.edits.align import pieces
from monitor.core.eligibility.model import Part
from monitor.core.eligibility.modes import Mode
from monitor.core.eligibility.parse import ancestors
from monitor.core.eligibility.quantities.model import Limit
from monitor.core.eligibility.reasons import Reasons, What, because
from monitor.model import Direction

if TYPE_CHECKING:
    from monitor.core.eligibility.parse import Node

_ENDS = re.compile(
    r"[\s,(]+(?:except(?:ing|ions?)?(?: for| in| are| include)?|other than|apart from|"
    r"with(?: the)? (?:following )?exceptions?(?: of| being)?|(?P<unless>unless|except (?:if|when)))"
    r"(?: (?:(?:any|one|all)(?: of)? )?(?:the )?(?:following|below|these)(?: \w+){0,2}?)?"
    r"(?: (?:are|is) (?:met|true|present|fulfilled|satisfied))?"
    r"(?: (?:patients|participants|subjects|those|women|men))?(?: (?:who|with))?(?: have)?\s?:?\)?:?$",
    re.IGNORECASE,
)
# What is not counted under a cap lets fewer in: "fewer than two lines, other than:".
_CAPPED = re.compile(r"\b(?:fewer|less|below|under|at most|up to|no more|maximum)\b|[<≤]", re.IGNORECASE)
_KEPT_OUT = re.compile(r"\bexclu|\bnot (?:allowed|permitted|eligible)\b|\bprohibit", re.IGNORECASE)
# A line that is a condition of the exception above it, and no exception of its own.
_CONDITION = re.compile(
    r"^\W*(?:no|not|without|free|disease-free|stable|on a|written|approv\w+|only|must|should|provided|if|when|pregnan\w+)\b|\bapproval\b|"
    r"\b(?:at least|more than|for) \d",
    re.IGNORECASE,
)
_LONGEST = 300  # letters of a line above such a list
_NOTHING: tuple[Direction, Reasons] = (Direction.UNDETERMINED, ())


def listed(nodes: list[Node], node: Node) -> bool:
    """Return whether a line stands right below an exclusion that makes an exception of it."""
    above = ancestors(nodes, node)
    if node.part is not Part.EXCLUSION or not above or above[0].heading:
        return False
    lead, *higher = above
    found = _ENDS.search(lead.text[-_LONGEST:])
    if found is None or not lead.text[: -len(found[0])].strip():
        return False
    ban = lead.text[: -len(found[0])]
    return not (
        _CAPPED.search(ban)
        or _KEPT_OUT.search(node.text)
        or (_timed(ban) and _timed(node.text))
        or reverses(ban, heading=False, names_part=False, exclusion=True)
        or any(
            reverses(line.text, heading=line.heading, names_part=line.opens, exclusion=True)
            for line in higher
        )
    )


def _timed(text: str) -> bool:
    """Return whether a text has a window: of a drug below "chemotherapy within 4 weeks, except:" it may be another ban."""
    return any(
        isinstance(piece, Limit) and piece.dimension == "time" and piece.kind in {"window", "bare"}
        for piece in pieces(text, {})
    )


def moved(before: str, after: str) -> tuple[Direction, Reasons]:
    """Return (direction, reasons) of a line of such a list: whom it describes is let in."""
    return direction.moved(Part.INCLUSION, before, after)


def added(nodes: list[Node], node: Node) -> tuple[Direction, Reasons]:
    """Return (direction, reasons) of a line that came: one more exception, or one more thing that an exception asks for."""
    lead = ancestors(nodes, node)[0]
    found = _ENDS.search(lead.text[-_LONGEST:])
    if _CONDITION.search(node.text) and not (found and found["unless"]):
        return _NOTHING
    mode = modes.mode(found[0], exclusion=True) if found else Mode.UNCLEAR
    if found and not found["unless"] and mode is Mode.UNCLEAR:
        mode = Mode.ANY
    if mode is Mode.UNCLEAR or caution.excepts(node.key):
        return _NOTHING
    if mode is Mode.ALL:
        return Direction.TIGHTENED, because(What.CONDITION, node.text)
    return Direction.LOOSENED, because(What.EXCEPTION, node.text)
