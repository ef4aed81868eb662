"""A ``[[watch]]`` that names its trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.config.model import Watch
from monitor.core.records.accessors import typed_nct_number

if TYPE_CHECKING:
    from monitor.config.reader import Reader

DISCOVER = ("off", "suggest", "watch")


def read_watch(reader: Reader) -> Watch:
    """Read one watch that names its trial."""
    trial = reader.text("trial", "")
    if not reader.has("trial"):
        reader.fault("trial", "is missing; it is the NCT number of the trial to watch, or give a query")
    elif isinstance(reader.table["trial"], str):
        trial = trial_number(reader, "trial", trial)
    related = tuple(trial_number(reader, "related", number) for number in reader.texts("related"))
    discover = reader.one_of("discover", "off", DISCOVER)
    reader.done()
    return Watch(trial, related, discover)


def trial_number(reader: Reader, key: str, text: str) -> str:
    """Return the number of a trial in its usual form; what is none is a fault."""
    number = typed_nct_number(text)
    if number is None:
        reader.fault(key, f'"{text}" is no NCT number; it is NCT and eight digits, such as NCT03822858')
    return number or text
