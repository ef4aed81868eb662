"""What a fault of the configuration says of what people mix up: each hint is itself what the key takes."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from monitor.config.load import load
from monitor.config.schemes import _MEANT, meant_address
from monitor.errors import ConfigError

WATCH = '[[watch]]\ngroup = "ms"\ntrial = "NCT03822858"\n'
CHANNEL = WATCH + '[[channel]]\nname = "me"\nurl = "json://localhost"\n'


@pytest.fixture
def faults(tmp_path):
    """A function that returns the faults of a configuration, without its path."""

    def told(text):
        path = tmp_path / "nctwatch.toml"
        path.write_text(text, "utf-8")
        with pytest.raises(ConfigError) as caught:
            load(path)
        return [fault.removeprefix(f"{path}: ") for fault in caught.value.faults]

    return told


VALUES = [
    ("registry", "url", "clinicaltrials.gov", "https://clinicaltrials.gov"),
    ("registry", "timeout", "30", "30s"),
    ("registry", "timeout", "30 seconds", "30s"),
    ("registry", "timeout", 30, "30s"),
    ("schedule", "poll", "hourly", "1h"),
    ("schedule", "poll", "every 30 minutes", "30m"),
    ("schedule", "poll", 30, "30m"),
    ("schedule", "poll", "daily", "daily 08:00"),
    ("schedule", "poll", "daily at 3pm", "daily 15:00"),
    ("schedule", "poll", "15:00", "daily 15:00"),
    ("schedule", "poll", "daily at 8", "daily 08:00"),
    ("schedule", "poll", "every Monday at 8:00", "weekly mon 08:00"),
    ("schedule", "poll", "0 0 8 * * *", "0 8 * * *"),
    ("schedule", "heartbeat", "never", "off"),
    ("schedule", "heartbeat", False, "off"),
    ("schedule", "stale_after", "3 days", "3d"),
    ("schedule", "stale_after", "3", "3d"),
    ("schedule", "timezone", "New York", "America/New_York"),
    ("schedule", "timezone", "Berlin", "Europe/Berlin"),
    ("schedule", "timezone", "america/new_york", "America/New_York"),
    ("schedule", "timezone", "Europe/Berln", "Europe/Berlin"),
    ("schedule", "timezone", "PST", "America/Los_Angeles"),
    ("schedule", "timezone", "UTC+2", "Etc/GMT-2"),
    ("service", "http", 8080, "127.0.0.1:8080"),
    ("service", "http", "8080", "127.0.0.1:8080"),
    ("service", "http", "http://localhost:8080/", "localhost:8080"),
    ("service", "http", True, "127.0.0.1:8080"),
    ("service", "http", "0.0.0.0", "0.0.0.0:8080"),
    ("service", "metrics", "yes", "127.0.0.1:9464"),
    ("service", "public_url", "watch.example.org", "https://watch.example.org"),
    ("channel", "send", "immediately", "now"),
    ("channel", "send", "weekly", "weekly mon 08:00"),
    ("channel", "send", "mondays 9am", "weekly mon 09:00"),
    ("channel", "timeout", "20 sec", "20s"),
    ("channel", "quiet", "10pm to 7am", "22:00-07:00"),
    ("channel", "quiet", "22:00–07:00", "22:00-07:00"),
    ("channel", "quiet", "22-7", "22:00-07:00"),
    ("channel", "near", "distance(40.7128,-74.0060,100mi)", "40.7128,-74.0060,100mi"),
    ("channel", "near", "40.7128,-74.0060,100 miles", "40.7128,-74.0060,100mi"),
    ("channel", "near", "-174.0060,40.7128,100km", "40.7128,-174.0060,100km"),
]


@pytest.mark.parametrize(("table", "key", "value", "meant"), VALUES)
def test_a_value_that_cannot_be_read_is_guessed(faults, tmp_path, table, key, value, meant):
    """The guess is offered, and taken if written so."""

    def text(written):
        shown = f'"{written}"' if isinstance(written, str) else str(written).lower()
        line = f"{key} = {shown}\n"
        return CHANNEL + line if table == "channel" else f"[{table}]\n{line}{WATCH}"

    (fault,) = faults(text(value))
    assert f'did you mean "{meant}"?' in fault or fault.endswith(f'for example "{meant}"')
    path = tmp_path / "good.toml"
    path.write_text(text(meant), "utf-8")
    assert load(path)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (CHANNEL + 'kinds = ["recruiting"]', 'that is a status: write "status"'),
        (CHANNEL + 'kinds = ["COMPLETED"]', 'that is a status: write "status"'),
        (CHANNEL + 'kinds = ["high"]', 'that is a severity: write severity = "high"'),
        (CHANNEL + 'kinds = ["site_added"]', 'that is an event: write its kind, "locations"'),
        (CHANNEL + 'kinds = ["results.posted"]', 'that is an event: write its kind, "results"'),
        (CHANNEL + 'kinds = ["sites"]', "did you mean locations?"),
        (CHANNEL + 'kinds = ["criteria"]', "did you mean eligibility?"),
        (CHANNEL + 'kinds = ["Status"]', "did you mean status?"),
        (CHANNEL + 'kinds = ["everything"]', "did you mean all?"),
        (CHANNEL + 'severity = "critical"', "did you mean high?"),
        (CHANNEL + 'severity = "High"', "did you mean high?"),
        (CHANNEL + 'severity = "eligibility"', 'that is a kind of change: write kinds = ["eligibility"]'),
        (CHANNEL + 'trials = ["ms"]', "groups are written under groups"),
        (CHANNEL + 'groups = ["NCT03822858"]', "trials are written under trials"),
        (CHANNEL + 'groups = "ms"', 'must be a list of strings; write groups = ["ms"]'),
        (CHANNEL + 'email = "me@example.org"', "email: is unknown; did you mean url?"),
        (CHANNEL + 'poll = "1h"', "poll: is unknown; it belongs to [schedule]"),
        (WATCH + 'severity = "high"', "severity: is unknown; it belongs to [[channel]]"),
        (WATCH + 'discover = "yes"', "did you mean suggest?"),
        (WATCH + 'nct_id = "x"', "did you mean trial?"),
        ('[[watch]]\ntrial = "03822858"', "did you mean NCT03822858?"),
        ('[[watch]]\ntrial = "NTC03822858"', "did you mean NCT03822858?"),
        ('[[watch]]\ntrial = "https://clinicaltrials.gov/study/NCT03822858"', "did you mean NCT03822858?"),
        ('[[watch]]\ntrial = "NCT03822858, NCT01933802"', 'trials = ["NCT03822858", "NCT01933802"]'),
        ('[[watch]]\ntrial = ["NCT03822858"]', "several are written trials = […]"),
        ('[[watch]]\ntrial = "2014-001234-12"', "a number of another register"),
        ('[[watch]]\ntrials = "NCT03822858, NCT01933802"', 'trials = ["NCT03822858", "NCT01933802"]'),
        ('[[watch]]\nname = "x"\nquery = { cond = "a", country = "France" }', "country: is unknown; did you mean locn?"),
        ('[[watch]]\nname = "x"\nquery = { cond = "a", status = ["open"] }', "did you mean RECRUITING?"),
        ('[[watch]]\nname = "x"\nquery = { cond = "a", geo = "40.7,-74,100mi" }', "distance(40.7,-74,100mi)"),
        ('[[watch]]\nname = "x"\nquery = "sclerosis"', 'write query = { cond = "sclerosis" }'),
        ("[[watches]]\ntrial = 'NCT03822858'\n" + WATCH, "watches: is unknown; did you mean [[watch]]?"),
        ("[severity]\ncompleted = 'high'\n" + WATCH, "did you mean status.completed?"),
        ("[severity]\nstatus.completed = 'high'\n" + WATCH, 'stands in quotes: "status.completed" = "high"'),
        ("[registry]\nrequests_per_second = '1'\n" + WATCH, "must be a number, without quotes"),
        ("[registry]\nurl = 'https://clinicaltrials.gov/api/v2'\n" + WATCH, "without /api/v2"),
        ("[store]\nsearch = 'yes'\n" + WATCH, "true or false, without quotes"),
        ("[schedule]\ntz = 'UTC'\n" + WATCH, "did you mean timezone?"),
    ],
)  # fmt: skip
def test_what_is_mixed_up_is_told_apart(faults, text, hint):
    """A word of another key, of other programs, or in another form."""
    assert [fault for fault in faults(text) if hint in fault]


def test_hints_are_about_keys_that_there_are():
    """Each word that is offered is one that its table or key takes."""
    from monitor.config import hints
    from monitor.core.presentation.labels import STATUS
    from monitor.model import Kind, Severity

    known = {
        "kinds": {"all", *Kind},
        "severity": set(Severity),
        "status": set(STATUS),
        "discover": {"off", "suggest", "watch"},
    }
    for key, words in hints._SAME.items():
        assert set(words.values()) <= known[key]
        assert not set(words) & {each.lower() for each in known[key]}
    tables = {name: set(keys.split()) for name, keys in hints._TABLES.items()}
    for table in ("[registry]", "[store]", "[schedule]", "[service]"):
        offered = {each.split("=")[0] for each in hints._KEYS[table].split()}
        assert offered <= tables[table], table


def test_addresses_get_the_scheme_that_apprise_has():
    """Each that is offered is one of its own, none of those that people write; read in its source, which loads for seconds."""
    package = find_spec("apprise").submodule_search_locations[0]
    text = "".join(path.read_text("utf-8") for path in (Path(package) / "plugins").rglob("*.py"))
    declared = re.findall(
        r"^    (?:secure_)?protocol(?:: [^=]*)? = (\([^)]*\)|\"[^\"]*\")", text, re.MULTILINE
    )
    schemes = {name for each in declared for name in re.findall(r'"([^"]+)"', each)}
    assert len(schemes) > 100
    assert set(_MEANT.values()) <= schemes
    assert not set(_MEANT) & schemes


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("smtp://user:hidden@example.org", "; did you mean mailto:// in place of smtp://?"),
        ("https://example.org/hidden", "; did you mean jsons:// in place of https://?"),
        ("me@example.org", "write mailtos://USER:PASSWORD@DOMAIN?smtp=SERVER&to=ADDRESS"),
        ("hooks.slack.com/services/hidden", "; https:// is missing before it"),
        ("hidden://hidden", ""),
        ("", ""),
    ],
)
def test_an_address_is_not_repeated(address, hint):
    """It is a secret, down to a scheme that is not known."""
    found = meant_address(address)
    assert hint in found if hint else not found
    assert "hidden" not in found
    assert "example.org" not in found


def test_long_values_are_guessed_quickly(faults):
    """What is no value is looked at as far as a value goes."""
    (fault,) = faults(f'[schedule]\npoll = "{"9" * 100_000} min"\n' + WATCH)
    assert "is longer than a hundred years" in fault or "is no" in fault
