"""No secret stands in what is logged, stored or shown."""

from __future__ import annotations

import pytest
from timing import within

from monitor.redact import OWN_HOSTS, Redactor


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("json://user:pa%40ss%2Fword@h/x", "login user:pa@ss/word failed"),
        (
            "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
            "token TIiajkdnlazkcOXrIdevi7FQ of T1JJ3T3L2",
        ),
        (
            "json://h/a?token=abc%2Fdef+ghi",
            "Max retries exceeded with url: /a?token=abc%2fdef+ghi (Caused by)",
        ),
        ("json://h/a?token=abcd/efgh", "at abcd%2Fefgh"),
        ("mailto://u:h4xx@h", "535 h4xx"),
    ],
)
def test_redact(url, text):
    """Every part of an address goes, encoded or not."""
    shown = Redactor([url])(text)
    assert "…" in shown
    for part in ("pa@ss", "word", "TIia", "T1JJ", "def", "ghi", "efgh", "h4xx"):
        assert part not in shown


@pytest.mark.parametrize(
    ("url", "text", "shown"),
    [
        (
            "json://me:h4xx@hooks.example:8443/services/T0KEN123?x=s3cr3t",
            "https://hooks.example:8443 answered 401: the service knows no T0KEN123 of me, h4xx",
            "https://hooks.example:8443 answered 401: the service knows no … of me, …",
        ),
        (
            "mailtos://me:h4xx@mail.example/a@b.example?to=c@d.example&from=e@f.example&smtp=smtp.example",
            "smtp.example:465 550 <a@b.example>, c@d.example: mail.example takes none of e@f.example",
            "smtp.example:465 550 <a@b.example>, c@d.example: mail.example takes none of e@f.example",
        ),
        (
            "https://hc.example/0a1b-2c3d",
            "https://hc.example/0a1b-2c3d timed out",
            "https://hc.example/… timed out",
        ),
        ("ntfy://tk_AgQdq7mV@ntfy.example/t", "tk_AgQdq7mV at ntfy.example", "… at ntfy.example"),
        ("discord://4174216298/JHMHI8qBe7bk2ZwO5U", "webhook 4174216298/JHMHI8qBe7bk2ZwO5U", "webhook …/…"),
        ("json://user:pa/ss1234@host.example", "pa/ss1234 or ss1234", "… or …"),
        ("json://hooks.example/hooks/test", "the latest hook is in test", "the latest hook is in …"),
    ],
)
def test_where_a_message_went_is_shown(url, text, shown):
    """Scheme, host, port, recipients and the far side's own words stay; passwords, tokens and paths go."""
    assert Redactor([url])(text) == shown


def test_what_may_be_shown_is():
    """Whom a message is for can be shown though an address has it."""
    assert (
        Redactor(["slack://TOKENTOKEN/#general"], shown=["#general"])("#general of TOKENTOKEN")
        == "#general of …"
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # apprise imports what Python is about to drop
def test_hosts_are_hosts():
    """A scheme whose host is shown has a host in Apprise's own templates, and none that is a secret."""
    from apprise.plugins import N_MGR

    N_MGR.load_modules()
    schemes = OWN_HOSTS.intersection(N_MGR.schemas())
    assert OWN_HOSTS - schemes <= {"http", "https", "socks5", "socks5h", "deltachat", "deltachats"}
    for scheme in schemes:
        plugin = N_MGR[scheme]
        assert any("{host}" in template for template in plugin.templates), scheme
        assert not plugin.template_tokens["host"].get("private"), scheme


def test_a_short_password_goes_too():
    """One of four letters, from a log line as from what a mail server answers."""
    assert Redactor(["mailto://me:h4xx@mail.example"])("login h4xx at 25") == "login … at 25"


def test_the_scheme_and_what_is_no_address_stay():
    """The words that are in every address tell nothing, and a plain text has no parts."""
    redact = Redactor(["json://host.example/token123", "", "one two"])
    assert redact("json: one, two; one two") == "json: one, two; …"


def test_a_long_text_is_redacted_in_linear_time():
    """Two million letters of the secret's own parts take no longer than their length asks for."""
    redact = Redactor([f"json://user:{'ab/' * 50}@host/{'a' * 40}"])
    text = "a" * 1_000_000 + "ab/" * 300_000 + "with url: " * 10_000
    assert within(5, lambda: redact(text))
