"""A channel: the groups and the place that narrow what goes there."""

from __future__ import annotations

import pytest

from monitor.config.load import load
from monitor.core.records.near import circle
from monitor.errors import ConfigError
from monitor.model import Kind

WATCH = '[[watch]]\ntrial = "NCT00000001"\ngroup = "ms"\n[[watch]]\nfile = "x.csv"\ngroup = "als"\n'


@pytest.fixture
def read(tmp_path):
    """Load a configuration with two groups and a channel with these keys."""

    def loaded(keys, watch=WATCH):
        path = tmp_path / "nctwatch.toml"
        path.write_text(f'{watch}[[channel]]\nname = "me"\nurl = "json://localhost"\n{keys}\n')
        return load(path).channels[0]

    return loaded


def test_groups_and_a_place(read):
    """As they are written; without them a channel has neither."""
    channel = read('groups = ["ms", "als"]\nnear = "40.7128,-74.0060,100mi"')
    assert channel.groups == {"ms", "als"}
    assert channel.near == circle("40.7128,-74.0060,100mi")
    plain = read("")
    assert (plain.groups, plain.near) == (frozenset(), None)
    assert Kind.LOCATIONS not in plain.kinds


def test_a_place_asks_for_locations_unless_kinds_are_given(read):
    """Who gives a place wants to hear of sites; kinds that are given are kept as they are."""
    near = 'near = "40,-74,100km"'
    assert read(near).kinds == {Kind.STATUS, Kind.RESULTS, Kind.ELIGIBILITY, Kind.LOCATIONS}
    assert read(f'{near}\nkinds = ["status"]').kinds == {Kind.STATUS}


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ('groups = ["mss"]', '[[channel]] (me) groups: "mss" is unknown; did you mean ms?'),
        ('groups = ["zzz"]', '[[channel]] (me) groups: "zzz" is unknown; known are als, ms'),
        ('groups = "ms"', "groups: must be a list of strings"),
        ("groups = [3]", "groups: must be a list of strings"),
        ('near = "here"', 'near: "here" is no place; write latitude, longitude'),
        ('near = "91,0,5km"', "near: "),
        ("near = 5", "near: must be a string"),
    ],
)
def test_each_fault_is_named(read, keys, fault):
    """With its place, and the nearest known group."""
    with pytest.raises(ConfigError) as error:
        read(keys)
    assert any(fault in found for found in error.value.faults), error.value.faults


def test_a_group_where_there_is_none(read):
    """The fault says so."""
    with pytest.raises(ConfigError) as error:
        read('groups = ["ms"]', '[[watch]]\ntrial = "NCT00000001"\n')
    assert '"ms" is unknown; no [[watch]] has a group' in error.value.faults[0]
