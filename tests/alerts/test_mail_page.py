"""The page for those who have a mail account alone: its addresses ask what it says, and its configuration is valid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.alerts.connections import prepare
from monitor.config.load import load

PAGE = (Path(__file__).parents[2] / "docs" / "mail.md").read_text(encoding="utf-8")
TABLE = dict(re.findall(r"^\| (\S[^|]*?) \| .* \| `(mailtos://\S+)` \|$", PAGE, flags=re.MULTILINE))
SERVERS = {
    "Gmail": ("smtp.gmail.com", 587, "starttls", "you@gmail.com"),
    "Yahoo": ("smtp.mail.yahoo.com", 465, "ssl", "you@yahoo.com"),
    "iCloud": ("smtp.mail.me.com", 587, "starttls", "you@icloud.com"),
    "Fastmail": ("smtp.fastmail.com", 465, "ssl", "you@fastmail.com"),
    "GMX": ("mail.gmx.net", 587, "starttls", "you@gmx.net"),
    "Microsoft 365 of a company or school": ("smtp.office365.com", 587, "starttls", "you@example.org"),
    "another": ("smtp.example.org", 587, "starttls", "you@example.org"),
}


@pytest.mark.parametrize("account", SERVERS)
def test_an_address_asks_the_server_of_its_provider(account):
    """By TLS, as a user who is named in full; the mail goes from that account to itself."""
    from apprise import Apprise

    prepare()
    assert set(TABLE) == set(SERVERS)
    made = Apprise()
    assert made.add(TABLE[account])
    (mail,) = made
    host, port, encryption, user = SERVERS[account]
    assert (mail.smtp_host, mail.port, mail.secure_mode, mail.user) == (host, port, encryption, user)
    assert mail.password == "PASSWORD"
    assert (mail.from_addr[1], [address for _, address in mail.targets]) == (user, [user])


def test_the_configuration_of_the_page_is_valid(tmp_path, monkeypatch):
    """As it stands there, with the address in a file."""
    monkeypatch.chdir(tmp_path)
    (text,) = re.findall(r"^```toml\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    Path("nctwatch.toml").write_text(text)
    Path("mail_url").write_text(f"{TABLE['Gmail']}\n")
    config = load(Path("nctwatch.toml"))
    assert list(config.watched) == ["NCT03822858", "NCT03778333"]
    assert [channel.url.reveal() for channel in config.channels] == [TABLE["Gmail"]]
