"""Page tokens."""

import pytest
from asking import fetch, found, listed, refused

from monitor.simulator import page_tokens
from monitor.simulator.errors import BadRequest


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("place", [0, 10, 600_000])
def test_a_token_holds_a_place(place, long):
    """Short or long, it leads back to the place that it was made of."""
    token = page_tokens.encode(place, long=long)
    assert page_tokens.decode(token) == place
    assert (len(token) > 40) == long


@pytest.mark.parametrize("token", ["", "x", "====", "AAAAAAAA", "é", "Wg=="])
def test_what_is_no_token_is_refused(token):
    """The refusal is the registry's own."""
    with pytest.raises(BadRequest, match="Parameter `pageToken` has incorrect format"):
        page_tokens.decode(token)


def test_long_tokens_are_served_and_taken(server):
    """With long tokens a list is read to its end as with short ones."""
    every = found(server)
    server.behavior.long_page_tokens = True
    first = listed(server, pageSize=4)
    assert len(first["nextPageToken"]) > 40
    assert found(server, pageSize=4, pageToken=first["nextPageToken"]) == every[4:]
    assert fetch(server, "/api/v2/studies?pageToken=x")[0] == 400
    assert refused(server, "/api/v2/studies?pageToken=x").startswith("Parameter `pageToken`")
