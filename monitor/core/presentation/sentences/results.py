"""Sentences about results: submitted, posted, amended, removed, overdue, published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.codes import code_words
from monitor.core.presentation.labels import count, cut, span
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences.general import general
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.presentation.text import ended, quoted, when
from monitor.core.presentation.values import value_text
from monitor.core.presentation.vocabulary import OUTCOME_LISTS, noun
from monitor.core.records.accessors import get

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.model import Change, Json

_SUBMISSION = {
    "submitted": "Results were submitted to the registry{} and wait to be posted",
    "cancelled": "The sponsor took back the submitted results{} before they were posted",
    "returned": "The registry sent the submitted results back to the sponsor for correction{}",
}
_VIOLATIONS = {
    "VIOLATION_IDENTIFIED": "The FDA found a violation of the law on reporting results",
    "PENALTY_IMPOSED": "The FDA imposed a penalty for a violation of the law on reporting results",
    "CORRECTION_CONFIRMED": "The FDA confirmed that a violation of the law on reporting results was corrected",
    "ISSUES_IN_LETTER_ADDRESSED_CONFIRMED": "The FDA confirmed that the issues in its letter about reporting results were addressed",
}
_SECTIONS = {
    "primary_outcome": "of primary outcomes",
    "serious_event": "of serious adverse events",
    "deaths": "of deaths",
    "participant_flow": "of participant flow",
}
_WHEN = {"first": "registered first", "primary_completion": "registered at primary completion"}
_NAMED = 3
"""The most outcomes of a kind that a sentence names."""
_VALUES = {
    "affected": "participants affected",
    "started": "participants who started",
    "completed": "participants who completed",
}
"""What some values are called; the others have their own names."""
_CODED = frozenset({"kind of value", "kind of spread"})
_LIMIT = 300
"""Characters of a description or citation in a sentence."""
_SHOWN = 2
"""The most moved values that a sentence has."""


def results(change: Change) -> Sentence:
    """Return the sentence about a change of the results."""
    if change.details.get("same"):
        return Sentence("The record says in another form whether it has results; nothing changed")
    return _WORDS.get(change.event, general)(change)


def _posted(change: Change) -> Sentence:
    day, measures, submitted = (change.details.get(key) for key in ("day", "measures", "submitted"))
    text = "Results were posted" + (f" {when(day)}" if day else "")
    text += f", with {count(measures, 'outcome measure')}" if measures else ""
    return Sentence(text, f"; they were first submitted {when(submitted)}." if submitted else ".")


def _removed(change: Change) -> Sentence:
    if change.after is not False:
        return general(change)
    posted = change.details.get("posted")
    since = f". They were first posted {when(posted)}." if posted else "."
    return Sentence("The posted results were removed", since)


def _submission(change: Change) -> Sentence:
    day = change.details.get("day")
    if change.details.get("vanished"):
        return Sentence("The record no longer shows that results were submitted to the registry")
    return Sentence(_SUBMISSION[change.event].format(f" {when(day)}" if day else ""))


def _certificate(change: Change) -> Sentence:
    verb = "submitted" if change.details.get("posted") is False else "posted"
    return Sentence(f"A certificate that delays the results was {verb} {when(change.after)}")


def _violation(change: Change) -> Sentence:
    kind, day = str(change.details.get("type") or "VIOLATION_IDENTIFIED"), change.details.get("day")
    words = _VIOLATIONS.get(kind, "A violation of the law on reporting results is recorded")
    description = flat(str(change.details.get("description") or ""))
    head = f"{words} ({day})" if day else words
    values = f": {ended(quoted(description, _LIMIT))}" if description else "."
    return Sentence(head, values, len(description) <= _LIMIT)


def _published(change: Change) -> Sentence:
    citation = flat(change.subject) or value_text(change.after, "references")
    number = change.details.get("pmid")
    more = f" (PubMed {number})" if number and change.subject else ""
    text = citation.rstrip(" .") + more if len(citation) <= _LIMIT else f"{quoted(citation, _LIMIT)}{more}"
    return Sentence(
        "A publication of the trial's results was added", ended(f": {text}"), len(citation) <= _LIMIT
    )


def _overdue(change: Change) -> Sentence:
    return Sentence(
        f"Results look overdue: they were due by {change.after}, {span(int(change.details['days']))} ago, and the record "
        "has none. This is inferred from what the record says of its dates, phase, purpose, sites and regulation by the "
        "FDA; whether the law asks for these results is not in the record"
    )


def _amended(change: Change) -> Sentence:
    """Return the sentence with the values of the posted results that moved; if none did, with the modules that differ."""
    values, counts = list(change.details.get("values") or ()), dict(change.details.get("counts") or {})
    if not values:
        modules = _listed([noun(str(name)) for name in change.details.get("modules") or ()])
        return Sentence("The posted results were amended" + (f" ({modules})" if modules else ""))
    numbers = _listed(
        [f"{count(counts[key], 'value')} {words}" for key, words in _SECTIONS.items() if key in counts]
    )
    moved = "; ".join(_moved(value) for value in values[:_SHOWN])
    left = sum(counts.values()) - len(values[:_SHOWN])
    more = f"; and {count(left, 'more value')}" if left else ""
    return Sentence(
        f"The posted results were amended ({numbers})", ended(f": {moved}{more}"), complete=not left
    )


def _listed(words: list[str]) -> str:
    """Return words joined by commas and, before the last, "and"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _moved(value: Json) -> str:
    place = ", ".join(cut(flat(str(value[key])), 80) for key in ("name", "part", "group") if value.get(key))
    was, now, field = value["before"], value["after"], str(value["field"])
    if value.get("section") == "deaths":
        field = "participants who died"
    if field in _CODED:
        was, now = (side and code_words(str(side)) for side in (was, now))
    field = _VALUES.get(field, field)
    if was is None or now is None:
        return f"{place}: {field} {'removed' if now is None else 'added'} ({was if now is None else now})"
    return f"{place}: {field} changed from {was} to {now}"


def _differ(change: Change) -> Sentence:
    """Return the sentence on reported primary outcomes that differ from those registered first and at completion."""
    parts = [
        f"compared with those {words}, {departures}"
        for moment, words in _WHEN.items()
        if isinstance(change.after, dict) and (departures := _departures(change.after.get(moment)))
    ]
    head = "The reported primary outcomes differ from the registered ones"
    listed = ". ".join(part if not n else part[:1].upper() + part[1:] for n, part in enumerate(parts))
    return Sentence(head, ended(f": {listed}") if listed else ".")


def _departures(found: Json) -> str:
    """Return the departures in words, the outcomes of each kind together."""
    names: dict[str, list[str]] = {}
    for item in found if isinstance(found, list) else ():
        lists = (get(item, "registered", "list"), get(item, "reported", "list"))
        name = get(item, "reported", "measure") or get(item, "registered", "measure")
        names.setdefault(_departure(*lists), []).append(f"“{cut(flat(str(name)), 100)}”")
    return "; ".join(
        f"{words}: {', '.join(listed[:_NAMED])}"
        + (f" and {len(listed) - _NAMED} more" if len(listed) > _NAMED else "")
        for words, listed in names.items()
    )


def _departure(registered: Json, reported: Json) -> str:
    """Return the lists in which an outcome was registered and reported, in words; None for a list means in none."""
    was, now = (f"as {OUTCOME_LISTS.get(str(side), side)}" if side else "" for side in (registered, reported))
    if was and now:
        return f"registered {was} but reported {now}"
    return f"not reported {was}" if was else f"reported {now} but not registered"


_WORDS: dict[str, Callable[[Change], Sentence]] = {
    "posted": _posted,
    "removed": _removed,
    "submitted": _submission,
    "returned": _submission,
    "cancelled": _submission,
    "certificate": _certificate,
    "violation": _violation,
    "violation_resolved": _violation,
    "published": _published,
    "overdue": _overdue,
    "amended": _amended,
    "outcomes_differ": _differ,
}
