"""Whether there is a new release, and which: the first question of a round."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.clock import parse
from monitor.core.records.release import is_older
from monitor.ctgov import api
from monitor.errors import BadAnswer, Refused, Unreachable
from monitor.store.state import ETAG, LAST_SUCCESS_AT, RELEASE, get_state, set_state

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.config.model import Config
    from monitor.ctgov.client import Client
    from monitor.store.connection import Connection

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Gate:
    """What is known of the release that is being served."""

    release: str | None
    etag: str | None
    answered: bool
    stale: bool = False
    """Whether an older release is served than the one held: whatever it has is no news."""


def _patient(store: Connection, config: Config, now: datetime) -> bool:
    """Say whether an older release than the one held may still be a front that lags behind.

    One that is served for as long as ``stale_after`` is what the registry has: it went back,
    or what it said before was wrong.
    """
    success = get_state(store, LAST_SUCCESS_AT)
    return success is not None and abs(now - parse(success)).total_seconds() <= config.schedule.stale_after


def gate(client: Client, store: Connection, config: Config, now: datetime) -> Gate:
    """Ask which release is being served; a registry that cannot say so is asked for the records all the same."""
    held, etag = get_state(store, RELEASE), get_state(store, ETAG)
    try:
        answer = client.get("/version", headers={"If-None-Match": etag} if etag and held else None)
        found = _understood(answer, held, etag, patient=_patient(store, config, now))
    except Refused:
        raise
    except (Unreachable, BadAnswer) as error:
        log.warning("version", extra={"error": str(error)})
        return Gate(None, None, answered=False)
    client.mark_usable()
    return found


def _understood(answer: api.Answer, held: str | None, etag: str | None, *, patient: bool) -> Gate:
    if answer.status == 304 and held:
        return Gate(held, etag, answered=True)
    if answer.status == 200:
        served = api.release(answer)
        if patient and held and is_older(served, held):
            log.warning("stale", extra={"served": served, "held": held})
            return Gate(held, etag, answered=True, stale=True)
        return Gate(served, api.etag(answer), answered=True)
    raise BadAnswer(f"the registry answers {answer.status} to the question for its version")


def keep(store: Connection, gate: Gate) -> None:
    """Remember the release. A trial that failed still owes its answer for it, and is asked again."""
    if gate.release:
        with store.transaction():
            set_state(store, RELEASE, gate.release)
            set_state(store, ETAG, gate.etag)
