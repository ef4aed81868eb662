"""What the collector says of a store, without a service."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from monitor.clock import now, stamp
from monitor.config.address import ListenAddress
from monitor.config.load import load
from monitor.errors import ConfigError
from monitor.metrics.exposition import StoreCollector, application
from monitor.model import Message
from monitor.store import deliveries
from monitor.store.opening import open_for_writing
from monitor.store.polls import add_poll
from monitor.store.state import ALARMS, ALIVE_AT, LAST_SUCCESS_AT, RELEASE, set_state
from monitor.store.trials import ensure_trial, update_trial
from monitor.web.server import serve

SECRET = "token-that-nobody-may-see"


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "nctwatch.toml"
    path.write_text(
        f'[store]\npath = "{tmp_path}/store.db"\n[[watch]]\ntrial = "NCT03822858"\n'
        f'[[channel]]\nname = "te\\"am"\nurl = "json://{SECRET}@localhost"\n[[channel]]\nname = "quiet"\nurl = "json://localhost"\n'
    )
    return load(path)


@pytest.fixture
def scraped(config):
    """Return a function that gives all samples, by name and labels."""

    def scrape():
        registry = CollectorRegistry()
        registry.register(StoreCollector(config))
        text = generate_latest(registry).decode()
        assert SECRET not in text
        return {
            (sample.name, *sorted(sample.labels.values())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    return scrape


def test_without_a_store_it_says_so(scraped, config):
    """And nothing that could be taken for a figure; a file that is no store is the same."""
    assert scraped()[("nctwatch_store_up",)] == 0
    assert len(scraped()) == 2
    config.store.path.write_bytes(b"no store at all" * 100)
    assert scraped()[("nctwatch_store_up",)] == 0


def test_a_new_store_has_only_zeros(scraped, config):
    """Every series is there from the start, so that a rate has something to begin from."""
    open_for_writing(config.store.path).close()
    samples = scraped()
    assert samples["nctwatch_store_up",] == 1
    assert samples["nctwatch_service_alive",] == samples["nctwatch_registry_fresh",] == 0
    assert samples["nctwatch_polls_total", "refused"] == 0
    assert samples["nctwatch_changes_total", "high", "status"] == 0
    assert samples["nctwatch_deliveries", "queued", "quiet"] == 0
    assert samples["nctwatch_delivery_oldest_queued_age_seconds", "quiet"] == 0
    assert samples["nctwatch_trials_watched",] == 1
    assert not [name for name, *_ in samples if name.endswith("timestamp_seconds")]
    assert samples["nctwatch_store_size_bytes", "main"] > 0


def test_the_figures_are_the_stores(scraped, config):
    """Messages by channel and state, trials that fail or are gone, polls with what they cost, alarms."""
    message = Message("s", "b")
    hour_ago = stamp(now() - timedelta(hours=1))
    with open_for_writing(config.store.path) as store, store.transaction():
        for channel in ('te"am', 'te"am', "removed"):
            deliveries.enqueue(store, channel, None, message, [], queued_at=hour_ago, due_at=hour_ago)
        store.execute("UPDATE deliveries SET state = 'dead' WHERE id = 2")
        for number, values in enumerate(
            [{"last_error": "no"}, {"last_error": "no", "gone_at": hour_ago}, {}]
        ):
            update_trial(store, ensure_trial(store, f"NCT0000000{number}"), status="X", **values)
        poll = {"started_at": hour_ago, "finished_at": hour_ago, "checked": 1, "changed": 0, "failed": 0}
        for outcome in ("done", "done", "refused"):
            add_poll(store, outcome=outcome, requests=2, bytes=1000, **poll)
        set_state(store, ALARMS, ["dead x", "dead y", "stale"])
        set_state(store, RELEASE, "2026-09-04T09:00:06")
        set_state(store, ALIVE_AT, stamp(now()))
        set_state(store, LAST_SUCCESS_AT, hour_ago)
    samples = scraped()
    assert (
        samples["nctwatch_deliveries", "queued", 'te"am']
        == samples["nctwatch_deliveries", "dead", 'te"am']
        == 1
    )
    assert 3600 <= samples["nctwatch_delivery_oldest_queued_age_seconds", 'te"am'] < 3700
    assert samples["nctwatch_deliveries_without_channel",] == 1
    assert not [key for key in samples if "removed" in key]
    assert samples["nctwatch_trials_failing",] == samples["nctwatch_trials_gone",] == 1
    assert samples["nctwatch_polls_total", "done"] == 2
    assert samples["nctwatch_registry_requests_total",] == 6
    assert samples["nctwatch_registry_received_bytes_total",] == 3000
    assert samples["nctwatch_alarms", "dead"] == 2
    assert samples["nctwatch_alarms", "failing"] == 0
    assert samples["nctwatch_release_timestamp_seconds",] == 1788512406
    assert samples["nctwatch_service_alive",] == samples["nctwatch_registry_fresh",] == 1


def test_a_release_with_another_name_is_left_out(scraped, config):
    """The registry may name it as it likes."""
    with open_for_writing(config.store.path) as store:
        set_state(store, RELEASE, "the newest")
    assert not [name for name, *_ in scraped() if name.startswith("nctwatch_release")]


def test_a_port_in_use_is_a_fault_of_the_configuration(config):
    """With the key, the address and the reason; a host that is none likewise."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        where = ListenAddress("127.0.0.1", taken.getsockname()[1])
        with pytest.raises(ConfigError, match=rf"\[service\] metrics: {where} cannot be served on .*in use"):
            serve(config, "metrics", where, application(config))
    with pytest.raises(ConfigError, match="cannot be served on"):
        serve(config, "metrics", ListenAddress("host.invalid", 9464), application(config))
