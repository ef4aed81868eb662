"""Expanded access: what a parent's change means for the programme's readers, and the other way round."""

from asking import in_json

from monitor.simulator import edit
from monitor.simulator.demo import demo_releases
from monitor.store.changes import list_changes
from monitor.store.opening import open_for_reading

PROGRAMME, PARENT = "NCT03822858", "NCT03355365"
STATUS = "protocolSection.statusModule.overallStatus"
AGE = "protocolSection.eligibilityModule.minimumAge"


def summaries(world, trial):
    """Return the sentences of a trial's changes of status and eligibility, the newest first."""
    with open_for_reading(world.config.store.path) as reader:
        rows = in_json(list_changes, reader, trial=trial)
    return [row["summary"] for row in rows if row["kind"] in {"status", "eligibility"}]


def test_a_parents_changes_say_what_they_mean_for_the_programme(baseline):
    """Its status with how the programme stands, its eligibility that the programme has criteria of its own."""
    baseline.publish(edit(PARENT, {STATUS: "RECRUITING", AGE: "21 Years"}, post="2026-09-02"))
    baseline.poll()
    baseline.publish(edit(PARENT, {STATUS: "COMPLETED"}, post="2026-09-03"))
    baseline.poll()
    ended, *others = summaries(baseline, PARENT)
    assert f"programme {PROGRAMME}, which offers the same treatment, is shown as Available" in ended
    assert ended.endswith("patients can no longer join this trial instead.")
    opened, age = sorted(others, key=lambda text: "status" not in text)
    assert opened.endswith("whoever can join this trial may not need it.")
    assert f"For the expanded-access programme {PROGRAMME}" in age


def test_a_programmes_status_names_the_trial_of_the_same_treatment(baseline):
    """The demo's first real release: the programme pauses while its parent takes no new patients."""
    for release in demo_releases()[:2]:
        baseline.publish(*release.edits)
        baseline.poll()
    (paused,) = summaries(baseline, PROGRAMME)
    assert paused.endswith(
        f"The trial of the same treatment, {PARENT}, is shown as Active, not recruiting: it takes no new patients now."
    )
    (access,) = summaries(baseline, PARENT)
    assert PROGRAMME in access


def test_a_programme_that_is_not_watched_is_not_spoken_of(world):
    """Its readers are not here."""
    world.watch(PARENT)
    world.poll()
    world.publish(edit(PARENT, {STATUS: "COMPLETED"}, post="2026-09-02"))
    world.poll()
    assert PROGRAMME not in summaries(world, PARENT)[0]
