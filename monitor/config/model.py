"""What a configuration says, as values."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from monitor.config.reader import VARIABLE
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from monitor.config.address import Address
    from monitor.core.schedule import Quiet, Schedule
    from monitor.model import Kind, Severity


_LOGIN = re.compile(r"[^/?#]*://[^/?#]*@")
"""The beginning of an address up to the end of its user and password."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that is looked up only when it is needed, and never shown.

    A variable in the user or password of an address is percent-encoded: a password may hold any character,
    and one with ``@`` or ``/`` would end the login too early.

    Args:
        template: text with ``${VARIABLE}`` in it.
        file: a file that holds the value, in place of ``template``; may have ``${VARIABLE}`` in it too.
        place: where in the configuration it stands.

    """

    template: str = field(repr=False)
    file: str = field(repr=False)
    place: str

    def reveal(self) -> str:
        """Return the value.

        Raises:
            ConfigError: a variable is not set, or the file cannot be read.

        """
        text = self.file or self.template
        unset = [name for name in VARIABLE.findall(text) if name not in os.environ]
        if unset:
            raise ConfigError([f"{self.place}: the environment variable {name} is not set" for name in unset])
        if not self.file:
            return _filled(text)
        value = VARIABLE.sub(lambda found: os.environ[found[1]], text)
        try:
            return Path(value).expanduser().read_text(encoding="utf-8").strip()
        except (OSError, RuntimeError, UnicodeDecodeError) as error:
            raise ConfigError(
                [f"{self.place}: the file {self.file} cannot be read ({_reason(error)})"]
            ) from error

    def __bool__(self) -> bool:
        """Say whether there is a value at all."""
        return bool(self.template or self.file)


def _filled(template: str) -> str:
    """Put the variables into an address."""
    login = _LOGIN.match(template)
    begin, end = (template.find("://") + 3, login.end()) if login else (0, 0)
    safe = "" if ":" in template[begin:end] else ":"  # one variable may hold both user and password

    def value(found: re.Match[str]) -> str:
        plain = os.environ[found[1]]
        return _encoded(plain, safe) if begin <= found.start() < end else plain

    return VARIABLE.sub(value, template)


def _encoded(value: str, safe: str) -> str:
    """Percent-encode a value, unless it is encoded already, as Apprise's documents want it."""
    said = unquote(value)
    return value if said != value and quote(said, safe=safe) == value else quote(value, safe=safe)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


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

    metrics: Address | None = None
    """Where Prometheus may ask for metrics; None for nowhere."""
    http: Address | None = None
    """Where the pages are served; None for nowhere."""
    public_url: str = ""
    """Where people reach those pages; alerts link to them there."""


@dataclass(frozen=True, slots=True)
class Watch:
    """One ``[[watch]]``: a trial and those related to it."""

    trial: str
    related: tuple[str, ...] = ()
    discover: str = "off"
    """``off``, ``suggest`` or ``watch``: what to do with related trials that turn up."""


@dataclass(frozen=True, slots=True)
class Search:
    """One ``[[watch]]`` with a ``query``: every trial that it finds is watched."""

    name: str
    query: Mapping[str, str]
    """Parameters of the registry's search, such as ``query.cond``."""
    limit: int = 200
    """More trials than that are an error."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One ``[[channel]]``: where alerts go, and which."""

    name: str
    url: Secret
    kinds: frozenset[Kind]
    severity: Severity
    trials: frozenset[str]
    """Empty for all that is watched."""
    send: Schedule | None
    """When collected alerts go out; None for at once."""
    quiet: Quiet | None
    timeout: float = 20.0
    """Seconds that one send as a whole may take."""


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
    everything: bool = False
    """Whether all that the registry has is watched."""

    @property
    def grows(self) -> bool:
        """Whether trials may come to be watched that the configuration does not name."""
        return bool(self.searches) or any(watch.discover == "watch" for watch in self.watches)

    @property
    def secrets(self) -> list[Secret]:
        """Everything that must never be shown; the commands that send need all of it."""
        return [
            *(channel.url for channel in self.channels),
            *([self.schedule.ping_url] if self.schedule.ping_url else []),
        ]

    @property
    def watched(self) -> Mapping[str, str]:
        """The numbers to watch by name, each with the reason, in the order of the configuration.

        What searches and looks found comes on top of them: ``core/watching.py``.
        """
        reasons: dict[str, str] = {}
        for watch in self.watches:
            reasons.setdefault(watch.trial, "watched")
            for number in watch.related:
                reasons.setdefault(number, f"related to {watch.trial}")
        return reasons
