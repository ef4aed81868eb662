"""Queries, read into a tree."""

import pytest

from monitor.simulator.behavior import Behavior
from monitor.simulator.errors import BadRequest
from monitor.simulator.query import Area, Every, Not, Range, Some, Words, parse, tokens


def words(text):
    return Words(tokens(text))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("stem cells", Every((words("stem"), words("cell")))),
        ('"stem cells"', Words(("stem", "cell"))),
        ("a OR b AND NOT c", Some((words("a"), Every((words("b"), Not(words("c"))))))),
        ("(a OR b) c", Every((Some((words("a"), words("b"))), words("c")))),
        ("AREA[Phase]PHASE2", Area("Phase", words("PHASE2"))),
        ("AREA[X]RANGE[1, MAX]", Area("X", Range("1", "MAX"))),
        ("AREA[X]a b AND c", Every((Area("X", Every((words("a"), words("b")))), words("c")))),
    ],
)
def test_trees(text, tree):
    """Words, phrases, operators, areas and ranges."""
    assert parse(text, "query.term") == tree


@pytest.mark.parametrize("text", ["(a", "a)", "a OR", "AND", '"a', "AREA[X]", "RANGE[1]"])
def test_what_is_no_query(text):
    """The refusal names the parameter."""
    with pytest.raises(BadRequest, match=r"Parameter `query\.cond` has incorrect format"):
        parse(text, "query.cond")


def test_only_queries_are_limited():
    """A filter may have more words, operators and quoted words do not count."""
    many = " OR ".join("abcdefghijkl")
    with pytest.raises(BadRequest, match="Error parsing query in Intervention / treatment: Too complicated"):
        parse(many, "query.intr", Behavior(query_words=12))
    assert isinstance(parse(many, "query.intr", Behavior(query_words=13)), Some)
    assert isinstance(parse(many, "filter.advanced", Behavior(query_words=12)), Some)
    assert isinstance(parse(many, "query.intr"), Some)
    assert parse('"a"', "query.intr", Behavior(query_words=1)) == words("a")
