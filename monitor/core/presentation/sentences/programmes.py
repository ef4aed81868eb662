"""The sentence that a trial's change adds for readers of its expanded-access programme, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import status as label
from monitor.core.records.accessors import get
from monitor.model import Kind

if TYPE_CHECKING:
    from monitor.model import Change, Json


_JOINS = {
    "RECRUITING": "patients can join it",
    "ENROLLING_BY_INVITATION": "only patients who are invited can join it",
    "NOT_YET_RECRUITING": "it takes no patients yet",
    "SUSPENDED": "it takes no new patients for now",
    **dict.fromkeys(
        ("ACTIVE_NOT_RECRUITING", "COMPLETED", "TERMINATED", "WITHDRAWN"), "it takes no new patients now"
    ),
}
"""What a trial's status means to somebody who asks for its treatment; other statuses say nothing about that."""
_ENDED = frozenset({"NO_LONGER_AVAILABLE", "APPROVED_FOR_MARKETING"})


def meaning(change: Change) -> str:
    """Return the sentence for readers of the trial's programme or of the programme's trial, after a space; "" for none."""
    programme, parent = change.details.get("programme"), change.details.get("parent")
    if programme is not None:
        return f" {_of_parent(change, programme)}"
    return f" {_of_programme(parent)}" if parent is not None else ""


def _of_programme(parent: Json) -> str:
    """Return the sentence with the status of the trial of the same treatment."""
    number, status = get(parent, "trial"), get(parent, "status")
    if not status:
        return f"The trial of the same treatment is {number}."
    joins = _JOINS.get(str(status))
    stands = f"The trial of the same treatment, {number}, is shown as {label(status)}"
    return f"{stands}: {joins}." if joins else f"{stands}."


def _of_parent(change: Change, programme: Json) -> str:
    """Return the sentence on what a trial's change means for readers of its programme."""
    name, status = f"the expanded-access programme {get(programme, 'trial')}", get(programme, "status")
    offers = "offered" if str(status) in _ENDED else "offers"
    if change.kind is Kind.ELIGIBILITY:
        return f"For {name}, which {offers} the same treatment, only its own criteria count; they did not change with this."
    name = f"{name[:1].upper()}{name[1:]}"
    stands = f"{name} offers the same treatment"
    if status:
        stands = f"{name}, which {offers} the same treatment, is shown as {label(status)}"
    if change.details.get("can_join"):
        return f"{stands}: whoever can join this trial may not need it."
    if change.details.get("could_join"):
        joins = (
            "cannot join this trial instead for now"
            if change.event == "paused"
            else "can no longer join this trial instead"
        )
        return f"{stands}: patients {joins}."
    return f"{stands}."
