"""Figures of the store → metrics.

Labels are words of the configuration or of a closed set: never a trial, never text of the registry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from monitor.clock import now, parse
from monitor.core.alarms import KINDS
from monitor.core.health import health
from monitor.model import Kind, Severity
from monitor.store.record_history import REASONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from monitor.config.model import Config
    from monitor.store.stats import Stats

OUTCOMES = ("done", "unreachable", "refused")
STATES = ("queued", "sent", "dead")


def watch(found: Stats, config: Config) -> Iterator[Metric]:
    """Yield how the watch itself is."""
    well = health(now(), found.alive_at, found.last_success_at, config.schedule.stale_after)
    yield gauge(
        "service_alive", "Whether the service wrote that it is alive within the last minute.", well.alive
    )
    yield gauge("registry_fresh", "Whether the last successful poll is under stale_after.", well.fresh)
    for name, words, at in (
        ("alive", "When the running service last wrote that it is alive", found.alive_at),
        ("last_poll", "End of the last poll, good or bad", found.last_poll_at),
        ("last_success", "End of the last successful poll", found.last_success_at),
        ("release", "The registry's release that is held (its own clock, taken for UTC)", found.release),
    ):
        seconds = _seconds(at)
        if seconds is not None:
            yield gauge(f"{name}_timestamp_seconds", f"{words}, in seconds since 1970.", seconds)
    wrong = GaugeMetricFamily(
        "nctwatch_alarms", "What is wrong with the watch itself and was told, by alarm.", labels=["alarm"]
    )
    for kind in KINDS:
        wrong.add_metric([kind], sum(key.partition(" ")[0] == kind for key in found.alarms))
    yield wrong
    yield gauge("trials_failing", "Trials whose last answer could not be used.", found.failing)
    yield gauge("trials_gone", "Trials that the registry no longer has.", found.gone)
    yield from _histories(found)
    size = GaugeMetricFamily("nctwatch_store_size_bytes", "Size of the store, by file.", labels=["file"])
    for name, number in found.sizes.items():
        size.add_metric([name], number)
    yield size


def _histories(found: Stats) -> Iterator[Metric]:
    """Yield how many record histories are not complete, why, and when the first is tried again."""
    failed = GaugeMetricFamily(
        "nctwatch_histories_failing", "Record histories not taken in whole, by reason.", labels=["reason"]
    )
    for reason in REASONS:
        failed.add_metric([reason], found.histories.get(reason, 0))
    yield failed
    if (due := _seconds(found.history_due)) is not None:
        words = "When the first of those record histories is tried again, in seconds since 1970."
        yield gauge("history_next_try_timestamp_seconds", words, due)


def work(found: Stats) -> Iterator[Metric]:
    """Yield what was done so far."""
    polls = CounterMetricFamily("nctwatch_polls", "Polls, by outcome.", labels=["outcome"])
    for outcome in OUTCOMES:
        polls.add_metric([outcome], found.polls.get(outcome, 0))
    yield polls
    yield _counter("registry_requests", "Requests to the registry.", found.requests)
    yield _counter("registry_received_bytes", "Bytes of the registry's answers on the wire.", found.bytes)
    yield _counter("versions", "Versions of records kept.", found.versions)
    changes = CounterMetricFamily(
        "nctwatch_changes", "Changes, by kind and severity.", labels=["kind", "severity"]
    )
    for kind in Kind:
        for severity in Severity:
            changes.add_metric([kind, severity], found.changes.get((kind, severity), 0))
    yield changes


def deliveries(found: Stats, channels: list[str]) -> Iterator[Metric]:
    """Yield what is queued, sent and given up; of channels that are configured, each by name."""
    held = GaugeMetricFamily(
        "nctwatch_deliveries", "Messages held, by channel and state.", labels=["channel", "state"]
    )
    age = GaugeMetricFamily(
        "nctwatch_delivery_oldest_queued_age_seconds",
        "How long the oldest message of a channel has waited, digests and quiet hours included; 0 where none waits.",
        labels=["channel"],
    )
    for channel in channels:
        for state in STATES:
            held.add_metric([channel, state], found.deliveries.get((channel, state), 0))
        since = _seconds(found.oldest_queued.get(channel))
        age.add_metric([channel], 0 if since is None else max(0.0, now().timestamp() - since))
    yield held
    yield age
    lost = sum(
        count
        for (channel, state), count in found.deliveries.items()
        if state == "queued" and channel not in channels
    )
    yield gauge("deliveries_without_channel", "Messages that wait for a channel no longer configured.", lost)


def gauge(name: str, words: str, value: float) -> Metric:
    """Return a metric of one value that goes up and down."""
    return GaugeMetricFamily(f"nctwatch_{name}", words, value=float(value))


def _counter(name: str, words: str, value: float) -> Metric:
    return CounterMetricFamily(f"nctwatch_{name}", words, value=float(value))


def _seconds(at: str | None) -> float | None:
    """Return a time in seconds since 1970; None for none, and for a release that is named otherwise."""
    try:
        moment = parse(at) if at else None
    except ValueError:
        return None
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=now().tzinfo)).timestamp()
