"""Changes → what a message says of them, before any format: which, in what order, how much."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts.footer import numbers, trial_why
from monitor.core.changes.events import event_row
from monitor.core.presentation.entry import Entry, entry
from monitor.core.presentation.labels import count, cut, status
from monitor.core.presentation.sanitize import flat
from monitor.core.presentation.sentences import headline
from monitor.core.presentation.turn import trial_turn
from monitor.core.presentation.urls import STUDY, change_page, trial_page
from monitor.core.records.near import sites_near
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.core.presentation.turn import Turn
    from monitor.core.records.near import Circle
    from monitor.model import Change, TrialUpdate

MAX_TITLE = 400
MAX_NAME = 200
MAX_CONTACTS = 3


@dataclass(frozen=True, slots=True)
class Alike:
    """Changes of one event that are counted: how many, in which words, and the command that lists them."""

    words: str
    number: int
    command: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What a message says of one trial; every text is one harmless line.

    `asked` are the changes that the channel asks for, `others` those that are shown briefly after them.
    """

    update: TrialUpdate
    gravest: Change
    """The change that the subject and the headline name."""
    severity: Severity
    """Of the gravest change."""
    number: int
    """How many changes are above noise; all of them where all are noise."""
    asked: tuple[Entry | Alike, ...]
    others: tuple[Entry | Alike, ...]
    noise: str
    public_url: str = ""
    """Where the pages are; "" for nowhere."""
    channel: str = ""
    """The name of the channel; "" for none in particular."""

    @property
    def nct(self) -> str:
        """The trial's number."""
        return flat(self.update.nct)

    @property
    def headline(self) -> str:
        """What happened, in a few words."""
        return flat(headline(self.gravest))

    @property
    def more_changes(self) -> str:
        """How many changes there are beside the gravest: " (+2 more)", "" for none."""
        return f" (+{self.number - 1:,} more)" if self.number > 1 else ""

    @property
    def turn(self) -> tuple[Turn, str]:
        """Whether the trial opened or closed, and that in words; two "" where it did neither."""
        return trial_turn(change for _, change in self.update.changes)

    @property
    def title(self) -> str:
        """The trial's title, cut if very long."""
        return cut(flat(self.update.title), MAX_TITLE)

    @property
    def facts(self) -> tuple[str, ...]:
        """Status first, then sponsor and date of the record where they are known."""
        update = self.update
        facts = [("Status: ", status(update.status)), ("Sponsor: ", update.sponsor)]
        facts.append(("Record updated ", update.registry_date or ""))
        return tuple(f"{name}{cut(flat(value), MAX_NAME)}" for name, value in facts if value)

    @property
    def contacts(self) -> tuple[str, ...]:
        """Whom to ask where the trial opened: a line for each of the first three."""
        lines = []
        for contact in self.update.contacts[:MAX_CONTACTS]:
            phone = " ext. ".join(filter(None, (contact.get("phone"), contact.get("phoneExt"))))
            known = [
                contact.get("name"),
                contact.get("facility"),
                contact.get("city"),
                phone,
                contact.get("email"),
            ]
            lines.append(cut(flat("Whom to ask: " + " · ".join(filter(None, known))), MAX_NAME))
        return tuple(lines)

    @property
    def page(self) -> str:
        """The registry's page of the trial."""
        return f"{STUDY}{self.nct}"

    @property
    def history(self) -> str:
        """The registry's record history of the trial."""
        return f"{self.page}?tab=history"

    @property
    def diff(self) -> str:
        """The command that shows the changes in full."""
        return f"nctwatch diff {self.nct}{self._versions('{} {}')}"

    @property
    def more(self) -> str:
        """Where to see the changes in full: the trial's own page where there is one, and the command."""
        page = trial_page(self.public_url, self.nct)
        return f"{page}, or {self.diff}" if page else self.diff

    @property
    def why(self) -> str:
        """Why someone gets the message, and how to stop it."""
        return trial_why(self.nct, self.channel)

    @property
    def identity(self) -> str:
        """The same for the same changes, by which a second copy is recognised."""
        ids = numbers(number for number, _ in self.update.changes)
        return f"nctwatch {ids} · {self.nct}{self._versions('v{}→v{}')}"

    def _versions(self, form: str) -> str:
        """Return the versions on both sides; nothing where there are no two."""
        first, last = self.update.from_version, self.update.to_version
        return "" if first is None or last is None or first == last else " " + form.format(first, last)


def gravity(change: Change) -> tuple[int, int]:
    """Return a key that sorts the gravest change first; within a severity by kind, status first."""
    return -change.severity.rank, list(Kind).index(change.kind)


def _distance(change: Change, near: Circle | None) -> float:
    """Return how far in kilometers the nearest site of a change is; infinity where none is near."""
    sites = sites_near(change, near) if near else []
    return sites[0].kilometers if sites else math.inf


def weighty(update: TrialUpdate) -> Sequence[tuple[int, Change]]:
    """Return the changes that are above noise, each with its id; all of them where all are noise."""
    return [item for item in update.changes if item[1].severity is not Severity.NOISE] or update.changes


def outline(
    update: TrialUpdate,
    asks: Callable[[Change], bool],
    *,
    most_alike: int,
    public_url: str = "",
    channel: str = "",
    near: Circle | None = None,
) -> Outline:
    """Choose and order what a message says of one trial: what is asked for first, then by severity.

    Args:
        update: the trial with its changes, at least one; the headline names the gravest.
        asks: whether the channel asks for a change.
        most_alike: changes of one event that are shown; a trial may open 230 sites in a day (measured).
        public_url: where the pages are; "" for nowhere.
        channel: the name of the channel.
        near: the channel's place; of equally grave changes of sites the nearest come first, with their distance.

    """
    items = sorted(weighty(update), key=lambda item: (gravity(item[1]), _distance(item[1], near)))
    asked = [item for item in items if asks(item[1])]
    others = [item for item in items if not asks(item[1])]
    changes = [change for _, change in [*asked, *others]]
    noise = len(update.changes) - len(items)
    return Outline(
        update=update,
        gravest=max(changes, key=lambda change: change.severity.rank),  # of equal ones, what is asked for
        severity=changes[0].severity,
        number=len(changes),
        asked=tuple(_entries(update, asked, most_alike, public_url, near)),
        others=tuple(_entries(update, others, most_alike, public_url, near)),
        noise=f"Plus {count(noise, 'routine update')} (dates and stamps)." if noise else "",
        public_url=public_url,
        channel=channel,
    )


def _entries(
    update: TrialUpdate,
    items: Sequence[tuple[int, Change]],
    most_alike: int,
    public_url: str,
    near: Circle | None,
) -> Iterator[Entry | Alike]:
    """Yield what is said of each change; of many alike the first few, then their number."""
    alike = Counter((change.kind, change.event) for _, change in items)
    seen: Counter[tuple[str, str]] = Counter()
    for number, change in items:
        event = change.kind, change.event
        seen[event] += 1
        if seen[event] <= most_alike or alike[event] == most_alike + 1:
            yield entry(change, change_page(public_url, number), near)
        elif seen[event] == most_alike + 1:
            left = alike[event] - most_alike
            command = f"nctwatch changes --trial {flat(update.nct)} --kind {change.kind}"
            words = event_row(change.kind, change.event).headline
            yield Alike(f"{count(left, 'more change')} of this kind ({words})", left, command)


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
