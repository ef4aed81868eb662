"""A watch: trials by name, in a list, in a file, and the group that they belong to."""

from __future__ import annotations

import pytest

from monitor.config.load import load
from monitor.config.model import ListFile, Search, Watch
from monitor.errors import ConfigError

A, B, C = "NCT00000001", "NCT00000002", "NCT00000003"


@pytest.fixture
def read(tmp_path):
    """Load a configuration with this text."""

    def loaded(text):
        path = tmp_path / "nctwatch.toml"
        path.write_text(text)
        return load(path)

    return loaded


def test_every_key_may_be_combined(read):
    """A trial, those related to it, a list, a file and a search: all of them belong to the group."""
    config = read(
        f'[[watch]]\nname = "all"\ngroup = "ms"\ntrial = "{A}"\nrelated = ["{C}"]\ntrials = ["{B}", "{A}"]\n'
        'file = "trials.csv"\ndiscover = "suggest"\nquery = { cond = "x" }\nlimit = 9\n'
    )
    assert config.watches == (Watch(A, (C,), "suggest", "ms"), Watch(B, (), "suggest", "ms"))
    assert [(file.path.name, file.group) for file in config.files] == [("trials.csv", "ms")]
    assert config.searches == (Search("all", {"query.cond": "x"}, 9, "ms"),)
    assert config.groups == ["ms"]
    assert list(config.watched) == [A, C, B]


def test_groups_stand_in_the_order_of_the_configuration(read):
    """Each once, whatever its watches are."""
    config = read(
        '[[watch]]\nfile = "a"\ngroup = "one"\n[[watch]]\nquery = { cond = "x" }\nname = "x"\ngroup = "two"\n'
        f'[[watch]]\ntrial = "{A}"\ngroup = "three"\n[[watch]]\ntrial = "{B}"\ngroup = "one"\n'
    )
    assert config.groups == ["one", "two", "three"]


def test_a_file_alone_is_a_watch(read):
    """Whether it is there is seen in each poll, so that its absence does not stop the others."""
    config = read('[[watch]]\nfile = "nowhere.csv"\n')
    assert isinstance(config.files[0], ListFile)
    assert config.grows


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('name = "x"', "trial: is missing"),
        ("trials = []", "trials: must not be empty"),
        ('trials = ["NCT1"]', 'trials: "NCT1" is no NCT number'),
        (f'file = ""\ntrial = "{A}"', "file: must not be empty"),
        (f'group = " "\ntrial = "{A}"', "group: must not be empty"),
        (f'group = 3\ntrial = "{A}"', "group: must be a string"),
        (f'related = ["{A}"]\nfile = "x"', "related: needs the trial"),
        (f'trial = "{A}"\nlimit = 3', "limit: belongs to a query"),
        (f'trial = "{A}"\ngroups = "x"', "groups: is unknown; did you mean group?"),
    ],
)
def test_each_fault_is_named(read, text, fault):
    """With its place."""
    with pytest.raises(ConfigError) as error:
        read(f"[[watch]]\n{text}\n")
    assert any("[[watch]] 1" in found and fault in found for found in error.value.faults), error.value.faults
