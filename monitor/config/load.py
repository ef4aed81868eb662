"""From a TOML file to a Config, or to all that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.config import values
from monitor.config.address import address
from monitor.config.channels import read_channel
from monitor.config.model import Config, Registry, ScheduleOptions, ServiceOptions, StoreOptions
from monitor.config.reader import Reader
from monitor.config.secret import Secret
from monitor.config.watches import read_entry
from monitor.config.where import read, store_path
from monitor.core.changes.events import EVENTS
from monitor.core.schedule import schedule
from monitor.errors import ConfigError
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from monitor.config.watches import Entry
    from monitor.model import Json


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


def _names_trials(entry: Entry) -> bool:
    """Return whether a watch is of some trials; one of everything makes no group."""
    return bool(entry.watches or entry.file or (entry.search and entry.search.query))


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
        return [
            Reader(table, _place(name, number, table), faults) for number, table in enumerate(tables, start=1)
        ]

    timing = _schedule(section("schedule"))
    entries = [read_entry(reader, faults) for reader in sections("watch")]
    searches = [entry.search for entry in entries if entry.search]
    config = Config(
        source=source,
        registry=_registry(section("registry")),
        store=_store(section("store")),
        schedule=timing,
        service=_service(section("service")),
        watches=tuple(watch for entry in entries for watch in entry.watches),
        channels=tuple(read_channel(reader, timing.zone) for reader in sections("channel")),
        severities=_severities(section("severity")),
        searches=tuple(search for search in searches if search.query),
        files=tuple(entry.file for entry in entries if entry.file),
        everything=any(not search.query for search in searches),
        groups=list(dict.fromkeys(entry.group for entry in entries if entry.group and _names_trials(entry))),
    )
    _check_whole(config, faults)
    return config


def _place(name: str, number: int, table: Json) -> str:
    called = table.get("name") or table.get("trial") if isinstance(table, dict) else None
    return f"[[{name}]] {number}" + (f" ({called})" if isinstance(called, str) else "")


def _registry(reader: Reader) -> Registry:
    registry = Registry(
        url=reader.parsed("url", "https://clinicaltrials.gov", values.url),
        contact=reader.parsed("contact", "", values.header),
        requests_per_second=reader.number("requests_per_second", 1.0, above=0),
        timeout=reader.parsed("timeout", "30s", values.timeout),
        history=reader.flag("history", default=True),
    )
    if registry.url.endswith("/api/v2"):
        reader.fault(
            "url",
            f'is written without /api/v2, which nctwatch adds: "{registry.url.removesuffix("/api/v2")}"',
        )
    reader.done()
    return registry


def _store(reader: Reader) -> StoreOptions:
    return StoreOptions(search=reader.flag("search", default=True), path=store_path(reader))


def _schedule(reader: Reader) -> ScheduleOptions:
    zone = reader.parsed("timezone", "America/New_York", values.zone)
    options = ScheduleOptions(
        poll=reader.parsed("poll", "30m", lambda text: schedule(text, zone)),
        zone=zone,
        heartbeat=reader.parsed(
            "heartbeat", "weekly mon 08:00", lambda text: None if text == "off" else schedule(text, zone)
        ),
        stale_after=reader.parsed("stale_after", "3d", values.positive),
        ping_url=Secret(reader.text("ping_url", "", expand=False), "", "[schedule] ping_url"),
    )
    reader.done()
    return options


def _service(reader: Reader) -> ServiceOptions:
    options = ServiceOptions(
        metrics=reader.parsed("metrics", "off", address),
        http=reader.parsed("http", "off", address),
        public_url=reader.parsed("public_url", "", lambda text: values.url(text) if text else ""),
    )
    reader.done()
    return options


def _check_whole(config: Config, faults: list[str]) -> None:
    for table, what, names in (
        ("channel", "channels", [channel.name for channel in config.channels]),
        ("watch", "standing searches", [search.name for search in config.searches]),
    ):
        faults += [
            f'[[{table}]]: two {what} are called "{name}"; a name says which one is meant'
            for name in sorted(set(names))
            if name and names.count(name) > 1
        ]
    if not (config.watches or config.searches or config.files or config.everything):
        faults.append('nothing is watched: add a [[watch]] with trial = "NCT…"')
    faults += _unknown_groups(config)
    if not config.grows:  # else the store knows what else is watched, and `nctwatch check` looks there
        faults += unwatched(config, config.watched)


def _unknown_groups(config: Config) -> list[str]:
    none = "; no [[watch]] has a group"
    return [
        f'[[channel]] ({channel.name}) groups: "{group}" is unknown{_group(group, config) or none}'
        for channel in config.channels
        for group in sorted(channel.groups.difference(config.groups))
    ]


def _group(name: str, config: Config) -> str:
    """Return what was meant by a group that no watch has."""
    from monitor.config.hints import nearest, number  # noqa: PLC0415  # needed for faults alone

    if number(f"{name} ").startswith("; did you mean NCT"):
        return "; trials are written under trials"
    return nearest(name, config.groups)


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
    known = {f"{kind}.{event}": (kind, event) for kind, event in EVENTS}
    own = {}
    for key in reader.table:
        if key not in known:
            from monitor.config.hints import event_key  # noqa: PLC0415  # needed for faults alone

            reader.fault(key, f"is no event{event_key(key, reader.table[key], known)}")
            continue
        own[known[key]] = Severity(reader.one_of(key, "low", Severity))
    return own
