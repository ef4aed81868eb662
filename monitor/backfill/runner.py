"""Fetch a trial's past versions that the store lacks, and store them with the changes between them."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.backfill.steps import link_versions
from monitor.backfill.writer import VersionWriter
from monitor.clock import now as utc_now
from monitor.clock import stamp
from monitor.ctgov.record_history import BASE, history_path, parse_entries, parse_version
from monitor.errors import BadAnswer, Damaged, Forbidden, NctwatchError, Refused, StoreError, Unreachable
from monitor.store.trials import Trial, update_trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.ctgov.client import Client
    from monitor.ctgov.record_history import HistoryEntry
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)

RETRY_AFTER = timedelta(hours=6)
"""Until the service tries again to fetch a history that could not be fetched completely."""
RETRY_ABSENT_AFTER = timedelta(days=7)
"""Until the service asks again for a history, or for versions, that the registry does not have."""
UNANSWERED_BEFORE_END = 3
"""After this many versions in a row without an answer, no more are asked for."""


@dataclass(slots=True)
class BackfillResult:
    """What a backfill of one trial did."""

    trial: str
    listed: int = 0
    """Versions that the registry lists."""
    missing: set[int] | None = None
    """Numbers of the listed versions that are not stored yet; None if the list could not be fetched."""
    added: int = 0
    """Versions stored."""
    recognised: int = 0
    """Versions that a poll had stored before."""
    changes: int = 0
    error: NctwatchError | None = None
    """Why something is missing: the first failure of a version, or what ended the backfill."""
    unreachable: bool = False
    """Whether it ended because the registry gave no answer."""
    complete: bool = False
    """Whether every listed version is stored."""


def backfill(
    config: Config,
    store: Connection,
    client: Client,
    trial: Trial,
    *,
    clock: Callable[[], datetime] = utc_now,
    stopping: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> BackfillResult:
    """Fetch and store the versions of a trial's record history that are missing.

    Each version is stored when it arrives, so that an interrupted backfill continues where it stopped.
    The changes between versions are classified after the last one.

    Args:
        config: the severities of changes.
        store: the store, opened for writing.
        client: sends the requests.
        trial: a trial that a poll has stored.
        clock: returns the present time.
        stopping: returns whether to stop now and continue in a later call.
        progress: called with the number of versions done and their total.

    """
    result, stopped = BackfillResult(trial.nct), False
    try:
        for done in _fetch_versions(store, client, trial, result, clock):
            progress(done, result.listed)
            if stopping():
                stopped = True
                break
        else:
            result.complete = result.error is None and result.missing is not None
    except NctwatchError as error:
        result.error, result.unreachable = error, isinstance(error, Unreachable)
    now = clock()
    if result.missing is not None and not stopped:
        stopped = not _link(config, store, trial, result, stamp(now), stopping)
        result.complete = result.complete and not stopped
    with store.transaction():
        update_trial(
            store,
            trial,
            history_at=stamp(now) if result.complete else None,
            history_due=None if result.complete or stopped else stamp(now + _pause(result.error)),
            history_error=_sentence(result) if result.error else None,
            history_reason=_reason(result.error),
        )
    log.info("history", extra={"trial": trial.nct, "listed": result.listed, "added": result.added})
    return result


def _link(
    config: Config,
    store: Connection,
    trial: Trial,
    result: BackfillResult,
    now: str,
    stopping: Callable[[], bool],
) -> bool:
    """Store the changes between the versions; return false where it was stopped before the last.

    Where this program fails at them, the versions stay.
    """
    try:
        for changes in link_versions(config, store, trial, result.missing or set(), now):
            result.changes += changes
            if stopping():
                return False
    except Damaged as error:
        result.error, result.complete = error, False
    except (sqlite3.Error, StoreError):
        raise  # a full disk concerns all trials
    except Exception as error:
        log.exception("history", extra={"trial": trial.nct})
        result.error, result.complete = _own_fault(error), False
    return True


def _own_fault(error: Exception) -> NctwatchError:
    """Return an error of the store as it is, any other as a fault of this program."""
    if isinstance(error, NctwatchError):
        return error
    return BadAnswer(f"{type(error).__name__}: {error} (a fault of nctwatch; please report it)")


def _sentence(result: BackfillResult) -> str:
    """Return what is missing and why."""
    if not result.missing:
        return str(result.error)
    verb = "is" if len(result.missing) == 1 else "are"
    return f"{len(result.missing):,} of {result.listed:,} versions {verb} missing; {result.error}"


def _reason(error: NctwatchError | None) -> str | None:
    """Return the word for an error, one of ``store.record_history.REASONS``."""
    if isinstance(error, Unreachable):
        return "refused" if isinstance(error, Refused) else "unreachable"
    if isinstance(error, Forbidden):
        return "forbidden"
    return "unusable" if error else None


def _pause(error: NctwatchError | None) -> timedelta:
    """Return how long to wait before asking again for what is missing."""
    return RETRY_ABSENT_AFTER if error is None or isinstance(error, Forbidden) else RETRY_AFTER


def _fetch_versions(
    store: Connection, client: Client, trial: Trial, result: BackfillResult, clock: Callable[[], datetime]
) -> Iterator[int]:
    """Fetch and store version by version; yield how many of the listed ones were asked for.

    A version that cannot be used costs itself alone.

    Raises:
        Unreachable: the registry gave no answer to the list, or to several versions in a row.
        BadAnswer: the list has an unknown format.

    """
    entries = parse_entries(client.get(history_path(trial.nct), base=BASE), trial.nct)
    if entries is None:
        return
    client.mark_usable()
    result.listed = len(entries)
    writer = VersionWriter(store, trial)
    missing = [entry for entry in entries if entry.number not in writer.held]
    result.missing = {entry.number for entry in missing}
    unanswered = 0
    for done, entry in enumerate(missing, start=len(entries) - len(missing) + 1):
        try:
            _take_version(store, client, writer, entry, result, stamp(clock()))
        except (BadAnswer, Unreachable) as error:
            unanswered = unanswered + 1 if isinstance(error, Unreachable) else 0
            if unanswered == UNANSWERED_BEFORE_END:
                raise
            result.error = _graver(result.error, error)
        else:
            unanswered = 0
        yield done


def _take_version(
    store: Connection,
    client: Client,
    writer: VersionWriter,
    entry: HistoryEntry,
    result: BackfillResult,
    now: str,
) -> None:
    """Fetch and store one version.

    Raises:
        BadAnswer: it is unusable, or this program fails at it.
        Unreachable: no answer.
        sqlite3.Error: the store cannot be written.

    """
    answer = client.get(f"{history_path(writer.trial.nct)}/{entry.number}", base=BASE)
    try:
        record = parse_version(answer, entry, writer.numbers, writer.spelling)
        client.mark_usable()
        with store.transaction():
            version = writer.write_version(entry, record, now)
    except (NctwatchError, sqlite3.Error):
        raise
    except Exception as error:
        log.exception("history", extra={"trial": writer.trial.nct, "version": entry.number})
        raise _own_fault(error) from error
    if result.missing is not None:
        result.missing -= {entry.number}
    if version:
        result.added += version.source == "history"
        result.recognised += version.source == "poll"


def _graver(first: NctwatchError | None, error: NctwatchError) -> NctwatchError:
    """Return the error to report of two: one that another attempt can mend, else the first."""
    return error if first is None or isinstance(first, Forbidden) else first
