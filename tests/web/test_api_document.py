"""Every example of docs/api.md, run against a service over the six trials after one of them changed."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import feedparser
import pytest
from polling import SEED, World

from monitor.config.load import load
from monitor.questions.catalog import QUESTIONS
from monitor.simulator import Registry, SimulatedRegistry, edit, seed_records
from monitor.store.opening import open_for_writing
from monitor.store.search_index import index_versions
from monitor.web.server import serve_all

DOCUMENT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", DOCUMENT, flags=re.DOTALL | re.MULTILINE)
ADDRESS = "http://127.0.0.1:8080/"
PAIRS = re.findall(
    r"^```sh\n(.*?)^```$(?:\n\n```json\n(.*?)^```$)?", DOCUMENT, flags=re.DOTALL | re.MULTILINE
)
"""Each command, with the answer that stands below it, "" for none."""


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """The address of a service whose store was filled by two polls of a simulated registry."""
    with SimulatedRegistry(Registry(seed_records())) as simulated:
        world = World(simulated, tmp_path_factory.mktemp("api"))
        world.poll()
        status = {"protocolSection.statusModule.overallStatus": "TEMPORARILY_NOT_AVAILABLE"}
        world.publish(edit(SEED, status, post="2026-09-03"))
        world.poll()
    with open_for_writing(world.config.store.path) as store:
        while index_versions(store):
            pass
    path = world.folder / "nctwatch.toml"
    path.write_text(f'{path.read_text()}[service]\nhttp = "127.0.0.1:0"\n')
    return dict(serve_all(load(path)))["pages"]


def body(service, command):
    """Return what a command of curl prints; errors of the service have a body too."""
    address = shlex.split(command)[-1].replace(ADDRESS, service)
    try:
        with urlopen(address, timeout=10) as answer:
            return answer.read()
    except HTTPError as error:
        return error.read()


def contains(answer, example):
    """Return whether an answer has all that an example shows; the first items of a list, some keys of an object."""
    if isinstance(example, dict):
        return isinstance(answer, dict) and all(
            key in answer and contains(answer[key], part) for key, part in example.items()
        )
    if isinstance(example, list):
        return len(answer) >= len(example) and all(map(contains, answer, example))
    return answer == example


@pytest.mark.parametrize(("command", "example"), PAIRS, ids=[text.partition("8080")[2] for text, _ in PAIRS])
def test_an_example_answers_what_the_document_shows(service, command, example):
    """JSON that has what is shown, a feed with an entry, a calendar with an event."""
    from ical.calendar_stream import IcsCalendarStream

    assert shlex.split(command)[:2] == ["curl", "-s"]
    answer = body(service, command)
    if example:
        assert contains(json.loads(answer), json.loads(example)), answer[:2000]
    elif "feed.atom" in command:
        (entry,) = feedparser.parse(answer).entries
        assert entry.title.startswith(f"{SEED}: ")
    else:
        assert IcsCalendarStream.calendar_from_ics(answer.decode()).events


def test_the_program_prints_what_the_document_says(service):
    """Run as it stands, but for the port."""
    places = [place for place, (language, _) in enumerate(BLOCKS) if language == "python"]
    assert places
    for place in places:
        program = BLOCKS[place][1].replace(ADDRESS, service)
        ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert ran.stdout == BLOCKS[place + 1][1]


def test_the_table_names_each_path_with_its_parameters():
    """As the questions are described, and no other."""
    rows = re.findall(r"^\| `/api/v1(/\S+)` \| `(\w+)` \|(.*)\|$", DOCUMENT, flags=re.MULTILINE)
    named = {path: re.findall(r"`(\w+)`", parameters) for path, _, parameters in rows}
    assert named == {
        question.path: [each.name for each in question.parameters if not each.in_path]
        for question in QUESTIONS
    }


def test_an_assistants_configuration_names_a_command_that_there_is():
    """In JSON that can be copied."""
    from monitor.cli import COMMANDS

    (found,) = [json.loads(text) for language, text in BLOCKS if language == "json" and "mcpServers" in text]
    assert found["mcpServers"]["nctwatch"]["args"][-1] in COMMANDS
