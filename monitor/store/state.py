"""What the monitor knows of itself: one value for each key, of the key's type, kept as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypedDict, TypeVar

if TYPE_CHECKING:
    from monitor.model import Json
    from monitor.store.connection import Connection

T = TypeVar("T")


class Indexed(TypedDict):
    """How far the search index is."""

    edition: int
    """Of the texts that it takes."""
    upto: int
    """The id of the last version that it has."""


class Addresses(TypedDict):
    """What tells whether the channels' addresses are those that were found good."""

    salt: str
    seal: str


class Doubt(TypedDict):
    """Parts of a trial's record that vanished and are not believed gone yet."""

    release: str | None
    """The release that first lacked them."""
    id: int
    """The id of the version that has them."""
    version: int
    """Its number."""


class ListedTrials(TypedDict):
    """What a file of NCT numbers named when it could last be read."""

    numbers: list[str]
    error: str | None
    """Why it could not be read in the last poll, or what is wrong in it; None if nothing was."""


class RegistryEdit(TypedDict):
    """The places that the registry itself edited in many records of a release."""

    release: str | None
    places: list[str]


@dataclass(frozen=True, slots=True)
class Key(Generic[T]):
    """A key of the state, whose value is of type ``T``. Times are ISO 8601 in UTC with ``Z``."""

    name: str


RELEASE: Key[str] = Key("release")
"""The registry's name for the release held, which is a time."""
ETAG: Key[str | None] = Key("etag")
"""Of the registry's answer that named the release; asks next time whether it is the same still."""
PROFILE: Key[dict[str, str] | str] = Key("profile")
"""The connection profile that each API of the registry accepted last, by API; an earlier nctwatch kept one for all."""
ALIVE_AT: Key[str | None] = Key("alive_at")
"""When the running service last wrote that it is alive; None since it stopped."""
UNDER_WAY: Key[dict[str, str]] = Key("under_way")
"""When each job that the service is at last got ahead, by the job's name; as of ``ALIVE_AT``."""
STOPPED_AT: Key[str] = Key("stopped_at")
"""When the service last stopped cleanly."""
LAST_POLL_AT: Key[str] = Key("last_poll_at")
"""When the last poll ended, successful or not."""
LAST_SUCCESS_AT: Key[str] = Key("last_success_at")
"""When the last successful poll ended: one in which the registry answered."""
ALARMS: Key[list[str]] = Key("alarms")
"""What is wrong with the watch and was told: keys of ``core.alarms``."""
LAST_HEARTBEAT_AT: Key[str] = Key("last_heartbeat_at")
"""When the last heartbeat message (`[schedule] heartbeat`) was due."""
NEXT_HEARTBEAT_AT: Key[str] = Key("next_heartbeat_at")
"""When the next heartbeat message is due."""
INDEXED: Key[Indexed | None] = Key("indexed")
"""How far the search index is; None to make it anew."""
FULL_SCAN: Key[Json] = Key("swept")
"""How the passes over the whole registry stand, as ``core.full_scan`` writes it."""
DOUBTS: Key[dict[str, Doubt]] = Key("doubts")
"""What of which trial waits for a second release, by the trial's id."""
THIN: Key[dict[str, str]] = Key("thin")
"""The release in which a trial's record first lacked what no record lacks, by the trial's id; not believed until the next."""
REGISTRY_EDIT: Key[RegistryEdit] = Key("registry_edit")
"""What the registry edited in many records of the last release that was so."""
TIMES_MENDED: Key[bool] = Key("times_mended")
"""Whether the days of all versions were held against a release once."""
PARENTS: Key[dict[str, list[str]]] = Key("parents")
"""The trials that name an expanded-access programme, by its number."""
STORE: Key[str] = Key("store")
"""Names this store, unlike any other; made with it, and the same in each copy."""
LISTED: Key[dict[str, ListedTrials]] = Key("listed")
"""What each file of a watch names, by its path."""
ADDRESSES: Key[Addresses] = Key("addresses")
"""The channels' addresses that were found good, as a salted hash."""


def get_state(store: Connection, key: Key[T]) -> T | None:
    """Return a value; None if it was never set."""
    text = store.value("SELECT value FROM state WHERE key = ?", [key.name])
    return None if text is None else json.loads(text)


def set_state(store: Connection, key: Key[T], value: T) -> None:
    """Keep a value."""
    store.execute(
        "INSERT INTO state VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [key.name, json.dumps(value)],
    )
