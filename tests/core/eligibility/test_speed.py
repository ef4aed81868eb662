"""No text is slow to read or to compare."""

from __future__ import annotations

import random

import pytest
from timing import within

from monitor.core.eligibility import compare, redline


def blocks(seed, share):
    """Write 600 criteria, a share of whose words differs from seed to seed."""
    same, own = random.Random(0), random.Random(seed)
    lines = [
        "* "
        + " ".join(
            f"x{own.randrange(5000)}" if own.random() < share else f"w{same.randrange(5000)}"
            for _ in range(16)
        )
        for _ in range(600)
    ]
    return "\n".join(["Inclusion Criteria:\n", *lines[:300], "\nExclusion Criteria:\n", *lines[300:]])


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_large_blocks_compare_quickly(share):
    """Sixty thousand signs with 600 criteria, all of them changed, take well under a second."""
    before, after = blocks(1, share), blocks(2, share)
    assert within(6, lambda: (compare(before, after), redline(before, after)))


@pytest.mark.parametrize(
    "sign",
    [
        "*",
        "(",
        " ",
        "\\",
        "&amp;",
        "a) ",
        "1. x ",
        "<!--",
        "<ul>",
        "Inclusion Criteria:\n",
        "exclusion criteria: ",
    ],
)
def test_hostile_texts_take_no_time(sign):
    """A hundred thousand signs of one kind are read and compared at once."""
    text = (sign * 100_000)[:100_000]
    assert within(9, lambda: compare(text, f"Inclusion Criteria:\n\n* {text} y"))
