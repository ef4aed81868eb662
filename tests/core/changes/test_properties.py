"""What holds for any record: order and markup are nothing, an edit and its reverse mirror, nothing goes untold."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import a_record

from monitor.core.changes import classify
from monitor.core.records.compare import differences
from monitor.model import Direction, Kind, Severity
from monitor.simulator.paths import copied

if TYPE_CHECKING:
    from corpus import Corpus

    from monitor.model import Change

MIRROR = {
    "opened": "closed",
    "added": "removed",
    "criterion_added": "criterion_removed",
    "site_added": "site_removed",
    "raised": "lowered",
    "slipped": "advanced",
    "promoted": "demoted",
    "became_actual": "became_estimated",
}
MIRROR |= {there: here for here, there in MIRROR.items()}
RESULTS = {"posted": "removed", "removed": "posted"}
OPPOSITE = {Direction.LOOSENED: Direction.TIGHTENED, Direction.TIGHTENED: Direction.LOOSENED}


@pytest.fixture(scope="module")
def records(corpus: Corpus) -> list[dict[str, Any]]:
    return corpus.records()


def shuffled(value: Any, chance: random.Random) -> Any:
    """Return a value with every list and every object in it in another order."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    if isinstance(value, list):
        items = [shuffled(item, chance) for item in value]
        chance.shuffle(items)
        return items
    return value


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all plain values."""
    if isinstance(value, dict):
        return [leaf for key, part in value.items() for leaf in leaves(part, (*path, key))]
    if isinstance(value, list):
        return [leaf for place, part in enumerate(value) for leaf in leaves(part, (*path, place))]
    return [path]


def with_edit(record: dict[str, Any], path: tuple[Any, ...], edit: str) -> dict[str, Any]:
    """Return a copy with one plain value changed or taken out."""
    new = copied(record)
    place = new
    for key in path[:-1]:
        place = place[key]
    old = place[path[-1]]
    if edit == "remove":
        del place[path[-1]]
    elif isinstance(old, bool):
        place[path[-1]] = not old
    elif isinstance(old, int | float):
        place[path[-1]] = old + 1
    else:
        place[path[-1]] = f"{old} and something else"
    return new


def mirrored(change: Change) -> str:
    """Return the event that the reverse of a change is."""
    table = RESULTS if change.kind is Kind.RESULTS else MIRROR
    return table.get(change.event, change.event)


def test_a_record_in_another_order_tells_nothing(records):
    """Each against itself with every list and object shuffled and the stamp moved."""
    for number, record in enumerate(records):
        other = shuffled(record, random.Random(number))
        other["derivedSection"]["miscInfoModule"]["versionHolder"] = "2026-12-31"
        assert classify(record, other) == []


def test_two_different_records_never_crash_it(records):
    """However far apart two records are, each difference is told by a change."""
    chance = random.Random(7)
    for _ in range(60):
        old, new = chance.sample(records, 2)
        assert classify(old, new)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_edited_is_told(data):
    """One plain value anywhere in a record, changed or taken out, makes at least one change that leads there."""
    record = a_record()
    path = data.draw(st.sampled_from([leaf for leaf in leaves(record) if "versionHolder" not in leaf]))
    new = with_edit(record, path, data.draw(st.sampled_from(["change", "remove"])))
    changes = classify(record, new)
    assert changes
    assert all(difference.path[0] == path[0] for difference in differences(record, new))
    assert any(path[0] in change.path for change in changes)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_edit_and_its_reverse_mirror_each_other(data):
    """What was added is removed, what was loosened is tightened, and before and after change places."""
    record = a_record()
    path = data.draw(
        st.sampled_from(
            [leaf for leaf in leaves(record) if "versionHolder" not in leaf and "overallStatus" not in leaf]
        )
    )
    new = with_edit(record, path, data.draw(st.sampled_from(["change", "remove"])))
    there, back = classify(record, new), classify(new, record)
    assert sorted(map(mirrored, there)) == sorted(c.event for c in back)
    assert sorted(str(OPPOSITE.get(c.direction, c.direction)) for c in there) == sorted(
        str(c.direction) for c in back
    )
    plain = [c for c in there if not isinstance(c.before, dict) and not isinstance(c.after, dict)]
    assert {(str(c.after), str(c.before)) for c in plain} <= {(str(c.before), str(c.after)) for c in back}


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(["* ", "- ", "1. ", "    "]), st.booleans())
def test_order_and_markup_never_rise_above_noise(chance, bullet, spaced):
    """Shuffled lists, other bullets and other line breaks are noise at most."""
    record = a_record()
    new = shuffled(record, chance)
    text = new["protocolSection"]["eligibilityModule"]["eligibilityCriteria"].replace("* ", bullet)
    new["protocolSection"]["eligibilityModule"]["eligibilityCriteria"] = (
        text.replace("\n", "\n\n") if spaced else text
    )
    assert {change.severity for change in classify(record, new)} <= {Severity.NOISE}


def test_a_status_that_goes_and_comes_back_is_told_each_time():
    """Recruiting, suspended, recruiting, suspended: four records, three changes, the second pause too."""
    records = [a_record(statusModule__overallStatus=status) for status in ("RECRUITING", "SUSPENDED") * 2]
    events = [classify(old, new)[0].event for old, new in pairwise(records)]
    assert events == ["paused", "resumed", "paused"]
