"""All that is watched, and why."""

from __future__ import annotations

from monitor.core.watchlist import (
    NAMED,
    DiscoveredTrial,
    Hit,
    How,
    Why,
    all_watched,
    in_words,
    related_to,
    together,
)


def told(*given):
    """Tell what is watched, each with its reasons in words."""
    return {number: in_words(why) for number, why in all_watched(*given).items()}


def test_the_configuration_comes_first():
    """A trial has all its reasons, those of the configuration first; what names it beside another says that look's too."""
    hits = [Hit("NCT1", "s", None), Hit("NCT2", "s", None)]
    discovered = [
        DiscoveredTrial("NCT2", "NCT1", ["x"]),
        DiscoveredTrial("NCT3", "NCT1", ["same sponsor", "b", "c"]),
    ]
    assert told({"NCT1": NAMED}, hits, discovered, {}) == {
        "NCT1": 'watched; found by "s"',
        "NCT2": 'found by "s"; like NCT1: x',
        "NCT3": "like NCT1: same sponsor; b",
    }


def test_a_trial_of_several_searches():
    """All that find it are named; where none does any more, the last one is, with the day."""
    both = [Hit("NCT1", "a", None), Hit("NCT1", "b", "2026-09-09"), Hit("NCT1", "c", None)]
    assert told({}, both, [], {}) == {"NCT1": 'found by "a", "c"'}
    gone = [Hit("NCT1", "a", "2026-09-10"), Hit("NCT1", "b", "2026-09-09")]
    assert told({}, gone, [], {}) == {"NCT1": 'found by "a" until 2026-09-10'}


def test_what_found_it_once_is_no_further_reason():
    """A search that finds it no more, and a look around the trial that it is named beside, add nothing."""
    found = told(
        {"NCT1": (*NAMED, related_to("NCT2"))},
        [Hit("NCT1", "s", "2026-09-09")],
        [DiscoveredTrial("NCT1", "NCT2", ["x"])],
        {},
    )
    assert found == {"NCT1": "watched; related to NCT2"}


def test_reasons_of_several_numbers_are_put_together():
    """Each once, whatever a file is called."""
    listed = Why(How.LISTED, ("a; b.csv",))
    assert together((*NAMED, listed), (), NAMED, (listed,)) == (*NAMED, listed)
    assert in_words((*NAMED, listed)) == "watched; listed in a; b.csv"


def test_two_numbers_of_one_trial_are_one():
    """A trial named by a former number is not watched twice."""
    found = told(
        {"NCT1": NAMED}, [Hit("NCT9", "s", None)], [DiscoveredTrial("NCT1", "NCT5", [])], {"NCT1": "NCT9"}
    )
    assert found == {"NCT1": 'watched; found by "s"; like NCT5'}
