"""Changes → what a message says of them, before any format: which, in what order, how much."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.presentation.entry import Entry, entry
from monitor.core.presentation.labels import count, cut, status
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences import headline
from monitor.core.presentation.urls import STUDY, change_page
from monitor.model import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.alerts.message import About, Told

MAX_TITLE = 400
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Alike:
    """Changes of one event that are counted, not told."""

    words: str
    number: int
    command: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What a message says of one trial."""

    nct: str
    headline: str
    title: str
    facts: tuple[str, ...]
    severity: Severity
    asked: tuple[Entry | Alike, ...]
    rides: tuple[Entry | Alike, ...]
    noise: str
    diff: str
    identity: str

    @property
    def page(self) -> str:
        """The registry's page of the trial."""
        return f"{STUDY}{self.nct}"

    @property
    def history(self) -> str:
        """The registry's record history of the trial."""
        return f"{self.page}?tab=history"

    @property
    def why(self) -> str:
        """Why someone gets the message."""
        return f"You get this because nctwatch watches {self.nct} for you."


def outline(about: About, told: Sequence[Told], *, most_alike: int) -> Outline:
    """Order what a message says of one trial.

    Args:
        about: the trial.
        told: its changes in the order of the message; its headline names the gravest.
        most_alike: changes of one event that are told; a trial may open 230 sites in a day (measured).

    """
    main = weighty(told)
    noise = len(told) - len(main)
    return Outline(
        nct=flat(about.nct),
        headline=flat(headline(gravest(main).change)),
        title=cut(flat(about.title), MAX_TITLE),
        facts=tuple(_facts(about)),
        severity=main[0].change.severity,
        asked=tuple(_entries(about, [one for one in main if one.asked], most_alike)),
        rides=tuple(_entries(about, [one for one in main if not one.asked], most_alike)),
        noise=f"Also {count(noise, 'change')} of no weight, such as update stamps." if noise else "",
        diff=f"nctwatch diff {flat(about.nct)}{_step(about, '{} {}')}",
        identity=f"nctwatch {_numbers([one.id for one in told])} · {flat(about.nct)}{_step(about, 'v{}→v{}')}",
    )


def gravest(told: Sequence[Told]) -> Told:
    """Return the change that matters most; of several, the first."""
    return max(told, key=lambda one: one.change.severity.rank)


def weighty(told: Sequence[Told]) -> list[Told]:
    """Return the changes that have any weight; all, if none has."""
    return [one for one in told if one.change.severity is not Severity.NOISE] or list(told)


def _step(about: About, form: str) -> str:
    """Return the versions on both sides of the change; nothing where there are no two."""
    if about.from_version is None or about.to_version is None or about.from_version == about.to_version:
        return ""
    return " " + form.format(about.from_version, about.to_version)


def _facts(about: About) -> Iterator[str]:
    yield f"Status: {cut(flat(status(about.status)), MAX_NAME)}"
    if about.sponsor:
        yield f"Sponsor: {cut(flat(about.sponsor), MAX_NAME)}"
    if about.registry_date:
        yield f"Record updated {cut(flat(about.registry_date), MAX_NAME)}"


def _entries(about: About, told: Sequence[Told], most_alike: int) -> Iterator[Entry | Alike]:
    """Yield what is told of each change; of many alike the first few, then their number."""
    alike = Counter((one.change.kind, one.change.event) for one in told)
    seen: Counter[tuple[str, str]] = Counter()
    for one in told:
        which = one.change.kind, one.change.event
        seen[which] += 1
        if seen[which] <= most_alike or alike[which] == most_alike + 1:
            yield entry(one.change, change_page(about.public_url, one.id))
        elif seen[which] == most_alike + 1:
            left = alike[which] - most_alike
            command = f"nctwatch changes --trial {flat(about.nct)} --kind {one.change.kind}"
            yield Alike(f"{count(left, 'more change')} of this kind ({headline(one.change)})", left, command)


def _numbers(ids: Sequence[int]) -> str:
    """Name changes by their ids, runs of them in one: the same words for the same changes."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(ids)):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    pieces = [
        ", ".join(map(str, range(first, last + 1))) if last - first < 12 else f"{first}–{last}"
        for first, last in runs
    ]
    rest = f" and {count(len(pieces) - 20, 'other')}" if len(pieces) > 20 else ""
    return f"{'change' if len(set(ids)) == 1 else 'changes'} {', '.join(pieces[:20])}{rest}"


def fitting(
    pieces: Sequence[tuple[str, int]], room: int, size: Callable[[str], int] = len
) -> tuple[list[str], int]:
    """Return the pieces of a message for which there is room, and how many changes are left.

    Args:
        pieces: each with the number of changes that it stands for; the first always has its place.
        room: for all of them.
        size: what a piece takes of it.

    """
    for place, (text, _) in enumerate(pieces):
        room -= size(text)
        if room < 0 and place:
            return [text for text, _ in pieces[:place]], sum(number for _, number in pieces[place:])
    return [text for text, _ in pieces], 0
