"""Values of a record → words, and whether a summary has them already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.harmless import flat
from monitor.core.presentation.labels import cut, name, shown, status

if TYPE_CHECKING:
    from monitor.model import Change, Json

# Fields whose summary says their value in words of its own, events whose summary is the whole of it,
# and values that each summary turns into a word.
_IN_WORDS = (".overallStatus", ".lastKnownStatus", ".sex", ".healthyVolunteers", ".expandedAccessInfo")
_WHOLE = {"posted", "site_added", "site_removed", "gone", "returned"}
_OWN_WORDS = {"ACTUAL", "ESTIMATED"}


def said(value: Json) -> str:
    """Return a value in words, whole; a text without quotes around it."""
    if isinstance(value, list):
        return ", ".join(said(part) for part in value)
    if isinstance(value, dict):
        return "; ".join(f"{flat(name(key))}: {said(part)}" for key, part in value.items())
    # the registry's own values become words; any other text comes back in quotes
    words = shown(value, len(value)) if isinstance(value, str) else shown(value)
    return flat(value) if words.startswith('"') else flat(words)


def says_all(change: Change) -> bool:
    """Say whether the summary has in it what was and what is, in full."""
    if change.event in _WHOLE or change.path.endswith(_IN_WORDS):
        return True
    before, after = _leaves(change.before), _leaves(change.after)
    return all(
        _is_in(value, change.summary)
        for one, other in ((before, after), (after, before))
        for place, value in one.items()
        if other.get(place) != value
    )


def _leaves(value: Json, place: str = "") -> dict[str, Json]:
    """Return the single values in a value, each by its place."""
    if isinstance(value, dict):
        parts = [(f"{place}.{key}", part) for key, part in value.items()]
    elif isinstance(value, list):
        parts = [(f"{place}.{number}", part) for number, part in enumerate(value)]
    else:
        return {} if value is None else {place: value}
    return {where: leaf for at, part in parts for where, leaf in _leaves(part, at).items()}


def _is_in(value: Json, summary: str) -> bool:
    """Say whether a summary has a value in one of the ways in which summaries write them."""
    if isinstance(value, bool) or value in _OWN_WORDS:
        return True
    ways = [str(value), said(value), status(value)]
    if isinstance(value, int):
        ways.append(f"{value:,}")
    return any(way in summary for way in ways)


def clipped(text: str, limit: int) -> str:
    """Return a text of about so many characters at most; a cut one says how much more the record has."""
    if len(text) <= limit + 40:  # to leave out less than saying so takes helps nobody
        return text
    head = cut(text, limit)
    return f"{head} {more(len(text) - len(head) + 2)}"


def more(left: int) -> str:
    """Say how much of a text is left out, and where it is."""
    return f"({left:,} more characters in the record)"
