"""One poll: fetch, store, compare, classify and queue, for every watched trial."""

from monitor.poll.result import PollResult
from monitor.poll.run import poll

__all__ = ["PollResult", "poll"]
