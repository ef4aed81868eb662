"""Why a change of the criteria has its direction, as values; `core/presentation/reasons.py` has the words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Json


class What(StrEnum):
    """What happened to a criterion, or to the rule that it states."""

    # words that were put in or taken out
    ALTERNATIVE = "alternative"
    EXCEPTION = "exception"
    CONDITION = "condition"
    LIMITED = "limited"
    COVERS = "covers"
    LET_IN = "let_in"
    SOME_ONLY = "some_only"
    SECOND_TIME = "second_time"
    WIDER_FOR_SOME = "wider_for_some"
    NARROWER_FOR_SOME = "narrower_for_some"
    BRACKETS_ASK_LESS = "brackets_ask_less"
    # words that gave way to others
    BECAME = "became"
    WHICHEVER = "whichever"
    EITHER_RESTRICTION = "either_restriction"
    WITH_OR_WITHOUT = "with_or_without"
    ANY_USE = "any_use"
    INCLUDED = "included"
    BOTH_SEXES = "both_sexes"
    BAN_LIFTED = "ban_lifted"
    DEMAND_EASED = "demand_eased"
    DEMAND_OPTIONAL = "demand_optional"
    # limits that moved
    WAIT = "wait"
    WINDOW_LONGER = "window_longer"
    VALUES_WIDER = "values_wider"
    RANGE_WIDER = "range_wider"
    END_ALLOWED = "end_allowed"
    LIMITS = "limits"
    LOWER_RAISED = "lower_raised"
    UPPER_RAISED = "upper_raised"
    LOWER_HIGHER = "lower_higher"
    UPPER_HIGHER = "upper_higher"
    # lines that came or went
    REQUIREMENT = "requirement"
    GROUND = "ground"
    ONE_ENOUGH = "one_enough"
    ALSO_NEEDED = "also_needed"
    HEADING = "heading"
    NOTE = "note"
    # lines that stand elsewhere or in another form
    MOVED = "moved"
    UNDER_ANOTHER = "under_another"
    OTHER_HEADING = "other_heading"
    SAME_CRITERIA = "same_criteria"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that happened.

    `of`: the words that it is about; of what became something else, the old and the new ones.
    `opposite`: the reverse happened: an exception was dropped, the new words became the old ones.
    `exclusion`: it happened to a rule that keeps people out.
    """

    what: What
    of: tuple[str, ...] = ()
    opposite: bool = False
    exclusion: bool = False

    def as_json(self) -> Json:
        """Return it as the details of a change keep it."""
        return {
            "what": str(self.what),
            "of": list(self.of),
            "opposite": self.opposite,
            "exclusion": self.exclusion,
        }


Reasons = tuple[Reason, ...]


def because(what: What, *of: str) -> Reasons:
    """Return the reasons of a change for which there is one."""
    return (Reason(what, of),)


def turned(what: What, was: str, now: str, *, forwards: bool) -> Reasons:
    """Return that something went from `was` to `now`, which is `what`, or its opposite where not `forwards`."""
    return because(what, was, now) if forwards else opposite(because(what, now, was))


def opposite(reasons: Reasons) -> Reasons:
    """Return the reasons of the reverse change."""
    return tuple(replace(reason, opposite=not reason.opposite) for reason in reasons)
