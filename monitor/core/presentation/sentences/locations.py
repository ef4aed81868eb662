"""Sentences about sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.codes import code_words
from monitor.core.presentation.edits import Clause, clauses
from monitor.core.presentation.items import describe
from monitor.core.presentation.labels import site_address
from monitor.core.presentation.sentences.general import edited, general
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.presentation.text import ended
from monitor.core.presentation.vocabulary import noun
from monitor.core.records.accessors import get

if TYPE_CHECKING:
    from monitor.model import Change


def locations(change: Change) -> Sentence:
    """Return what happened to a site."""
    if change.event in {"site_added", "site_removed"}:
        site = change.after or change.before
        verb = "added" if change.event == "site_added" else "removed"
        return Sentence(f"Site {verb}", ended(f": {describe(site, 'locations') or site_address(site)}"))
    if change.event == "site_status":
        was, now = (code_words(str(side)) if side else "" for side in (change.before, change.after))
        if not now:
            return Sentence(f"The site {change.subject} no longer has a status; it was “{was}”")
        before = f" (before: {was})" if was else ""
        last = "; it was the trial's last open site" if change.details.get("last_open") else ""
        return Sentence(f"The site {change.subject} is now listed as {now}{before}{last}")
    if change.event not in {"site_edited", "relabelled"}:
        return general(change)
    return _edited(change)


def _edited(change: Change) -> Sentence:
    found = clauses(change.before, change.after)
    name = _name(change)
    if change.event == "relabelled":
        return _relabelled(found, name)
    if len(found) == 1 and not found[0].item and not found[0].inner and found[0].noun != noun("name"):
        return _field(found[0], name)
    sentence = edited(f"site {name}", found, preposition="at", links=("at", "at"))
    head = sentence.head.replace(f" at the site {name}", f" at {name}", 1)
    return Sentence(head[:1].upper() + head[1:], sentence.values, sentence.complete)


def _relabelled(found: list[Clause], name: str) -> Sentence:
    """Return that the registry itself named or placed a site otherwise."""
    listed = "; ".join(clause.text for clause in found)
    if [clause.noun for clause in found] == [noun("geoPoint")]:
        head = f"The registry moved the site {name} on its map"
        listed = listed.removeprefix(f"{found[0].noun} ")
    else:
        head = f"The registry changed how it writes the place of the site {name}"
    return Sentence(head, ended(f": {listed}") if listed else ".", all(c.complete for c in found))


def _field(clause: Clause, name: str) -> Sentence:
    """Return that one field of a site came, went or changed, with the site's name at the end."""
    head = f"The site's {clause.noun}"
    if clause.was and clause.now:
        return Sentence(
            f"{head} changed", ended(f" from {clause.was} to {clause.now}: {name}"), clause.complete
        )
    verb = "added" if clause.now else "removed"
    return Sentence(f"{head} was {verb}", ended(f" ({clause.now or clause.was}): {name}"), clause.complete)


def _name(change: Change) -> str:
    """Return the site's name as it was; without the city where that is what changed."""
    city = get(change.before, "city")
    return change.subject.removesuffix(f", {city}") if city else change.subject
