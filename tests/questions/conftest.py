"""A store and a configuration that all questions can be asked of."""

from __future__ import annotations

import lives
import pytest

from monitor.store.opening import open_for_writing
from monitor.store.search_index import index_versions


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A folder with a store of three trials and a configuration in which one of them is the group ``ms``."""
    store = lives.filled(tmp_path_factory, (lives.seven_years, lives.two_versions))
    with open_for_writing(store) as opened:
        while index_versions(opened):
            pass
    (store.parent / "nctwatch.toml").write_text(
        f'[store]\npath = "{store}"\n[[watch]]\ntrial = "{lives.SEED}"\nrelated = ["{lives.SHORT}"]\n'
        f'[[watch]]\ngroup = "ms"\ntrials = ["{lives.SHORT}", "{lives.NONE}"]\n'
    )
    return store.parent
