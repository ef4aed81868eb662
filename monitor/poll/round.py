"""One round, from the question whether there is a new release to its record in the store."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.clock import now as utc_now
from monitor.clock import stamp
from monitor.errors import BadAnswer, Refused, Unreachable
from monitor.poll.absorb import Absorbed, Absorber
from monitor.poll.fetch import Fetch
from monitor.registry import api
from monitor.registry.client import Client

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from monitor.alerts.render import Message
    from monitor.config import Config
    from monitor.store.write import Store, Trial

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did. ``error`` is why it ended early, if it did."""

    release: str | None
    requests: int
    bytes: int
    checked: int
    counts: dict[str, int]
    errors: list[tuple[str, str]]
    changes: list[int]
    queued: int
    messages: list[Message] = field(repr=False)
    error: Unreachable | None

    @property
    def exit_status(self) -> int:
        """0 when all went well, 1 when a trial failed, 3 when the registry gave no usable answer."""
        return self.error.exit_status if self.error else int(bool(self.counts["failed"]))


@dataclass(slots=True)
class _Gate:
    """What is known of the release that is being served."""

    release: str | None
    etag: str | None
    answered: bool


def poll(
    config: Config,
    store: Store,
    *,
    clock: Callable[[], datetime] = utc_now,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Round:
    """Ask the registry once about all that is watched, and keep what it says.

    Args:
        config: what to watch and whom to tell.
        store: the store, opened for writing.
        clock: tells the time.
        progress: is told how many trials are done, and of how many.

    """
    began = clock()
    settings = config.registry
    with Client(
        settings.url,
        contact=settings.contact,
        timeout=settings.timeout,
        requests_per_second=settings.requests_per_second,
        profile=store.get("profile"),
    ) as client:
        absorbed, release, checked, error = Absorbed(), store.get("release"), 0, None
        try:
            gate = _gate(client, store)
            release = gate.release or release
            owing = _owing(config, store, gate.release)
            checked = len(owing)
            absorber = Absorber(store, config.channels, gate.release, began)
            absorbed = absorber.absorbed
            try:
                _ask_all(Fetch(client, trusted=gate.answered), absorber, store, owing, progress)
            finally:
                absorbed = absorber.absorbed
            _keep_gate(store, gate)
        except Unreachable as failure:
            error = failure
        _keep_profile(store, client)
        result = Round(
            release=release,
            requests=client.usage.requests,
            bytes=client.usage.bytes,
            checked=checked,
            counts={
                name: absorbed.counts[name] for name in ("baseline", "unchanged", "changed", "gone", "failed")
            },
            errors=absorbed.errors,
            changes=absorbed.changes,
            queued=absorbed.queued,
            messages=absorbed.messages,
            error=error,
        )
    _keep_round(store, result, began, clock())
    return result


def _gate(client: Client, store: Store) -> _Gate:
    """Ask which release is being served; a registry that cannot say so is asked for the records all the same."""
    held, etag = store.get("release"), store.get("etag")
    try:
        answer = client.get("/version", headers={"If-None-Match": etag} if etag and held else None)
        gate = _understood(answer, held, etag)
    except Refused:
        raise
    except (Unreachable, BadAnswer) as error:
        log.warning("version", extra={"error": str(error)})
        return _Gate(None, None, answered=False)
    client.trust()
    return gate


def _understood(answer: api.Answer, held: str | None, etag: str | None) -> _Gate:
    if answer.status == 304 and held:
        return _Gate(held, etag, answered=True)
    if answer.status == 200:
        return _Gate(api.release(answer), answer.headers.get("etag"), answered=True)
    raise BadAnswer(f"the registry answers {answer.status} to the question for its version")


def _owing(config: Config, store: Store, release: str | None) -> list[Trial]:
    """Return the trials that still owe their answer for a release; all of them if it is not known."""
    with store.transaction():
        trials = {trial.id: trial for trial in map(store.trial, config.watched)}
    return [trial for trial in trials.values() if release is None or trial.answered_release != release]


def _ask_all(
    fetch: Fetch, absorber: Absorber, store: Store, trials: list[Trial], progress: Callable[[int, int], None]
) -> None:
    done = 0
    progress(done, len(trials))
    try:
        for page in fetch.pages(trials):
            with store.transaction():
                for trial, said in page:
                    absorber.take(trial, said)
            done += len(page)
            progress(done, len(trials))
    except Unreachable as error:
        with store.transaction():
            for trial in trials[done:]:
                absorber.take(trial, error)
        raise


def _keep_gate(store: Store, gate: _Gate) -> None:
    """Remember the release. A trial that failed still owes its answer for it, and is asked again."""
    if gate.release:
        with store.transaction():
            store.set("release", gate.release)
            store.set("etag", gate.etag)


def _keep_profile(store: Store, client: Client) -> None:
    if client.profile and client.usage.bytes and store.get("profile") != client.profile:
        store.set("profile", client.profile)


def _keep_round(store: Store, result: Round, began: datetime, ended: datetime) -> None:
    outcome = "refused" if isinstance(result.error, Refused) else "unreachable" if result.error else "done"
    with store.transaction():
        store.add_poll(
            started_at=stamp(began),
            finished_at=stamp(ended),
            release=result.release,
            outcome=outcome,
            requests=result.requests,
            bytes=result.bytes,
            checked=result.checked,
            changed=result.counts["changed"],
            failed=result.counts["failed"],
            error=str(result.error) if result.error else None,
        )
        store.set("last_poll_at", stamp(ended))
        if not result.error:
            store.set("last_success_at", stamp(ended))
    cost = {"requests": result.requests, "bytes": result.bytes}
    log.info("poll", extra={"outcome": outcome, "release": result.release, **cost, **result.counts})
