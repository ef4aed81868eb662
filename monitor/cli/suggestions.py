"""Values that a shell offers to complete: what the store and the configuration have now.

A shell waits for them at each press of a key: little is loaded, and what cannot be read offers nothing.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from monitor.cli.common import store_path
from monitor.core.records.accessors import typed_nct_number
from monitor.errors import NctwatchError
from monitor.store.offered import channels_of_deliveries, titles_by_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import click

    from monitor.model import Json
    from monitor.store.connection import Connection

    Items = list[CompletionItem[str]]
    """What is offered: values, trials with their titles."""

PATIENCE = 0.3
"""Seconds to wait for a store that another process holds."""
MOST = 1000
"""Trials that are offered at once; of more, only who types on sees the others."""
_MODULES = (
    "identification", "status", "sponsorCollaborators", "oversight", "description", "conditions", "design",
    "armsInterventions", "outcomes", "eligibility", "contactsLocations", "references", "ipdSharingStatement",
    "results", "participantFlow", "baselineCharacteristics", "outcomeMeasures", "adverseEvents", "moreInfo",
    "annotation", "document", "derived", "miscInfo", "conditionBrowse", "interventionBrowse",
)  # fmt: skip
"""Sections and modules of the registry's records (its API description), where no trial says which it has."""


def trials(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Return the stored trials whose numbers begin so, with their titles, but those that the command has already."""
    given = ctx.params.get(param.name or "")
    taken = given if isinstance(given, list | tuple) else ()

    def found(store: Connection) -> Iterable[tuple[str, str]]:
        return titles_by_number(store, incomplete.upper(), MOST).items()

    return [
        CompletionItem(number, help=_one_line(title))
        for number, title in _from_store(ctx, found)
        if number not in taken
    ]


def sections(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Return the sections and modules that begin so: those of the trial that was named, else all that records have."""
    del param
    # click leaves arguments apart where the last option has no value yet
    numbers = [ctx.params.get("trial"), *map(typed_nct_number, ctx.args)]
    number = next((number for number in numbers if number), None)

    def found(store: Connection) -> Iterable[str]:
        from monitor.store.versions import newest_versions, read_record

        record = json.loads(read_record(store, newest_versions(store, str(number), 1)[0].id))
        parts = [part for part in record.values() if isinstance(part, dict)]
        return [*record, *(name for part in parts for name in part)]

    names = _from_store(ctx, found) if number else []
    short = [name.removesuffix("Module").removesuffix("Section") for name in names] or _MODULES
    return _beginning(incomplete, short)


def groups(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Return the groups of the configuration that begin so."""
    del param
    return _beginning(incomplete, _configured(ctx, "watch", "group"))


def channels(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Return the channels that begin so: those of the configuration, and others that messages wait for."""
    del param
    names = [*_configured(ctx, "channel", "name"), *_from_store(ctx, channels_of_deliveries)]
    return _beginning(incomplete, names)


def _beginning(incomplete: str, words: Iterable[str]) -> Items:
    start = incomplete.casefold()
    return [CompletionItem(word) for word in dict.fromkeys(words) if word.casefold().startswith(start)]


def _from_store(ctx: click.Context, ask: Callable[[Connection], Iterable[Json]]) -> list[Json]:
    """Return what the store answers; nothing where there is none, or where it cannot be read now."""
    from monitor.store.opening import open_as_it_is

    with suppress(NctwatchError, sqlite3.Error), open_as_it_is(store_path(ctx), PATIENCE) as store:
        return list(ask(store))
    return []


def _configured(ctx: click.Context, table: str, key: str) -> Iterator[str]:
    """Yield the values of a key in the tables of that name, whatever else is wrong with the configuration."""
    from monitor.config.where import find, read

    entries: Json = []
    with suppress(NctwatchError):
        entries = read(find(ctx.find_root().obj))[0].get(table)
    for entry in entries if isinstance(entries, list) else ():
        value = entry.get(key) if isinstance(entry, dict) else None
        if isinstance(value, str) and value.strip():
            yield value.strip()


def _one_line(title: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in title).split())
