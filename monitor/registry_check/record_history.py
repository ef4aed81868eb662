"""The record history: its list, one version with its markup, and a version that does not exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.core.presentation.labels import count
from monitor.core.records import canonical
from monitor.core.records.accessors import get, nct_of
from monitor.core.records.undated import added_publications
from monitor.ctgov.record_history import BASE, HistoryEntry, history_path, parse_entries, parse_version
from monitor.errors import BadAnswer, Unreachable
from monitor.registry_check.model import Different, described, judged, usable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.model import Json
    from monitor.registry_check.model import Line
    from monitor.registry_check.session import Session

_BREAK = re.compile(r"(.)[ \t]{0,40}\r?\n")
_SENTENCE_END = ".!?:>)"
_ABSENT = 4999


def lines(session: Session) -> Iterator[Line]:
    """Yield what is said of a trial's record history."""
    yield judged(
        "history list",
        "changes, each with version, date and status",
        "without version and date no history is taken in; without a status a version is kept without one",
        lambda: _list(session),
    )
    yield judged(
        "history version",
        "a version that is listed is served, with studyVersion and study",
        "that version is missing from the history, and is asked for again",
        lambda: _version(session),
    )
    yield judged(
        "history markup",
        "HTML, with no line break within a sentence",
        "other line breaks are folded all the same; text without HTML is taken as it is",
        lambda: _markup(session),
    )
    yield judged(
        "history publications",
        "none that the registry added to a past version",
        "nothing: they make no change, and `nctwatch show --at` says so",
        lambda: _publications(session),
    )
    yield judged(
        "absent version",
        "403 for a version number that the history does not have",
        "nothing: no version is asked for that is not listed",
        lambda: _absent(session),
    )


def _entries(session: Session) -> list[HistoryEntry]:
    answer = session.cached("history", history_path(session.numbers[0]), base=BASE)
    if answer.status == 404:
        raise Different(described(answer))
    found = parse_entries(usable(answer), session.numbers[0])
    if not found:
        raise Different("an empty list")
    return found


def _list(session: Session) -> str:
    entries = _entries(session)
    changes = get(canonical.decode(session.cached("history", "", base=BASE).body), "changes")
    without = sum(not isinstance(get(change, "status"), str) for change in changes)
    if without:
        raise Different(f"{len(entries)} versions, {without} without a status")
    return f"{len(entries)} versions since {entries[0].date}"


def _study(session: Session) -> Json:
    """Return the record of an early version, the second where there is one."""
    entry = _entries(session)[:2][-1]
    answer = session.cached("one version", f"{history_path(session.numbers[0])}/{entry.number}", base=BASE)
    if answer.status == 403:
        raise Different(f"version {entry.number}: 403")
    study = get(canonical.decode(usable(answer).body), "study")
    parse_version(answer, entry, {*session.numbers, nct_of(study) or ""}, {})
    return study


def _version(session: Session) -> str:
    study = _study(session)
    return f"version with {', '.join(sorted(study))}"


def _markup(session: Session) -> str:
    section = get(_read(session), "protocolSection")
    texts = [
        text
        for path in (("descriptionModule", "briefSummary"), ("eligibilityModule", "eligibilityCriteria"))
        if isinstance(text := get(section, *path), str)
    ]
    if not any("<p>" in text or "<li>" in text for text in texts):
        raise Different("no HTML")
    ends = [found[1] for text in texts for found in _BREAK.finditer(text)]
    others = sum(end not in _SENTENCE_END for end in ends)
    if others:
        raise Different(f"HTML with {count(len(ends), 'line break')}, {others} of them within sentences")
    return f"HTML with {count(len(ends), 'line break')}, none within a sentence"


def _publications(session: Session) -> str:
    added = added_publications(_read(session))
    if added:
        raise Different(f"{len(added)} of type DERIVED")
    return "none"


def _read(session: Session) -> Json:
    """Return the record of the version; Unreachable where there is none to look at."""
    try:
        return _study(session)
    except (Different, BadAnswer) as difference:
        raise Unreachable(f"no version to look at ({difference})") from difference


def _absent(session: Session) -> str:
    answer = session.get(f"{history_path(session.numbers[0])}/{_ABSENT}", base=BASE)
    if answer.status == 403:
        return "403"
    if answer.status == 200:
        raise Different("200")
    raise Different(described(answer))
