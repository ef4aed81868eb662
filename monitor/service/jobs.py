"""What the service and the commands do: one poll, the deliveries that are due, the record history, maintenance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.ping import ping
from monitor.clock import now as utc_now
from monitor.clock import stamp
from monitor.config.model import STDOUT
from monitor.model import Delivered
from monitor.notices import notify
from monitor.poll import PollResult, poll
from monitor.poll.registry import load_profiles, open_client, record_profiles
from monitor.store import deliveries
from monitor.store.deliveries import make_due
from monitor.store.listed import fill_in
from monitor.store.lock import Lock
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.packing import learn
from monitor.store.search_index import index_versions
from monitor.store.trials import ensure_trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.alerts.unanswered import Unanswered
    from monitor.backfill import BackfillResult
    from monitor.config.model import Config
    from monitor.model import Message

LOCK_SECONDS = 600.0
"""Seconds to wait for the poll of another process."""


def run_poll(
    config: Config, *, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> PollResult:
    """Poll once, alone, and queue notices about the watch.

    Raises:
        Busy: another process has been polling for ten minutes.

    """
    with _alone(config), open_for_writing(config.store.path) as store:
        progress(0, 0)  # waiting for another process is over
        done = poll(config, store, progress=progress)
        notify(store, config, utc_now())
        if not config.channels:  # what a closed pipe refused is printed in the next round
            make_due(store, stamp(utc_now()), channel=STDOUT.name)
    return done


def run_deliveries(
    config: Config,
    show: Callable[[Message], None] | None,
    *,
    stopping: Callable[[], bool] = lambda: False,
    unanswered: Unanswered | None = None,
) -> Delivered:
    """Put what is due into digests, and try each delivery that is due once.

    Args:
        config: the store and the channels.
        show: prints a message where no channel is configured; None to leave those unprinted.
        stopping: returns whether to stop and leave the rest queued.
        unanswered: what earlier passes wait for, and later ones will; None where there will be none.

    """
    with open_for_writing(config.store.path) as store:
        now = utc_now()
        if config.channels:
            waits = bool(deliveries.due(store, stamp(now)))
        else:  # also what a killed process was printing, which is claimed and so not due
            waits = deliveries.next_due(store, [STDOUT.name], stamp(now)) is not None
        if unanswered is None and not waits:
            return Delivered()
        # what sends and prints is a third of what a poll without news would load
        if config.channels:
            from monitor.deliver import deliver  # noqa: PLC0415

            if any(channel.send for channel in config.channels):
                from monitor.digest import queue_digests  # noqa: PLC0415

                queue_digests(store, config.channels, now, config.service.public_url)
            return deliver(
                store,
                config.channels,
                stopping=stopping,
                public_url=config.service.public_url,
                unanswered=unanswered,
            )
    from monitor.service.printing import print_due  # noqa: PLC0415

    return print_due(config.store.path, show, stopping=stopping) if show else Delivered()


def run_ping(config: Config, done: PollResult) -> None:
    """Call the dead man's switch after a good poll; called when the alerts are out."""
    if done.exit_status == 0 and done.successful:
        ping(config.schedule.ping_url)


def take_history(
    config: Config,
    numbers: Sequence[str],
    *,
    stopping: Callable[[], bool] = lambda: False,
    progress: Callable[[str], Callable[[int, int], None]] = lambda _number: lambda _done, _total: None,
) -> Iterator[BackfillResult]:
    """Fetch the record history of trials, one after the other; between two of them another process may poll.

    Ends after ``UNANSWERED_BEFORE_END`` trials in a row for which the registry gives no answer: one such trial says
    nothing of the others.

    Args:
        config: where the registry is, and how to ask it.
        numbers: trials that the store has.
        stopping: tells whether to leave the rest for later.
        progress: returns for a trial the function that is called with the versions done, and all versions.

    """
    from monitor.backfill import UNANSWERED_BEFORE_END, backfill  # noqa: PLC0415  # a poll does without

    with open_for_reading(config.store.path) as reader:
        accepted = load_profiles(reader)
    with open_client(config, accepted) as client:
        unanswered = 0
        for number in numbers:
            if stopping():
                return
            with _alone(config), open_for_writing(config.store.path) as store:
                trial = ensure_trial(store, number)
                taken = backfill(config, store, client, trial, stopping=stopping, progress=progress(number))
                record_profiles(store, client)
            yield taken
            unanswered = unanswered + 1 if taken.unreachable else 0
            if unanswered == UNANSWERED_BEFORE_END:
                return


def run_maintenance(config: Config, *, stopping: Callable[[], bool] = lambda: False) -> None:
    """Do what can wait until the alerts are out: index new versions for search, train the dictionary, and more."""
    if stopping():
        return
    with open_for_writing(config.store.path) as store:
        learn(store)
        while not stopping() and fill_in(store):
            pass
        while config.store.search and not stopping() and index_versions(store):
            pass


def _alone(config: Config) -> Lock:
    """Return the lock that a poll holds."""
    held = "another poll has been running for ten minutes"
    return Lock(config.store.path, "poll", patience=LOCK_SECONDS, held=held)
