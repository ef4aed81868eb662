"""The report as a command, and the pages of a running service."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import feedparser
import pytest

from monitor.simulator import edit

SEED = "NCT03822858"
PAUSED = edit(
    SEED, {"protocolSection.statusModule.overallStatus": "TEMPORARILY_NOT_AVAILABLE"}, post="2026-09-03"
)
WEB = ("jinja2", "werkzeug", "waitress", "monitor.report", "monitor.web")
COMPARING = ("rapidfuzz",)


def test_a_report_is_written_to_a_file(world, registry):
    """One page of all that is watched, and a feed of what changed."""
    world.run("poll")
    registry.registry.publish([PAUSED])
    world.run("poll")
    ran = world.run("report", "-o", "page.html", "--feed", "changes.atom")
    assert (ran.status, ran.out) == (0, "")
    assert "wrote page.html" in ran.err
    page = (world.folder / "page.html").read_text(encoding="utf-8")
    assert len(re.findall('<section id="NCT', page)) == 6
    assert "The status went from Available to Temporarily not available" in page
    feed = feedparser.parse((world.folder / "changes.atom").read_bytes())
    assert f"{SEED}: expanded access paused" in feed.entries[0].title


def test_a_report_of_one_trial_goes_to_standard_output(world):
    """``-o -`` as other tools have it; ``--json`` says what was written where."""
    world.run("poll")
    page = world.run("report", SEED.lower(), "-o", "-")
    assert page.out.startswith("<!DOCTYPE html>")
    assert len(re.findall('<section id="NCT', page.out)) == 1
    (written,) = world.run("report", SEED, "-o", "page.html", "--json").json["files"]
    assert written == {"file": "page.html", "bytes": (world.folder / "page.html").stat().st_size}


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        ((), 2, "name a file"),
        (("-o", "page.html", "NCT1x"), 2, "no NCT number"),
        (("-o", "page.html", "NCT00000001"), 1, "not in the store"),
        (("-o", "no/such/folder/page.html"), 1, "no/such/folder"),
    ],
)
def test_a_report_that_cannot_be_says_why(world, words, status, sentence):
    """And leaves a page that was there as it was."""
    world.run("poll")
    (world.folder / "page.html").write_text("as it was")
    ran = world.run("report", *words)
    assert ran.status == status
    assert sentence in ran.err
    assert "Traceback" not in ran.err
    assert (world.folder / "page.html").read_text() == "as it was"


@pytest.fixture
def serving(world):
    """A running service that serves its pages; gives their address."""
    config = world.folder / "nctwatch.toml"
    config.write_text(
        config.read_text() + '[service]\nhttp = "127.0.0.1:0"\npublic_url = "https://w.example.org/n/"\n'
    )
    process = world.start("run")
    for line in process.stderr:
        if found := re.search(r"event=pages url=(\S+)", line):
            break
    draining = threading.Thread(target=process.stderr.read, daemon=True)
    draining.start()
    yield found[1]
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    draining.join()
    process.stdout.close()
    process.stderr.close()


def fetched(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def wait_for(true):
    deadline = time.monotonic() + 15
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_the_service_shows_what_it_knows(world, registry, serving):
    """The pages change with the store, health is good, and an alert's change has its page."""
    wait_for(lambda: fetched(f"{serving}healthz")[0] == 200)
    registry.registry.publish([PAUSED])
    wait_for(
        lambda: "Temporarily not available</span>" in fetched(serving)[1]
    )  # a row, no choice of the form
    recent = world.run("changes", "--trial", SEED, "--kind", "status", "--since", "2026-01-01", "--json")
    (change,) = recent.json
    status, page = fetched(f"{serving}change/{change['id']}")
    assert status == 200
    assert change["summary"] in re.sub("<[^>]+>", "", page)  # numbers of trials in it are links
    assert fetched(f"{serving}trial/{SEED}")[0] == 200
    assert f"https://w.example.org/n/change/{change['id']}" in fetched(f"{serving}feed.atom")[1]
    assert "nctwatch_trials_watched 6.0" in fetched(f"{serving}metrics")[1]


def test_readers_do_not_hold_up_the_service(registry, serving):
    """While many ask at once, and some ask and never listen, polls go on."""
    wait_for(lambda: fetched(f"{serving}healthz")[0] == 200)
    address = re.search("//([^/]+)", serving)[1]
    idle = [http.client.HTTPConnection(address, timeout=5) for _ in range(20)]
    for connection in idle:
        connection.connect()
        connection.send(b"GET / HTTP/1.1\r\nHost: x\r\n")  # and no more
    stop = threading.Event()

    def ask():
        while not stop.is_set():
            fetched(serving)

    readers = [threading.Thread(target=ask) for _ in range(4)]
    for reader in readers:
        reader.start()
    before = len(registry.requests)
    wait_for(lambda: len(registry.requests) >= before + 3)  # a poll a second
    stop.set()
    for reader in readers:
        reader.join()
    for connection in idle:
        connection.close()


def test_an_address_that_is_taken_is_said_at_the_start(world, serving):
    """Before anything is polled."""
    port = re.search(r":(\d+)/", serving)[1]
    config = world.folder / "nctwatch.toml"
    other = world.folder / "other.toml"
    other.write_text(
        config.read_text().replace("127.0.0.1:0", f"127.0.0.1:{port}").replace("store.db", "other.db")
    )
    ran = world.run("--config", "other.toml", "run")
    assert ran.status == 2
    assert f"127.0.0.1:{port} cannot be served on" in ran.err


def test_who_wants_no_pages_pays_nothing(world):
    """Neither the service nor a command that reads loads anything of them, nor what only compares texts."""
    world.run("poll")
    history = """
import sys
from monitor.__main__ import main
sys.argv = ["nctwatch", "--config", "nctwatch.toml", "history", "NCT03822858"]
try:
    main()
except SystemExit:
    pass
"""
    for code in ("import monitor.service.run, monitor.cli.run, monitor.cli.poll", history):
        script = f"{code}\nimport sys; print('LOADED', sorted(set({WEB + COMPARING!r}) & set(sys.modules)))"
        ran = subprocess.run(
            [sys.executable, "-c", script], cwd=world.folder, capture_output=True, text=True, check=True
        )
        assert ran.stdout.strip().endswith("LOADED []"), ran.stdout
