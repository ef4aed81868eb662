"""Read the files that list trials, anew in each poll; what one named stays watched while it cannot be read."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from monitor.core.number_list import read_numbers
from monitor.core.presentation.labels import count
from monitor.store.state import LISTED, ListedTrials, get_state, set_state
from monitor.unreadable import reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from monitor.config.model import Config
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)

MAX_BYTES = 64 << 20
"""A larger file is no list of trials: the registry's own download of all its 600,000 numbers has 9 MB."""
_NAMED = 5
"""Faulty lines of a file that are named one by one."""


def read_lists(config: Config, store: Connection) -> list[str]:
    """Read each file of the configuration and store what it names; return a sentence for each that has a fault."""
    if not config.files:
        return []
    before = get_state(store, LISTED) or {}
    found: dict[str, ListedTrials] = {}
    for path in dict.fromkeys(file.path for file in config.files):
        numbers, faults = read_list(path)
        held = before.get(str(path), {"numbers": [], "error": None})["numbers"]
        found[str(path)] = {
            "numbers": held if numbers is None else list(numbers),
            "error": shortened(faults) or None,
        }
    with store.transaction():
        set_state(store, LISTED, found)
    problems = [f"{path}: {entry['error']}" for path, entry in found.items() if entry["error"]]
    for problem in problems:
        log.warning("list", extra={"error": problem})
    return problems


def read_list(path: Path) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """Return the numbers that a file names and what is wrong with it; None where nothing can be read in it.

    A file without a single number counts as one that cannot be read: half a download must not end a watch.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        return None, (f"the file cannot be read: {reason(error)}",)
    if len(content) > MAX_BYTES:
        return None, (f"the file is larger than {MAX_BYTES:,} bytes",)
    try:
        read = read_numbers(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return None, (f"the file cannot be read: {reason(error)}",)
    if not read.numbers:
        return None, read.faults or ("the file names no trial",)
    return read.numbers, read.faults


def shortened(faults: Iterable[str]) -> str:
    """Return the first faults and the number of the others."""
    listed = list(faults)
    left = len(listed) - _NAMED
    return "; ".join([*listed[:_NAMED], *([f"and {count(left, 'more line')}"] if left > 0 else [])])
