"""Random releases."""

from copy import deepcopy
from datetime import date

import pytest

from monitor.simulator.generated import generated_registry, publish_random
from monitor.simulator.generated.numbers import nct


def content(record):
    record = deepcopy(record)
    del record["derivedSection"]["miscInfoModule"]["versionHolder"]
    return record


def update(record):
    return record["protocolSection"]["statusModule"]["lastUpdatePostDateStruct"]["date"]


def test_so_many_studies_change(generated):
    """Those of sponsors move their update date to the release's day, those of the registry none; all others stay."""
    numbers = list(generated.now.numbers())
    before = {number: generated.record(number) for number in numbers}
    changed = publish_random(generated, 8, 4)
    after = {number: generated.record(number) for number in numbers}
    assert (len(changed["moved"]), len(changed["silent"])) == (8, 4)
    differing = {number for number in numbers if content(before[number]) != content(after[number])}
    assert differing == {*changed["moved"], *changed["silent"]}
    assert {number for number in numbers if update(after[number]) == "2026-09-02"} == {*changed["moved"]}
    assert all(update(before[number]) == update(after[number]) for number in changed["silent"])
    assert date.fromisoformat(generated.now.timestamp[:10]) == date(2026, 9, 2)


def test_studies_are_drawn_from_those_given(generated):
    """None but these changes."""
    given = [nct(3), nct(4)]
    changed = publish_random(generated, 1, 1, given)
    assert sorted(changed["moved"] + changed["silent"]) == given


def test_more_than_there_are_cannot_change(generated):
    """Nothing is published then."""
    with pytest.raises(ValueError, match="larger than population"):
        publish_random(generated, 31, 0)
    assert generated.now.timestamp == "2026-09-01T09:00:06"


def test_releases_are_the_same_for_the_same_seed(generated, folder):
    """Another registry of the same studies has the same releases."""
    other = generated_registry(folder)
    assert publish_random(generated, 5, 2) == publish_random(other, 5, 2)
    assert [generated.record(nct(place)) for place in range(30)] == [
        other.record(nct(place)) for place in range(30)
    ]
    other.now.shelf.close()
