"""Records by dotted path."""

import pytest

from monitor.simulator.paths import ABSENT, get, leaves, put, texts

RECORD = {"a": {"b": [{"c": 1}, {"c": True}, {"d": "x"}]}, "e": None}


@pytest.mark.parametrize(
    ("path", "value"),
    [("a.b.0.c", 1), ("a.b.2", {"d": "x"}), ("e", None), ("a.x.y", ABSENT), ("a.b.9", ABSENT)],
)
def test_values_by_path(path, value):
    """A number is a place in a list; what is not there is ABSENT, which null is not."""
    assert get(RECORD, path) == value


def test_putting_makes_and_removes():
    """Objects on the way are made, ABSENT removes a key or an item."""
    record = {"list": [1, 2]}
    put(record, "new.key", 3)
    put(record, "list.0", ABSENT)
    assert record == {"list": [2], "new": {"key": 3}}


def test_texts_go_into_all_items():
    """Every leaf below a path is a text, and a truth value is written as JSON has it."""
    assert list(texts(RECORD, "a.b.c")) == ["1", "true"]
    assert list(texts(RECORD, "a")) == ["1", "true", "x"]
    assert list(texts(RECORD, "z")) == []


def test_leaves_have_paths_without_places():
    """Lists add nothing to a path."""
    assert list(leaves(RECORD)) == [("a.b.c", 1), ("a.b.c", True), ("a.b.d", "x"), ("e", None)]
