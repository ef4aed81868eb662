"""The real service answers a real scrape."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from prometheus_client.parser import text_string_to_metric_families

from monitor.simulator import edit

SEED = "NCT03822858"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def port(world):
    """Configures the world to serve metrics at this port, and to poll at once."""
    number = free_port()
    path = world.folder / "nctwatch.toml"
    path.write_text(f'[service]\nmetrics = "127.0.0.1:{number}"\n' + path.read_text())
    return number


def scrape(port):
    """Return the families of a scrape by name, or None while nothing listens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
            return {family.name: family for family in text_string_to_metric_families(answer.read().decode())}
    except urllib.error.URLError:
        return None


def value(families, name):
    """Return the sum of a family's samples; 0 where it is not there, as before there is a store."""
    return sum(sample.value for sample in families[name].samples) if name in families else 0


def wait_for(true, seconds=15.0):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_a_service_is_scraped(world, registry, port):
    """While it runs, figures follow what it does; when it stops, nothing listens any more."""
    service = world.start("run")
    try:
        wait_for(lambda: (found := scrape(port)) and value(found, "nctwatch_polls") >= 1)
        registry.registry.publish(
            [
                edit(
                    SEED,
                    {"protocolSection.statusModule.overallStatus": "NO_LONGER_AVAILABLE"},
                    post="2026-09-03",
                )
            ]
        )
        wait_for(lambda: value(scrape(port), "nctwatch_changes") > 0)
        found = scrape(port)
        assert value(found, "nctwatch_service_alive") == value(found, "nctwatch_registry_fresh") == 1
        assert value(found, "nctwatch_trials_watched") == 6
        assert 7 <= value(found, "nctwatch_versions") <= 17  # the record history comes in meanwhile
        assert value(found, "process_resident_memory_bytes") > 1e7
        _check_names(found)
        with socket.create_connection(
            ("127.0.0.1", port)
        ):  # one who says nothing keeps nobody waiting for ever
            wait_for(lambda: scrape(port))
    finally:
        service.terminate()
        _, err = service.communicate(timeout=20)
    assert service.returncode == 0, err
    assert scrape(port) is None
    assert "Traceback" not in err


def _check_names(found):
    """What `promtool check metrics` asks for."""
    for family in found.values():
        assert family.documentation
        assert family.documentation.endswith(".")
        assert family.name == family.name.lower()
        for sample in family.samples:
            assert sample.name.endswith("_total") == (family.type == "counter")
            assert not any(SEED in label for label in sample.labels.values())
            assert not set(sample.labels) & {"job", "instance"}
        if "timestamp" in family.name or "age" in family.name:
            assert family.name.endswith("_seconds")


def test_a_port_in_use_ends_the_start(world, port):
    """With exit 2 and what to change."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        ran = world.run("run")
    assert ran.status == 2
    assert f"[service] metrics: 127.0.0.1:{port} cannot be served on (Address already in use)" in ran.err
    assert "Traceback" not in ran.err


def test_nothing_of_it_is_loaded_when_off(world):
    """A service without metrics does not pay for them."""
    world.configure(poll="1h")
    path = world.folder / "nctwatch.toml"
    path.write_text(path.read_text().replace("[registry]", "[registry]\nhistory = false"))
    code = (
        "import sys\n"
        "from monitor.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print('LOADED', 'monitor.metrics' in sys.modules, 'prometheus_client' in sys.modules)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, "--config", "nctwatch.toml", "run"],
        cwd=world.folder,
        env=world.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as service:
        assert any("event=poll" in line for line in service.stderr)
        service.terminate()
        out, _ = service.communicate(timeout=60)
    assert "LOADED False False" in out
