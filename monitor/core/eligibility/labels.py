"""Labels by which a criterion is asked of one group of the trial only: "Cohort B only: …", "… (applies to Part 2 only)"."""

from __future__ import annotations

import re

from monitor.core.eligibility.normal import key
from monitor.core.eligibility.reasons import Reasons, What, because, opposite
from monitor.model import Direction

_NUMBER = r"(?:\d{1,2}[a-z]?|[a-z]\d?|i{1,3}[ab]?|iv)"
_GROUP = (
    rf"(?:(?:cohort|arm|part|group|phase|module|stage|panel|stratum|strata)s? {_NUMBER}(?:(?:, ?| and | or | & |/|-){{1,2}}{_NUMBER}){{0,6}}|"
    r"(?:dose[ -])?(?:expansion|escalation|extension|lead-in|run-in)(?: (?:part|phase|cohort|stage)s?)?|(?:[\w-]{1,20} )?sub-?study)"
)
_PEOPLE = r"(?:patient|subject|participant)s?"
_OF = rf"(?:for |in )?(?:the )?(?:{_PEOPLE} (?:in|of|enrolled in) (?:the )?)?{_GROUP}(?: {_PEOPLE})?"
_ONLY = rf"(?:(?:this )?(?:criterion )?(?:appl(?:ies|y)|applicable) (?:only )?to {_OF}(?: only)?|only {_OF}|{_OF} only)"
_AHEAD = re.compile(rf"\W{{0,2}}{_ONLY}\s?[:,–-]\s?", re.IGNORECASE)
_BEHIND = re.compile(rf"\s?[(\[,;:.–-]\s?{_ONLY}\s?[)\]]?[.;]?$", re.IGNORECASE)
_LONGEST = 600


def labelled(before: str, after: str) -> tuple[Direction, Reasons] | None:
    """Return (direction, reasons) where two wordings differ by such a label alone; None where not.

    Who is in none of its groups meets a criterion that is asked of some only, in either part.
    """
    if max(len(before), len(after)) > _LONGEST:
        return None
    (old, was), (new, now) = _parted(before), _parted(after)
    if bool(was) == bool(now) or key(old) != key(new):
        return None
    reasons = because(What.SOME_ONLY, now or was)
    return (Direction.LOOSENED, reasons) if now else (Direction.TIGHTENED, opposite(reasons))


def _parted(text: str) -> tuple[str, str]:
    """Return a criterion without its label, and the label; "" without one."""
    label = _AHEAD.match(text) or _BEHIND.search(text)
    if label is None:
        return text, ""
    return text[: label.start()] + text[label.end() :], label[0].strip(" ()[]:,;.–-")
