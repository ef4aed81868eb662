"""Simulated registries on loopback, of the six seed records."""

from __future__ import annotations

import pytest

from monitor.simulator import Registry, SimulatedRegistry, seed_records


@pytest.fixture(scope="module")
def shared_server():
    """A registry that the tests of a module share; none of them may change it."""
    with SimulatedRegistry(Registry(seed_records())) as server:
        yield server


@pytest.fixture
def server():
    """A registry of the test's own."""
    with SimulatedRegistry(Registry(seed_records())) as server:
        yield server


@pytest.fixture
def registry():
    """The data alone, not served."""
    return Registry(seed_records())
