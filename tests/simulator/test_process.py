"""A simulated registry in a process of its own."""

import json

import pytest
from asking import fetch, listed

from monitor.simulator import Registry, seed_records
from monitor.simulator.process import in_process


def test_a_registry_is_served_and_changed_from_afar():
    """Functions are called over there, with the registry, and what they return or raise comes back."""
    with in_process(Registry, seed_records()[:2]) as remote:
        assert len(listed(remote)["studies"]) == 2
        assert remote.call(Registry.publish) == "2026-09-02T09:00:06"
        assert json.loads(fetch(remote, "/api/v2/version")[2])["dataTimestamp"] == "2026-09-02T09:00:06"
        with pytest.raises(KeyError):
            remote.call(Registry.record, "NCT00000001")
        seconds, megabytes = remote.cost()
        assert 0 < seconds < 60
        assert 1 < megabytes < 200
    with pytest.raises(ConnectionError):
        fetch(remote, "/api/v2/version")
