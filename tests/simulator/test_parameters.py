"""Parameters of a request."""

import pytest

from monitor.simulator.errors import BadRequest
from monitor.simulator.parameters import check_format, flag, page_size


@pytest.mark.parametrize(
    ("given", "size"), [(None, 10), ("0", 10), ("7", 7), ("1000", 1000), ("999999999", 1000)]
)
def test_page_sizes(given, size):
    """Ten unless told, and silently never more than a thousand."""
    assert page_size({} if given is None else {"pageSize": given}) == size


@pytest.mark.parametrize("given", ["", "-1", "ten", "1.5", "²", "9999999999"])
def test_page_sizes_that_are_none(given):
    """Anything but a number of some digits is refused."""
    with pytest.raises(BadRequest, match="`pageSize` has incorrect format"):
        page_size({"pageSize": given})


def test_flags():
    """A flag is true, false or refused."""
    assert [flag(query, "countTotal") for query in ({}, {"countTotal": "true"})] == [False, True]
    with pytest.raises(BadRequest, match="`countTotal` has incorrect format"):
        flag({"countTotal": "1"}, "countTotal")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"page": "1"}, "`page` is unknown parameter"),
        ({"format": "csv"}, "Only JSON with Markdown is simulated"),
        ({"format": "json", "markupFormat": "legacy"}, "Only JSON with Markdown is simulated"),
    ],
)
def test_unknown_parameters_and_formats(query, words):
    """A parameter that an endpoint has not is refused by name, and so is a form that is not simulated."""
    with pytest.raises(BadRequest, match=words):
        check_format(query, ("format", "markupFormat"))
