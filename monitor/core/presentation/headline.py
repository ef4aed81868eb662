"""What happened, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import status
from monitor.model import Kind

if TYPE_CHECKING:
    from monitor.model import Change

IMPORTANCE = {
    "high": "High importance",
    "medium": "Medium importance",
    "low": "Low importance",
    "noise": "No weight",
}
"""Severities as people read them."""


def headline(change: Change) -> str:
    """Say in a few words what happened."""
    words = _HEADLINES.get((change.kind, change.event))
    if change.kind is Kind.STATUS and isinstance(change.after, str) and change.path.endswith("overallStatus"):
        return f"{words or 'status changed'} ({status(change.before)} → {status(change.after)})"
    if change.event == "edited":
        return f"{change.kind} changed"
    return words or f"{change.kind}: {change.event.replace('_', ' ')}"


_HEADLINES = {
    (Kind.STATUS, "opened"): "now recruiting",
    (Kind.STATUS, "closed"): "closed to new patients",
    (Kind.STATUS, "paused"): "paused",
    (Kind.STATUS, "resumed"): "recruiting again",
    (Kind.STATUS, "stopped"): "stopped early",
    (Kind.STATUS, "completed"): "completed",
    (Kind.STATUS, "went_unknown"): "status no longer confirmed",
    (Kind.STATUS, "access_available"): "expanded access available",
    (Kind.STATUS, "access_paused"): "expanded access paused",
    (Kind.STATUS, "access_ended"): "expanded access ended",
    (Kind.STATUS, "access_approved"): "approved for marketing",
    (Kind.STATUS, "why_stopped"): "reason for stopping changed",
    (Kind.STATUS, "expanded_access"): "expanded access changed",
    (Kind.STATUS, "withheld"): "record withheld",
    (Kind.RESULTS, "posted"): "results posted",
    (Kind.RESULTS, "submitted"): "results submitted",
    (Kind.RESULTS, "amended"): "results amended",
    (Kind.RESULTS, "removed"): "results removed",
    (Kind.RESULTS, "overdue"): "results overdue",
    (Kind.ELIGIBILITY, "age"): "age limits changed",
    (Kind.ELIGIBILITY, "sex"): "eligibility by sex changed",
    (Kind.ELIGIBILITY, "criterion_added"): "new eligibility criterion",
    (Kind.ELIGIBILITY, "criterion_removed"): "eligibility criterion removed",
    (Kind.ELIGIBILITY, "criterion_reworded"): "eligibility criterion reworded",
    (Kind.ELIGIBILITY, "healthy_volunteers"): "rule on healthy volunteers changed",
    (Kind.ELIGIBILITY, "restructured"): "eligibility rearranged",
    (Kind.OUTCOMES, "added"): "outcome added",
    (Kind.OUTCOMES, "removed"): "outcome removed",
    (Kind.OUTCOMES, "reworded"): "outcome reworded",
    (Kind.OUTCOMES, "time_frame"): "outcome measured at another time",
    (Kind.OUTCOMES, "promoted"): "outcome became primary",
    (Kind.OUTCOMES, "demoted"): "primary outcome demoted",
    (Kind.DATES, "slipped"): "date moved later",
    (Kind.DATES, "advanced"): "date moved earlier",
    (Kind.DATES, "became_actual"): "date became actual",
    (Kind.ENROLLMENT, "raised"): "more participants planned",
    (Kind.ENROLLMENT, "lowered"): "fewer participants planned",
    (Kind.ENROLLMENT, "became_actual"): "number of participants final",
    (Kind.LOCATIONS, "site_added"): "site added",
    (Kind.LOCATIONS, "site_removed"): "site removed",
    (Kind.LOCATIONS, "site_status"): "site opened or closed",
    (Kind.LOCATIONS, "site_edited"): "site details changed",
    (Kind.RECORD, "gone"): "gone from the registry",
    (Kind.RECORD, "returned"): "back in the registry",
    (Kind.RECORD, "renamed"): "has a new number",
    (Kind.RECORD, "related_found"): "related trial found",
    (Kind.RECORD, "found"): "found by a standing search",
    (Kind.RECORD, "left_search"): "no longer found by a standing search",
    (Kind.RECORD, "housekeeping"): "registry housekeeping",
}
