"""One round: fetch, store, compare, classify and queue, for all that is watched."""

from monitor.poll.outcome import Round
from monitor.poll.run import poll

__all__ = ["Round", "poll"]
