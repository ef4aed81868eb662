"""The names of fields."""

from monitor.simulator import ABSENT, seed_records
from monitor.simulator.field_names import TABLE, names
from monitor.simulator.paths import get


def test_names_of_all_forms_lead_to_one_path():
    """The registry's short name, the key, the key with a capital and the path."""
    found = names(seed_records())
    path = "protocolSection.eligibilityModule.minimumAge"
    assert {found[name] for name in ("MinimumAge", "minimumAge", path)} == {path}
    assert found["EligibilityModule"] == found["eligibilityModule"] == "protocolSection.eligibilityModule"


def test_a_key_that_stands_at_several_places_is_no_name():
    """Only its paths are."""
    found = names([{"x": {"same": 1}, "y": {"same": 2}}])
    assert "same" not in found
    assert found["x.same"] == "x.same"


def test_the_table_is_known_without_records():
    """Every name of it leads to its path, whatever the records have."""
    assert names([]).items() >= TABLE.items()


def test_most_of_the_table_is_in_the_seed():
    """A path that no record has would be a misprint: each begins with one that some record has."""
    for path in TABLE.values():
        section = ".".join(path.split(".")[:2])
        if section.startswith("protocolSection."):
            assert any(get(record, section) is not ABSENT for record in seed_records()), path
