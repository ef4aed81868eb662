"""The client: retries, profiles, deadlines, redirects, and when it gives up."""

import time

import pytest

from monitor.errors import BadAnswer, ConfigError, Forbidden, Refused, Unreachable
from monitor.simulator import actions

SEED, ALIAS = "NCT03822858", "NCT09999991"


def refused_agents(*starts):
    """Return an edge that refuses User-Agents that begin so."""
    return lambda request: request.headers["user-agent"].startswith(starts)


def agents(registry):
    return [request.headers["user-agent"].split("/")[0] for request in registry.requests]


def test_asks_below_the_given_address(registry, ask):
    """Path and query go below ``/api/v2``, with headers that say who asks and what is taken."""
    answer = ask(registry.url + "/", contact="me@example.org").get("/studies", {"filter.ids": SEED})
    assert answer.status == 200
    (request,) = registry.requests
    assert (request.path, dict(request.query)) == ("/api/v2/studies", {"filter.ids": SEED})
    assert "; +me@example.org)" in request.headers["user-agent"]
    assert request.headers["accept-encoding"] == "gzip"


def test_usage_counts_requests_and_bytes(registry, ask):
    """What a poll cost is every request, and the bytes of bodies as they came over the wire."""
    client = ask()
    body = client.get("/studies").body
    assert client.usage.requests == 1
    assert 0 < client.usage.bytes < len(body) / 2


def test_paces_requests(ask):
    """Requests are spaced by the pace."""
    client = ask(requests_per_second=10)
    start = time.monotonic()
    for _ in range(3):
        client.get("/version")
    assert 0.2 <= time.monotonic() - start < 3


@pytest.mark.parametrize(
    "action",
    [
        actions.status(500),
        actions.status(503),
        actions.status(429),
        actions.reset(),
        actions.reset_after_head(),
        actions.reset_in_body(),
        actions.close_in_body(),
        actions.cut_gzip(),
        actions.hang(60),
        actions.drip(0.05),
    ],
    ids=["500", "503", "429", "reset", "reset after head", "reset in body", "closed", "cut", "hang", "drip"],
)
def test_hiccup_is_asked_again(registry, ask, action):
    """One bad moment of any kind costs another request and nothing else."""
    registry.faults.add("/version", action)
    client = ask()
    assert client.get("/version").status == 200
    assert client.usage.requests == 2


def test_gives_up_after_three_attempts(registry, ask):
    """A server that keeps failing is asked three times, and what it said is told."""
    registry.faults.add("/version", actions.status(503), times=9)
    with pytest.raises(Unreachable, match="503"):
        ask().get("/version")
    assert len(registry.requests) == 3


def test_backs_off(registry, ask):
    """Attempts are further apart each time."""
    registry.faults.add("/version", actions.status(503), times=9)
    start = time.monotonic()
    with pytest.raises(Unreachable):
        ask(timeout=0.6).get("/version")
    assert time.monotonic() - start >= 0.3  # twice a quarter of the timeout, which caps it


def test_retry_after_is_obeyed(registry, ask):
    """The next request comes no earlier than the registry asked for."""
    registry.faults.add("/version", actions.status(503, retry_after=1))
    start = time.monotonic()
    assert ask(timeout=1).get("/version").status == 200
    assert time.monotonic() - start >= 1


def test_long_retry_after_ends_all_asking(registry, ask):
    """Told to wait for longer than the poll may take, the client asks nothing more, and passes it on."""
    registry.faults.add("/version", actions.status(429, retry_after=3600))
    client = ask()
    with pytest.raises(Unreachable, match="429") as caught:
        client.get("/version")
    assert caught.value.retry_after == 3600
    with pytest.raises(Unreachable, match="left alone") as caught:
        client.get("/studies")
    assert caught.value.retry_after == pytest.approx(3600, abs=2)
    assert client.pause_left == pytest.approx(3600, abs=2)
    assert len(registry.requests) == 1


def test_patience_is_below_ten_timeouts(registry, ask):
    """However much is asked of a silent registry, it is over well within ten times the timeout."""
    registry.faults.add("", actions.hang(60), times=99)
    client = ask(timeout=0.3)
    start = time.monotonic()
    for _ in range(20):
        with pytest.raises(Unreachable):
            client.get("/version")
    assert time.monotonic() - start < 3


def test_slow_pace_is_not_silence(registry, ask):
    """A pace far slower than the timeout leaves time for the next request."""
    client = ask(timeout=0.2, requests_per_second=2)
    for _ in range(2):
        assert client.get("/version").status == 200
        client.mark_usable()


def test_first_profile_is_kept(registry, ask):
    """As long as the edge lets it in, one profile is used."""
    client = ask()
    client.get("/version")
    client.get("/studies")
    assert agents(registry) == ["python-httpx"] * 2
    assert client.accepted == {"/api/v2": "default"}


def test_next_profile_after_a_refusal(registry, ask):
    """After a 403 the next profile asks the same, and then everything else."""
    registry.faults.refuse(refused_agents("python-httpx"))
    client = ask()
    assert client.get("/version").status == 200
    client.get("/studies")
    assert agents(registry) == ["python-httpx", "python-httpx", "nctwatch", "nctwatch"]
    assert client.accepted == {"/api/v2": "post-handshake-auth"}


def test_remembered_profile_is_tried_first(registry, ask):
    """The profile that worked last time asks first; when it is refused, the others still get their turn."""
    accepted = {"/api/v2": "post-handshake-auth"}
    assert ask(accepted=accepted).get("/version").status == 200
    registry.faults.refuse(refused_agents("nctwatch"))
    client = ask(accepted=accepted)
    assert client.get("/version").status == 200
    assert agents(registry) == ["nctwatch", "nctwatch", "python-httpx"]
    assert client.accepted == {"/api/v2": "default"}


def test_profiles_are_remembered_for_each_api(registry, ask):
    """Where one API refuses a profile that the other accepts, each goes on with its own."""
    registry.faults.refuse(
        lambda request: "/api/int" in request.path and refused_agents("python-httpx")(request)
    )
    client = ask()
    for _ in range(2):
        client.get("/version")
        client.get(f"/studies/{SEED}/history", base="/api/int")
    assert client.accepted == {"/api/v2": "default", "/api/int": "post-handshake-auth"}
    assert agents(registry) == ["python-httpx"] * 3 + ["nctwatch", "python-httpx", "nctwatch"]


def test_one_forbidden_address(registry, ask):
    """A 403 of an API that answered 200 before concerns that one address, and costs one request."""
    client = ask()
    client.get(f"/studies/{SEED}/history", base="/api/int")
    registry.faults.refuse(lambda request: request.path.endswith("/history/99"))
    with pytest.raises(Forbidden, match="403"):
        client.get(f"/studies/{SEED}/history/99", base="/api/int")
    assert client.get(f"/studies/{SEED}/history/0", base="/api/int").status == 200
    assert len(registry.requests) == 3


def test_unknown_remembered_profile(registry, ask):
    """A remembered profile that is no more does no harm."""
    assert ask(accepted={"/api/v2": "of-old"}).get("/version").status == 200


def test_refused_in_every_profile(registry, ask):
    """Refused in all profiles, the client says so after one request in each, and claims none that works."""
    registry.faults.refuse(lambda _request: True)
    client = ask()
    with pytest.raises(Refused, match="refuses this client"):
        client.get("/version")
    assert agents(registry) == ["python-httpx", "python-httpx", "nctwatch"]
    assert client.accepted == {}


def test_refused_once_is_not_refused_for_ever(registry, ask):
    """A client that was refused one thing can be asked for another."""
    registry.faults.add("/studies", actions.denied(), times=3)
    client = ask()
    with pytest.raises(Refused):
        client.get("/studies")
    assert client.get("/version").status == 200
    assert len(registry.requests) == 4


def test_refusal_is_not_repeated_on_a_retry(registry, ask):
    """When the next profile meets a hiccup, the refused one is not tried again."""
    registry.faults.refuse(refused_agents("python-httpx"))
    registry.faults.add("/version", actions.status(503))
    assert ask().get("/version").status == 200
    assert agents(registry) == ["python-httpx", "python-httpx", "nctwatch", "nctwatch"]


def test_former_number_redirects(registry, ask):
    """A 301 to another path is followed, and the answer says that it is another address for good."""
    registry.registry.rename(SEED, "NCT09999992")
    answer = ask().get(f"/studies/{SEED}")
    assert (answer.status, answer.moved) == (200, True)
    assert b"NCT09999992" in answer.body


def test_temporary_redirect_is_no_move(registry, ask):
    """A 302 is followed too, but says nothing of another address for good."""
    registry.faults.add("/version", actions.redirect("/api/v2/studies/" + SEED))
    answer = ask().get("/version")
    assert (answer.status, answer.moved) == (200, False)


def test_redirect_loop(registry, ask):
    """A circle of redirects is left after a few."""
    registry.faults.add("/version", actions.redirect(), times=99)
    with pytest.raises(BadAnswer, match="circle"):
        ask().get("/version")
    assert len(registry.requests) == 4


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:1/x", "https://127.0.0.1/x", "//evil.example/", "ftp://a/b", "http://localhost:80/x"],
)
def test_redirect_to_another_server(registry, ask, target):
    """No other server is ever asked, whatever the registry says."""
    registry.faults.add("/version", actions.redirect(target))
    with pytest.raises(BadAnswer, match="another server"):
        ask().get("/version")


@pytest.mark.parametrize("target", ["http://[::1", "/a\tb", "x" * 70_000], ids=["host", "tab", "long"])
def test_redirect_to_nowhere(registry, ask, target):
    """A redirect to what is no address is no answer."""
    registry.faults.add("/version", actions.redirect(target), times=9)
    with pytest.raises(Unreachable, match="location"):
        ask().get("/version")


@pytest.mark.parametrize("code", [201, 204, 401, 402, 410, 418, 451])
def test_other_statuses(registry, ask, code):
    """A status that means nothing here is no answer, and is not asked for again."""
    registry.faults.add("/version", actions.raw(b"", code=code))
    with pytest.raises(BadAnswer, match=str(code)):
        ask().get("/version")
    assert len(registry.requests) == 1


def test_bomb_is_refused(registry, ask):
    """A body that unpacks to more than any page of records is not unpacked to its end."""
    registry.faults.add("/version", actions.bomb(9_000_000), times=9)
    with pytest.raises(BadAnswer, match="larger than"):
        ask(timeout=3).get("/version")


@pytest.mark.parametrize("url", ["http://", "http://[::1", "http://a\x00b"])
def test_address_that_is_none(ask, url):
    """An address that cannot be is a fault of the configuration."""
    with pytest.raises((ConfigError, Unreachable)):
        ask(url).get("/version")


def test_a_name_that_nobody_knows(ask):
    """A machine without a connection is told what to look at, not a number of its resolver."""
    with pytest.raises(Unreachable, match="cannot be looked up; is this machine connected") as failed:
        ask("http://registry.invalid").get("/version")
    assert "Errno" not in str(failed.value)
