"""Tests of where two records differ."""

from __future__ import annotations

import copy
import json
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import LOCATIONS, a_record, put, released, sites
from timing import within

from monitor.core.records.canonical import same_content
from monitor.core.records.compare import differences, path_text
from monitor.model import Difference

ODD_KEYS = ["__private", "__", "a\"b'c", "root['x']", "[x]", "a.b", "", "ключ", "x y"]
scalars = (
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from([0.0, 1.0, 2.5, "", "1", "text", "[x]"])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*ODD_KEYS, "name", "id", "measure"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def at(record, path):
    """Return what lies at a path of keys and places."""
    for key in path:
        record = record[key]
    return record


def places(value, path=()):
    """Return the paths of everything in a value."""
    found = [path]
    if isinstance(value, dict):
        found += [place for key, part in value.items() for place in places(part, (*path, key))]
    if isinstance(value, list):
        found += [place for number, part in enumerate(value) for place in places(part, (*path, number))]
    return found


def ordered(value):
    """Return a value's letters with all its lists sorted: equal for what differs in order alone."""
    if isinstance(value, dict):
        return json.dumps({key: ordered(part) for key, part in value.items()}, sort_keys=True)
    if isinstance(value, list):
        return json.dumps(["list", *sorted(map(ordered, value))])
    return json.dumps(value)


def shuffled(value, rng):
    """Return a value with the order of every list and of every object changed."""
    if isinstance(value, dict):
        parts = list(value.items())
        rng.shuffle(parts)
        return {key: shuffled(part, rng) for key, part in parts}
    if isinstance(value, list):
        return rng.sample([shuffled(part, rng) for part in value], len(value))
    return value


def leads_to(difference, path):
    """Return whether a difference lies on the way to a path, or below it."""
    return all(
        str(key).startswith("[") if isinstance(step, int) else key == step
        for key, step in zip(difference.path, path, strict=False)
    )


def assert_told(old, new, path):
    """Assert that an edit at a path is told, there and nowhere else, and backwards the other way round."""
    found, back = differences(old, new), differences(new, old)
    assert found
    assert all(leads_to(first, path) for first in found), (path, found)
    forth = Counter(json.dumps([first.before, first.after], sort_keys=True) for first in found)
    assert forth == Counter(json.dumps([first.after, first.before], sort_keys=True) for first in back)


def edited(draw, record):
    """Return a copy of a record with one edit, and the path of it."""
    path = draw(st.sampled_from([path for path in places(record) if path]))
    copied = copy.deepcopy(record)
    parent, key = at(copied, path[:-1]), path[-1]
    deeds = ["replace", "remove"]
    deeds += ["add"] if isinstance(parent[key], dict | list) else []
    deed = draw(st.sampled_from(deeds))
    if deed == "replace":
        parent[key] = draw(values)
    elif deed == "remove":
        del parent[key]
    elif isinstance(parent[key], list):
        path = (*path, 0)
        parent[key].insert(draw(st.integers(0, len(parent[key]))), draw(values))
    else:
        path = (*path, draw(st.sampled_from(ODD_KEYS)))
        parent[key][path[-1]] = draw(values)
    return copied, path


def test_equal_records_differ_nowhere():
    """A record does not differ from itself, nor from itself in another release."""
    assert differences(a_record(), a_record()) == []
    assert differences(a_record(), released(a_record(), "2030-01-01")) == []


@given(st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_order_is_no_difference(rng):
    """However all lists and objects of a record are reordered, it differs nowhere, but is other content."""
    record = put(a_record(), [[1, [2, 3]], [4, [5, 6]], [], [[]]], "resultsSection", "lists")
    turned = shuffled(record, rng)
    assert differences(record, turned) == []
    assert same_content(record, turned) is (record == turned)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_no_edit_goes_untold(data):
    """Whatever is changed anywhere in a record makes a difference whose path leads there."""
    old = a_record()
    new, path = edited(data.draw, old)
    if path[:3] == ("derivedSection", "miscInfoModule", "versionHolder") or ordered(old) == ordered(new):
        assert differences(old, new) == []
    else:
        assert_told(old, new, path)


@given(values, values)
@settings(max_examples=100, deadline=None)
def test_any_two_values_are_told_apart(first, second):
    """Two values of any shape, however alike to Python, differ; the same in another order do not."""
    old, new = ({"section": {"key": value}} for value in (first, second))
    assert bool(differences(old, new)) is (ordered(first) != ordered(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (1, 1.0),
        (1, True),
        (0, False),
        (0.0, False),
        ("1", 1),
        (None, ""),
        ({}, []),
        ([1], [1.0]),
        ([0], [False]),
    ],
)
def test_values_that_python_takes_for_equal_are_told_apart(first, second):
    """1, 1.0 and true are three values, in a list too."""
    assert differences({"a": {"b": first}}, {"a": {"b": second}})


@pytest.mark.parametrize("nothing", [None, {}, [], ""])
def test_an_empty_value_is_told_from_an_absent_one(nothing):
    """A key that came with null or an empty value is one difference, at that key."""
    (found,) = differences({"a": {"c": 1}}, {"a": {"b": nothing, "c": 1}})
    assert found == Difference(("a", "b"), None, nothing)


@pytest.mark.parametrize("key", ODD_KEYS)
def test_odd_keys_are_told_as_they_are(key):
    """Keys with leading underscores, both quotes, brackets or dots are told by their exact name."""
    assert differences({"a": {key: 1}}, {"a": {key: 2}}) == [Difference(("a", key), 1, 2)]
    assert differences({"a": {"x": 0}}, {"a": {"x": 0, key: 2}}) == [Difference(("a", key), None, 2)]


def test_a_missing_module_is_told_part_by_part():
    """A module that came or went is a difference for each of its values, as if it had been emptied."""
    found = differences(a_record(ipdSharingStatementModule=None), a_record())
    assert found == [Difference(("protocolSection", "ipdSharingStatementModule", "ipdSharing"), None, "NO")]


def test_a_section_that_comes_whole_is_told_whole():
    """Results, annotations and documents come and go as one: ten thousand differences would tell nothing."""
    results = {"participantFlowModule": {"recruitmentDetails": "Here"}}
    (found,) = differences(a_record(), put(a_record(), results, "resultsSection"))
    assert found == Difference(("resultsSection",), None, results)


def test_an_edited_item_is_told_by_its_name():
    """An item of a list is named by what it is, and only what changed in it is told."""
    new = a_record()
    at(new, LOCATIONS)[1]["status"] = "COMPLETED"
    at(new, LOCATIONS).reverse()
    (found,) = differences(a_record(), new)
    assert found == Difference((*LOCATIONS, "[Hospital 1, Town 1]", "status"), "RECRUITING", "COMPLETED")


def test_an_item_that_came_is_one_difference():
    """An added item is told whole, wherever it was inserted."""
    new = a_record()
    added = {"measure": "Sleep", "timeFrame": "3 months"}
    at(new, ("protocolSection", "outcomesModule", "secondaryOutcomes")).insert(0, added)
    (found,) = differences(a_record(), new)
    assert found.path[-1] == "[Sleep, 3 months]"
    assert (found.before, found.after) == (None, added)


def test_masked_sites_are_not_mixed_up():
    """Of several sites with the same masked name, one edited is one difference, in any order."""
    masked = [site | {"facility": "Research Site", "contacts": []} for site in sites(3, city="Town") * 3]
    old, new = put(a_record(), masked, *LOCATIONS), put(a_record(), copy.deepcopy(masked), *LOCATIONS)
    at(new, LOCATIONS)[4]["status"] = "COMPLETED"
    at(new, LOCATIONS).reverse()
    (found,) = differences(old, new)
    assert (found.path[-1], found.before, found.after) == ("status", "RECRUITING", "COMPLETED")


def test_sites_of_one_name_are_told_apart():
    """By state and postcode, also where the other one did not change; by a number where those are equal."""
    alike = [
        site | {"facility": "Clinic", "city": "Town", "state": "Ohio", "zip": zip_code}
        for site, zip_code in zip(sites(3), ("1", "2", "2"), strict=True)
    ]
    new = put(a_record(), copy.deepcopy(alike), *LOCATIONS)
    old = put(a_record(), alike, *LOCATIONS)
    at(new, LOCATIONS)[0]["status"] = "COMPLETED"
    (found,) = differences(old, new)
    assert found.path[-2:] == ("[Clinic, Town, Ohio 1]", "status")
    for site in at(new, LOCATIONS):
        site["status"] = "COMPLETED"
    labels = {found.path[-2] for found in differences(old, new)}
    assert labels == {"[Clinic, Town, Ohio 1]", "[Clinic, Town, Ohio 2]", "[Clinic, Town, Ohio 2 #2]"}


def test_one_masked_site_more_is_one_difference():
    """Of equal items, one more or one less is told, though it looks like the others."""
    masked = [site | {"facility": "Research Site"} for site in sites(1)] * 4
    found = differences(put(a_record(), masked, *LOCATIONS), put(a_record(), masked[:-1], *LOCATIONS))
    assert [(first.before, first.after) for first in found] == [(masked[0], None)]


def test_one_of_a_thousand_sites():
    """One edited site of a thousand in reversed order is one difference, at once."""
    old = put(a_record(), sites(1000), *LOCATIONS)
    new = copy.deepcopy(old)
    at(new, LOCATIONS)[500]["status"] = "COMPLETED"
    at(new, LOCATIONS).reverse()
    assert len(differences(old, new)) == 1
    assert within(1.5, lambda: differences(old, new))


@pytest.mark.parametrize(("facility", "city"), [("Hospital {}", "Town {}"), ("Research Site", "Town")])
def test_a_thousand_sites_changed(facility, city):
    """A thousand sites changed at once, of whatever names, are told one by one within two seconds."""
    old = put(a_record(), [site | {"zip": "1"} for site in sites(1000, facility, city)], *LOCATIONS)
    new = copy.deepcopy(old)
    for site in at(new, LOCATIONS):
        site["status"] = "COMPLETED"
    found = []
    assert within(6, lambda: found.append(differences(old, new)))
    assert len(found[0]) == 1000


def test_paths_as_people_write_them():
    """Keys are joined with dots, items stand in brackets."""
    assert path_text(("a", "b", "[c, d]", "e")) == "a.b[c, d].e"
    assert path_text(("a",)) == "a"
    assert path_text(()) == ""


def test_no_edit_of_a_record_goes_untold(corpus):
    """A leaf changed anywhere in records, some with results, is told at its place."""
    rng = random.Random(1)  # the same edits each time
    for old in corpus.records(slice(None, 200, 10 if corpus.real else 1)):
        for path in rng.sample(places(old), 6):
            if not path or path[:2] == ("derivedSection", "miscInfoModule"):
                continue
            new = copy.deepcopy(old)
            value = at(new, path)
            at(new, path[:-1])[path[-1]] = [value, "more"] if rng.random() < 0.5 else "otherwise"
            assert_told(old, new, path)


def test_changes_of_records_are_told_and_mirrored(corpus):
    """Every change has a difference, nowhere an equal pair, and as many the other way round."""
    for old, new in corpus.pairs():
        found = differences(old, new)
        assert bool(found) is (ordered(released(old, "")) != ordered(released(new, "")))
        assert all(ordered(first.before) != ordered(first.after) for first in found)
        assert len(found) == len(differences(new, old))
