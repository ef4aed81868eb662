"""Check which release of its data the registry serves: the first request of a poll."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.clock import parse
from monitor.core.records.release import is_older, release_time
from monitor.ctgov import api
from monitor.errors import BadAnswer, Refused, Unreachable
from monitor.store.state import ETAG, LAST_SUCCESS_AT, RELEASE, get_state, set_state

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.ctgov.client import Client
    from monitor.store.connection import Connection

_AHEAD = timedelta(days=2)
"""A release is of the future if it is further ahead of the clock; no zone is two days ahead of another."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class ReleaseCheck:
    """The release that the registry serves."""

    release: str | None
    """Its ``dataTimestamp``; None if the registry gave no usable answer."""
    etag: str | None
    answered: bool
    """Whether the registry gave a usable answer."""
    older_release: bool = False
    """Whether the registry serves an older release than the stored one: the poll then fetches nothing."""


def check_release(client: Client, store: Connection, config: Config, now: datetime) -> ReleaseCheck:
    """Return the release that the registry serves; the trials are fetched even if that is unknown.

    Raises:
        Refused: the registry answers 403 to every connection profile.

    """
    stored, etag = get_state(store, RELEASE), get_state(store, ETAG)
    try:
        answer = client.get("/version", headers={"If-None-Match": etag} if etag and stored else None)
        check = _parse_version(answer, stored, etag, may_lag=_may_lag(store, config, now))
    except Refused:
        raise
    except (Unreachable, BadAnswer) as error:
        log.warning("version", extra={"error": str(error)})
        return ReleaseCheck(None, None, answered=False)
    client.mark_usable()
    return check


def record_release(store: Connection, check: ReleaseCheck) -> None:
    """Store the release. A trial that failed has not answered for it and is fetched again in the next poll."""
    if check.release:
        with store.transaction():
            set_state(store, RELEASE, check.release)
            set_state(store, ETAG, check.etag)


def _may_lag(store: Connection, config: Config, now: datetime) -> bool:
    """Return whether an older release may come from a server that lags behind the others.

    After ``stale_after`` without a successful poll it is taken as the registry's data: the registry
    went back to it, or the stored release was wrong. It is so at once where the stored release is of the future.
    """
    held = release_time(get_state(store, RELEASE) or "")
    if held is not None and held > now + _AHEAD:
        return False
    success = get_state(store, LAST_SUCCESS_AT)
    return success is not None and abs(now - parse(success)).total_seconds() <= config.schedule.stale_after


def _parse_version(
    answer: api.Answer, stored: str | None, etag: str | None, *, may_lag: bool
) -> ReleaseCheck:
    if answer.status == 304 and stored:
        return ReleaseCheck(stored, etag, answered=True)
    if answer.status == 200:
        served = api.parse_release(answer)
        if may_lag and stored and is_older(served, stored):
            log.warning("older release", extra={"served": served, "held": stored})
            return ReleaseCheck(stored, etag, answered=True, older_release=True)
        return ReleaseCheck(served, api.parse_etag(answer), answered=True)
    raise BadAnswer(f"the registry answers {answer.status} when asked for its version")
