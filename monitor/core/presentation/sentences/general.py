"""Sentences about items and fields that need none of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.edits import LIMIT, MANY, Clause, clauses
from monitor.core.presentation.edits import values as both_values
from monitor.core.presentation.items import name_of
from monitor.core.presentation.labels import count
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.presentation.text import ended, shortened
from monitor.core.presentation.values import value_text
from monitor.core.presentation.vocabulary import LISTS, noun, statement

if TYPE_CHECKING:
    from monitor.model import Change, Json


_CONTACTS = frozenset({"contacts", "centralContacts"})
_EVENTS = frozenset({"unpostedEvents", "submissionInfos", "violationEvents"})
"""Lists whose items are only added or removed as a whole, whatever the event of the change is."""


def general(change: Change) -> Sentence:
    """Return the sentence that an item or field was added, removed or changed."""
    found = plain(change)
    return Sentence(found.head[:1].upper() + found.head[1:], found.values, found.complete)


def plain(change: Change) -> Sentence:
    """Return the same as ``general``, to stand after other words: with a small letter at its start."""
    parent, key = _field(change)
    if change.subject and _is_whole(change, key):
        return _whole_item(change, key)
    if change.subject:
        name = name_of(change.subject, key)
        owner = f"{noun(key)} “{name}”" if key not in _CONTACTS else f"{noun(key)} {name}"
        found = clauses(change.before, change.after)
        if (
            key in _CONTACTS
            and [clause.noun for clause in found] == [noun("name")]
            and found[0].was
            and found[0].now
        ):
            return Sentence(f"{noun(key)} replaced", ended(f": {found[0].now} instead of {found[0].was}"))
        return edited(owner, found)
    if isinstance(change.before, bool | None) and isinstance(change.after, bool | None):
        return _statement(change, key, parent)
    return _scalar(change, key, parent)


def edited(
    owner: str, found: list[Clause], *, preposition: str = "of", links: tuple[str, str] = ("to", "from")
) -> Sentence:
    """Return the sentence about an item that was edited.

    Args:
        owner: what the item is called, without an article.
        found: what differs in it.
        preposition: between a field and the owner.
        links: between an item of the owner's lists that was added, removed, and the owner.

    """
    complete = all(clause.complete for clause in found)
    if len(found) != 1:
        listed = "; ".join(clause.text for clause in found[:MANY])
        more = f"; and {count(len(found) - MANY, 'more field')}" if len(found) > MANY else ""
        values = f": {ended(listed + more)}" if listed else "."
        return Sentence(f"the {owner} changed", values, complete and not more)
    (clause,) = found
    if clause.item and clause.was and clause.now:
        head = f"{clause.noun} replaced {links[0] if links[0] == links[1] else 'in'} the {owner}"
        return Sentence(head, ended(f": {clause.now} instead of {clause.was}"), complete)
    if clause.item:
        verb, link = ("added", links[0]) if clause.now else ("removed", links[1])
        return Sentence(
            f"{clause.noun} {verb} {link} the {owner}", ended(f": {clause.now or clause.was}"), complete
        )
    if clause.was and clause.now and clause.noun == noun("name"):
        return Sentence(f"the {owner} is now called", ended(f" {clause.now}"), complete)
    if clause.was and clause.now:
        head = f"the {clause.noun} {preposition} the {owner} changed"
        return Sentence(head, ended(f" from {clause.was} to {clause.now}"), complete)
    if clause.now:
        return Sentence(f"the {owner} now has this {clause.noun}", ended(f": {clause.now}"), complete)
    return Sentence(
        f"the {clause.noun} {preposition} the {owner} was removed", ended(f"; it was {clause.was}"), complete
    )


def is_short(value: Json) -> bool:
    """Return whether a sentence has room for a value in full."""
    return len(value_text(value)) <= LIMIT


def _field(change: Change) -> tuple[str, str]:
    """Return the names of the innermost field or list that changed, and of what it lies in."""
    names = [str(name) for name in change.details.get("fields") or []]
    return (names[-2] if len(names) > 1 else "", names[-1] if names else "")


def _is_whole(change: Change, key: str) -> bool:
    """Return whether a whole item was added or removed; if not, the values are its edited parts."""
    if change.before is not None and change.after is not None:
        return False
    event = str(change.details.get("what") or change.event)
    return event in {"added", "removed"} or key in _EVENTS


def _whole_item(change: Change, key: str) -> Sentence:
    """Return the sentence that an item of a list was added or removed."""
    value = change.before if change.after is None else change.after
    text = value_text(value, key)
    verb = "removed" if change.after is None else "added"
    head = f"{noun(key)} {verb}"
    if len(text) <= 2 * LIMIT:
        return Sentence(head, f": {ended(text)}")
    return Sentence(head, f": {ended(shortened(text, LIMIT))}", complete=False)


def _statement(change: Change, key: str, parent: str) -> Sentence:
    """Return the sentence about a field whose values are true and false."""
    was, now = statement(key, change.before), statement(key, change.after)
    if not was and not now:
        return _scalar(change, key, parent)
    if not now:
        return Sentence(f"the record no longer says that the trial {was}")
    before = "it said the opposite" if was else "it did not say"
    return Sentence(f"the record now says that the trial {now}", f"; before, {before}.")


def _scalar(change: Change, key: str, parent: str) -> Sentence:
    """Return the sentence that a single field was changed, added or removed."""
    name = f"{noun(key)} entry" if key in LISTS else noun(key, parent) if key else "record"
    if flat(str(change.before)) == flat(str(change.after)) and change.before is not None:
        return Sentence(f"the {name} changed only in its spacing")
    if value_text(change.before, key, parent) == value_text(change.after, key, parent):
        return Sentence(f"the {name} changed only in its form")
    was, now, complete = both_values(change.before, change.after, key, parent)
    if change.before is None:
        return Sentence(f"the {name} was added", ended(f": {now}"), complete)
    if change.after is None:
        return Sentence(f"the {name} was removed", ended(f"; it was {was}"), complete)
    return Sentence(f"the {name} changed", ended(f" from {was} to {now}"), complete)
