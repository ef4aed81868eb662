"""The watched trials: those of the configuration and its files, and those that standing searches and related-trial queries found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.core.watchlist import How, Why, all_watched, together
from monitor.errors import UsageError
from monitor.store import full_scan, related, searches
from monitor.store.state import LISTED, get_state
from monitor.store.trials import current_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.config.model import Config
    from monitor.core.watchlist import DiscoveredTrial, Reasons
    from monitor.store.connection import Connection


def watched(config: Config, store: Connection | None) -> dict[str, Reasons]:
    """Return the NCT numbers of watched trials, each with all its reasons; those of the configuration first.

    Where the whole registry is watched, these are only the trials with a further reason. Without a store it is
    what the configuration names.
    """
    if store is None or not config.grows:
        return dict(config.watched)
    named = _named(config, store)
    names = [search.name for search in config.searches]
    growing = [number for number, discover in looked_around(config, store).items() if discover == "watch"]
    hits, discovered = searches.hits(store, names), related.discovered(store, growing)
    return all_watched(named, hits, discovered, current_numbers(store))


class Watched(Mapping[str, "Reasons"]):
    """What ``watched`` returns, looked up number by number: a page needs few of many thousand."""

    def __init__(self, config: Config, store: Connection) -> None:
        self._config, self._store = config, store

    @cached_property
    def named(self) -> dict[str, Reasons]:
        """The numbers of the configuration and its files, each with its reasons."""
        return _named(self._config, self._store)

    @cached_property
    def _discovered(self) -> dict[str, list[DiscoveredTrial]]:
        growing = [
            number
            for number, discover in looked_around(self._config, self._store).items()
            if discover == "watch"
        ]
        found: dict[str, list[DiscoveredTrial]] = {}
        discovered = related.discovered(self._store, growing) if growing else []
        aliases = current_numbers(self._store) if discovered else {}
        for trial in discovered:
            present = aliases.get(trial.nct, trial.nct)
            found.setdefault(present, []).append(replace(trial, nct=present))
        return found

    def __getitem__(self, number: str) -> Reasons:
        """Return why a number is watched.

        Raises:
            KeyError: it is not.

        """
        names = [search.name for search in self._config.searches]
        hits = searches.hits_of(self._store, names, number) if names else []
        named = {number: self.named[number]} if number in self.named else {}
        return all_watched(named, hits, self._discovered.get(number, ()), {})[number]

    def __iter__(self) -> Iterator[str]:
        """Give all numbers, which takes long where they are many."""
        return iter(watched(self._config, self._store))

    def __len__(self) -> int:
        """Return how many numbers there are, which takes as long."""
        return len(watched(self._config, self._store))


def _named(config: Config, store: Connection) -> dict[str, Reasons]:
    found = dict(config.watched)
    for path, numbers in listed(config, store).items():
        for number in numbers:
            found[number] = together(found.get(number, ()), (Why(How.LISTED, (path,)),))
    return found


def listed(config: Config, store: Connection) -> dict[str, list[str]]:
    """Return {path: NCT numbers} of each file of the configuration, as the last poll that could read it did."""
    found = (get_state(store, LISTED) or {}) if config.files else {}
    paths = dict.fromkeys(str(file.path) for file in config.files)
    return {path: found[path]["numbers"] if path in found else [] for path in paths}


def looked_around(config: Config, store: Connection) -> dict[str, str]:
    """Return {NCT number: ``suggest`` or ``watch``} of the trials for which related ones are looked for."""
    files = listed(config, store)
    wanted = [(watch.trial, watch.discover) for watch in config.watches]
    wanted += [(number, file.discover) for file in config.files for number in files[str(file.path)]]
    found: dict[str, str] = {}
    for number, discover in wanted:
        if discover != "off" and found.get(number) != "watch":
            found[number] = discover
    return found


def numbers_of(config: Config, store: Connection | None, group: str) -> set[str]:
    """Return the NCT numbers, as they are now, of the trials that belong to a group.

    Raises:
        UsageError: no watch names the group.

    """
    if group not in config.groups:
        known = ", ".join(config.groups) or "there is none"
        raise UsageError(f'"{group}" is no group of {config.source}; known: {known}')
    watches = [watch for watch in config.watches if watch.group == group]
    numbers = {number for watch in watches for number in (watch.trial, *watch.related)}
    if store is None:
        return numbers
    files = listed(config, store)
    for file in config.files:
        numbers.update(files[str(file.path)] if file.group == group else ())
    names = [search.name for search in config.searches if search.group == group]
    numbers.update(hit.nct for hit in searches.hits(store, names))
    around = looked_around(config, store)
    growing = [number for number in numbers if around.get(number) == "watch"]
    numbers.update(trial.nct for trial in related.discovered(store, growing))
    aliases = current_numbers(store)
    return {aliases.get(number, number) for number in numbers}


def groups_by_trial(config: Config, store: Connection) -> dict[str, list[str]]:
    """Return the groups of each trial that belongs to any, by its number, in the order of the configuration."""
    found: dict[str, list[str]] = {}
    for group in config.groups:
        for number in numbers_of(config, store, group):
            found.setdefault(number, []).append(group)
    return found


def count(config: Config, store: Connection) -> int:
    """Return how many trials are watched."""
    return full_scan.present(store) if config.everything else len(watched(config, store))
