"""Files that list trials: read anew in each poll, and believed when they can be read."""

from __future__ import annotations

import pytest
from polling import RELATED, SEED

from monitor.config.load import load
from monitor.core.watchlist import in_words
from monitor.errors import UsageError
from monitor.store.opening import open_for_reading
from monitor.watched import numbers_of, watched


@pytest.fixture
def listing(world):
    """A world that watches what a file names, as the group ``ms``, and the seed trial beside it."""
    path = world.folder / "nctwatch.toml"
    path.write_text(
        f'[registry]\nurl = "{world.server.url}"\nrequests_per_second = 1000\n[store]\n'
        f'path = "{world.folder}/store.db"\n[[watch]]\ntrial = "{SEED}"\n'
        f'[[watch]]\ngroup = "ms"\nfile = "{world.folder}/trials.csv"\n'
    )
    world.config = load(path)
    world.list = world.folder / "trials.csv"
    return world


def reasons(world, group=None):
    """Return what is watched and why, or the numbers of a group."""
    with open_for_reading(world.config.store.path) as reader:
        return (
            numbers_of(world.config, reader, group)
            if group
            else {number: in_words(why) for number, why in watched(world.config, reader).items()}
        )


def test_what_a_file_names_is_watched(listing):
    """It is fetched in the same poll, and again whatever the next poll reads in the file."""
    listing.list.write_text(f"NCT Number,Title\n{RELATED[0]},One\n")
    assert listing.poll().counts["baseline"] == 2
    assert reasons(listing) == {SEED: "watched", RELATED[0]: f"listed in {listing.list}"}
    listing.list.write_text(f"{RELATED[1]}\n{SEED}\n")
    listing.publish()
    assert listing.poll().counts["baseline"] == 1
    listed = f"listed in {listing.list}"
    assert reasons(listing) == {SEED: f"watched; {listed}", RELATED[1]: listed}
    assert reasons(listing, "ms") == {SEED, RELATED[1]}


@pytest.mark.parametrize("content", [None, "", "Title,Status\nA,B\n", b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_an_error_in_each_poll(listing, content):
    """What it named before stays watched; the error is gone once it can be read."""
    listing.list.write_text(RELATED[0])
    assert listing.poll().exit_status == 0
    if content is None:
        listing.list.unlink()
    else:
        listing.list.write_bytes(content if isinstance(content, bytes) else content.encode())
    for _ in range(2):
        done = listing.poll()
        assert done.exit_status == 1
        assert done.problems[0].startswith(f"{listing.list}: ")
        assert RELATED[0] in reasons(listing)
    listing.list.write_text(RELATED[1])
    assert listing.poll().exit_status == 0


def test_a_line_without_a_number_is_named_and_the_others_are_taken(listing):
    """By its number in the file."""
    listing.list.write_text(f"{RELATED[0]}\nNCT99\n")
    assert (
        f'{listing.list}: line 2: "NCT99" is no NCT number; it is NCT and eight digits'
        in listing.poll().problems
    )
    assert RELATED[0] in reasons(listing)


def test_a_group_that_no_watch_names_is_an_error(listing):
    """It says which there are."""
    listing.list.write_text(RELATED[0])
    listing.poll()
    with pytest.raises(UsageError, match=r'"x" is no group of .*; known: ms'):
        reasons(listing, "x")
