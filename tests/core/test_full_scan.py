"""Which pass over the whole registry is due, and where one goes on."""

from monitor.core.full_scan import Pass, Progress, from_json, to_json

TUESDAY, WEDNESDAY, NEXT_TUESDAY = "2026-09-01T09:00:06", "2026-09-02T09:00:06", "2026-09-08T09:00:06"


def ended(progress, release):
    """Bring the pass that a release needs to its end."""
    due = progress.due(release)
    return progress.done(Pass(due.release, due.since, None, f"{release[:10]}T15:00:00Z"))


def test_the_first_pass_is_over_everything():
    """There is nothing to begin from."""
    assert Progress().due(TUESDAY) == Pass(TUESDAY)


def test_a_release_that_was_passed_over_needs_nothing():
    """Until there is a new one."""
    assert ended(Progress(), TUESDAY).due(TUESDAY) is None


def test_the_next_release_asks_for_what_was_updated_since_the_day_before_the_last():
    """With a day of margin, since updates are posted around the cut."""
    progress = ended(Progress(), TUESDAY)
    assert progress.due(WEDNESDAY) == Pass(WEDNESDAY, since="2026-08-31")
    assert ended(progress, WEDNESDAY).due("2026-09-03T09:00:06") == Pass(
        "2026-09-03T09:00:06", since="2026-09-01"
    )


def test_everything_is_due_again_after_a_week():
    """For what the registry edits without moving a date."""
    progress = ended(ended(Progress(), TUESDAY), WEDNESDAY)
    assert progress.due(NEXT_TUESDAY) == Pass(NEXT_TUESDAY)
    assert progress.began == "2026-09-01T15:00:00Z"
    assert ended(progress, NEXT_TUESDAY).began == "2026-09-08T15:00:00Z"


def test_a_pass_goes_on_at_its_page():
    """As long as the release is the same."""
    cut = Pass(TUESDAY, token="abc", seen=400, total=900)
    assert Progress().with_current(cut).due(TUESDAY) == cut


def test_pages_of_two_releases_are_not_mixed():
    """A pass over everything begins anew in a new release; one over updates asks from the same day on."""
    assert Progress().with_current(Pass(TUESDAY, token="abc", seen=400)).due(WEDNESDAY) == Pass(WEDNESDAY)
    progress = ended(Progress(), TUESDAY)
    updates = progress.with_current(Pass(WEDNESDAY, since="2026-08-31", token="abc"))
    assert updates.due("2026-09-03T09:00:06") == Pass("2026-09-03T09:00:06", since="2026-08-31")


def test_it_is_kept_as_json():
    """What is stored is what is read."""
    progress = ended(Progress(), TUESDAY).with_current(
        Pass(WEDNESDAY, since="2026-08-31", token="abc", seen=3)
    )
    assert from_json(to_json(progress)) == progress
    assert from_json(None) == Progress()


def test_a_release_that_is_named_by_no_day_needs_all_of_it():
    """So does one that is older than the last: nobody knows what was updated in between."""
    progress = ended(Progress(), TUESDAY)
    assert progress.due("nightly-7") == Pass("nightly-7")
    assert progress.due("2026-08-30T09:00:06") == Pass("2026-08-30T09:00:06")
    assert progress.done(Pass("nightly-7")).due("nightly-7") is None
    assert progress.done(Pass("nightly-7")).due("nightly-8") == Pass("nightly-8")
