"""Sentences about results: submitted, posted, amended, removed, overdue, published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.presentation.codes import code_words
from monitor.core.presentation.labels import count, cut, span
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences.general import general
from monitor.core.presentation.sentences.model import Sentence
from monitor.core.presentation.text import ended, quoted
from monitor.core.presentation.values import value_text
from monitor.core.presentation.vocabulary import noun

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
_DEPARTURES = {
    "missing": "not reported as primary: {}",
    "new": "reported as primary but not registered so: {}",
    "moved": "primary on one side only: {}",
}
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
"""So many moved values stand in a sentence."""


def results(change: Change) -> Sentence:
    """Return what happened to the results."""
    if change.details.get("same"):
        return Sentence("The record says in another form whether it has results; nothing changed")
    return _WORDS.get(change.event, general)(change)


def _posted(change: Change) -> Sentence:
    measures, submitted = change.details.get("measures"), change.details.get("submitted")
    text = "Results were posted" + (f", with {count(measures, 'outcome measure')}" if measures else "")
    return Sentence(text, f"; they were first submitted on {submitted}." if submitted else ".")


def _removed(change: Change) -> Sentence:
    return Sentence("The posted results were removed") if change.after is False else general(change)


def _submission(change: Change) -> Sentence:
    day = change.details.get("day")
    if change.details.get("vanished"):
        return Sentence("The record no longer shows that results were submitted to the registry")
    return Sentence(_SUBMISSION[change.event].format(f" on {day}" if day else ""))


def _certificate(change: Change) -> Sentence:
    return Sentence(f"A certificate that delays the results was posted on {change.after}")


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
        "has none. This is inferred from its dates; whether the law asks for them is not in the record"
    )


def _amended(change: Change) -> Sentence:
    """Return which values of the posted results moved; the modules alone where none did."""
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
    """Return words joined as a list is written in a sentence."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _moved(value: Json) -> str:
    place = ", ".join(cut(flat(str(value[key])), 80) for key in ("name", "part", "group") if value.get(key))
    was, now, field = value["before"], value["after"], str(value["field"])
    if field in _CODED:
        was, now = (side and code_words(str(side)) for side in (was, now))
    field = _VALUES.get(field, field)
    if was is None or now is None:
        return f"{place}: {field} {'removed' if now is None else 'added'} ({was if now is None else now})"
    return f"{place}: {field} changed from {was} to {now}"


def _differ(change: Change) -> Sentence:
    """Return which reported primary outcomes are missing, new or moved, for each moment of registration."""
    parts = []
    for when, words in _WHEN.items():
        found = change.details.get(when) or {}
        departures = [
            text.format(_names(found[kind])) for kind, text in _DEPARTURES.items() if found.get(kind)
        ]
        if departures:
            parts.append(f"compared with those {words}, {'; '.join(departures)}")
    head = "The reported primary outcomes differ from the registered ones"
    return Sentence(
        head,
        ended(
            f": {'. '.join(part if not n else part[:1].upper() + part[1:] for n, part in enumerate(parts))}"
        ),
    )


def _names(names: Json) -> str:
    shown_names = ", ".join(f"“{cut(str(name), 100)}”" for name in names[:3])
    return shown_names + (f" and {len(names) - 3} more" if len(names) > 3 else "")


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
