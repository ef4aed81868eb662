"""Where the submission of a trial's results stands, read from all places of the record together.

The registry says it in three places, which appear, lag and vanish independently: its tracking
(``submissionInfos``, which alone shows a submission in review), the annotation (``unpostedEvents``,
whose last event is never RELEASE in 1,181 real records) and the dates of the status module.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from monitor.core.records.accessors import items_at, text_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.model import Json, Record

State: TypeAlias = Literal["none", "released", "returned", "cancelled", "posted"]

STATUS = ("protocolSection", "statusModule")
TRACKING = ("derivedSection", "miscInfoModule", "submissionTracking")
ANNOTATION = ("annotationSection", "annotationModule")
_ENDS: dict[Json, State] = {"RESET": "returned", "UNRELEASE": "cancelled"}


@dataclass(frozen=True, slots=True)
class Cycle:
    """One submission: released to the registry, then returned, taken back, or still in review."""

    released: str | None
    state: State = "released"
    ended: str | None = None

    @property
    def day(self) -> str | None:
        """The day on which it came to its present state."""
        return self.released if self.state == "released" else self.ended


@dataclass(frozen=True, slots=True)
class Submission:
    """Where the submission of results stands."""

    state: State = "none"
    day: str | None = None
    """The day on which it came to this state; None where the record does not give it."""
    cycles: tuple[Cycle, ...] = ()
    """All submissions that the record lists, the oldest first."""
    certificate: str | None = None
    """The day on which a certificate that delays the results was posted, or else submitted; None without one."""


def has_results(record: Record) -> bool:
    """Return whether results are posted: the record has the registry's flag or a section of results."""
    return bool(record.get("hasResults") is True or record.get("resultsSection"))


def load_submission(record: Record) -> Submission:
    """Return where the submission of a record's results stands."""
    certificate = (
        text_at(record, *STATUS, "dispFirstPostDateStruct", "date")
        or text_at(record, *STATUS, "dispFirstSubmitDate")
        or text_at(record, *STATUS, "dispFirstSubmitQcDate")
    )
    cycles = tuple(_merged(_tracked(record), _annotated(record)))
    if has_results(record):
        day = text_at(record, *STATUS, "resultsFirstPostDateStruct", "date")
        return Submission("posted", day, cycles, certificate)
    if not cycles:
        submitted = text_at(record, *STATUS, "resultsFirstSubmitDate")
        # the registry's estimate says that results were submitted, not on which day
        estimated = text_at(record, *TRACKING, "estimatedResultsFirstSubmitDate")
        cycles = (Cycle(submitted),) if submitted or estimated else ()
    if not cycles:
        return Submission(certificate=certificate)
    return Submission(cycles[-1].state, cycles[-1].day, cycles, certificate)


def _tracked(record: Record) -> Iterator[Cycle]:
    for info in items_at(record, *TRACKING, "submissionInfos"):
        released, reset, taken_back = (
            text_at(info, key) for key in ("releaseDate", "resetDate", "unreleaseDate")
        )
        if reset and (not taken_back or taken_back <= reset):
            yield Cycle(released, "returned", reset)
        elif taken_back or info.get("unreleaseDateUnknown") is True:
            yield Cycle(released, "cancelled", taken_back)
        elif released:
            yield Cycle(released)


def _annotated(record: Record) -> Iterator[Cycle]:
    """Yield the submissions of the annotation: each RELEASE with the event that ends it."""
    waiting: Cycle | None = None
    for event in items_at(record, *ANNOTATION, "unpostedAnnotation", "unpostedEvents"):
        day, end = text_at(event, "date"), _ENDS.get(event.get("type"))
        if event.get("type") == "RELEASE":
            if waiting is not None:
                yield waiting
            waiting = Cycle(day)
        elif end is not None:
            yield replace(waiting or Cycle(None), state=end, ended=day)
            waiting = None
    if waiting is not None:
        yield waiting


def _merged(tracked: Iterable[Cycle], annotated: Iterable[Cycle]) -> list[Cycle]:
    """Return the submissions of both sources, the oldest first; of one that both list, the more advanced state."""
    found: dict[tuple[str, int], Cycle] = {}
    for source in (tracked, annotated):
        seen: dict[str, int] = {}
        for cycle in source:
            began = cycle.released or _release_of(found.values(), cycle) or cycle.ended or ""
            seen[began] = seen.get(began, 0) + 1
            key = (began, seen[began])
            found[key] = max(found.get(key, cycle), cycle, key=_advance)
    return [found[key] for key in sorted(found)]


def _release_of(known: Iterable[Cycle], cycle: Cycle) -> str | None:
    """Return when a submission was released of which only the end is known: as one that ended on the same day."""
    return next((k.released for k in known if cycle.ended and k.ended == cycle.ended), None)


def _advance(cycle: Cycle) -> tuple[bool, str]:
    return cycle.state != "released", cycle.ended or ""
