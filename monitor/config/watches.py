"""A ``[[watch]]``: the trials that it names, the file that lists some, and its standing search."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.config.model import ListFile, Search, Watch
from monitor.config.searches import read_search
from monitor.core.records.accessors import typed_nct_number

if TYPE_CHECKING:
    from monitor.config.reader import Reader

DISCOVER = ("off", "suggest", "watch")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one ``[[watch]]`` asks for."""

    watches: tuple[Watch, ...]
    file: ListFile | None
    search: Search | None
    group: str


def read_entry(reader: Reader, faults: list[str]) -> Entry:
    """Read one watch; every key may be combined with every other one."""
    if not any(reader.has(key) for key in ("trial", "trials", "file", "query")):
        reader.fault(
            "trial",
            "is missing; it is the NCT number of the trial to watch, or give trials, a file or a query",
        )
    group = _group(reader)
    discover = reader.one_of("discover", "off", DISCOVER)
    watches = _watches(reader, discover, group)
    file = _file(reader, discover, group)
    if discover != "off" and not watches and file is None and reader.has("query"):
        reader.fault(
            "discover", "looks around the trials that trial, trials or file name; this watch has none"
        )
    search = read_search(reader, faults, group) if reader.has("query") else None
    if search is None:
        reader.text("name", "")
        if reader.has("limit"):
            reader.fault("limit", "belongs to a query; this watch has none")
        reader.ignore("limit")
    reader.done()
    return Entry(watches, file, search, group)


def _watches(reader: Reader, discover: str, group: str) -> tuple[Watch, ...]:
    """Read the trials that are named; those under ``related`` belong to the first of them."""
    named = [_number(reader, "trial")] if reader.has("trial") else []
    named += [trial_number(reader, "trials", number) for number in reader.texts("trials")]
    if reader.table.get("trials") == []:
        reader.fault("trials", "must not be empty; leave the key out")
    related = tuple(trial_number(reader, "related", number) for number in reader.texts("related"))
    if related and not named:
        reader.fault("related", "needs the trial that they are related to, under trial")
    return tuple(
        Watch(number, () if place else related, discover, group)
        for place, number in enumerate(dict.fromkeys(named))
    )


def _number(reader: Reader, key: str) -> str:
    text = reader.text(key, "")
    return trial_number(reader, key, text) if isinstance(reader.table[key], str) else text


def _file(reader: Reader, discover: str, group: str) -> ListFile | None:
    """Read where the file is; whether it can be read is seen in each poll."""
    text = reader.text("file", "").strip()
    if not reader.has("file"):
        return None
    if not text and isinstance(reader.table["file"], str):
        reader.fault("file", "must not be empty; leave the key out")
    return ListFile(Path(text), discover, group)


def _group(reader: Reader) -> str:
    text = reader.text("group", "").strip()
    if reader.has("group") and not text and isinstance(reader.table["group"], str):
        reader.fault("group", "must not be empty; leave the key out")
    return text


def trial_number(reader: Reader, key: str, text: str) -> str:
    """Return the number of a trial in its usual form; what is none is a fault."""
    number = typed_nct_number(text)
    if number is None:
        from monitor.config import hints  # noqa: PLC0415  # needed for faults alone

        meant = hints.number(text)
        if not meant and reader.place.startswith("[[channel]]"):
            meant = "; groups are written under groups"
        reader.fault(
            key, f'"{text}" is no NCT number; it is NCT and eight digits, such as NCT03822858{meant}'
        )
    return number or text
