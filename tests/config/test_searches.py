"""Standing searches in a configuration."""

from __future__ import annotations

import pytest

from monitor.config.load import load
from monitor.errors import ConfigError

WHOLE = """
[[watch]]
name = "cells"
limit = 50
[watch.query]
cond = "multiple sclerosis"
intr = "stem cells"
term = "a"
titles = "b"
outc = "c"
spons = "d"
lead = "e"
id = "f"
locn = "g"
patient = "h"
status = ["RECRUITING", "Not yet recruiting"]
advanced = "AREA[Phase]PHASE2"
geo = "distance(40.7128, -74.0060, 100mi)"
"""


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.delenv("NCTWATCH_DB", raising=False)

    def read(text):
        path = tmp_path / "nctwatch.toml"
        path.write_text(text, encoding="utf-8")
        return load(path)

    return read


def test_every_key_of_a_query(read):
    """Each is a parameter of the registry's search."""
    (search,) = read(WHOLE).searches
    assert (search.name, search.limit) == ("cells", 50)
    assert search.query == {
        **{
            f"query.{key}": text
            for key, text in zip(
                ("cond", "intr", "term", "titles", "outc", "spons", "lead", "id", "locn", "patient"),
                ("multiple sclerosis", "stem cells", *"abcdefgh"),
                strict=True,
            )
        },
        "filter.overallStatus": "RECRUITING,NOT_YET_RECRUITING",
        "filter.advanced": "AREA[Phase]PHASE2",
        "filter.geo": "distance(40.7128,-74.0060,100mi)",
    }


def test_the_usual_limit_and_no_trial_by_name(read):
    """A search may be all that is watched; 200 trials are its usual limit."""
    config = read('[[watch]]\nname = "x"\nquery = { cond = "asthma" }\n')
    assert config.searches[0].limit == 200
    assert config.grows
    assert not config.watched


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('name = "x"\nquery = {}', "limit: must be 0 for an empty query"),
        ('name = "x"\nquery = { cond = "a" }\nlimit = 0', "limit: must be greater than 0"),
        ('name = "x"\nquery = { cond = "a" }\nlimit = -3', "limit: must be greater than 0"),
        ('name = "x"\nquery = { cond = "a" }\nlimit = 1.5', "limit: must be a whole number"),
        ('name = "x"\nquery = { cond = "a" }\nlimit = true', "limit: must be a number"),
        ('query = { cond = "a" }', "name: is missing"),
        ('name = "x"\nquery = { condition = "a" }', "query condition: is unknown; did you mean cond?"),
        ('name = "x"\nquery = { cond = "  " }', "query cond: must not be empty"),
        ('name = "x"\nquery = { cond = 7 }', "query cond: must be a string"),
        ('name = "x"\nquery = "asthma"', "query must be a table"),
        (
            'name = "x"\nquery = { status = ["RECRUITNG"] }',
            '"RECRUITNG" is unknown; did you mean RECRUITING?',
        ),
        ('name = "x"\nquery = { status = [] }', "query status: must not be empty"),
        (
            'name = "x"\ndiscover = "watch"\nquery = { cond = "a" }',
            "discover: looks around the trials that trial, trials or file name",
        ),
        ('name = "x"\nquery = { geo = "40.7,-74,100mi" }', 'query geo: "40.7,-74,100mi" is no circle'),
        ('name = "x"\nquery = { geo = "distance(95,-74,100mi)" }', "is no circle; write latitude"),
        ('name = "x"\nquery = { geo = "distance(40.7,-74,100)" }', "is no circle; write latitude"),
        ('name = "x"\nquery = { cond = "a" }\nlimits = 3', "limits: is unknown; did you mean limit?"),
        ('name = "x"\nlimit = 3', "trial: is missing"),
    ],
)
def test_what_is_wrong_is_said(read, text, words):
    """Each fault has its sentence, with the place."""
    with pytest.raises(ConfigError) as error:
        read(f"[[watch]]\n{text}\n")
    assert any("[[watch]] 1" in fault and words in fault for fault in error.value.faults), error.value.faults


def test_names_are_unique(read):
    """A name says which search is meant."""
    with pytest.raises(ConfigError, match='two standing searches are called "x"'):
        read('[[watch]]\nname = "x"\nquery = { cond = "a" }\n' * 2)


CHANNEL = '[[channel]]\nname = "c"\nurl = "json://localhost"\ntrials = ["NCT00000009"]\n'


def test_a_channel_may_ask_for_what_a_search_finds(read):
    """Which trials are watched is not known from the file alone once it has a search, or watches what it discovers."""
    read(f'[[watch]]\nname = "x"\nquery = {{ cond = "a" }}\n{CHANNEL}')
    read(f'[[watch]]\ntrial = "NCT00000001"\ndiscover = "watch"\n{CHANNEL}')
    with pytest.raises(ConfigError, match="NCT00000009 is not watched"):
        read(f'[[watch]]\ntrial = "NCT00000001"\ndiscover = "suggest"\n{CHANNEL}')
