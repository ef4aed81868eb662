"""A registry on loopback, a store, and polls between them, fast and soon tired of waiting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from asking import in_json

from monitor.config.load import load
from monitor.poll import poll
from monitor.simulator import Registry, SimulatedRegistry, seed_records
from monitor.store.changes import list_changes
from monitor.store.deliveries import list_deliveries
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.state import get_state

SEED = "NCT03822858"
RELATED = ("NCT01933802", "NCT03355365", "NCT03778333", "NCT01730547", "NCT02034188")
TIMEOUT = 0.6


class World:
    """A registry, a configuration and a store; ``poll`` does a poll, a day after the one before."""

    def __init__(self, server, folder):
        self.server = server
        self.folder = folder
        self.now = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)
        self.watch(SEED, *RELATED)
        self.rounds = []

    def watch(self, *numbers, channels="", per_second=1000, timeout=TIMEOUT):
        """Write the configuration: what to watch, and the channels."""
        path = self.folder / "nctwatch.toml"
        watches = "".join(f'[[watch]]\ntrial = "{number}"\n' for number in numbers)
        path.write_text(
            f'[registry]\nurl = "{self.server.url}"\nrequests_per_second = {per_second}\n'
            f'timeout = "{timeout}s"\n[store]\npath = "{self.folder}/store.db"\n{watches}{channels}',
            encoding="utf-8",
        )
        self.config = load(path)

    def poll(self, **options):
        """Do a poll, and return what it did; ``asked`` has its requests."""
        self.server.requests.clear()
        self.now += timedelta(days=1)
        with open_for_writing(self.config.store.path) as store:
            done = poll(self.config, store, clock=lambda: self.now, **options)
        self.asked = [request.path.removeprefix("/api/v2") for request in self.server.requests]
        self.rounds.append(done)
        return done

    def publish(self, *edits):
        """Publish a release."""
        return self.server.registry.publish(edits)

    def held(self):
        """Return every trial's row in the store, by number."""
        with open_for_reading(self.config.store.path) as reader:
            sql = "SELECT *, (SELECT count(*) FROM versions v WHERE v.trial_id = t.id) AS versions FROM current_trials t"
            return {row["nct"]: row for row in reader.rows(sql)}

    def changes(self, *, noise=True):
        """Return the events of all changes, or of those that are no noise, the newest first."""
        with open_for_reading(self.config.store.path) as reader:
            rows = in_json(list_changes, reader)
        return [f"{row['kind']}.{row['event']}" for row in rows if noise or row["severity"] != "noise"]

    def deliveries(self):
        """Return all deliveries, the newest first."""
        with open_for_reading(self.config.store.path) as reader:
            return list_deliveries(reader)

    def state(self, key):
        """Return a value of the monitor's own state."""
        with open_for_reading(self.config.store.path) as reader:
            return get_state(reader, key)


@pytest.fixture
def server():
    """The simulated registry; its ``faults`` and ``requests`` are what tests look at."""
    with SimulatedRegistry(Registry(seed_records())) as simulated:
        yield simulated


@pytest.fixture
def world(server, tmp_path):
    """All of it, with nothing polled yet."""
    return World(server, tmp_path)


@pytest.fixture
def baseline(world):
    """All of it, with the six trials held."""
    assert world.poll().counts["baseline"] == 6
    return world
