"""NCT numbers of generated studies."""

import pytest

from monitor.simulator.generated.numbers import Numbers, nct, place_of


@pytest.mark.parametrize("place", [0, 1, 599_999])
def test_a_number_leads_back_to_its_place(place):
    """Each place has its own number, in the registry's form."""
    assert len(nct(place)) == 11
    assert place_of(nct(place)) == place


@pytest.mark.parametrize("text", ["NCT00100004", "NCT00000001", "", "NCT1", "NCT0010000²", "NCT001000033"])
def test_numbers_that_no_study_has(text):
    """Numbers between those of two studies, below the first, and no numbers at all."""
    assert place_of(text) is None


def test_numbers_are_written_when_asked_for():
    """A list of places is a list of numbers, as is a slice of it."""
    numbers = Numbers(range(600_000))
    assert len(numbers) == 600_000
    assert numbers[-1] == nct(599_999)
    assert list(numbers[10:12]) == [nct(10), nct(11)]
    assert nct(5) in numbers[:6]
    with pytest.raises(IndexError):
        numbers[600_000]
