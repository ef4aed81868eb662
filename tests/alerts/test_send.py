"""One message to one address: sent, later, or dead; within its time, and without a word of the address."""

import io
import json
import logging
import subprocess
import sys
import time
from urllib.parse import quote

import pytest

from monitor.alerts.compose import fitted
from monitor.alerts.outcome import SendStatus
from monitor.alerts.send import send, works
from monitor.model import Message
from monitor.redact import Redactor

MESSAGE = Message("NCT1: paused <!channel>", "was: 5 < 6 & *bold*\n    is:  – ü\n\nLook further")
SECRET = "s3cr3t-t0ken"


@pytest.fixture
def lines():
    """All that reaches the root logger, down to the last detail, as a handler there writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(0)
    yield written.getvalue
    root.removeHandler(handler)
    root.setLevel(level)


def drip(hook):
    """Return what answers a byte now and then, for ever."""

    def act(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not hook.stopping.wait(0.02):
            handler.wfile.write(b"x")

    return act


def test_hook_takes_it(hook):
    """What is taken is sent, once, with subject and text as they are."""
    assert send(f"{hook.url}/a", MESSAGE).outcome is SendStatus.SENT
    ((path, body),) = hook.taken
    assert path == "/a"
    assert json.loads(body)["title"] == MESSAGE.subject
    assert json.loads(body)["message"] == MESSAGE.body


@pytest.mark.parametrize("status", [201, 202, 204])
def test_other_kinds_of_yes(hook, status):
    """Every 2xx is a yes."""
    hook.status = status
    assert send(hook.url, MESSAGE).outcome is SendStatus.SENT


@pytest.mark.parametrize("status", [410, 413, 422])
def test_permanent_refusals(hook, status):
    """What the far side will not change its mind about is dead at once, and says why."""
    hook.status = status
    result = send(f"{hook.url}/{SECRET}", MESSAGE)
    assert result.outcome is SendStatus.DEAD
    assert str(status) in result.answer


@pytest.mark.parametrize("status", [400, 403, 404])
def test_refusals_that_may_pass(hook, status):
    """What a front also answers for a moment is neither final nor any failure: it is tried a few times more."""
    hook.status = status
    result = send(f"{hook.url}/{SECRET}", MESSAGE)
    assert result.outcome is SendStatus.REFUSED
    assert str(status) in result.answer


@pytest.mark.parametrize("status", [401, 407])
def test_login_that_is_refused(hook, status):
    """A login that is refused concerns the channel, not the message."""
    hook.status = status
    result = send(f"json://me:{SECRET}@127.0.0.1:{hook.port}", MESSAGE)
    assert result.outcome is SendStatus.UNAUTHORIZED
    assert str(status) in result.answer


def test_a_login_that_matrix_refuses(hook):
    """Matrix answers 403 to a wrong password: that concerns the channel, not the message."""
    hook.status = 403
    result = send(f"matrix://me:{SECRET}@127.0.0.1:{hook.port}/!room:example.org", MESSAGE)
    assert result.outcome is SendStatus.UNAUTHORIZED
    assert next(path for path, _ in hook.taken).endswith("/login")
    assert SECRET not in result.answer


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_passing_refusals(hook, status):
    """What may pass is tried again later."""
    hook.status = status
    assert send(hook.url, MESSAGE).outcome is SendStatus.LATER
    assert len(hook.taken) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_rest_that_is_asked_for(hook, status):
    """``Retry-After`` is heard, and the service's words are kept."""
    hook.status = status
    hook.headers = {"Retry-After": "90"}
    result = send(hook.url, MESSAGE)
    assert (result.outcome, result.rest) == (SendStatus.LATER, 90)
    assert result.answer.startswith(f"http://127.0.0.1:{hook.port} answered {status} ")


def test_what_the_far_side_says_is_one_harmless_line(hook):
    """Neither a terminal's commands nor the address's own secrets come back from an answer."""
    body = f"\x1b[31mno\x1b[0m\r\nto {SECRET}\u200b and T0K\u200bENT0KEN".encode()

    def act(handler):
        head = f"HTTP/1.1 400 Bad Request\r\nContent-Length: {len(body)}\r\n\r\n"
        handler.wfile.write(head.encode() + body)

    hook.act = act
    answer = send(f"json://127.0.0.1:{hook.port}/{SECRET}?token=T0KENT0KEN", MESSAGE).answer
    assert answer.isprintable()
    assert SECRET not in answer
    assert "T0KENT0KEN" not in answer
    assert "Bad Request" in answer


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("query", ["", "?redirect=yes"])
def test_redirect_is_no_success(hook, status, query):
    """A redirect is neither followed nor taken for a yes, whatever the address asks for."""
    hook.status = status
    hook.headers = {"Location": "/elsewhere"}
    assert send(f"{hook.url}/a{query}", MESSAGE).outcome is SendStatus.LATER
    assert [path for path, _ in hook.taken] == ["/a"]


@pytest.mark.parametrize("schema", ["json", "xml", "form", "rocket", "mmost", "gotify", "matrix"])
def test_redirects_of_other_services(hook, schema):
    """Nor do other services of apprise follow one."""
    hook.status = 302
    hook.headers = {"Location": "/elsewhere"}
    result = send(f"{schema}://127.0.0.1:{hook.port}/aaaabbbbccccddddeeeeffff/", MESSAGE)
    assert result.outcome is not SendStatus.SENT
    assert "/elsewhere" not in [path for path, _ in hook.taken]


@pytest.mark.parametrize("kind", ["drip", "hang"])
def test_limit_of_the_whole_send(hook, kind):
    """A hook that drips or hangs costs no more than the limit, and counts as a timeout."""
    hook.act = drip(hook) if kind == "drip" else lambda _handler: hook.stopping.wait(60)
    start = time.monotonic()
    result = send(f"{hook.url}/{SECRET}", MESSAGE, seconds=0.3)
    assert time.monotonic() - start < 3
    assert result.outcome is SendStatus.TIMEOUT
    assert SECRET not in result.answer


def test_slow_hook_is_waited_for(hook):
    """A hook that takes its time within the limit has taken the message: it would get it twice otherwise."""

    def act(handler):
        hook.stopping.wait(0.3)
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    hook.act = act
    assert send(f"{hook.url}?rto=0.1&cto=0.1", MESSAGE, seconds=2).outcome is SendStatus.SENT


def test_many_dripping_hooks_hold_up_no_other(hook):
    """Sends that were given up, however many, leave room for the next one."""
    good, hook.act = hook.act, drip(hook)
    for _ in range(40):
        assert send(hook.url, MESSAGE, seconds=0.01).outcome is SendStatus.TIMEOUT
    hook.act = good
    assert send(hook.url, MESSAGE, seconds=5).outcome is SendStatus.SENT


def test_given_up_send_does_not_keep_the_process(hook):
    """A process ends when it wants to, though a hook still drips."""
    hook.act = drip(hook)
    program = (
        "import sys, time; from monitor.alerts.send import send; from monitor.model import Message\n"
        "print(send(sys.argv[1], Message('a', 'b'), seconds=0.2).outcome, time.time())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, f"{hook.url}/{SECRET}"],
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    outcome, at = done.stdout.split()
    assert outcome == "timeout"
    assert time.time() - float(at) < 2
    assert done.stderr == ""


def test_nobody_there():
    """A connection refused is tried again later, with the reason."""
    result = send(f"json://127.0.0.1:1/{SECRET}", MESSAGE)
    assert result.outcome is SendStatus.LATER
    assert "refused" in result.answer
    assert SECRET not in result.answer


def test_connection_broken_off(hook):
    """A hook that breaks off is tried again later."""
    hook.act = lambda handler: handler.connection.close()
    assert send(hook.url, MESSAGE).outcome is SendStatus.LATER


def mail(mails, recipient="somebody@example.org", login="", **options):
    query = "&".join(f"{name}={value}" for name, value in {"from": "me@example.org", **options}.items())
    return f"mailto://{login}127.0.0.1:{mails.port}/{recipient}?mode=insecure&{query}"


def test_mail_is_taken(mails):
    """A mail arrives as plain text with its subject."""
    assert send(mail(mails), MESSAGE).outcome is SendStatus.SENT
    ((recipients, content),) = mails.taken
    assert recipients == ["somebody@example.org"]
    assert "text/plain" in content


def test_mail_with_a_password(mails):
    """A login that is right is let in."""
    assert send(mail(mails, login="me:right-password@"), MESSAGE).outcome is SendStatus.SENT


def test_wrong_password(mails):
    """A password that a mail server refuses concerns the channel, not the message; the password is not told."""
    result = send(mail(mails, login=f"me:{SECRET}@"), MESSAGE)
    assert result.outcome is SendStatus.UNAUTHORIZED
    assert "535" in result.answer
    assert SECRET not in result.answer


def test_unknown_recipient_is_final(mails):
    """A recipient that there is not is final, and the server's own words say so."""
    result = send(mail(mails, "nobody@example.org"), MESSAGE)
    assert result.outcome is SendStatus.DEAD
    assert "550" in result.answer
    assert "no such user" in result.answer


def test_refused_sender_is_final(mails):
    """So is a sender that the server does not take."""
    result = send(mail(mails, **{"from": "bad@example.org"}), MESSAGE)
    assert result.outcome is SendStatus.DEAD
    assert "553" in result.answer


def test_greylisting_passes(mails):
    """A refusal for now is tried again later."""
    result = send(mail(mails, "later@example.org"), MESSAGE)
    assert result.outcome is SendStatus.LATER
    assert "450" in result.answer


def test_mail_server_is_down():
    """Where no mail server listens, later."""
    result = send("mailto://127.0.0.1:1/a@example.org?from=me@example.org&mode=insecure", MESSAGE)
    assert result.outcome is SendStatus.LATER
    assert "refused" in result.answer


def test_mail_server_hangs(hook):
    """A mail server that never greets costs the limit."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        url = f"mailto://127.0.0.1:{port}/a@example.org?from=me@example.org&mode=insecure"
        start = time.monotonic()
        assert send(url, MESSAGE, seconds=0.3).outcome is SendStatus.TIMEOUT
    assert time.monotonic() - start < 3


MALFORMED = [
    f"nosuch://{SECRET}@host/x",
    f"json://:{SECRET}",
    f"json://user:{SECRET}@",
    f"slack://{SECRET}",
    f"mailto://user:{SECRET}@",
    f"{SECRET}",
    f"json://[{SECRET}",
    f"json://a/{SECRET}, json://b/{SECRET}",
    "",
    " ",
    "\x00",
]


@pytest.mark.parametrize("url", MALFORMED)
def test_malformed_address(url, lines, capfd):
    """An address that is none is said to be none; not a letter of it goes anywhere."""
    result = send(url, MESSAGE)
    assert result.outcome is SendStatus.LATER
    assert not works(url)
    printed = capfd.readouterr()
    assert SECRET not in f"{result.answer}{lines()}{printed.out}{printed.err}"
    assert printed.out == printed.err == ""


def test_secrets_do_not_reach_the_logs(hook, lines, capfd):
    """Neither apprise's own logs nor those of the libraries below it get out, in success and failure."""
    bad = (
        f"json://user:{SECRET}@127.0.0.1:{hook.port}/services/{SECRET}?+X-Token={SECRET}",
        f"json://127.0.0.1:1/services/{SECRET}",
    )
    for hook.status in (200, 500, 302):
        for url in bad:
            assert SECRET not in send(url, MESSAGE).answer
    # a head that urllib3 complains of at WARNING, with the whole address
    hook.act = lambda handler: handler.wfile.write(
        b"HTTP/1.1 200 OK\r\nno header at all\r\nContent-Length: 0\r\n\r\n"
    )
    assert SECRET not in send(bad[0], MESSAGE).answer
    printed = capfd.readouterr()
    assert SECRET not in f"{lines()}{printed.out}{printed.err}"
    assert printed.err == ""


def test_logging_handlers_do_not_pile_up(hook):
    """A service that sends for months does not grow by a handler for each message."""
    send(hook.url, MESSAGE)
    before = len(logging.getLogger("apprise").handlers)
    for _ in range(3):
        send(hook.url, MESSAGE)
    assert len(logging.getLogger("apprise").handlers) == before


def test_a_password_of_any_characters(monkeypatch):
    """A password from a variable reaches the service as it is; neither it nor its parts are shown in any form."""
    from monitor.alerts.plugins import service_for, targets
    from monitor.config.secret import Secret

    password = "pre@mid1/mid2#mid3?mid4:mid5%41end6"
    monkeypatch.setenv("ONE", password)
    url = Secret("json://me:${ONE}@127.0.0.1:1/", "", "place").reveal()
    plugin = service_for(targets(url)[0])[0]
    assert (plugin.user, plugin.password, plugin.host) == ("me", password, "127.0.0.1")
    for shown in (password, quote(password, safe=""), repr(password), url):
        answer = Redactor([url])(f"cannot log in with {shown}")
        assert not any(part in answer for part in ("mid1", "mid2", "mid3", "mid4", "mid5", "end6"))


def test_secret_at_the_cut(hook):
    """A long answer is cut after the secrets are out of it, so that no half of one is left."""
    secret = "k" * 400
    answer = Redactor([f"json://h/{secret}"])("x" * 300 + secret)[:500]
    assert "kkkk" not in answer
    assert len(send(f"json://127.0.0.1:1/{'y' * 900}", MESSAGE).answer) <= 500


@pytest.mark.parametrize(
    "url", ["discord://123456789012345678/abcdefghijklmnop", "tgram://123456789:abcdefg_hijklmnop/12315544/"]
)
def test_long_messages_are_cut_to_what_a_service_takes(url):
    """A message is cut to the service's limit, which would refuse it for good; its end says where the rest is."""
    from monitor.alerts.plugins import service_for, targets

    plugin = service_for(targets(url)[0])[0]
    foot = "Look further: nctwatch diff NCT03822858"
    long = Message("s" * 150, "\n".join(["change " * 20] * 100) + "\n\n" + foot)
    cut = fitted(long, plugin)
    assert len(long.subject) + len(cut) < plugin.body_maxlen
    assert cut.startswith("change change")
    assert cut.endswith(f"…\n\n{foot}")
    assert fitted(Message("s", "b"), plugin) == "b"
    text = fitted(Message("s", "x" * 20_000), plugin)
    assert len(text) < plugin.body_maxlen
    assert text.endswith("…")


def test_each_service_gets_its_own_form(hook, mails):
    """Mail gets the page, a web hook the plain text."""
    message = Message("s", "plain", {"mail": "<html><body><b>page</b></body></html>", "slack": "**slack**"})
    assert send(mail(mails), message).outcome is SendStatus.SENT
    assert "<b>page</b>" in mails.taken[0][1]
    assert send(hook.url, message).outcome is SendStatus.SENT
    assert json.loads(hook.taken[0][1])["message"] == "plain"


def test_works():
    """What can be sent to is told from what cannot, without sending."""
    assert works("json://127.0.0.1/x")
    assert not works("nosuch://127.0.0.1/x")
