"""From a TOML file to a Config, or to all that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.config.address import address
from monitor.config.model import (
    Channel,
    Config,
    Registry,
    ScheduleOptions,
    Secret,
    ServiceOptions,
    StoreOptions,
    Watch,
)
from monitor.config.reader import Reader, nearest
from monitor.config.searches import search
from monitor.config.where import read, store_path
from monitor.core.record import typed_nct_number
from monitor.core.schedule import duration, quiet, schedule
from monitor.core.severity import SEVERITIES
from monitor.errors import ConfigError
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from monitor.model import Json

DEFAULT_KINDS = ("status", "results", "eligibility")
LONGEST_SEND = 80.0
"""Seconds; a claim on a message is held for little more."""
DISCOVER = ("off", "suggest", "watch")


def load(path: Path | None) -> Config:
    """Read and validate a configuration; None is the built-in one.

    Raises:
        ConfigError: with a sentence for every fault.

    """
    table, source = read(path)
    faults: list[str] = []
    config = _config(table, source, faults)
    if faults:
        raise ConfigError([f"{source}: {fault}" for fault in faults])
    return config


def _config(table: Json, source: str, faults: list[str]) -> Config:
    root = Reader(table, "top level", faults)
    root.ignore("registry", "store", "schedule", "service", "watch", "channel", "severity")
    root.done()

    def section(name: str) -> Reader:
        return Reader(table.get(name, {}), f"[{name}]", faults)

    def sections(name: str) -> list[Reader]:
        tables = table.get(name, [])
        if not isinstance(tables, list):
            faults.append(f"[{name}] must be written [[{name}]]: there may be several")
            return []
        return [Reader(one, _place(name, number, one), faults) for number, one in enumerate(tables, start=1)]

    timing = _schedule(section("schedule"))
    watches = sections("watch")
    searches = [search(reader, faults) for reader in watches if reader.has("query")]
    config = Config(
        source=source,
        registry=_registry(section("registry")),
        store=_store(section("store")),
        schedule=timing,
        service=_service(section("service")),
        watches=tuple(_watch(reader) for reader in watches if not reader.has("query")),
        channels=tuple(_channel(reader, timing.zone) for reader in sections("channel")),
        severities=_severities(section("severity")),
        searches=tuple(one for one in searches if one.query),
        everything=any(not one.query for one in searches),
    )
    _check_whole(config, faults)
    return config


def _place(name: str, number: int, table: Json) -> str:
    called = table.get("name") or table.get("trial") if isinstance(table, dict) else None
    return f"[[{name}]] {number}" + (f" ({called})" if isinstance(called, str) else "")


def _registry(reader: Reader) -> Registry:
    registry = Registry(
        url=reader.parsed("url", "https://clinicaltrials.gov", _url),
        contact=reader.parsed("contact", "", _header),
        requests_per_second=reader.number("requests_per_second", 1.0, above=0),
        timeout=reader.parsed("timeout", "30s", _timeout),
        history=reader.flag("history", default=True),
    )
    reader.done()
    return registry


def _store(reader: Reader) -> StoreOptions:
    return StoreOptions(search=reader.flag("search", default=True), path=store_path(reader))


def _schedule(reader: Reader) -> ScheduleOptions:
    zone = reader.parsed("timezone", "America/New_York", _zone)
    options = ScheduleOptions(
        poll=reader.parsed("poll", "30m", lambda text: schedule(text, zone)),
        zone=zone,
        heartbeat=reader.parsed(
            "heartbeat", "weekly mon 08:00", lambda text: None if text == "off" else schedule(text, zone)
        ),
        stale_after=reader.parsed("stale_after", "3d", _positive),
        ping_url=Secret(reader.text("ping_url", "", expand=False), "", "[schedule] ping_url"),
    )
    reader.done()
    return options


def _service(reader: Reader) -> ServiceOptions:
    options = ServiceOptions(
        metrics=reader.parsed("metrics", "off", address),
        http=reader.parsed("http", "off", address),
        public_url=reader.parsed("public_url", "", lambda text: _url(text) if text else ""),
    )
    reader.done()
    return options


def _watch(reader: Reader) -> Watch:
    trial = reader.text("trial", "")
    if not reader.has("trial"):
        reader.fault("trial", "is missing; it is the NCT number of the trial to watch, or give a query")
    elif isinstance(reader.table["trial"], str):
        trial = _trial(reader, "trial", trial)
    related = tuple(_trial(reader, "related", number) for number in reader.texts("related"))
    discover = reader.text("discover", "off")
    if discover not in DISCOVER:
        reader.fault("discover", f'"{discover}" is unknown{nearest(discover, DISCOVER)}')
    reader.done()
    return Watch(trial, related, discover)


def _trial(reader: Reader, key: str, text: str) -> str:
    number = typed_nct_number(text)
    if number is None:
        reader.fault(key, f'"{text}" is no NCT number; it is NCT and eight digits, such as NCT03822858')
    return number or text


def _channel(reader: Reader, zone: ZoneInfo) -> Channel:
    kinds = (
        [reader.text("kinds", "all")]
        if isinstance(reader.table.get("kinds"), str)
        else reader.texts("kinds", DEFAULT_KINDS)
    )
    for kind in kinds:
        if kind not in {"all", *Kind}:
            reader.fault("kinds", f'"{kind}" is unknown{nearest(kind, ["all", *Kind])}')
    severity = reader.text("severity", "low")
    if severity not in set(Severity):
        reader.fault("severity", f'"{severity}" is unknown{nearest(severity, list(Severity))}')
    name = reader.text("name", "")
    if not name:
        reader.fault("name", "is missing; it is how `nctwatch deliveries` calls the channel")
    channel = Channel(
        name=name,
        url=_secret(reader),
        kinds=frozenset(Kind)
        if "all" in kinds
        else frozenset(Kind(kind) for kind in kinds if kind in set(Kind)),
        severity=Severity(severity) if severity in set(Severity) else Severity.LOW,
        trials=frozenset(_trial(reader, "trials", number) for number in reader.texts("trials")),
        send=reader.parsed("send", "now", lambda text: None if text == "now" else schedule(text, zone)),
        timeout=reader.parsed("timeout", "20s", _send_timeout),
        quiet=reader.parsed("quiet", "", lambda text: quiet(text, zone) if text else None),
    )
    reader.done()
    return channel


def _secret(reader: Reader) -> Secret:
    url, file = reader.text("url", "", expand=False), reader.text("url_file", "", expand=False)
    if bool(url) == bool(file):
        reader.fault("url", "or url_file must be given, and not both; any Apprise URL does")
    return Secret(url, file, f"{reader.place} {'url_file' if file else 'url'}")


def _check_whole(config: Config, faults: list[str]) -> None:
    for table, what, names in (
        ("channel", "channels", [channel.name for channel in config.channels]),
        ("watch", "standing searches", [one.name for one in config.searches]),
    ):
        faults += [
            f'[[{table}]]: two {what} are called "{name}"; a name says which one is meant'
            for name in sorted(set(names))
            if name and names.count(name) > 1
        ]
    if not (config.watches or config.searches or config.everything):
        faults.append('nothing is watched: add a [[watch]] with trial = "NCT…"')
    if not config.grows:  # else the store knows what else is watched, and `nctwatch check` looks there
        faults += unwatched(config, config.watched)


def unwatched(config: Config, watched: Container[str]) -> list[str]:
    """Return a fault for each trial that a channel asks for and that is not watched."""
    return [
        f"[[channel]] ({channel.name}) trials: {number} is not watched; add it to a [[watch]]"
        for channel in config.channels
        for number in sorted(channel.trials)
        if number not in watched and not config.everything
    ]


def _severities(reader: Reader) -> dict[tuple[Kind, str], Severity]:
    """Read ``[severity]``: ``"status.completed" = "high"``."""
    known = {f"{kind}.{event}": (kind, event) for kind, event in SEVERITIES}
    own = {}
    for key in reader.table:
        if key not in known:
            reader.fault(key, f"is no event{nearest(key, known)}")
            continue
        severity = reader.text(key, "low")
        if severity not in set(Severity):
            reader.fault(key, f'"{severity}" is unknown{nearest(severity, list(Severity))}')
            continue
        own[known[key]] = Severity(severity)
    return own


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a port or an IPv6 address that is none
        usable = False
    if not usable or not text.isprintable() or " " in text:
        raise ValueError(f'"{text}" is no web address; write for example "https://clinicaltrials.gov"')
    return text.rstrip("/")


def _header(text: str) -> str:
    if not text.isprintable() or not text.isascii():
        raise ValueError("must be plain ASCII text: it goes into the User-Agent")
    return text


def _positive(text: str) -> float:
    seconds = duration(text)
    if seconds <= 0:
        raise ValueError(f'"{text}" must be longer than nothing')
    return seconds


def _send_timeout(text: str) -> float:
    seconds = _positive(text)
    if seconds > LONGEST_SEND:
        raise ValueError(f'"{text}" is too long; a send takes {LONGEST_SEND:.0f} seconds at most')
    return seconds


def _timeout(text: str) -> float:
    seconds = _positive(text)
    if seconds > 3600:
        raise ValueError(f'"{text}" is too long; a request takes an hour at most')
    return seconds


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(
            f'"{text}" is no time zone; write for example "America/New_York" or "UTC"'
        ) from error
