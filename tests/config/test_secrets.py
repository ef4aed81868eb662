"""Tests of secrets: looked up when needed, never shown."""

from __future__ import annotations

import pytest

from monitor.config.load import load
from monitor.config.secret import Secret
from monitor.errors import ConfigError

TOKEN = "TIiajkdnlazkcOXrIdevi7FQ"
WATCH = '[[watch]]\ntrial = "NCT03822858"\n'
CHANNEL = WATCH + '[[channel]]\nname = "team"\n'


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a configuration from its text."""

    def read_text(text):
        path = tmp_path / "nctwatch.toml"
        path.write_text(text)
        return load(path)

    return read_text


def test_a_secret_is_revealed_when_asked(read, monkeypatch):
    """The address comes together from its variables at the time when it is asked for."""
    (channel,) = read(CHANNEL + 'url = "slack://${ONE}/${TWO}"').channels
    monkeypatch.setenv("ONE", "a")
    monkeypatch.setenv("TWO", TOKEN)
    assert channel.url.reveal() == f"slack://a/{TOKEN}"


@pytest.mark.parametrize(
    ("template", "revealed"),
    [
        ("mailtos://me:${ONE}@example.org?x=1", "mailtos://me:{encoded}@example.org?x=1"),
        ("json://${ONE}:${ONE}@localhost/${ONE}", "json://{encoded}:{encoded}@localhost/{plain}"),
        ("${ONE}://me:x@localhost", "{plain}://me:x@localhost"),
        ("json://localhost/${ONE}@x", "json://localhost/{plain}@x"),
        ("json://localhost?to=${ONE}@x", "json://localhost?to={plain}@x"),
        ("slack://bot@${ONE}/b", "slack://bot@{plain}/b"),
        ("${ONE}", "{plain}"),
    ],
)
def test_a_password_may_hold_what_divides_an_address(monkeypatch, template, revealed):
    """A variable is encoded in the user and the password of an address, and nowhere else."""
    plain, encoded = "p@s/s#w?o:r%41d", "p%40s%2Fs%23w%3Fo%3Ar%2541d"
    monkeypatch.setenv("ONE", plain)
    assert Secret(template, "", "place").reveal() == revealed.format(plain=plain, encoded=encoded)


def test_unset_variables_stop_only_who_needs_them(read, monkeypatch):
    """A configuration with unset variables is read; each of them is named, with its place, on revealing."""
    for name in ("ONE", "TWO"):
        monkeypatch.delenv(name, raising=False)
    (channel,) = read(CHANNEL + 'url = "slack://${ONE}/${TWO}"').channels
    with pytest.raises(ConfigError) as caught:
        channel.url.reveal()
    assert caught.value.faults == [
        "[[channel]] 1 (team) url: the environment variable ONE is not set",
        "[[channel]] 1 (team) url: the environment variable TWO is not set",
    ]


def test_an_empty_variable_is_a_fault(read, monkeypatch):
    """A place that has no such secret may set it to nothing: no login without a password is tried."""
    monkeypatch.setenv("ONE", "")
    (channel,) = read(CHANNEL + 'url = "mailtos://me:${ONE}@example.org"').channels
    with pytest.raises(ConfigError) as caught:
        channel.url.reveal()
    assert caught.value.faults == ["[[channel]] 1 (team) url: the environment variable ONE is empty"]


def test_a_secret_in_a_file(read, tmp_path, monkeypatch):
    """A file's content, without the line break at its end, is the address; its name may hold variables."""
    (tmp_path / "url").write_text(f"slack://{TOKEN}\n")
    (channel,) = read(CHANNEL + 'url_file = "${CREDENTIALS}/url"').channels
    monkeypatch.delenv("CREDENTIALS", raising=False)
    with pytest.raises(ConfigError, match="url_file: the environment variable CREDENTIALS is not set"):
        channel.url.reveal()
    monkeypatch.setenv("CREDENTIALS", str(tmp_path))
    assert channel.url.reveal() == f"slack://{TOKEN}"


@pytest.mark.parametrize("name", ["none", ".", "binary", "~nobody-of-that-name/url"])
def test_a_file_that_cannot_be_read(read, tmp_path, monkeypatch, name):
    """A missing file, a folder, and a file that is no text are faults that name it, not its content."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "binary").write_bytes(b"\xff" + TOKEN.encode())
    (channel,) = read(CHANNEL + f'url_file = "{name}"').channels
    with pytest.raises(
        ConfigError, match=r"\[\[channel\]\] 1 \(team\) url_file: the file .* cannot be read"
    ) as caught:
        channel.url.reveal()
    assert TOKEN not in str(caught.value)


def test_a_secret_is_in_no_words_of_the_configuration(read):
    """The configuration's own words do not hold an address that stands in it."""
    config = read(CHANNEL + f'url = "slack://{TOKEN}"')
    for words in (repr(config), str(config), f"{config.channels}", str(config.channels[0].url)):
        assert TOKEN not in words
    assert config.channels[0].url.reveal().endswith(TOKEN)


@pytest.mark.parametrize(
    "rest",
    [
        f'url = "slack://{TOKEN}"\nurl_file = "x"\nseverity = "none"',
        f'ulr = "slack://{TOKEN}"',
        f'url = ["slack://{TOKEN}"]',
        f'url = "slack://{TOKEN}"\nurl = "twice"',
        f'url = "slack://{TOKEN}',
        f'url = {{ slack = "{TOKEN}" }}',
    ],
)
def test_a_secret_is_in_no_fault(read, rest):
    """However wrong the configuration around it is, the address is not repeated in a fault."""
    with pytest.raises(ConfigError) as caught:
        read(CHANNEL + rest)
    assert TOKEN not in str(caught.value)
    assert TOKEN not in repr(caught.value)


def test_whether_there_is_a_secret():
    """A secret without a value is none."""
    assert Secret("a", "", "place")
    assert Secret("", "a", "place")
    assert not Secret("", "", "place")


@pytest.mark.parametrize(
    ("template", "value", "address"),
    [
        ("mailto://me:${V}@host", "p@ss:/?#%", "mailto://me:p%40ss%3A%2F%3F%23%25@host"),
        ("mailto://me:${V}@host", "p%40ss", "mailto://me:p%40ss@host"),  # encoded already
        ("mailto://me:${V}@host", "100%41", "mailto://me:100%2541@host"),  # nobody encodes a letter
        ("json://${V}@host", "me:p@ss", "json://me:p%40ss@host"),
        ("json://host/${V}", "a/b@c", "json://host/a/b@c"),
        ("${V}", "json://me:p%40ss@host", "json://me:p%40ss@host"),
    ],
)
def test_a_variable_in_the_login_may_hold_anything(monkeypatch, template, value, address):
    """It is encoded there, once, and stays as it is everywhere else."""
    monkeypatch.setenv("V", value)
    assert Secret(template, "", "here").reveal() == address
