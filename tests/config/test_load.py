"""Tests of reading and validating the configuration."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.config.address import ListenAddress
from monitor.config.load import load
from monitor.config.where import find, find_store, template
from monitor.core.schedule import At, Every
from monitor.core.watchlist import in_words
from monitor.errors import ConfigError
from monitor.model import Kind, Severity

if TYPE_CHECKING:
    from monitor.config.model import Config

WATCH = '[[watch]]\ntrial = "NCT03822858"\n'
CHANNEL = WATCH + '[[channel]]\nname = "team"\nurl = "json://localhost"\n'


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch):
    for name in ("NCTWATCH_DB", "NCTWATCH_CONFIG", "UNSET"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a configuration from its text."""

    def read_text(text: str | bytes) -> Config:
        path = tmp_path / "nctwatch.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load(path)

    return read_text


@pytest.fixture
def faults(read, tmp_path):
    """Return a function that gives the faults of a configuration, without the file's name."""

    def faults_of(text: str | bytes) -> list[str]:
        with pytest.raises(ConfigError) as caught:
            read(text)
        assert caught.value.exit_status == 2
        assert all(fault.startswith(str(tmp_path)) for fault in caught.value.faults)
        return [fault.split("nctwatch.toml", 1)[1].lstrip(": ") for fault in caught.value.faults]

    return faults_of


def test_the_built_in_configuration():
    """Without a file, the seed trial and its five related ones are watched, and nobody is told."""
    config = load(None)
    assert list(config.watched) == [
        "NCT03822858",
        "NCT01933802",
        "NCT03355365",
        "NCT03778333",
        "NCT01730547",
        "NCT02034188",
    ]
    assert in_words(config.watched["NCT01933802"]) == "related to NCT03822858"
    assert config.channels == ()
    assert config.registry.url == "https://clinicaltrials.gov"
    assert (config.registry.requests_per_second, config.registry.timeout) == (1.0, 30.0)
    assert config.store.path == Path("data/nctwatch.db")
    assert (config.schedule.poll, config.schedule.stale_after) == (Every(1800), 3 * 86400)
    assert str(config.schedule.zone) == "America/New_York"


def test_the_place_of_the_users_file_is_not_the_projects():
    """In a checkout no file lies where ``init`` writes, and git passes over what the user keeps there and in the store's folder."""
    root = Path(__file__).resolve().parents[2]
    if shutil.which("git") is None or not (root / ".git").exists():
        pytest.skip("this is no checkout")
    git = ["git", "-C", str(root)]
    tracked = subprocess.run([*git, "ls-files", "config", "data"], check=True, capture_output=True, text=True)
    assert tracked.stdout == ""
    mine = ["config/nctwatch.toml", "config/trials.csv", "data/nctwatch.db"]
    ignored = subprocess.run([*git, "check-ignore", *mine], check=True, capture_output=True, text=True)
    assert ignored.stdout.split() == mine


def test_the_comments_of_the_built_in_file_are_true(read):
    """Every key that stands there in a comment is known, and its value is valid."""
    lines = [re.sub(r"^# (?=\w+ = |\[\[channel|\[\[watch)", "", line) for line in template().splitlines()]
    config = read("\n".join(lines))
    assert [channel.name for channel in config.channels] == ["team-slack", "me"]
    assert [search.name for search in config.searches] == ["cell therapy in progressive MS"]
    assert [(watch.discover, watch.group) for watch in config.watches] == [
        ("suggest", ""),
        ("off", "ms"),
        ("off", "ms"),
    ]


def test_everything_can_be_said(read):
    """Each key has its effect."""
    config = read("""
        [registry]
        url = "http://localhost:8765/"
        contact = "ops@example.org"
        requests_per_second = 5
        timeout = "90s"
        [store]
        path = "some/where.db"
        [schedule]
        poll = "daily 15:00"
        timezone = "UTC"
        stale_after = "36h"
        [[watch]]
        trial = "nct03822858"
        related = ["NCT01933802"]
        [[channel]]
        name = "night"
        url = "json://localhost"
        kinds = "all"
        severity = "medium"
        trials = ["NCT01933802"]
        send = "weekly mon 08:00"
        quiet = "22:00-07:00"
    """)
    assert config.registry.url == "http://localhost:8765"
    assert (config.registry.contact, config.registry.requests_per_second) == ("ops@example.org", 5.0)
    assert config.registry.timeout == 90
    assert config.store.path == Path("some/where.db")
    assert config.schedule.poll == At("0 15 * * *", config.schedule.zone)
    assert config.schedule.stale_after == 36 * 3600
    assert list(config.watched) == ["NCT03822858", "NCT01933802"]
    (channel,) = config.channels
    assert (channel.kinds, channel.severity) == (frozenset(Kind), Severity.MEDIUM)
    assert channel.trials == {"NCT01933802"}
    assert channel.send == At("0 8 * * 1", config.schedule.zone)
    assert (channel.quiet.start, channel.quiet.end) == (time(22), time(7))


def test_a_channel_asks_for_status_results_and_eligibility_by_default(read):
    """A channel with just a name and an address gets the three, low and above, of all trials, at once."""
    (channel,) = read(CHANNEL).channels
    assert channel.kinds == {Kind.STATUS, Kind.RESULTS, Kind.ELIGIBILITY}
    assert (channel.severity, channel.trials) == (Severity.LOW, frozenset())
    assert (channel.send, channel.quiet) == (None, None)


def test_all_faults_are_told_at_once(faults):
    """Every fault is told, each with its place, in one go."""
    found = faults("""
        colour = "blue"
        [registry]
        url = "clinicaltrials.gov"
        requests_per_second = 0
        timeout = "soon"
        [store]
        path = 5
        [schedule]
        pol = "30m"
        timezone = "America/New_Yrok"
        stale_after = "0s"
        [[watch]]
        trial = "NCT1234567890"
        related = "NCT01933802"
        [[watch]]
        [[channel]]
        name = "team"
        url = "json://localhost"
        url_file = "/run/secrets/url"
        kinds = ["status", "resluts"]
        severity = "hihg"
        trials = ["NCT00000009"]
        send = "hourly"
        quiet = "at night"
        [[channel]]
        name = "team"
    """)
    places = [
        "top level colour: is unknown",
        "[registry] url: ",
        "[registry] requests_per_second: must be greater than 0",
        "[registry] timeout: ",
        "[store] path: must be a string",
        "[schedule] pol: is unknown; did you mean poll?",
        "[schedule] timezone: ",
        "[schedule] stale_after: ",
        "[[watch]] 1 (NCT1234567890) trial: ",
        "[[watch]] 1 (NCT1234567890) related: must be a list",
        "[[watch]] 2 trial: is missing",
        "[[channel]] 1 (team) url: or url_file must be given, and not both",
        '[[channel]] 1 (team) kinds: "resluts" is unknown; did you mean results?',
        '[[channel]] 1 (team) severity: "hihg" is unknown; did you mean high?',
        "[[channel]] 1 (team) send: ",
        "[[channel]] 1 (team) quiet: ",
        "[[channel]] 2 (team) url: or url_file must be given",
        '[[channel]]: two channels are called "team"',
        "[[channel]] (team) trials: NCT00000009 is not watched",
    ]
    for place in places:
        assert [fault for fault in found if fault.startswith(place)], place
    assert len(found) == len(places), found


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[registri]\n" + WATCH, "top level registri: is unknown; did you mean registry?"),
        ("[schedule]\nstale_atfer = '3d'\n" + WATCH, "did you mean stale_after?"),
        (CHANNEL + "serverity = 'low'\n", "did you mean severity?"),
        (
            CHANNEL + "zzz = 1\n",
            "known are groups, kinds, name, near, quiet, send, severity, timeout, trials, url, url_file",
        ),
        (WATCH + "trail = 'NCT00000001'", "did you mean trial?"),
        ("[watch]\ntrial = 'NCT00000001'", "[watch] must be written [[watch]]"),
        ("watch = [5]", "[[watch]] 1 must be a table"),
        ("store = 'file.db'\n" + WATCH, "[store] must be a table"),
        ("", "nothing is watched"),
        ("[store]\npath = ''\n" + WATCH, "[store] path: must not be empty"),
        ("[store]\npath = '~nobody-of-that-name/x'\n" + WATCH, "[store] path: "),
        ('[store]\npath = "a\\u0000b"\n' + WATCH, "U+0000"),
        ("[registry]\ntimeout = '30d'\n" + WATCH, "an hour at most"),
        ("[registry]\nrequests_per_second = nan\n" + WATCH, "must be greater than 0"),
        ("[registry]\nrequests_per_second = true\n" + WATCH, "must be a number"),
        (f"[registry]\nrequests_per_second = 1{'0' * 400}\n" + WATCH, "must be greater than 0"),
        ("[registry]\nurl = 'http://host:99999'\n" + WATCH, "is no web address"),
        ("[registry]\nurl = 'http://[::1'\n" + WATCH, "is no web address"),
        ('[registry]\ncontact = "a\\nb"\n' + WATCH, "plain ASCII"),
        ("[schedule]\npoll = '0.5s'\n" + WATCH, "too short"),
        ("[schedule]\ntimezone = '../../etc/passwd'\n" + WATCH, "is no time zone"),
        ("[registry]\nurl = '${UNSET}'\n" + WATCH, "the environment variable UNSET is not set"),
    ],
)
def test_a_fault_says_what_to_do(faults, text, hint):
    """A fault names its place, and the nearest known word or what is wanted."""
    assert [fault for fault in faults(text) if hint in fault]


@pytest.mark.parametrize("text", ["a = ", "a = 1\na = 2", "a = " + "[" * 20_000, "a = 1x", '"' * 4])
def test_what_is_no_toml(faults, text):
    """A file that cannot be read as TOML is one fault."""
    (fault,) = faults(text)
    assert fault.startswith("is no valid TOML")


def test_a_mark_of_byte_order_is_no_fault(read):
    """A file that Windows' editor saved is read."""
    assert read(b"\xef\xbb\xbf" + WATCH.encode()).watched


def test_a_file_that_cannot_be_read(tmp_path):
    """A missing file and a folder are faults that name them; only where none is there, `init` helps."""
    for path, hint in ((tmp_path / "none.toml", "; `nctwatch init` writes one"), (tmp_path, "not a file")):
        with pytest.raises(ConfigError, match=re.escape(str(path)) + f" cannot be read: .*{hint}$"):
            load(path)


def test_which_file_is_read(tmp_path, monkeypatch):
    """The option comes before the variable, that before the usual file, and that before the built-in one."""
    monkeypatch.chdir(tmp_path)
    assert find(None) is None
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "nctwatch.toml").write_text(WATCH)
    assert find(None) == Path("config/nctwatch.toml")
    monkeypatch.setenv("NCTWATCH_CONFIG", "by-variable.toml")
    assert find(None) == Path("by-variable.toml")
    assert find("by-option.toml") == Path("by-option.toml")


def test_the_variable_for_the_store_wins(read, monkeypatch):
    """$NCTWATCH_DB comes before the file; an empty one is none; a bad one is a fault."""
    monkeypatch.setenv("NCTWATCH_DB", "/elsewhere/x.db")
    assert read(WATCH + "[store]\npath = 'here.db'").store.path == Path("/elsewhere/x.db")
    monkeypatch.setenv("NCTWATCH_DB", "")
    assert read(WATCH + "[store]\npath = 'here.db'").store.path == Path("here.db")
    monkeypatch.setenv("NCTWATCH_DB", "~nobody-of-that-name/x.db")
    with pytest.raises(ConfigError, match="NCTWATCH_DB"):
        read(WATCH)


def test_variables_are_put_in(read, monkeypatch):
    """Any text of the configuration may hold variables."""
    monkeypatch.setenv("MAIL", "ops@example.org")
    assert read(WATCH + "[registry]\ncontact = '${MAIL} (${MAIL})'").registry.contact == (
        "ops@example.org (ops@example.org)"
    )


words = st.sampled_from(
    [
        "registry",
        "store",
        "schedule",
        "watch",
        "channel",
        "url",
        "contact",
        "requests_per_second",
        "timeout",
        "path",
        "poll",
        "timezone",
        "stale_after",
        "trial",
        "related",
        "name",
        "url_file",
        "kinds",
        "severity",
        "trials",
        "send",
        "quiet",
        "zzz",
    ]
)
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), max_size=8
) | st.sampled_from(
    [
        "NCT00000001",
        "30m",
        "daily 08:00",
        "all",
        "status",
        "low",
        "~",
        "~x/y",
        "${UNSET}",
        "9" * 30 + "d",
        "\x00",
        "0 0 30 2 *",
        "* * * * *",
        "22:00-07:00",
        "http://[",
        "http://h:0x",
        "json://localhost",
        "UTC",
        "now",
        "",
    ]
)
leaves = (
    texts
    | st.booleans()
    | st.integers()
    | st.integers(10**300, 10**301)
    | st.floats()
    | st.just("2026-01-01")
)
tables = st.dictionaries(
    words, leaves | st.lists(leaves, max_size=2) | st.dictionaries(words, leaves, max_size=2)
)
configurations = st.dictionaries(words, leaves | tables | st.lists(tables | leaves, max_size=2), max_size=5)


def toml(value) -> str:
    """Write a value as TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, float):
        return repr(value) if "e" not in repr(value) else "1.5"
    return json.dumps(value, ensure_ascii=False) if value != "2026-01-01" else value


@given(configurations)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_table_is_a_configuration_or_its_faults(tmp_path, table):
    """Whatever stands in a TOML file, the outcome is a Config or a ConfigError: never another exception."""
    path = tmp_path / "fuzz.toml"
    path.write_text(
        "\n".join(f"{json.dumps(key)} = {toml(value)}" for key, value in table.items()), encoding="utf-8"
    )
    faults = []
    try:
        config = load(path)
    except ConfigError as error:
        faults = error.faults
    assert faults or config.watched
    assert not [fault for fault in faults if "is no valid TOML" in fault]


def test_the_store_alone(tmp_path, monkeypatch):
    """Who wants to know only where the store is reads that, whatever else is wrong or not set."""
    path = tmp_path / "some.toml"
    path.write_text("[store]\npath = 'here.db'\n[schedule]\npoll = 5\n[registry]\nurl = '${UNSET}'")
    assert find_store(str(path)) == Path("here.db")
    monkeypatch.setenv("NCTWATCH_DB", "there.db")
    assert find_store(str(path)) == Path("there.db")
    monkeypatch.delenv("NCTWATCH_DB")
    monkeypatch.chdir(tmp_path)
    assert find_store(None) == load(None).store.path


@pytest.mark.parametrize(
    "text", ["[store]\npath = 5", "[store]\npaht = 'x'", "store = 5", "[store]\npath = ''", "a ="]
)
def test_where_the_store_is_said_wrongly(tmp_path, text):
    """Faults of the store's own table are told with their place."""
    path = tmp_path / "some.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"\[store\]|is no valid TOML"):
        find_store(str(path))


def test_metrics_are_served_only_where_the_configuration_says(read, faults):
    """Not at all by default; a fault names the key and shows how it is written."""
    assert read(WATCH).service.metrics is None
    assert str(read('[service]\nmetrics = ":9464"\n' + WATCH).service.metrics) == "127.0.0.1:9464"
    (fault,) = faults('[service]\nmetrics = "9464"\n' + WATCH)
    assert fault == '[service] metrics: "9464" is no host and port; write for example "127.0.0.1:9464"'
    (fault,) = faults('[service]\nmetrisc = ":9464"\n' + WATCH)
    assert "did you mean metrics?" in fault


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("off", None),
        ("", None),
        ("127.0.0.1:8080", ListenAddress("127.0.0.1", 8080)),
        (":8080", ListenAddress("127.0.0.1", 8080)),
        ("0.0.0.0:80", ListenAddress("0.0.0.0", 80)),
        ("[::1]:8080", ListenAddress("::1", 8080)),
        ("localhost:0", ListenAddress("localhost", 0)),
    ],
)
def test_pages_are_served_where_it_says(read, text, address):
    """A port alone is on this machine only."""
    assert read(f'{WATCH}[service]\nhttp = "{text}"\n').service.http == address


@pytest.mark.parametrize(
    "text", ["http://x", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:eighty", "a b:80", "x:-1"]
)
def test_an_address_that_is_none_is_a_fault(read, text):
    """With an example of one."""
    with pytest.raises(ConfigError, match=r"\[service\] http: .*127\.0\.0\.1:9464"):
        read(f'{WATCH}[service]\nhttp = "{text}"\n')


def test_no_pages_are_served_unless_told(read):
    """And alerts link to none."""
    service = read(WATCH).service
    assert (service.http, service.public_url) == (None, "")
    assert (
        read(f'{WATCH}[service]\npublic_url = "https://w.example.org/n/"\n').service.public_url
        == "https://w.example.org/n"
    )
    with pytest.raises(ConfigError, match=r"\[service\] public_url"):
        read(f'{WATCH}[service]\npublic_url = "javascript:alert(1)"\n')


@pytest.mark.parametrize("name", [":memory:", " :memory: "])
def test_a_store_that_is_no_file_is_refused(faults, monkeypatch, name):
    """A store in memory would be empty for each command; by the environment too."""
    text = f'[store]\npath = "{name}"\n' + WATCH
    assert ["would be forgotten" in fault for fault in faults(text)] == [True]
    monkeypatch.setenv("NCTWATCH_DB", name)
    assert ["$NCTWATCH_DB" in fault for fault in faults(WATCH)] == [True]
