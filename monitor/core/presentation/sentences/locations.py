"""Sentences about sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.labels import shown, site_address
from monitor.core.presentation.labels import status as label
from monitor.core.presentation.sentences.general import general, is_short
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.records.accessors import get

if TYPE_CHECKING:
    from monitor.model import Change


def locations(change: Change) -> Sentence:
    """Return what happened to a site."""
    if change.event in {"site_added", "site_removed"}:
        site = change.after or change.before
        state = f" ({label(get(site, 'status'))})" if get(site, "status") else ""
        verb = "was added" if change.event == "site_added" else "was removed"
        return Sentence(f"A site {verb}", f": {site_address(site)}{state}.")
    name = f"The site “{change.subject}”"
    before, after = change.before, change.after
    if change.event == "site_status":
        if before is None:
            return Sentence(f"{name} is now shown as {label(after)}")
        if after is None:
            return Sentence(f"{name} no longer shows a status; it was {label(before)}")
        return Sentence(f"{name} went from {label(before)} to {label(after)}")
    complete = is_short(before) and is_short(after)
    values = f": {shown(before)} is now {shown(after)}."
    if change.event == "relabelled":
        head = f"The registry named or placed the site “{change.subject}” otherwise"
        return Sentence(head, values, complete)
    if change.event == "site_edited":
        return Sentence(f"{name} changed", values, complete)
    return general(change)
