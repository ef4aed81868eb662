"""The records that the simulated registry starts with, from the JSON files in `trials/`.

NCT03822858 has the facts of its public page: title, type, status, last update,
identifier, sponsor, principal investigator, place, intervention, ages, reference,
and its criteria restated in short words. The page shows one date of the last
update; it stands here as the day of submission and of posting. The five related
trials have their true numbers and titles. **All else is invented** and only
plausible: dates, statuses, sizes, outcomes, criteria and sponsors of the related
trials, all results, the former number of NCT02034188, all contacts (`example.org` and 555 numbers), and the
earlier versions of NCT03822858.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.model import Json, Record

WATCHED = "NCT03822858"
"""The trial that the project exists for."""

RELATED = ("NCT01933802", "NCT03355365", "NCT03778333", "NCT01730547", "NCT02034188")
"""The trials named as related on its page, in that order."""


def seed_records() -> list[Record]:
    """Return the six trials, the watched one first; the caller owns them."""
    return [load(nct) for nct in (WATCHED, *RELATED)]


def load(name: str) -> Json:
    """Read one file of `trials/`, named without its ending."""
    return json.loads(files(__package__).joinpath("trials", f"{name}.json").read_text("utf-8"))
