"""Matching is linear enough: no list of outcomes of any shape holds a poll up."""

from __future__ import annotations

import itertools
import random

import pytest
from timing import within

from monitor.core.outcomes import Outcome, compare_outcomes

BOUND = 2.0
"""Seconds of the processor's time; a machine with nothing else to do takes half a second for each."""


def _letters(seed, count):
    chosen = random.Random(seed)
    return ["".join(chosen.choices("abcdefghilmnoprstu", k=chosen.randint(4, 10))) for _ in range(count)]


def _renamed():
    """2,000 outcomes, each renamed and all of them shuffled."""
    chosen, words = random.Random(1), _letters(1, 3000)
    old = [
        Outcome(
            "secondary",
            " ".join(chosen.choices(words, k=7)),
            f"{n % 50} weeks",
            " ".join(chosen.choices(words, k=30)),
        )
        for n in range(2000)
    ]
    new = [Outcome(o.list, f"{o.measure} as renamed", o.time_frame, f"{o.description} more") for o in old]
    chosen.shuffle(new)
    return old, new


def _permuted():
    """60 outcomes whose names are the same seven long words in another order."""
    words = [word * 3 for word in _letters(2, 7)]
    names = [" ".join(order) for order in itertools.islice(itertools.permutations(words), 0, 5000, 80)][:60]
    return [Outcome("secondary", name) for name in names], [
        Outcome("secondary", f"{name} edited") for name in names
    ]


def _equal_names():
    """20,000 outcomes of one name, each with another time frame."""
    old = [Outcome("secondary", "Pain", f"{n} days") for n in range(20_000)]
    return old, [Outcome("secondary", "Pain", f"{n} hours") for n in range(20_000)]


def _equal_and_renamed():
    """20,000 equal outcomes, all renamed."""
    return [Outcome("secondary", "Pain")] * 20_000, [Outcome("secondary", "Pain score")] * 20_000


def _unlike():
    """2,000 outcomes that all went, and 2,000 others that share their generic words."""
    old = [Outcome("secondary", f"Change from baseline in {word}", "1 year") for word in _letters(3, 2000)]
    return old, [
        Outcome("secondary", f"Change from baseline in {word}", "1 year") for word in _letters(4, 2000)
    ]


def _each_edited():
    """15,625 outcomes of one list, each with another time frame and a word more in its description."""
    numbers = range(15_625)
    old = [Outcome("secondary", f"Pain {n}", f"{n} weeks", f"x{n}") for n in numbers]
    return old, [Outcome("secondary", f"Pain {n}", f"{n + 1} weeks", f"x{n} other") for n in numbers]


def _each_renamed():
    """15,625 outcomes, each with another name."""
    numbers = range(15_625)
    old = [Outcome("secondary", f"ax{n}", f"{n} weeks", f"{n} ax{n}") for n in numbers]
    return old, [Outcome("secondary", f"zz{n}", f"{n} weeks", f"{n} zz{n}") for n in numbers]


def _many_parts():
    """200 renamed outcomes, each the whole of many, and 10,000 that came."""
    old = [Outcome("secondary", f"Pain and sleep of zz{n}", f"{n} weeks") for n in range(200)]
    kept = [Outcome("secondary", f"Pain of zz{n}", f"{n} weeks") for n in range(200)]
    return old, [*kept, *(Outcome("secondary", f"Sleep of zz{n}", "1 day") for n in range(4000))]


def _long_names(count, form):
    """So many outcomes with names of 3,500 words that are forms of each other, and the same of longer words."""

    def name(ending, shift):
        return form(
            " ".join(
                f"word{ending}{chr(97 + (n + shift) % 26)}{chr(97 + (n // 26 + shift) % 26)}"
                for n in range(3500)
            )
        )

    return [[Outcome("secondary", name(ending, n), "1 week") for n in range(count)] for ending in ("", "s")]


def _long_alike():
    """40 outcomes of long names whose words are forms of each other."""
    return _long_names(40, str.lower)


def _long_capitals():
    """36 outcomes of long names in capitals, as many as are compared with all others."""
    return _long_names(36, str.upper)


@pytest.mark.parametrize(
    "lists",
    [
        _each_edited,
        _each_renamed,
        _long_alike,
        _long_capitals,
        _many_parts,
        _equal_names,
        _equal_and_renamed,
        _renamed,
        _permuted,
        _unlike,
    ],
)
def test_large_lists_take_two_seconds_at_most(lists):
    """Each shape is compared within the bound."""
    old, new = lists()
    assert within(BOUND, lambda: compare_outcomes(old, new))


def test_all_of_many_renamed_outcomes_are_found():
    """2,000 renamed and shuffled outcomes are one rewording, with nothing added or removed."""
    (change,) = compare_outcomes(*_renamed())
    assert (change.event, len(change.alike)) == ("reworded", 2000)


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "A-" * 100_000, "1, " * 70_000, "(" * 200_000, "as " * 70_000, "IL-" * 70_000]
)
def test_long_texts_are_read_in_a_moment(text):
    """A text of 200,000 letters of any shape costs no more than its length."""
    before = [Outcome("primary", text, text, text)]
    after = [Outcome("primary", f"x {text}", f"2 {text}", text)]
    assert within(BOUND, lambda: compare_outcomes(before, after))
