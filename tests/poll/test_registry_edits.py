"""The registry's own hand: the same place in many records is one notice, and what vanished waits for a second release."""

import pytest
from polling import World
from records import a_record, sites

from monitor.simulator import ABSENT, Registry, SimulatedRegistry, edit

NUMBERS = [f"NCT9100{number:04d}" for number in range(14)]
P = "protocolSection"
SEX, ACRONYM = f"{P}.eligibilityModule.sex", f"{P}.identificationModule.acronym"
SITES = f"{P}.contactsLocationsModule.locations"
CHANNELS = (
    '[[channel]]\nname = "all"\nurl = "json://127.0.0.1:1/a"\nkinds = "all"\n'
    '[[channel]]\nname = "one"\nurl = "json://127.0.0.1:1/b"\ntrials = ["NCT91000000"]\n'
)


@pytest.fixture
def many(tmp_path):
    """Fourteen trials are held, and two channels are there."""
    with SimulatedRegistry(Registry([a_record(number) for number in NUMBERS])) as server:
        world = World(server, tmp_path)
        world.watch(*NUMBERS, channels=CHANNELS)
        assert world.poll().counts["baseline"] == 14
        yield world


def alerts(world):
    """Return the subjects of what is queued for the channel that takes everything."""
    return [row["subject"] for row in world.deliveries() if row["channel"] == "all"]


def loud(world):
    """Return all changes of the log that are no noise, the newest first."""
    return world.changes(noise=False)


def test_one_place_of_many_records_is_one_notice(many):
    """Twelve records say it otherwise without an update: a notice for each channel, and noise in each trial."""
    many.publish(*(edit(number, {SEX: "Any sex"}) for number in NUMBERS[:12]))
    assert many.poll().counts["changed"] == 12
    assert alerts(many) == ["The registry edited many records itself"]
    assert len(many.deliveries()) == 2
    assert "“sex” in 12 of the 12 records that changed." in many.deliveries()[0]["body"]
    assert len(many.changes()) == 12
    assert loud(many) == []
    many.poll()
    assert len(many.deliveries()) == 2


def test_what_else_changed_in_such_a_record_is_told(many):
    """The sponsor's update of one trial, and the registry's other edit of another, are told as ever."""
    edits = [edit(number, {SEX: "Any sex"}) for number in NUMBERS[:12]]
    edits[0] = edit(NUMBERS[0], {SEX: "Any sex", ACRONYM: "ABC"})
    edits.append(edit(NUMBERS[13], {ACRONYM: "DEF"}, post="2026-09-02"))
    many.publish(*edits)
    many.poll()
    assert loud(many) == ["identification.added", "identification.added"]


@pytest.mark.parametrize("alike", [9, 10])
def test_few_alike_are_told_one_by_one(many, alike):
    """Nine trials are not many, ten are."""
    many.publish(*(edit(number, {ACRONYM: "ABC"}) for number in NUMBERS[:alike]))
    many.poll()
    assert len(loud(many)) == (alike if alike < 10 else 0)


def test_sponsors_that_changed_the_same_are_told(many):
    """Ten updates of sponsors at one place are ten changes."""
    many.publish(*(edit(number, {ACRONYM: "ABC"}, post="2026-09-02") for number in NUMBERS))
    many.poll()
    assert len(loud(many)) == 14


def test_a_renamed_module_is_one_notice(many):
    """The module under its new name and the one that is gone are noise at once, and told in the one notice."""
    new = {"newEligibilityModule": a_record()[P]["eligibilityModule"]}
    many.publish(
        *(
            edit(
                number,
                {f"{P}.{name}": value for name, value in new.items()} | {f"{P}.eligibilityModule": ABSENT},
            )
            for number in NUMBERS
        )
    )
    assert many.poll().counts["changed"] == 14
    assert loud(many) == []
    assert alerts(many) == ["The registry edited many records itself"]
    many.publish(edit(NUMBERS[0], {ACRONYM: "ABC"}, post="2026-09-05"))
    many.poll()
    assert loud(many) == ["identification.added"]


GONE = {
    "outcomesModule": "outcomes.removed",
    "armsInterventionsModule": "interventions.removed",
    "eligibilityModule": "eligibility.criterion_removed",
}


@pytest.mark.parametrize("module", GONE)
def test_a_vanished_module_waits_for_a_second_release(many, module):
    """What else changed is told at once, the loss when the next release says so again, once."""
    many.publish(edit(NUMBERS[0], {f"{P}.{module}": ABSENT, ACRONYM: "ABC"}))
    many.poll()
    many.poll()
    assert loud(many) == ["identification.added"]
    many.publish(edit(NUMBERS[5], {ACRONYM: "DEF"}))
    many.poll()
    assert GONE[module] in loud(many)
    count = len(loud(many))
    many.publish(edit(NUMBERS[5], {ACRONYM: "GHI"}))
    many.poll()
    assert len(loud(many)) == count + 1


def test_a_module_that_comes_back_was_never_gone(many):
    """A hiccup of one release is told by nothing."""
    module = a_record()[P]["outcomesModule"]
    many.publish(edit(NUMBERS[0], {f"{P}.outcomesModule": ABSENT}))
    many.poll()
    many.publish(edit(NUMBERS[0], {f"{P}.outcomesModule": module}))
    many.poll()
    assert loud(many) == []
    assert alerts(many) == []


def test_a_module_that_went_with_an_update_is_believed(many):
    """The sponsor took it out."""
    many.publish(edit(NUMBERS[0], {f"{P}.outcomesModule": ABSENT}, post="2026-09-02"))
    many.poll()
    assert "outcomes.removed" in loud(many)


def test_most_sites_that_vanish_wait_for_a_second_release(many):
    """Two of three sites; one of three is believed at once."""
    many.publish(edit(NUMBERS[0], {SITES: sites(6)}, post="2026-09-02"))
    many.poll()
    before = len(loud(many))
    many.publish(edit(NUMBERS[0], {SITES: sites(2), ACRONYM: "ABC"}))
    many.poll()
    assert len(loud(many)) == before + 1
    many.publish(edit(NUMBERS[1], {ACRONYM: "DEF"}))
    many.poll()
    assert loud(many).count("locations.site_removed") == 4
    many.publish(edit(NUMBERS[0], {SITES: sites(1)}, post="2026-09-09"))
    many.poll()
    assert loud(many).count("locations.site_removed") == 5


def test_a_doubted_loss_is_believed_with_the_sponsors_update(many):
    """An update after the loss says that the record is as it should be."""
    many.publish(edit(NUMBERS[0], {f"{P}.outcomesModule": ABSENT}))
    many.poll()
    many.publish(edit(NUMBERS[0], {ACRONYM: "ABC"}, post="2026-09-05"))
    many.poll()
    assert {"outcomes.removed", "identification.added"} <= set(loud(many))
