"""The questions as tools of assistants, asked by the SDK's own client."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import lives
import pytest
from click.testing import CliRunner

from monitor.cli import nctwatch
from monitor.clock import now
from monitor.config.load import load
from monitor.questions.catalog import QUESTIONS
from monitor.questions.model import Context
from monitor.store.opening import open_for_reading

# The library is imported where it is used: it takes a second, in each process that collects tests.
pytestmark = pytest.mark.skipif(find_spec("mcp") is None, reason="the extra mcp is not installed")

ASKED = {
    "trials": {"group": "ms", "limit": 1},
    "record": {"trial": lives.SEED.lower(), "version": 2},
    "history": {"trial": lives.SEED},
    "diff": {"trial": lives.SEED, "from": 2, "to": "2023-01-01"},
    "changes": {"severity": "high", "since": None, "limit": 3},
    "search": {"q": "cells", "history": True},
    "related": {"trial": lives.SEED},
}


def asked(server, *calls, mode="auto"):
    """Connect to a server; return its tools by name, and the result of each call."""
    import anyio
    import mcp

    async def run():
        async with mcp.Client(server, mode=mode) as client:
            tools = await client.list_tools()
            results = [await client.call_tool(name, arguments) for name, arguments in calls]
        return {tool.name: tool for tool in tools.tools}, results

    return anyio.run(run)


@pytest.fixture
def config(folder):
    """The configuration of the store that is asked."""
    return load(folder / "nctwatch.toml")


def answers(config):
    """Return what the questions answer by themselves."""
    by_name = {question.name: question for question in QUESTIONS}
    with open_for_reading(config.store.path) as reader:
        context = Context(reader, lambda: config, now())
        for name, arguments in ASKED.items():
            keywords = {parameter.name: parameter.keyword for parameter in by_name[name].parameters}
            given = {keywords[key]: value for key, value in arguments.items() if value is not None}
            given |= {"trial": lives.SEED} if "trial" in given else {}
            answer = by_name[name].ask(context, given)
            yield json.loads(answer if isinstance(answer, bytes) else json.dumps(answer))


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_tool_answers_what_its_question_answers(config, mode):
    """As text and as values, which the client holds to the schema of the tool; the text is what the command prints."""
    from monitor.tools import server

    tools, results = asked(server(config), *ASKED.items(), mode=mode)
    assert list(tools) == [question.name for question in QUESTIONS] == list(ASKED)
    for expected, result in zip(answers(config), results, strict=True):
        assert not result.is_error
        assert result.structured_content == {"result": expected}
        assert json.loads(result.content[0].text) == expected
        assert expected


def test_a_tool_is_described_as_its_question_is(config):
    """Each parameter with its help, its default and whether it is required; every tool only reads."""
    from monitor.tools import server

    tools, _ = asked(server(config))
    for question in QUESTIONS:
        schema = tools[question.name].input_schema
        assert schema["required"] == [each.name for each in question.parameters if each.required]
        for parameter in question.parameters:
            assert schema["properties"][parameter.name]["description"] == parameter.help
            assert schema["properties"][parameter.name].get("default") == parameter.default
        assert tools[question.name].annotations.read_only_hint
        assert tools[question.name].description == question.help


@pytest.mark.parametrize(
    ("name", "arguments", "sentence"),
    [
        ("history", {"trial": "NCT99999999"}, "NCT99999999 is not in the store"),
        ("history", {}, "trial is missing"),
        ("history", {"trial": "rubbish"}, 'trial: "rubbish" is no NCT number'),
        ("history", {"trial": lives.SEED, "colour": 1}, '"colour" is no parameter here; known: trial'),
        ("changes", {"limit": -1}, 'limit: "-1" is no whole number'),
        ("changes", {"limit": [1, {}]}, 'limit: "[1, {}]" is no whole number'),
        ("changes", {"kind": "x"}, 'kind: "x" is unknown'),
        ("changes", {"group": "x"}, '"x" is no group of'),
        ("diff", {"trial": lives.SEED, "from": 99}, "has no version 99"),
        ("nothing", {}, '"nothing" is no tool here; known: trials, record'),
    ],
)
def test_what_cannot_be_answered_is_an_error_with_a_sentence(config, name, arguments, sentence):
    """The server goes on; nothing of it is an error of the protocol."""
    from monitor.tools import call

    result = call(config, name, arguments)
    assert result.is_error
    assert sentence in result.content[0].text


def test_a_store_that_is_not_there_is_an_error(config):
    """It says which command makes one."""
    from monitor.tools import call

    result = call(replace(config, store=replace(config.store, path=Path("/nowhere/x.db"))), "trials", {})
    assert result.is_error
    assert "`nctwatch poll` makes it" in result.content[0].text


def test_the_command_speaks_the_protocol_on_its_standard_streams(folder):
    """Started by the SDK's own client as a process, as an assistant starts it."""
    import mcp

    words = ["-m", "monitor", "--config", str(folder / "nctwatch.toml"), "mcp"]
    server = mcp.StdioServerParameters(command=sys.executable, args=words, cwd=str(Path(__file__).parents[2]))
    tools, (found, failed) = asked(server, ("search", {"q": "cells"}), ("history", {"trial": "NCT99999999"}))
    assert len(tools) == len(QUESTIONS)
    assert lives.SEED in {row["trial"] for row in found.structured_content["result"]}
    assert failed.is_error


def test_without_the_extra_the_command_says_what_to_install(folder, monkeypatch):
    """A mistake of use, without a traceback."""
    monkeypatch.setitem(sys.modules, "mcp", None)
    result = CliRunner().invoke(nctwatch, ["--config", str(folder / "nctwatch.toml"), "mcp"])
    assert "pip install 'nctwatch[mcp]'" in str(result.exception)
    assert result.exception.exit_status == 2
