"""One round, from the question whether there is a new release to its record in the store."""

from __future__ import annotations

import gc
import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.clock import now as utc_now
from monitor.clock import parse, stamp
from monitor.core.release import is_older
from monitor.errors import BadAnswer, Refused, Unreachable
from monitor.poll.absorb import Absorber
from monitor.poll.discover import Discoverer
from monitor.poll.fetch import NOT_ASKED, Fetch
from monitor.poll.search import Searcher
from monitor.poll.tell import Teller
from monitor.registry import api
from monitor.registry.client import Client
from monitor.watched import watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from monitor.alerts.render import Message
    from monitor.config.model import Config
    from monitor.store.rows import Trial
    from monitor.store.write import Store

log = logging.getLogger(__name__)

COUNTS = ("baseline", "unchanged", "changed", "gone", "failed")
"""What becomes of a trial in a round."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did. ``error`` is why it ended early, if it did."""

    release: str | None
    requests: int
    bytes: int
    checked: int
    counts: dict[str, int]
    errors: list[tuple[str, str]]
    problems: list[str]
    """What went wrong with a standing search, a sentence each."""
    changes: list[int]
    queued: int
    messages: list[Message] = field(repr=False)
    error: Unreachable | None
    retry_after: float
    """Seconds that the registry still wants to be left alone for; 0 when it did not say."""
    successful: bool
    """Whether the registry said anything of use about the trials, in this round or before in this release."""

    @property
    def exit_status(self) -> int:
        """0 when all went well, 1 when a trial or a search failed, 3 when the registry gave no usable answer."""
        return self.error.exit_status if self.error else int(bool(self.counts["failed"] or self.problems))


@dataclass(slots=True)
class _Gate:
    """What is known of the release that is being served."""

    release: str | None
    etag: str | None
    answered: bool
    stale: bool = False
    """Whether an older release is served than the one held: whatever it has is no news."""


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
        absorber, release, error = Absorber(store, config, began), store.get("release"), None
        teller = Teller(store, config, began)
        searcher, discoverer = (
            Searcher(store, config, teller, began),
            Discoverer(store, config, teller, began),
        )
        _watched(config, store)
        owing: list[Trial] = []
        heard = False
        try:
            gate = _gate(client, store, patient=_patient(store, config, began))
            release = gate.release or release
            absorber.release = gate.release
            if not gate.stale:
                searcher.search(client, gate.release, trusted=gate.answered)
                trials = _watched(config, store)
                owing = _owing(trials, gate.release)
                fetch = Fetch(client, trusted=gate.answered)
                _ask_all(fetch, absorber, store, owing, progress)
                heard = fetch.answered or len(owing) < len(trials) or not (trials or searcher.problems)
                searcher.tell()
                if gate.release:
                    discoverer.look(client, gate.release)
            _keep_gate(store, gate)
        except Unreachable as failure:
            error = failure
        with store.transaction():
            absorber.overdue()
        _keep_profile(store, client)
        absorbed = absorber.absorbed
        absorbed.add(searcher.absorbed)
        absorbed.add(discoverer.absorbed)
        result = Round(
            release=release,
            requests=client.usage.requests,
            bytes=client.usage.bytes,
            checked=len(owing),
            counts={name: absorbed.counts[name] for name in COUNTS},
            errors=absorbed.errors,
            problems=searcher.problems,
            changes=absorbed.changes,
            queued=absorbed.queued,
            messages=absorbed.messages,
            error=error,
            retry_after=client.held,
            successful=heard,
        )
    _keep_round(store, result, began, clock())
    return result


def _patient(store: Store, config: Config, now: datetime) -> bool:
    """Say whether an older release than the one held may still be a front that lags behind.

    One that is served for as long as ``stale_after`` is what the registry has: it went back,
    or what it said before was wrong.
    """
    success = store.get("last_success_at")
    return success is not None and abs(now - parse(success)).total_seconds() <= config.schedule.stale_after


def _gate(client: Client, store: Store, *, patient: bool) -> _Gate:
    """Ask which release is being served; a registry that cannot say so is asked for the records all the same."""
    held, etag = store.get("release"), store.get("etag")
    try:
        answer = client.get("/version", headers={"If-None-Match": etag} if etag and held else None)
        gate = _understood(answer, held, etag, patient=patient)
    except Refused:
        raise
    except (Unreachable, BadAnswer) as error:
        log.warning("version", extra={"error": str(error)})
        return _Gate(None, None, answered=False)
    client.trust()
    return gate


def _understood(answer: api.Answer, held: str | None, etag: str | None, *, patient: bool) -> _Gate:
    if answer.status == 304 and held:
        return _Gate(held, etag, answered=True)
    if answer.status == 200:
        served = api.release(answer)
        if patient and held and is_older(served, held):
            log.warning("stale", extra={"served": served, "held": held})
            return _Gate(held, etag, answered=True, stale=True)
        return _Gate(served, api.etag(answer), answered=True)
    raise BadAnswer(f"the registry answers {answer.status} to the question for its version")


def _watched(config: Config, store: Store) -> list[Trial]:
    """Return the trials that are watched; two numbers of one trial are one."""
    with store.transaction():
        numbers = watched(config, store.db.query)
        return list({trial.id: trial for trial in map(store.trial, numbers)}.values())


def _owing(trials: list[Trial], release: str | None) -> list[Trial]:
    """Return the trials that still owe their answer for a release; all of them if it is not known.

    Those that failed by themselves come last, so that they never keep others from being asked.
    """
    owing = [trial for trial in trials if release is None or trial.answered_release != release]
    return sorted(owing, key=lambda trial: trial.last_error not in {None, NOT_ASKED})


def _ask_all(
    fetch: Fetch, absorber: Absorber, store: Store, trials: list[Trial], progress: Callable[[int, int], None]
) -> None:
    done = 0
    progress(done, len(trials))
    try:
        with _collector_resting() as collect:
            for page in fetch.pages(trials):
                with store.transaction():
                    absorber.page(page)
                done += len(page)
                progress(done, len(trials))
                page.clear()  # its records need not be looked through
                collect(1)
    except Unreachable as error:
        with store.transaction():
            for trial in trials[done:]:
                absorber.take(trial, error)
        raise


@contextmanager
def _collector_resting() -> Iterator[Callable[[int], int]]:
    """Keep Python from looking for cycles in decoded records, which have none.

    A page is half a million objects; looking through them takes as long as decoding them.
    Gives the function that does it when there is little to look through.
    """
    resting = gc.isenabled()
    gc.disable()
    try:
        yield gc.collect
    finally:
        if resting:
            gc.enable()


def _keep_gate(store: Store, gate: _Gate) -> None:
    """Remember the release. A trial that failed still owes its answer for it, and is asked again."""
    if gate.release:
        with store.transaction():
            store.set("release", gate.release)
            store.set("etag", gate.etag)


def _keep_profile(store: Store, client: Client) -> None:
    if client.profile and store.get("profile") != client.profile:
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
        if result.successful:
            store.set("last_success_at", stamp(ended))
    cost = {"requests": result.requests, "bytes": result.bytes}
    log.info("poll", extra={"outcome": outcome, "release": result.release, **cost, **result.counts})
