"""The store in figures, for whoever watches the watcher: cheap enough to be asked for every few seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.store.read import Reader


@dataclass(frozen=True, slots=True)
class Figures:
    """What was done so far, and how things stand. Times are ISO 8601 in UTC with ``Z``; None for never."""

    heartbeat_at: str | None
    last_poll_at: str | None
    last_success_at: str | None
    release: str | None
    """The registry's name for the release held, which is a time."""
    alarms: tuple[str, ...]
    """What is wrong with the watch and was told: keys of ``core.alarms``."""
    polls: Mapping[str, int]
    """By outcome."""
    requests: int
    bytes: int
    """Of answers, as they came over the wire."""
    failing: int
    """Trials whose last answer could not be used."""
    gone: int
    versions: int
    changes: Mapping[tuple[str, str], int]
    """By kind and severity."""
    deliveries: Mapping[tuple[str, str], int]
    """By channel and state."""
    oldest_queued: Mapping[str, str]
    """Since when the oldest message of a channel waits."""
    sizes: Mapping[str, int]
    """Bytes of the store's files: ``main``, and ``wal`` for what is not moved into it yet."""


def figures(reader: Reader) -> Figures:
    """Ask for all of them."""
    done = reader.rows(
        "SELECT coalesce(sum(requests), 0) AS requests, coalesce(sum(bytes), 0) AS bytes FROM polls"
    )[0]
    trials = reader.rows(
        "SELECT coalesce(sum(last_error IS NOT NULL AND gone_at IS NULL), 0) AS failing, "
        "coalesce(sum(gone_at IS NOT NULL), 0) AS gone FROM trials"
    )[0]
    return Figures(
        heartbeat_at=reader.state("heartbeat"),
        last_poll_at=reader.state("last_poll_at"),
        last_success_at=reader.state("last_success_at"),
        release=reader.state("release"),
        alarms=tuple(reader.state("alarms") or ()),
        polls=_counted(reader, "SELECT outcome AS a, count(*) AS n FROM polls GROUP BY 1"),
        requests=done["requests"],
        bytes=done["bytes"],
        failing=trials["failing"],
        gone=trials["gone"],
        versions=reader.rows("SELECT count(*) AS n FROM versions")[0]["n"],
        changes=_paired(reader, "SELECT kind AS a, severity AS b, count(*) AS n FROM changes GROUP BY 1, 2"),
        deliveries=_paired(
            reader, "SELECT channel AS a, state AS b, count(*) AS n FROM deliveries GROUP BY 1, 2"
        ),
        oldest_queued={
            row["channel"]: row["oldest"]
            for row in reader.rows(
                "SELECT channel, min(queued_at) AS oldest FROM deliveries WHERE state = 'queued' GROUP BY channel"
            )
        },
        sizes=_sizes(reader),
    )


def _counted(reader: Reader, sql: str) -> dict[str, int]:
    return {row["a"]: row["n"] for row in reader.rows(sql)}


def _paired(reader: Reader, sql: str) -> dict[tuple[str, str], int]:
    return {(row["a"], row["b"]): row["n"] for row in reader.rows(sql)}


def _sizes(reader: Reader) -> dict[str, int]:
    sizes = {}
    for name, path in (("main", reader.path), ("wal", reader.path.with_name(f"{reader.path.name}-wal"))):
        try:
            sizes[name] = path.stat().st_size
        except OSError:  # the last one who closed the store took the second file away
            sizes[name] = 0
    return sizes
