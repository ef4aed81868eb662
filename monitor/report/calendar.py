"""The days that people wait for → a calendar (RFC 5545). The one module that knows icalendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from monitor.core.presentation.labels import cut
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.urls import STUDY, trial_page
from monitor.report.milestones import RESULTS_DUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from monitor.report.milestones import Milestone, Move

DOMAIN = "nctwatch.invalid"
"""The right side of each event's id; RFC 2606 keeps the name free."""
REFRESH = timedelta(hours=12)
"""How long a program that subscribes is asked to wait between two looks (RFC 7986)."""
_DUE = (
    "Results are due by the U.S. rules (42 CFR 11.44), as far as the record tells; whether the law asks this trial "
    "for results is not in the record."
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A trial with the days that people wait for."""

    id: int
    """In the store; it stays where the NCT number changes."""
    nct: str
    title: str
    seen: datetime
    """When its newest version was seen."""
    milestones: tuple[Milestone, ...]


def calendar(trials: Iterable[Dated], *, store: str, public_url: str = "", name: str = "") -> bytes:
    """Write the days of some trials as a calendar of whole days.

    Args:
        trials: what is in it.
        store: names the store, so that no id is that of another store's event.
        public_url: where the pages are; without it events link to the registry.
        name: what the calendar is about, such as a group; "" for all that is watched.

    """
    made = Calendar()
    made.add("prodid", "-//nctwatch//calendar//EN")
    made.add("version", "2.0")
    title = f"Clinical trials ({name})" if name else "Watched clinical trials"
    made.add("name", title)
    made.add("x-wr-calname", title)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for trial in trials:
        for milestone in trial.milestones:
            made.add_component(_event(trial, milestone, store, public_url))
    written: bytes = made.to_ical()
    return written


def _event(trial: Dated, milestone: Milestone, store: str, public_url: str) -> Event:
    nct = flat(trial.nct)
    event = Event()
    event.add("uid", f"{store}-{trial.id}-{milestone.name.lower().replace(' ', '-')}@{DOMAIN}")
    event.add("dtstamp", trial.seen)
    event.add("last-modified", trial.seen)
    event.add("sequence", len(milestone.moves))
    event.add("dtstart", milestone.day)
    event.add("dtend", milestone.day + timedelta(days=1))
    event.add("summary", cut(f"{nct}: {_what(milestone)} – {flat(trial.title)}", 200))
    event.add("description", "\n".join(_lines(trial, milestone)))
    event.add("categories", [milestone.name])
    event.add("status", "CONFIRMED" if milestone.kind == "actual" else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    event.add("url", trial_page(public_url, nct) or f"{STUDY}{nct}")
    return event


def _what(milestone: Milestone) -> str:
    """Return what happens on the day, and how sure it is."""
    if milestone.name == RESULTS_DUE:
        return "results due"
    month = "" if len(milestone.written) > len("2026-09") else f"some time in {milestone.written}"
    marks = ", ".join(filter(None, (milestone.kind, month)))
    return f"{milestone.name.lower()} ({marks})" if marks else milestone.name.lower()


def _lines(trial: Dated, milestone: Milestone) -> Iterator[str]:
    yield flat(trial.title)
    yield _DUE if milestone.name == RESULTS_DUE else f"{milestone.name}: {flat(milestone.written)}."
    yield from _moved(milestone.moves)
    yield f"{STUDY}{flat(trial.nct)}"


def _moved(moves: Sequence[Move]) -> Iterator[str]:
    for move in moves:
        if move.before and move.after:
            yield f"Moved on {move.since}: from {move.before} to {move.after}."
        elif move.after:
            yield f"Given on {move.since}: {move.after}."
        else:
            yield f"Taken away on {move.since}: {move.before}."
