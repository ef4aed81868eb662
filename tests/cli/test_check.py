"""Tests of ``nctwatch check``."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from monitor.cli import nctwatch
from monitor.store.opening import open_for_writing


def checked(tmp_path):
    """Run ``check`` on the store of a folder; return its exit status and what it printed."""
    path = tmp_path / "nctwatch.toml"
    path.write_text(f'[store]\npath = "{tmp_path}/nctwatch.db"\n[[watch]]\ntrial = "NCT03822858"\n', "utf-8")
    result = CliRunner().invoke(nctwatch, ["--config", str(path), "check"])
    return result.exit_code, result.output


def test_a_store_of_a_newer_nctwatch(tmp_path):
    """It can be read and not be written, which is a fault that says what to do."""
    with open_for_writing(tmp_path / "nctwatch.db") as store:
        store.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('nctwatch', 'm999_future', '')"
        )
    status, output = checked(tmp_path)
    assert status == 1
    assert "was made by a newer nctwatch (m999_future)" in output


def test_a_store_whose_link_leads_nowhere(tmp_path):
    """A fault names the link, and nothing is made."""
    (tmp_path / "nctwatch.db").symlink_to(tmp_path / "away" / "store.db")
    status, output = checked(tmp_path)
    assert status == 1
    assert "which is not there" in output
    assert not (tmp_path / "away").exists()


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("mailto://me:secret@mail.example.org?to=a@example.org", True),
        ("mailtos://me:secret@mail.example.org?mode=insecure", True),
        ("json://me:secret@hook.example.org/x", True),
        ("mailtos://me:secret@mail.example.org", False),
        ("mailto://me:secret@mail.example.org?mode=starttls", False),
        ("mailto://me:secret@gmail.com", False),
        ("mailto://me:secret@localhost?to=a@example.org", False),
        ("mailto://mail.example.org?from=a@example.org&to=b@example.org", False),
        ("jsons://me:secret@hook.example.org/x", False),
        ("json://hook.example.org/x", False),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#team", False),
    ],
)
@pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
def test_a_password_without_encryption_is_warned_of(tmp_path, url, warned):
    """It is no fault: the address works. A machine by itself, and a service that is always encrypted, are well."""
    path = tmp_path / "nctwatch.toml"
    path.write_text(
        f'[store]\npath = "{tmp_path}/nctwatch.db"\n[[watch]]\ntrial = "NCT03822858"\n'
        f'[[channel]]\nname = "team"\nurl = "{url}"\n',
        "utf-8",
    )
    result = CliRunner().invoke(nctwatch, ["--config", str(path), "check"])
    assert result.exit_code == 0, result.output
    assert ("warning: " in result.output) == warned
    assert "secret" not in result.output


def test_a_file_of_trials_is_read(tmp_path):
    """What cannot be read, and each line that names no trial, is a fault with its place."""
    config = tmp_path / "nctwatch.toml"
    (tmp_path / "a.csv").write_text("NCT03822858\nNCT1\n")
    config.write_text("".join(f'[[watch]]\nfile = "{tmp_path}/{name}.csv"\n' for name in "ab"))
    result = CliRunner().invoke(nctwatch, ["--config", str(config), "check"])
    assert result.exit_code == 1
    assert f'[[watch]] file: {tmp_path}/a.csv: line 2: "NCT1" is no NCT number' in result.output
    assert f"[[watch]] file: {tmp_path}/b.csv: the file cannot be read: No such file" in result.output


def test_trials_of_a_file_count_before_the_first_poll(tmp_path):
    """They are watched, and a channel may ask for them."""
    (tmp_path / "list.csv").write_text("NCT00000001\nNCT03822858\n")
    config = tmp_path / "nctwatch.toml"
    config.write_text(
        f'[store]\npath = "{tmp_path}/store.db"\n[[watch]]\ntrial = "NCT03822858"\n'
        f'[[watch]]\nfile = "{tmp_path}/list.csv"\n'
        '[[channel]]\nname = "me"\nurl = "json://127.0.0.1:9"\ntrials = ["NCT00000001"]\n'
    )
    with open_for_writing(tmp_path / "store.db"):
        result = CliRunner().invoke(nctwatch, ["--config", str(config), "check"])
    assert "is fine: 2 trials watched, 1 channel." in result.output
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("hc-ping.com/hidden", "[schedule] ping_url: is no web address; https:// is missing before it"),
        ("hidden", "[schedule] ping_url: is no web address; it begins with https:// or http://"),
        ("https://hc-ping.com/hidden", None),
        ("", None),
    ],
)
def test_what_is_called_after_a_poll_is_looked_at(tmp_path, address, fault):
    """Without it being shown: whoever knows it can keep the switch from falling."""
    path = tmp_path / "nctwatch.toml"
    path.write_text(
        f'[store]\npath = "{tmp_path}/store.db"\n[schedule]\nping_url = "{address}"\n[[watch]]\ntrial = "NCT03822858"\n',
        "utf-8",
    )
    result = CliRunner().invoke(nctwatch, ["--config", str(path), "check"])
    assert (fault or "is fine") in result.output
    assert result.exit_code == (2 if fault else 0)
    assert "hidden" not in result.output
