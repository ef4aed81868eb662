"""A ``[[channel]]``: who is told what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.config.model import Channel
from monitor.config.secret import Secret
from monitor.config.values import send_timeout
from monitor.config.watches import trial_number
from monitor.core.quiet import quiet
from monitor.core.records.near import circle
from monitor.core.schedule import schedule
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from monitor.config.reader import Reader

DEFAULT_KINDS = ("status", "results", "eligibility")


def read_channel(reader: Reader, zone: ZoneInfo) -> Channel:
    """Read one channel; ``zone`` is that of its schedule."""
    usual = (*DEFAULT_KINDS, Kind.LOCATIONS) if reader.has("near") else DEFAULT_KINDS
    kinds = (
        [reader.text("kinds", "all")]
        if isinstance(reader.table.get("kinds"), str)
        else reader.texts("kinds", usual)
    )
    for kind in kinds:
        if kind not in {"all", *Kind}:
            reader.unknown("kinds", kind, ["all", *Kind])
    severity = Severity(reader.one_of("severity", "low", Severity))
    name = reader.text("name", "")
    if not name:
        reader.fault("name", "is missing; it is how `nctwatch deliveries` calls the channel")
    read = Channel(
        name=name,
        url=_secret(reader),
        kinds=frozenset(Kind)
        if "all" in kinds
        else frozenset(Kind(kind) for kind in kinds if kind in set(Kind)),
        severity=severity,
        trials=frozenset(trial_number(reader, "trials", number) for number in reader.texts("trials")),
        groups=frozenset(reader.texts("groups")),
        near=reader.parsed("near", "", lambda text: circle(text) if text else None),
        send=reader.parsed("send", "now", lambda text: None if text == "now" else schedule(text, zone)),
        timeout=reader.parsed("timeout", "20s", send_timeout),
        quiet=reader.parsed("quiet", "", lambda text: quiet(text, zone) if text else None),
    )
    reader.done()
    return read


def _secret(reader: Reader) -> Secret:
    url, file = reader.text("url", "", expand=False), reader.text("url_file", "", expand=False)
    if bool(url) == bool(file):
        reader.fault("url", "or url_file must be given, and not both; any Apprise URL does")
    return Secret(url, file, f"{reader.place} {'url_file' if file else 'url'}")
