"""What a scrape gets: figures of the store, read when they are asked for."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    ProcessCollector,
    generate_latest,
    make_wsgi_app,
)
from prometheus_client.core import InfoMetricFamily
from prometheus_client.registry import Collector

from monitor import __version__
from monitor.errors import NctwatchError
from monitor.metrics.families import deliveries, gauge, watch, work
from monitor.store.opening import open_for_reading
from monitor.store.stats import stats
from monitor.watched import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from wsgiref.types import WSGIApplication

    from prometheus_client import Metric

    from monitor.config.model import Config

BUSY_SECONDS = 2.0
"""Seconds to wait for the store."""


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
            with open_for_reading(self._config.store.path, BUSY_SECONDS) as reader:
                found, trials = stats(reader), count(self._config, reader)
        except NctwatchError:
            yield gauge("store_up", "Whether the store could be read at this scrape.", 0)
            return
        yield gauge("store_up", "Whether the store could be read at this scrape.", 1)
        yield from watch(found, self._config)
        yield gauge("trials_watched", "Trials that are watched.", trials)
        yield from work(found)
        yield from deliveries(found, [channel.name for channel in self._config.alert_channels])


def exposition(config: Config) -> tuple[bytes, str]:
    """Return the text of all metrics, and its content type."""
    return generate_latest(_registry(config)), CONTENT_TYPE_PLAIN_0_0_4


def application(config: Config) -> WSGIApplication:
    """Return a WSGI application that answers every path with the metrics."""
    return make_wsgi_app(_registry(config))


def _registry(config: Config) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(StoreCollector(config))
    ProcessCollector(registry=registry)
    return registry
