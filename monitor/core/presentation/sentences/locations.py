"""Sentences about sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.codes import code_words
from monitor.core.presentation.edits import Clause, clauses
from monitor.core.presentation.items import describe, name_of
from monitor.core.presentation.labels import count, ordinal, site_address
from monitor.core.presentation.sentences.general import edited, general
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.presentation.text import ended
from monitor.core.presentation.vocabulary import noun
from monitor.core.records.accessors import get

if TYPE_CHECKING:
    from monitor.model import Change


_LAST = "; it was the trial's last open site"
_MASKING = {"masked": "hides the names", "unmasked": "shows the names"}
_NAMED = 3
"""The most sites that a sentence names."""


def locations(change: Change) -> Sentence:
    """Return the sentence about a change of a site, or of many in the same way."""
    if "example" in change.details:
        return _many(change)
    if change.event in {"site_added", "site_removed"}:
        site = change.after or change.before
        verb = "added" if change.event == "site_added" else "removed"
        last = _LAST if change.details.get("last_open") else ""
        return Sentence(f"Site {verb}", ended(f": {describe(site, 'locations') or site_address(site)}{last}"))
    if change.event == "site_status":
        was, now = (code_words(str(side)) if side else "" for side in (change.before, change.after))
        if not now:
            return Sentence(f"The site {_called(change.subject)} no longer has a status; it was “{was}”")
        before = f" (before: {was})" if was else ""
        last = _LAST if change.details.get("last_open") else ""
        return Sentence(f"The site {_called(change.subject)} is now listed as {now}{before}{last}")
    if change.event not in {"site_edited", "relabelled"}:
        return general(change)
    return _edited(change)


def _many(change: Change) -> Sentence:
    """Return the sentence that many sites changed in the same way: the edit at the first, and the names of some."""
    example, names = (
        change.details["example"],
        [_called(str(name)) for name in get(change.after, "alike") or ()],
    )
    named = "; ".join(names[:_NAMED]) + (f"; and {len(names) - _NAMED:,} more" if len(names) > _NAMED else "")
    sites = count(len(names), "site")
    if change.event == "site_status":
        return Sentence(
            f"{sites} no longer have a status of their own",
            f", as only sites of recruiting trials have one: {named}.",
        )
    found = clauses(example["before"], example["after"])
    if masking := _MASKING.get(str(change.details.get("masked"))):
        shown = f", such as {found[0].now} instead of {found[0].was}; the sites: {named}"
        return Sentence(f"The record now {masking} of {sites}", ended(shown), complete=False)
    listed = "; ".join(clause.text for clause in found)
    return Sentence(
        f"{sites} changed in the same way", ended(f", such as {listed}; at {named}"), complete=False
    )


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
    """Return the sentence that the registry itself renamed a site's place or moved it on its map."""
    listed = "; ".join(clause.text for clause in found)
    if [clause.noun for clause in found] == [noun("geoPoint")]:
        head = f"The registry moved the site {name} on its map"
        listed = listed.removeprefix(f"{found[0].noun} ")
    else:
        head = f"The registry changed how it writes the place of the site {name}"
    return Sentence(head, ended(f": {listed}") if listed else ".", all(c.complete for c in found))


def _field(clause: Clause, name: str) -> Sentence:
    """Return the sentence that one field of a site was changed, added or removed; the site's name is at its end."""
    head = f"The site's {clause.noun}"
    if clause.was and clause.now:
        return Sentence(
            f"{head} changed", ended(f" from {clause.was} to {clause.now}: {name}"), clause.complete
        )
    verb = "added" if clause.now else "removed"
    return Sentence(f"{head} was {verb}", ended(f" ({clause.now or clause.was}): {name}"), clause.complete)


def _name(change: Change) -> str:
    """Return the site's name as it was, without the city if that changed."""
    city = get(change.before, "city")
    name = _called(change.subject)
    return name.removesuffix(f", {city}") if city else name


def _called(subject: str) -> str:
    """Return a site's label as people say it; its number among sites of one name in words."""
    name, _, number = name_of(subject).rpartition(" #")
    return (
        f"{name} ({ordinal(int(number))} site of this name)"
        if name and number.isdecimal()
        else name_of(subject)
    )
