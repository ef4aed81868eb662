"""An outcome measure of a record, and a change of one between two records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.core.records.accessors import items_at, text_at

if TYPE_CHECKING:
    from monitor.model import Json, Record

ListName: TypeAlias = Literal["primary", "secondary", "other"]
LISTS: tuple[ListName, ...] = ("primary", "secondary", "other")
"""The lists, from the gravest down."""

Event: TypeAlias = Literal["added", "removed", "promoted", "demoted", "reworded", "time_frame", "edited"]
Nature: TypeAlias = Literal[
    "", "moved", "filled_in", "cleared", "reworded", "rewritten", "rearranged", "split", "merged"
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome measure, with the list that it stands in; an absent text is empty."""

    list: ListName
    measure: str
    time_frame: str = ""
    description: str = ""

    def as_json(self) -> dict[str, Json]:
        """Return the outcome as the JSON output has it; an absent text is null."""
        return {
            "list": self.list,
            "measure": self.measure,
            "timeFrame": self.time_frame or None,
            "description": self.description or None,
        }


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """One thing that happened to one outcome measure, or to many alike."""

    event: Event
    before: Outcome | None
    after: Outcome | None
    nature: Nature = ""
    """
    Of a time frame: moved to another time, filled in where there was none or none with a number,
    cleared, reworded (the same time with other words beside it) or rewritten (in another form).
    Of a rewording: rearranged (the same words elsewhere in the measure) or rewritten (other spelling,
    case or punctuation only), split (after is a part of before) or merged (before is a part of after).
    """
    alike: tuple[str, ...] = ()
    """The names of all outcomes with the same edit, if there are many; ``before`` and ``after`` are the first of them."""
    gone: int = 0
    """Of an ``edited``: how many old names of the list are gone; the new ones, ``alike``, are too many to see which is which."""

    @property
    def outcome(self) -> Outcome:
        """The outcome as it is now, or as it was where it is gone."""
        outcome = self.after or self.before
        assert outcome is not None
        return outcome

    @property
    def primary(self) -> bool:
        """Whether the outcome is a primary one, before or after."""
        return any(outcome is not None and outcome.list == "primary" for outcome in (self.before, self.after))


def load_outcomes(record: Record) -> list[Outcome]:
    """Return the record's registered outcomes, list by list, in the record's order."""
    found = []
    for name in LISTS:
        for item in items_at(record, "protocolSection", "outcomesModule", f"{name}Outcomes"):
            texts = (text_at(item, key) or "" for key in ("measure", "timeFrame", "description"))
            outcome = Outcome(name, *texts)
            if outcome.measure or outcome.time_frame or outcome.description:
                found.append(outcome)
    return found
