"""Invented studies, mixed from others."""

import json
from statistics import mean

import pytest

from monitor.simulator import seed_records
from monitor.simulator.generated.generator import MEAN, Generator
from monitor.simulator.generated.numbers import nct

DAY = "2026-09-01"


@pytest.fixture(scope="module")
def generator():
    return Generator(seed_records())


def sizes(records, count):
    made = Generator(records)
    return [len(made.record(place, DAY)) for place in range(count)]


def test_the_same_place_gives_the_same_record(generator):
    """So it is for another generator with the same seed; another seed gives another record."""
    assert generator.record(3, DAY) == Generator(seed_records()).record(3, DAY)
    assert generator.record(3, DAY) != Generator(seed_records(), seed=2).record(3, DAY)
    assert len({generator.record(place, DAY) for place in range(50)}) == 50


def test_a_record_has_its_number_and_the_stamp(generator):
    """Both stand where the registry has them, and the stamp between the two parts."""
    record = json.loads(generator.record(7, DAY))
    assert record["protocolSection"]["identificationModule"]["nctId"] == nct(7)
    assert record["derivedSection"]["miscInfoModule"]["versionHolder"] == DAY
    head, tail = generator.around_stamp(7)
    assert head + DAY.encode() + tail == generator.record(7, DAY)


def test_a_record_has_the_shape_of_one_of_the_others(generator):
    """Its sections, its modules and their order are those of a record that it was mixed from."""
    shapes = [(list(record["protocolSection"]), list(record)) for record in seed_records()]
    for place in range(20):
        record = json.loads(generator.record(place, DAY))
        assert (list(record["protocolSection"]), list(record)) in shapes


def test_no_former_number_is_taken_over():
    """A generated study never had another number."""
    records = seed_records()
    for record in records:
        record["protocolSection"]["identificationModule"]["nctIdAliases"] = ["NCT00000001"]
    assert b"nctIdAliases" not in Generator(records).record(0, DAY)


def test_records_with_results_are_as_many_as_the_mean_size_takes():
    """Of small and large records so many are drawn that the mean is the registry's."""
    small, large = seed_records()[:2]
    large["resultsSection"] = {"moreInfoModule": {"limitationsAndCaveats": {"description": "x" * 60_000}}}
    assert mean(sizes([small, large], 400)) == pytest.approx(MEAN, rel=0.25)


def test_records_of_one_kind_alone_will_do():
    """A corpus without results, or of one record, is no obstacle."""
    assert len(sizes(seed_records()[:1], 3)) == 3


def test_a_record_without_eligibility_will_do():
    """A module that the corpus' record lacks is made up for."""
    record = seed_records()[0]
    del record["protocolSection"]["eligibilityModule"]
    assert json.loads(Generator([record]).record(0, DAY))
