"""Tests of which item of one list is which of another."""

from __future__ import annotations

import copy
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import sites
from timing import within

from monitor.core.records.identity import NAMINGS, canonical_text, label, naming
from monitor.core.records.match import LIKENESS, alike, match

items = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "b", "", "1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "role", "facility", "city", "zip", "country"]), inner, max_size=4
        )
    ),
    max_leaves=6,
)


@given(
    st.lists(items, max_size=6),
    st.lists(items, max_size=6),
    st.sampled_from(["locations", "contacts", "other"]),
)
@settings(max_examples=100, deadline=None)
def test_every_item_is_accounted_for_once(old, new, name):
    """Each item is paired, removed, added, or equal to one of the other side: never two of these, never none."""
    pairs, removed, added = match(old, new, (name,))
    left, right = [a for a, _ in pairs] + removed, [b for _, b in pairs] + added
    assert len(left) == len(set(left))
    assert len(right) == len(set(right))
    equal_old = sorted(canonical_text(item) for place, item in enumerate(old) if place not in left)
    equal_new = sorted(canonical_text(item) for place, item in enumerate(new) if place not in right)
    assert equal_old == equal_new


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": "COMPLETED"}, "another status"),
        ({"zip": "99999", "state": "Ohio (US)"}, "another code"),
        ({"city": "Town One"}, "relabelled by the registry"),
        ({"facility": "Hospital No. 1"}, "a like name in the same town"),
    ],
)
def test_an_edited_site_is_the_same_site(change, why):
    """A site stays the same site where its status, code, town's name or own name was edited a little."""
    old, new = sites(3), sites(3)
    new[1] |= change
    new.reverse()
    assert match(old, new, ("locations",)) == ([(1, 1)], [], []), why


def test_a_like_name_elsewhere_is_another_site():
    """Names alike in another town and another postal code are two sites."""
    old, new = sites(1), [sites(1)[0] | {"facility": "Hospital 0a", "city": "Elsewhere", "zip": "1"}]
    assert match(old, new, ("locations",)) == ([], [0], [0])


def test_of_two_namesakes_the_likelier_one_is_paired():
    """Where two items have one name, the edited one goes with the one that it has most in common with."""
    masked = [site | {"facility": "Research Site", "city": "Town", "zip": "1"} for site in sites(3)]
    new = copy.deepcopy(masked)
    new[2]["status"] = "COMPLETED"
    new[0]["status"] = "SUSPENDED"
    pairs, removed, added = match(masked, list(reversed(new)), ("locations",))
    assert (sorted(pairs), removed, added) == ([(0, 2), (2, 0)], [], [])


def test_a_reworded_measure_is_the_same_outcome():
    """An outcome whose wording changed a little is one edited, not one gone and one new."""
    old = [{"measure": "Change in walking speed", "timeFrame": "12 months"}]
    new = [{"measure": "Change of walking speed", "timeFrame": "24 months"}, {"measure": "Pain"}]
    assert match(old, new, ("primaryOutcomes",)) == ([(0, 0)], [], [1])


def test_items_that_differ_in_inner_order_alone_are_equal():
    """The order of lists inside an item makes it no other item, whatever it is."""
    assert match([[1, [2, 3]], {"x": [1, 2]}], [{"x": [2, 1]}, [[3, 2], 1]], ("odd",)) == ([], [], [])


@pytest.mark.parametrize(
    ("first", "second"), [(1, 1.0), (1, True), ("1", 1), (None, "null"), ([], {}), ([1, 2], [12])]
)
def test_fingerprints_tell_values_apart(first, second):
    """Two values that are not the same JSON have two fingerprints."""
    assert canonical_text(first) != canonical_text(second)


@pytest.mark.parametrize(
    ("first", "second", "is_alike"),
    [
        ("Walking speed", "walking SPEED", True),
        ("Fatigue", "Fatige", True),
        ("Fatigue", "Pain", False),
        ("word " * 50, "word " * 40 + "other " * 10, True),
        ("word " * 50, "word " * 20 + "other " * 30, False),
        ("", "", True),
        (None, None, False),
        (5, 5, False),
        (["a"], ["a"], False),
    ],
)
def test_likeness(first, second, is_alike):
    """Names are alike from three quarters in common on, short ones by letters and long ones by words."""
    assert (alike(first, second) >= LIKENESS) is is_alike


def test_many_long_names_are_compared_in_time():
    """Sixty outcomes of three hundred letters, all reworded from the same few words, take no seconds."""
    rng = random.Random(1)
    words = [
        "change",
        "from",
        "baseline",
        "in",
        "the",
        "score",
        "of",
        "fatigue",
        "at",
        "week",
        "month",
        "walking",
    ]

    def outcomes():
        return [{"measure": " ".join(rng.choice(words) for _ in range(60))} for _ in range(60)]

    old, new = outcomes(), outcomes()
    assert within(6, lambda: match(old, new, ("secondaryOutcomes",)))


@given(items, st.sampled_from([*NAMINGS, "other"]))
@settings(max_examples=100, deadline=None)
def test_every_item_has_a_short_label(item, name):
    """Whatever an item is, it gets a name of bounded length."""
    assert len(label(item, (name,))) <= 120


def test_labels_are_what_a_person_would_say():
    """An item is called by its naming fields; one without any, by its letters."""
    assert label(sites(1)[0], ("locations",)) == "Hospital 0, Town 0"
    assert label({"pmid": "1", "type": "RESULT"}, ("references",)) == "1, RESULT"
    assert label("asthma", ("conditions",)) == "asthma"
    assert label({"x": 1}, ("odd",)) == '{"x": 1}'
    assert naming(()).name_field == "name"


def test_thousands_of_items_of_one_name():
    """References with one citation, all with other numbers, are matched in linear time, and all of them."""
    old, new = (
        [
            {"pmid": str(number), "type": "RESULT", "citation": "Report"}
            for number in range(first, first + 2500)
        ]
        for first in (0, 10_000)
    )
    found = []
    assert within(1, lambda: found.append(match(old, new, ("references",))))
    assert (len(found[0][0]), found[0][1], found[0][2]) == (2500, [], [])
