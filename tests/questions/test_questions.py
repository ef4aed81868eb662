"""What can be asked of the store: one description, and answers that keep to it."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace

import click
import lives
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from monitor.cli import nctwatch
from monitor.clock import now
from monitor.config.load import load
from monitor.errors import NothingStored, UsageError
from monitor.questions.catalog import QUESTIONS
from monitor.questions.model import Context
from monitor.questions.values import DAY, FLAG, NCT, POINT, choice, whole
from monitor.store.opening import open_for_reading

BY_NAME = {question.name: question for question in QUESTIONS}
COMMANDS = {"trials": "status", "record": "show"}
"""Questions whose command has another name."""
ASKED = {
    "trials": [{}, {"limit": 2}, {"group": "ms"}, {"status": "RECRUITING"}],
    "record": [
        {"trial": lives.SEED},
        {"trial": lives.SEED, "version": 2},
        {"trial": lives.SEED, "section": "status"},
    ],
    "history": [{"trial": lives.SHORT}],
    "diff": [{"trial": lives.SHORT}, {"trial": lives.SEED, "from": 2, "to": "2023-01-01"}],
    "changes": [{}, {"trial": lives.SHORT}, {"group": "ms", "severity": "high", "limit": 3}],
    "search": [{"q": "cells"}, {"q": "cells OR fever", "history": True, "limit": 2}],
    "related": [{"trial": lives.SEED}],
}


@pytest.fixture
def context(folder):
    """What answers are made from."""
    config = load(folder / "nctwatch.toml")
    with open_for_reading(config.store.path) as reader:
        yield Context(reader, lambda: config, now())


def arguments(question, values):
    """Return values by the keywords of the function that answers."""
    keywords = {parameter.name: parameter.keyword for parameter in question.parameters}
    return {keywords[name]: value for name, value in values.items()}


CASES = [(name, values) for name, every in ASKED.items() for values in every]


@pytest.mark.parametrize(("name", "values"), CASES, ids=lambda value: str(value)[:40])
def test_an_answer_keeps_to_its_schema(context, name, values):
    """Each value that the schema names is there and of its type."""
    question = BY_NAME[name]
    answer = question.ask(context, arguments(question, values))
    decoded = json.loads(answer) if isinstance(answer, bytes) else json.loads(json.dumps(answer))
    Draft202012Validator.check_schema(dict(question.result))
    Draft202012Validator(dict(question.result)).validate(decoded)
    assert decoded


@pytest.mark.parametrize(("name", "values"), CASES, ids=lambda value: str(value)[:40])
def test_the_command_prints_the_answer(folder, context, name, values):
    """With ``--json``, the same values to the letter."""
    question = BY_NAME[name]
    words = []
    for parameter in question.parameters:
        if parameter.name in values:
            value = values[parameter.name]
            option = [] if parameter.positional else [f"--{parameter.name}"]
            words += option if value is True else [*option, str(value)]
    command = ["--config", str(folder / "nctwatch.toml"), COMMANDS.get(name, name), *words, "--json"]
    printed = CliRunner().invoke(nctwatch, command)
    assert printed.exit_code == 0, printed.output
    answer = question.ask(context, arguments(question, values))
    assert json.loads(printed.stdout) == json.loads(
        answer if isinstance(answer, bytes) else json.dumps(answer)
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_command_takes_what_its_question_takes(question):
    """Each parameter with its help and its default, and nothing else but ``--json``."""
    name = COMMANDS.get(question.name, question.name)
    command = getattr(importlib.import_module(f"monitor.cli.{name}"), name)
    taken = {parameter.name: parameter for parameter in command.params if parameter.expose_value}
    assert set(taken) == {parameter.keyword for parameter in question.parameters} | {"as_json"}
    for parameter in question.parameters:
        option = taken[parameter.keyword]
        assert option.required == parameter.required
        if isinstance(option, click.Option):
            assert option.help.startswith(parameter.help)
            assert option.default == parameter.default or not parameter.default


def test_a_group_is_what_its_watches_name(context):
    """Trials and changes of others are left out; a group of no watch is an error that names those that are."""
    trials, changes = BY_NAME["trials"], BY_NAME["changes"]
    assert [row["trial"] for row in trials.ask(context, {"group": "ms"})["trials"]] == [
        lives.SHORT,
        lives.NONE,
    ]
    assert {row["trial"] for row in changes.ask(context, {"group": "ms"})} == {lives.SHORT}
    with pytest.raises(UsageError, match=r'"x" is no group of .*; known: ms'):
        changes.ask(context, {"group": "x"})


def test_a_version_is_named_by_a_day_too(context):
    """The one valid on it; without FROM the one before TO."""
    diff, history = BY_NAME["diff"], context.reader.tuples
    days = history(
        "SELECT version, valid_from FROM versions JOIN trials t ON t.id = trial_id WHERE nct = ?",
        [lives.SEED],
    )
    (number, day) = sorted(days)[4]
    by_day = diff.ask(context, {"trial": lives.SEED, "after": day})
    assert by_day == diff.ask(context, {"trial": lives.SEED, "after": number})
    assert (by_day["from"], by_day["to"]) == (number - 1, number)
    with pytest.raises(NothingStored, match="has no version as of 1990-01-01"):
        diff.ask(context, {"trial": lives.SEED, "before": "1990-01-01"})


@pytest.mark.parametrize(
    ("type_", "good", "bad"),
    [
        (NCT, {"nct03822858": "NCT03822858"}, ["NCT1", "", "NCT038228581", "NCT0382285²"]),
        (DAY, {"2026-09-01": "2026-09-01", "2026-09-01T10:00:00Z": "2026-09-01"}, ["2026-13-01", "x", "", "2026-09-01x", "9" * 400 + "d"]),
        (POINT, {"3": 3, "2026-09-01": "2026-09-01"}, ["0", "x", "-1", "3" * 5000]),
        (FLAG, {"true": True, "0": False, "ON": True}, ["2", ""]),
        (choice(["high", "ACTIVE_NOT_RECRUITING"]), {"High": "high", "active, not recruiting": "ACTIVE_NOT_RECRUITING"}, ["", "hig"]),
        (whole(0), {"0": 0, "12": 12}, ["-1", "1.5", "", "²", "1_0", "9" * 30, "１"]),
    ],
    ids=lambda value: getattr(value, "name", ""),
)  # fmt: skip
def test_a_value_is_read_from_what_people_write(type_, good, bad):
    """What is none is an error with a sentence, and never anything else."""
    assert {text: type_.read(text) for text in good} == good
    for text in bad:
        with pytest.raises(ValueError, match=r"\w"):
            type_.read(text)


def test_the_configuration_is_read_by_questions_that_need_it(context):
    """A fault in it keeps nobody from reading the change log."""

    def load_nothing():
        raise AssertionError

    bare = replace(context, load=load_nothing)
    for name in ("history", "diff", "record", "changes"):
        assert BY_NAME[name].ask(bare, {} if name == "changes" else {"trial": lives.SEED})


@pytest.mark.parametrize(
    ("named", "numbers"), [("", []), (f'[[watch]]\ntrial = "{lives.SHORT}"\n', [lives.SHORT])]
)
def test_of_a_watched_registry_only_named_trials_are_read(folder, tmp_path, named, numbers):
    """Of 600,000 held trials the status reads those that the configuration names, not all of them into memory."""
    path = tmp_path / "nctwatch.toml"
    path.write_text(
        f'[store]\npath = "{folder}/store.db"\n[[watch]]\nname = "all"\nquery = {{}}\nlimit = 0\n{named}'
    )
    read = []
    with open_for_reading(folder / "store.db") as reader:
        rows = reader.rows
        reader.rows = lambda sql, *values: [read.append(row) or row for row in rows(sql, *values)]
        answer = BY_NAME["trials"].answer(Context(reader, lambda: load(path), now()))
    assert [row["trial"] for row in answer["trials"]] == numbers
    assert [row["trial"] for row in read if "record_updated" in row] == numbers
