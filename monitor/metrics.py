"""Metrics for Prometheus, read from the store whenever they are asked for, and served while the service runs.

The only module that knows prometheus-client; imported only where ``[service]`` asks for it.
Labels are words of the configuration or of a closed set: never a trial, never text of the registry.
"""

from __future__ import annotations

import platform
import socket
import threading
from contextlib import contextmanager
from socketserver import TCPServer
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    ProcessCollector,
    generate_latest,
    make_wsgi_app,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from monitor import __version__
from monitor.clock import now, parse
from monitor.core.alarms import KINDS
from monitor.core.health import health
from monitor.errors import ConfigError, NctwatchError
from monitor.model import Kind, Severity
from monitor.store.opening import open_for_reading
from monitor.store.stats import stats
from monitor.watched import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from monitor.config.address import Address
    from monitor.config.model import Config
    from monitor.store.stats import Stats

PATIENCE = 2.0
"""Seconds to wait for the store."""
SLOW = 2.0
"""Seconds that whoever asks may be silent."""
OUTCOMES = ("done", "unreachable", "refused")
STATES = ("queued", "sent", "dead")


class StoreCollector(Collector):
    """Reads the store at each scrape, over a read-only connection that keeps nobody from writing.

    Args:
        config: where the store is, what is watched, and the channels' names.

    """

    def __init__(self, config: Config) -> None:
        self._config = config

    def collect(self) -> Iterator[Metric]:
        """Give all metrics; where the store cannot be read, only that."""
        build = {"version": __version__, "python": platform.python_version()}
        yield InfoMetricFamily("nctwatch_build", "The program that serves these metrics.", value=build)
        try:
            with open_for_reading(self._config.store.path, PATIENCE) as reader:
                found, trials = stats(reader), count(self._config, reader)
        except NctwatchError:
            yield _gauge("store_up", "Whether the store could be read at this scrape.", 0)
            return
        yield _gauge("store_up", "Whether the store could be read at this scrape.", 1)
        yield from _health(found, self._config)
        yield _gauge("trials_watched", "Trials that are watched.", trials)
        yield from _work(found)
        yield from _deliveries(found, [channel.name for channel in self._config.channels])


def _health(found: Stats, config: Config) -> Iterator[Metric]:
    well = health(now(), found.heartbeat_at, found.last_success_at, config.schedule.stale_after)
    yield _gauge("service_alive", "Whether the service's heartbeat is under a minute old.", well.alive)
    yield _gauge("registry_fresh", "Whether the last successful poll is under stale_after.", well.fresh)
    for name, words, at in (
        ("heartbeat", "Last sign of life of the service", found.heartbeat_at),
        ("last_poll", "End of the last poll, good or bad", found.last_poll_at),
        ("last_success", "End of the last successful poll", found.last_success_at),
        ("release", "The registry's release that is held (its own clock, taken for UTC)", found.release),
    ):
        seconds = _seconds(at)
        if seconds is not None:
            yield _gauge(f"{name}_timestamp_seconds", f"{words}, in seconds since 1970.", seconds)
    wrong = GaugeMetricFamily(
        "nctwatch_alarms", "What is wrong with the watch itself and was told, by alarm.", labels=["alarm"]
    )
    for kind in KINDS:
        wrong.add_metric([kind], sum(key.partition(" ")[0] == kind for key in found.alarms))
    yield wrong
    yield _gauge("trials_failing", "Trials whose last answer could not be used.", found.failing)
    yield _gauge("trials_gone", "Trials that the registry no longer has.", found.gone)
    size = GaugeMetricFamily("nctwatch_store_size_bytes", "Size of the store, by file.", labels=["file"])
    for name, number in found.sizes.items():
        size.add_metric([name], number)
    yield size


def _work(found: Stats) -> Iterator[Metric]:
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


def _deliveries(found: Stats, channels: list[str]) -> Iterator[Metric]:
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
    yield _gauge("deliveries_without_channel", "Messages that wait for a channel no longer configured.", lost)


def _gauge(name: str, words: str, value: float) -> Metric:
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


class _Handler(WSGIRequestHandler):
    timeout = SLOW

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Log no request."""


class _Server(WSGIServer):
    """Answers one request at a time, so that strangers cannot pile up threads or memory."""

    def server_bind(self) -> None:
        """Bind without asking a name server what this machine is called."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of those who ask and go away, or keep silent."""


def exposition(config: Config) -> tuple[bytes, str]:
    """Return what a scrape gets, and its content type."""
    return generate_latest(_registry(config)), CONTENT_TYPE_PLAIN_0_0_4


def _registry(config: Config) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(StoreCollector(config))
    ProcessCollector(registry=registry)
    return registry


@contextmanager
def serving(config: Config, address: Address) -> Iterator[None]:
    """Answer scrapes at an address while the block runs.

    Raises:
        ConfigError: nothing can listen there.

    """
    server_class = (
        type("_Server6", (_Server,), {"address_family": socket.AF_INET6}) if ":" in address.host else _Server
    )
    try:
        server = server_class((address.host, address.port), _Handler)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(
            [f"{config.source}: [service] metrics: {address} cannot be listened at: {reason}"]
        ) from error
    server.set_app(make_wsgi_app(_registry(config)))
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
