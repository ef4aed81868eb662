"""What a configuration says, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.config.secret import Secret
from monitor.core.watchlist import NAMED, related_to, together
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from monitor.config.address import ListenAddress
    from monitor.core.quiet import Quiet
    from monitor.core.records.near import Circle
    from monitor.core.schedule import Schedule
    from monitor.core.watchlist import Reasons


@dataclass(frozen=True, slots=True)
class Registry:
    """``[registry]``: the address, and how to ask. Times are seconds."""

    url: str
    contact: str
    requests_per_second: float
    timeout: float
    history: bool
    """Whether the service takes in the record history of each trial that is new."""


@dataclass(frozen=True, slots=True)
class StoreOptions:
    """``[store]``."""

    path: Path
    search: bool
    """Whether records are indexed for full-text search."""


@dataclass(frozen=True, slots=True)
class ScheduleOptions:
    """``[schedule]``. ``stale_after`` is in seconds."""

    poll: Schedule
    zone: ZoneInfo
    heartbeat: Schedule | None
    """When to say that all is well and nothing changed; None for never."""
    stale_after: float
    ping_url: Secret


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """``[service]``: what the service shows of itself, and where."""

    metrics: ListenAddress | None = None
    """Where Prometheus may ask for metrics; None for nowhere."""
    http: ListenAddress | None = None
    """Where the pages are served; None for nowhere."""
    public_url: str = ""
    """Where people reach those pages; alerts link to them there."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A trial that a ``[[watch]]`` names, and those related to it; a list of trials makes one of each."""

    trial: str
    related: tuple[str, ...] = ()
    discover: str = "off"
    """``off``, ``suggest`` or ``watch``: what to do with related trials that turn up."""
    group: str = ""
    """The group that all of them belong to; "" for none."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """The ``file`` of a ``[[watch]]``, which names trials; it is read anew in each poll."""

    path: Path
    discover: str = "off"
    group: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """The ``query`` of a ``[[watch]]``: every trial that it finds is watched."""

    name: str
    query: Mapping[str, str]
    """Parameters of the registry's search, such as ``query.cond``."""
    limit: int = 200
    """More trials than that are an error."""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """One ``[[channel]]``: where alerts go, and which."""

    name: str
    url: Secret
    kinds: frozenset[Kind]
    severity: Severity
    trials: frozenset[str]
    """All that is watched, where `groups` is empty too."""
    send: Schedule | None
    """When collected alerts go out; None for at once."""
    quiet: Quiet | None
    timeout: float = 20.0
    """Seconds that one send as a whole may take."""
    groups: frozenset[str] = frozenset()
    """What belongs to these is asked for, beside `trials`."""
    near: Circle | None = None
    """Of changes of locations, only those at sites in it; None for all."""

    @property
    def prints(self) -> bool:
        """Whether its messages are printed rather than sent to an address."""
        return not self.url


STDOUT = Channel(
    name="stdout",
    url=Secret("", "", "standard output"),
    kinds=frozenset(Kind),
    severity=Severity.LOW,
    trials=frozenset(),
    send=None,
    quiet=None,
)
"""Where alerts go if no channel is configured."""


@dataclass(frozen=True, slots=True)
class Config:
    """A whole configuration."""

    source: str
    registry: Registry
    store: StoreOptions
    schedule: ScheduleOptions
    service: ServiceOptions
    watches: tuple[Watch, ...]
    channels: tuple[Channel, ...]
    severities: Mapping[tuple[Kind, str], Severity]
    """Severities that differ from the usual table."""
    searches: tuple[Search, ...] = ()
    files: tuple[ListFile, ...] = ()
    everything: bool = False
    """Whether all that the registry has is watched."""
    groups: Sequence[str] = ()
    """The names of all groups, in the order of the configuration."""

    @property
    def grows(self) -> bool:
        """Whether trials may come to be watched that the configuration does not name."""
        return bool(self.searches or self.files) or any(watch.discover == "watch" for watch in self.watches)

    @property
    def alert_channels(self) -> tuple[Channel, ...]:
        """Where alerts go: the configured channels; standard output if there is none."""
        return self.channels or (STDOUT,)

    @property
    def secrets(self) -> list[Secret]:
        """Everything that must never be shown; the commands that send need all of it."""
        return [
            *(channel.url for channel in self.channels),
            *([self.schedule.ping_url] if self.schedule.ping_url else []),
        ]

    @property
    def watched(self) -> Mapping[str, Reasons]:
        """The numbers to watch by name, each with all its reasons, in the order of the configuration.

        What files list and what searches and looks found comes on top of them: ``core/watchlist.py``.
        """
        reasons: dict[str, Reasons] = {}
        for watch in self.watches:
            beside = (related_to(watch.trial),)
            for number, why in ((watch.trial, NAMED), *((other, beside) for other in watch.related)):
                reasons[number] = together(reasons.get(number, ()), why)
        return reasons
