"""What a trial's change means for readers of its expanded-access programme, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import status as label
from monitor.core.records.accessors import get
from monitor.model import Kind

if TYPE_CHECKING:
    from monitor.model import Change, Json


def meaning(change: Change) -> str:
    """Return the sentence for the other one's readers, with a space before it; nothing where there is none."""
    programme, parent = change.details.get("programme"), change.details.get("parent")
    if programme is not None:
        return f" {_of_parent(change, programme)}"
    if parent is not None:
        joins = "patients can join it" if get(parent, "open") else "it takes no new patients now"
        return f" The trial of the same treatment, {get(parent, 'trial')}{_state(parent)}: {joins}."
    return ""


def _of_parent(change: Change, programme: Json) -> str:
    name = f"the expanded-access programme {get(programme, 'trial')}"
    if change.kind is Kind.ELIGIBILITY:
        return f"For {name}, which offers the same treatment, only its own criteria count; they did not change with this."
    stands = f"{name[:1].upper()}{name[1:]}, which offers the same treatment{_state(programme)}"
    if change.details.get("can_join"):
        return f"{stands}: whoever can join this trial may not need it."
    if change.details.get("could_join"):
        return f"{stands}: patients can no longer join this trial instead."
    return f"{stands}."


def _state(other: Json) -> str:
    status = get(other, "status")
    return f", is shown as {label(status)}" if status else ""
